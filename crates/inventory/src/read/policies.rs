//! Data policies, in both shapes that there are. The service answers `…/scopes/admin/apiPolicies` with
//! `properties.definition.apiGroups` (`hbi`, `lbi`, `blocked`), `defaultApiGroup` and `constraints`; the newer answer, which
//! `Get-DlpPolicy` prints, is flat: `connectorGroups` with a `classification`, `defaultConnectorsClassification`,
//! `environmentType` and `environments`, of one policy sometimes below `policyDefinition`. `Get-AdminDlpPolicy` puts the first below
//! `Internal`.
//!
//! Sources: <https://learn.microsoft.com/power-platform/admin/powerapps-powershell>, and the module
//! `Microsoft.PowerApps.Administration.PowerShell` itself, whose cmdlets write both shapes.

use std::collections::BTreeMap;

use syntax::{Kind, Value};

use super::record::{Record, connector_name, fold_id, segment_after};
use super::source::{SourceKind, rows};
use crate::policy::{DataGroup, PolicyFact, PolicyScope};
use crate::{Fact, InputKind};

/// Data policies. The environments that they name are not what the file is about: a policy is the tenant's.
pub(super) static POLICIES: SourceKind = SourceKind {
    name: "data policies (Get-DlpPolicy)",
    recognises: |document| document.first().is_some_and(|row| Parts::of(row).is_some()),
    read: |document| {
        Ok(rows(document, InputKind::DataPolicies, &[], |row, facts| {
            let fact = policy(row);
            let taken = fact.is_some();
            facts.policies.extend(fact);
            taken
        }))
    },
};

/// The parts of a policy, wherever its shape has them.
struct Parts<'v> {
    /// The object with its name for people.
    place: &'v Value<'v>,
    /// The groups: what each is called, and the list of its connectors.
    groups: Vec<(&'v str, Option<&'v Value<'v>>)>,
    default: Option<&'v Value<'v>>,
    scope: PolicyScope,
}

impl<'v> Parts<'v> {
    fn of(row: &'v Value<'v>) -> Option<Self> {
        let raw = raw(row);
        if let Some(properties) = raw.get("properties")
            && let Some(groups) = properties.at(&["definition", "apiGroups"])
        {
            return Some(Self {
                place: properties,
                groups: groups.members().iter().map(|group| (group.key.as_ref(), group.value.get("apis"))).collect(),
                default: properties.at(&["definition", "defaultApiGroup"]),
                scope: constraints(properties.at(&["definition", "constraints"])),
            });
        }
        let places = [raw.get("policyDefinition"), raw.get("properties"), Some(raw)];
        let place = places.into_iter().flatten().find(|place| place.get("connectorGroups").is_some())?;
        let groups = place.get("connectorGroups").map(Value::items).unwrap_or_default();
        let word = |group: &'v Value<'v>| group.get("classification").and_then(Value::as_str).unwrap_or_default();
        Some(Self {
            place,
            groups: groups.iter().map(|group| (word(group), group.get("connectors"))).collect(),
            default: place.get("defaultConnectorsClassification"),
            scope: environment_type(place),
        })
    }
}

/// The policy as the service answers it: `Get-AdminDlpPolicy` puts it below `Internal`.
fn raw<'v>(row: &'v Value<'v>) -> &'v Value<'v> {
    row.get("Internal").filter(|inner| inner.is_object()).unwrap_or(row)
}

fn policy(row: Record<'_>) -> Option<PolicyFact> {
    let parts = Parts::of(row.value)?;
    let id = |value| {
        let record = row.inner(value);
        let in_path = || segment_after(record.text(&["id"])?, "apiPolicies").map(fold_id);
        record.id(&["name"]).or_else(in_path)
    };
    let (connectors, whole) = group_connectors(row, &parts.groups);
    Some(PolicyFact {
        id: id(parts.place).or_else(|| id(raw(row.value))),
        name: row.inner(parts.place).text(&["displayName"]).map(str::to_owned),
        scope: parts.scope,
        connectors,
        default: group_fact(row, parts.default),
        whole,
        source: row.source(),
    })
}

fn group_fact(row: Record<'_>, value: Option<&Value<'_>>) -> Option<Fact<DataGroup>> {
    let value = value?;
    Some(Fact { value: DataGroup::parse(value.as_str()?)?, source: row.at(value.span) })
}

/// The connectors of every group, and whether all of all three were read.
fn group_connectors<'v>(
    row: Record<'v>,
    groups: &[(&'v str, Option<&'v Value<'v>>)],
) -> (BTreeMap<String, Option<Fact<DataGroup>>>, bool) {
    let mut connectors: BTreeMap<String, Option<Fact<DataGroup>>> = BTreeMap::new();
    let mut read = Vec::new();
    let mut whole = true;
    for &(word, list) in groups {
        let (Some(group), Some(list)) = (DataGroup::parse(word), list) else {
            whole = false;
            continue;
        };
        if !matches!(list.kind, Kind::Array(_)) {
            whole = false;
            continue;
        }
        read.push(group);
        for entry in list.items() {
            let entry = row.inner(entry);
            // Built-in connectors have no path: `Http`, `HttpRequestReceived`, `HttpWebhook`.
            let Some(name) = entry.text(&["id"]).and_then(connector_name) else {
                whole = false;
                continue;
            };
            let fact = Fact { value: group, source: entry.source() };
            connectors
                .entry(name.to_lowercase())
                .and_modify(|known| *known = known.take().filter(|known| known.value == group))
                .or_insert(Some(fact));
        }
    }
    (connectors, whole && DataGroup::ALL.iter().all(|group| read.contains(group)))
}

/// The scope in the first shape: a filter that includes or excludes environments, or nothing for all.
fn constraints(constraints: Option<&Value<'_>>) -> PolicyScope {
    let Some(constraints) = constraints else { return PolicyScope::Unknown };
    let filter = match constraints.members() {
        [] if constraints.is_object() || matches!(constraints.kind, Kind::Null) => return PolicyScope::All,
        [filter] => &filter.value,
        _ => return PolicyScope::Unknown,
    };
    let word = filter.at(&["parameters", "filterType"]).and_then(Value::as_str).unwrap_or_default();
    let only = match word.to_ascii_lowercase().as_str() {
        "include" => true,
        "exclude" => false,
        _ => return PolicyScope::Unknown,
    };
    scope(only, filter.at(&["parameters", "environments"]))
}

/// The scope in the second shape.
fn environment_type(policy: &Value<'_>) -> PolicyScope {
    let word = policy.get("environmentType").and_then(Value::as_str).unwrap_or_default();
    let environments = policy.get("environments");
    match word.to_ascii_lowercase().as_str() {
        "allenvironments" => PolicyScope::All,
        "onlyenvironments" | "singleenvironment" => scope(true, environments),
        "exceptenvironments" => scope(false, environments),
        _ => PolicyScope::Unknown,
    }
}

/// Environments by their names, which are their ids. A list that is empty or not read in full says nothing.
fn scope(only: bool, environments: Option<&Value<'_>>) -> PolicyScope {
    let items = environments.map(Value::items).unwrap_or_default();
    let name = |environment: &Value<'_>| {
        let text = |key| environment.get(key).and_then(Value::as_str);
        let in_path = || segment_after(text("id")?, "environments");
        text("name").or_else(in_path).map(fold_id)
    };
    match items.iter().map(name).collect::<Option<Vec<String>>>() {
        Some(names) if !names.is_empty() => {
            if only {
                PolicyScope::Only(names)
            } else {
                PolicyScope::Except(names)
            }
        }
        _ => PolicyScope::Unknown,
    }
}
