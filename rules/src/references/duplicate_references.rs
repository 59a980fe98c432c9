//! A solution declares several references for one connector.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use engine::{
    Category, Meta, PackageId, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use inventory::{Lookup, PrincipalKind, Verdict};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::outline::DeclaredReference;

use crate::{connections::facts, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateReferences {}

impl Rule for DuplicateReferences {
    const META: Meta = Meta {
        name: "duplicate-references",
        summary: "A solution declares several connection references for one connector",
        category: Category::References,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("duplicate_references.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (package, outline) in cx.workspace.packages() {
            if facts::is_common(cx, package) {
                continue;
            }
            let mut by_connector: BTreeMap<String, Vec<&DeclaredReference>> = BTreeMap::new();
            for declared in &outline.declared {
                if let Some(connector) = &declared.connector {
                    by_connector.entry(connector.to_ascii_lowercase()).or_default().push(declared);
                }
            }
            for (connector, references) in &by_connector {
                if distinct(references) && !is_advised_practice(cx, references) {
                    one_connector(cx, package, connector, references, report);
                }
            }
        }
    }
}

/// Whether there are several at all, by name; one that stands twice in the file is one.
fn distinct(references: &[&DeclaredReference]) -> bool {
    let mut names = references.iter().map(|declared| &declared.logical_name);
    names.next().is_some_and(|first| names.any(|name| !name.eq_ignore_ascii_case(first)))
}

fn one_connector(
    cx: &WorkspaceContext<'_>,
    package: PackageId,
    connector: &str,
    references: &[&DeclaredReference],
    report: &mut Report,
) {
    let [first, others @ ..] = references else { return };
    let names: Vec<&str> = references.iter().map(|declared| declared.logical_name.as_str()).collect();
    let label = cx.environment.connectors().label(connector);
    let mut stated = report
        .at(
            Place::Package(package, Some(first.name_loc)),
            Subject::new(SubjectKind::Connector, connector),
            format!(
                "{} for {label}: {}",
                wording::count(names.len(), "connection reference", "connection references"),
                wording::list(&names)
            ),
        )
        .label("the first of them");
    for declared in others {
        stated = stated.note(
            Place::Package(package, Some(declared.name_loc)),
            format!("{} is for it, too", declared.logical_name),
        );
    }
    stated.help(
        "each of them has to be bound at every deployment: let the flows use one of them and delete the rest, unless they are meant \
         for different accounts or for different developers",
    );
}

/// Each reference belongs to another developer, and all sit on one connection that is nobody's own: the practice that
/// `several-owners` advises.
fn is_advised_practice(cx: &WorkspaceContext<'_>, references: &[&DeclaredReference]) -> bool {
    let mut owners: BTreeSet<String> = BTreeSet::new();
    let mut connections: BTreeSet<Arc<str>> = BTreeSet::new();
    let each_its_own = references.iter().all(|declared| {
        let Lookup::Known(reference) = cx.environment.reference(&declared.logical_name) else { return false };
        let Some(owner) = &reference.owner else { return false };
        let owner = cx.environment.identify(&owner.value);
        let Lookup::Known(connection) = cx.environment.connection_of(&declared.logical_name) else { return false };
        connections.insert(cx.environment.connection_id(&connection.value));
        owner.kind == Lookup::Known(PrincipalKind::Person) && owners.insert(owner.key)
    });
    let nobodys = references.iter().all(|declared| {
        let connector = declared.connector.as_deref().filter(|_| !declared.custom);
        let verdict = cx.environment.credential_of(&declared.logical_name, connector).verdict;
        !matches!(verdict, Verdict::Personal | Verdict::Unknown)
    });
    each_its_own && connections.len() == 1 && nobodys
}
