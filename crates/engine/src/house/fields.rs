//! What the fields of things hold, for those that take more than a name.

use std::borrow::Cow;

use solution::{
    Package,
    model::{Action, EnvironmentVariable, FlowKind, Managed, Trigger},
};
use syntax::{Kind as Json, Value};

use super::thing::{FlowView, Held, StepView, Thing};

/// Each text once, in the order in which they come first.
pub(super) fn once<'v>(texts: impl Iterator<Item = &'v str>) -> Held<'v> {
    let mut seen = indexmap::IndexSet::new();
    seen.extend(texts);
    Held::Texts(seen.into_iter().map(Cow::Borrowed).collect())
}

pub(super) fn flow_field<'v>(view: &'v FlowView<'v>, field: &str) -> Option<Held<'v>> {
    let flow = view.flow;
    Some(match field {
        "name" => flow.name.into(),
        "id" => flow.id.as_deref().into(),
        "kind" => match flow.kind {
            FlowKind::Cloud => "cloud",
            FlowKind::Agent => "agent",
            FlowKind::Desktop => "desktop",
        }
        .into(),
        "on" => flow.on.into(),
        "description" => view.description.into(),
        "trigger" => Held::Thing(Thing::Trigger(view, flow.triggers.first())),
        "actions" => Held::Things(view.actions().collect()),
        "connections" => {
            Held::Things(flow.connections.iter().map(|connection| Thing::Connection(view, connection)).collect())
        }
        "connectors" => once(flow.connections.iter().filter_map(|one| one.connector.map(|name| name.value))),
        _ => return None,
    })
}

pub(super) fn trigger_field<'v>(
    view: &'v FlowView<'v>,
    trigger: Option<&'v Trigger<'v>>,
    field: &str,
) -> Option<Held<'v>> {
    let used = trigger.and_then(|trigger| trigger.connection.as_ref());
    let definition = trigger.map(|trigger| trigger.definition);
    let inputs = definition.and_then(|definition| definition.get("inputs"));
    Some(match field {
        "name" => trigger.map(|trigger| trigger.name.value).into(),
        "type" => trigger.map(|trigger| trigger.kind).into(),
        "kind" => trigger.and_then(|trigger| trigger.sub_kind).into(),
        "connector" => view.connector(used).into(),
        "operation" => operation(inputs),
        "reference" => view.reference(used).into(),
        "description" => definition.and_then(|definition| definition.get("description")?.as_str()).into(),
        "interval_minutes" => definition
            .and_then(|definition| interval_minutes(definition.get("recurrence")?))
            .map_or(Held::Null, Held::Number),
        "conditions" => {
            let conditions = definition.and_then(|definition| definition.get("conditions"));
            let texts = conditions.map(Value::items).unwrap_or_default().iter();
            Held::Texts(texts.filter_map(|one| one.get("expression")?.as_str()).map(Cow::Borrowed).collect())
        }
        "inputs" => Held::Data(inputs),
        "texts" => texts(inputs),
        _ => return None,
    })
}

pub(super) fn action_field<'v>(view: &'v FlowView<'v>, step: &'v StepView<'v>, field: &str) -> Option<Held<'v>> {
    let action = step.action;
    let used = action.connection.as_ref();
    Some(match field {
        "name" => action.name.value.into(),
        "type" => action.kind.into(),
        "kind" => action.sub_kind.into(),
        "connector" => view.connector(used).into(),
        "operation" => operation(action.inputs),
        "reference" => view.reference(used).into(),
        "description" => action.definition.get("description").and_then(Value::as_str).into(),
        "path" => step.path.as_str().into(),
        "depth" => Held::Number(i64::from(step.depth)),
        "parent" => step.parent.into(),
        "in_loop" => Held::Flag(step.in_loop),
        "retry" => action.inputs.and_then(|inputs| inputs.at(&["retryPolicy", "type"])?.as_str()).into(),
        "secure_inputs" => Held::Flag(is_secure(action, "inputs")),
        "secure_outputs" => Held::Flag(is_secure(action, "outputs")),
        "child_flow" => action.child_flow.map(|flow| flow.value).into(),
        "host" => action.inputs.and_then(host).map_or(Held::Null, |host| Held::Text(Cow::Owned(host))),
        "after" => once(run_after(action).map(|member| member.key.as_ref())),
        "after_states" => once(run_after(action).flat_map(|member| member.value.items()).filter_map(Value::as_str)),
        "inputs" => Held::Data(action.inputs),
        "texts" => texts(action.inputs),
        _ => return None,
    })
}

pub(super) fn variable_field<'v>(variable: &'v EnvironmentVariable<'v>, field: &str) -> Option<Held<'v>> {
    Some(match field {
        "schema_name" => variable.schema_name.value.into(),
        "display_name" => variable.display_name.map(|name| name.value).into(),
        "type" => match variable.kind.map(|kind| kind.value) {
            Some("100000000") => Some("string"),
            Some("100000001") => Some("number"),
            Some("100000002") => Some("boolean"),
            Some("100000003") => Some("json"),
            Some("100000004") => Some("data-source"),
            Some("100000005") => Some("secret"),
            _ => None,
        }
        .into(),
        "required" => variable.required.into(),
        "has_default" => Held::Flag(variable.default_value.is_some()),
        "has_value" => Held::Flag(variable.value.is_some()),
        "default_value" => variable.default_value.filter(|_| !variable.is_secret()).map(|value| value.value).into(),
        _ => return None,
    })
}

pub(super) fn solution_field<'v>(package: &'v Package<'v>, field: &str) -> Option<Held<'v>> {
    let manifest = package.manifest.as_ref();
    Some(match field {
        "unique_name" => package.unique_name().into(),
        "display_name" => manifest.and_then(|manifest| manifest.display_name).map(|name| name.value).into(),
        "version" => manifest
            .and_then(|manifest| manifest.version)
            .map_or(Held::Null, |version| Held::Text(Cow::Owned(version.value.to_string()))),
        "managed" => match manifest.and_then(|manifest| manifest.managed).map(|managed| managed.value) {
            Some(Managed::Managed) => Some("managed"),
            Some(Managed::Unmanaged) => Some("unmanaged"),
            Some(Managed::Both) => Some("both"),
            None => None,
        }
        .into(),
        "patch_of" => manifest.and_then(|manifest| manifest.patch_of).map(|name| name.value).into(),
        "publisher" => Held::Thing(Thing::Publisher(package)),
        _ => return None,
    })
}

fn operation<'v>(inputs: Option<&'v Value<'v>>) -> Held<'v> {
    inputs.and_then(|inputs| inputs.at(&["host", "operationId"])?.as_str()).into()
}

fn run_after<'v>(action: &Action<'v>) -> impl Iterator<Item = &'v syntax::Member<'v>> {
    action.run_after.map(Value::members).unwrap_or_default().iter()
}

fn is_secure(action: &Action<'_>, what: &str) -> bool {
    let secure = action.definition.at(&["runtimeConfiguration", "secureData", "properties"]);
    secure.is_some_and(|names| names.items().iter().any(|name| name.as_str() == Some(what)))
}

/// How often a recurrence comes round, in whole minutes; `None` where an expression says so.
fn interval_minutes(recurrence: &Value<'_>) -> Option<i64> {
    let interval: i64 = match &recurrence.get("interval")?.kind {
        Json::Number(text) | Json::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    let frequency = recurrence.get("frequency")?.as_str()?.to_ascii_lowercase();
    let minutes = match frequency.as_str() {
        "second" => return Some(interval / 60),
        "minute" => 1,
        "hour" => 60,
        "day" => 24 * 60,
        "week" => 7 * 24 * 60,
        "month" => 30 * 24 * 60,
        _ => return None,
    };
    interval.checked_mul(minutes)
}

/// The host of the address that an action calls, where the address begins with one that is written out.
fn host(inputs: &Value<'_>) -> Option<String> {
    let address = inputs.get("uri").or_else(|| inputs.at(&["parameters", "request/url"]))?.as_str()?;
    let (scheme, rest) = address.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next()?;
    // What an expression makes of it is not known.
    let written = matches!(scheme.as_str(), "http" | "https") && !authority.contains(['{', '}']);
    let (_, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let host = host.split(':').next().filter(|host| written && !host.is_empty())?;
    Some(host.to_ascii_lowercase())
}

/// Every text inside a value, in the order of the file, keys left out.
fn texts<'v>(value: Option<&'v Value<'v>>) -> Held<'v> {
    let mut found = Vec::new();
    let mut open: Vec<&Value<'v>> = value.into_iter().collect();
    while let Some(value) = open.pop() {
        match &value.kind {
            Json::String(text) => found.push(Cow::Borrowed(text.as_ref())),
            Json::Array(items) => open.extend(items.iter().rev()),
            Json::Object(members) => open.extend(members.iter().rev().map(|member| &member.value)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
    Held::Texts(found)
}
