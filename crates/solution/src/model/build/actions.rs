//! Triggers and the tree of actions in a flow's definition.

use std::{
    cell::Cell,
    collections::{HashMap, HashSet},
};

use syntax::{Member, Value};

use super::{
    flow::by_reference,
    place::{key_at, member_at, members, string_at},
};
use crate::{
    At, FileId, Loc,
    model::{Action, Branch, BranchKind, ConnectionUse, FlowConnection, Trigger, connector_name},
};

/// The keys of a flow's `connectionReferences`.
pub(super) struct Keys<'t> {
    names: HashSet<&'t str>,
    by_reference: HashMap<String, Option<&'t str>>,
    computed: Cell<bool>,
}

impl<'t> Keys<'t> {
    pub(super) fn new(connections: &[FlowConnection<'t>]) -> Self {
        Self {
            names: connections.iter().map(|connection| connection.key.value).collect(),
            by_reference: by_reference(connections),
            computed: Cell::new(false),
        }
    }

    /// Whether a host was met whose key only the run can tell.
    pub(super) fn computed(&self) -> bool {
        self.computed.get()
    }
}

/// Reads a trigger; `None` where it is not an object.
pub(super) fn trigger<'t>(file: FileId, member: &'t Member<'t>, keys: &Keys<'t>) -> Option<Trigger<'t>> {
    let definition = &member.value;
    definition.is_object().then(|| Trigger {
        name: key_at(file, member),
        kind: definition.get("type").and_then(Value::as_str).unwrap_or_default(),
        sub_kind: definition.get("kind").and_then(Value::as_str),
        connection: definition.at(&["inputs", "host"]).and_then(|host| connection_use(file, host, keys)),
        definition,
        loc: Loc::new(file, definition.span),
    })
}

/// Reads actions with those inside them. Recursion is bounded by the depth that the JSON parser allows.
pub(super) fn actions<'t>(
    file: FileId,
    members: Vec<&'t Member<'t>>,
    keys: &Keys<'t>,
    wrong: &mut impl FnMut(&Value<'t>, String),
) -> Vec<Action<'t>> {
    let mut actions = Vec::with_capacity(members.len());
    for member in members {
        let definition = &member.value;
        if !definition.is_object() {
            wrong(definition, format!("the action `{}` is not an object", member.key));
            continue;
        }
        let inputs = definition.get("inputs");
        let host = inputs.and_then(|inputs| inputs.get("host"));
        actions.push(Action {
            name: key_at(file, member),
            kind: definition.get("type").and_then(Value::as_str).unwrap_or_default(),
            sub_kind: definition.get("kind").and_then(Value::as_str),
            run_after: definition.get("runAfter"),
            inputs,
            connection: host.and_then(|host| connection_use(file, host, keys)),
            child_flow: host.and_then(|host| member_at(file, host, "workflowReferenceName")),
            branches: branches(file, definition, keys, wrong),
            definition,
            loc: Loc::new(file, definition.span),
        });
    }
    actions
}

fn branches<'t>(
    file: FileId,
    definition: &'t Value<'t>,
    keys: &Keys<'t>,
    wrong: &mut impl FnMut(&Value<'t>, String),
) -> Vec<Branch<'t>> {
    let mut branches = Vec::new();
    let mut branch = |kind, holder: &'t Value<'t>| {
        if let Some(list) = holder.get("actions") {
            branches.push(Branch { kind, actions: actions(file, members(list), keys, wrong) });
        }
    };
    // In the order of the designer; a place in the file is each action's own.
    branch(BranchKind::Actions, definition);
    if let Some(holder) = definition.get("else") {
        branch(BranchKind::Else, holder);
    }
    if let Some(cases) = definition.get("cases") {
        for case in members(cases) {
            branch(BranchKind::Case(case.key.as_ref()), &case.value);
        }
    }
    if let Some(holder) = definition.get("default") {
        branch(BranchKind::Default, holder);
    }
    branches
}

/// Reads which connection a `host` names. `None` where it names none, or one that only the run can tell.
fn connection_use<'t>(file: FileId, host: &'t Value<'t>, keys: &Keys<'t>) -> Option<ConnectionUse<'t>> {
    let plain = plain_use(file, host, keys);
    let names = ["connectionName", "connectionReferenceName", "connection"];
    if plain.is_none() && names.iter().any(|name| host.get_ignore_case(name).is_some()) {
        keys.computed.set(true);
    }
    plain
}

fn plain_use<'t>(file: FileId, host: &'t Value<'t>, keys: &Keys<'t>) -> Option<ConnectionUse<'t>> {
    let connector = member_at(file, host, "apiId")
        .filter(|id| !id.value.starts_with('@'))
        .and_then(|id| connector_name(id.value).map(|name| At::new(name, id.loc)));
    let plain = |at: &At<&'t str>| !at.value.starts_with('@');
    if let Some(key) = member_at(file, host, "connectionName").filter(plain) {
        return Some(ConnectionUse { key, connector, invoker: false });
    }
    // What code view and the API show: a key, or the logical name of the reference that a key stands for.
    if let Some(name) = member_at(file, host, "connectionReferenceName").filter(plain) {
        let meant = keys.by_reference.get(&name.value.to_ascii_lowercase()).copied().flatten();
        let key = if keys.names.contains(name.value) { name.value } else { meant.unwrap_or(name.value) };
        return Some(ConnectionUse { key: At::new(key, name.loc), connector, invoker: false });
    }
    let name = host.get_ignore_case("connection").and_then(|value| value.get_ignore_case("name"))?;
    let expression = string_at(file, name)?;
    let key = key_of_expression(expression.value, keys)?;
    let invoker = expression.value.to_ascii_lowercase().contains("x-ms-apim-tokens");
    Some(ConnectionUse { key: At::new(key, expression.loc), connector, invoker })
}

/// The key in `@parameters('$connections')['key']['connectionId']`, or in the form that reads `$connections` from the
/// invoker's tokens. `None` where the key is computed.
fn key_of_expression<'t>(expression: &'t str, keys: &Keys<'t>) -> Option<&'t str> {
    const MARK: &str = "'$connections'";
    let rest = expression.strip_prefix('@')?;
    let at = rest.to_ascii_lowercase().find(MARK)?;
    // After the name comes the bracket that closes the call or the look-up, and then the key's own look-up.
    let rest = rest.get(at + MARK.len()..)?.trim_start().strip_prefix([')', ']'])?.trim_start();
    let rest = rest.strip_prefix('?').unwrap_or(rest).strip_prefix('[')?.trim_start().strip_prefix('\'')?;
    let mut end = 0;
    let mut escaped = false;
    loop {
        end += rest.get(end..)?.find('\'')?;
        if rest.get(end + 1..).is_some_and(|after| after.starts_with('\'')) {
            escaped = true;
            end += 2;
        } else {
            break;
        }
    }
    let key = rest.get(..end)?;
    if escaped {
        // A quote is written twice inside a string; the flow's own keys hold the name as it is meant.
        let meant = key.replace("''", "'");
        return Some(keys.names.get(meant.as_str()).copied().unwrap_or(key));
    }
    Some(key)
}
