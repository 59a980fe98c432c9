//! Triggers and the tree of actions.

use syntax::Value;

use crate::{At, Loc};

/// A trigger.
#[derive(Debug, Clone)]
pub struct Trigger<'t> {
    /// Its name.
    pub name: At<&'t str>,
    /// Its type (`Recurrence`, `Request`, `OpenApiConnectionWebhook` …).
    pub kind: &'t str,
    /// The kind of a request trigger (`Button`, `PowerAppV2`, `Http` …).
    pub sub_kind: Option<&'t str>,
    /// The connection it uses.
    pub connection: Option<ConnectionUse<'t>>,
    /// The whole trigger.
    pub definition: &'t Value<'t>,
    /// Where it stands.
    pub loc: Loc,
}

impl Trigger<'_> {
    /// Whether a person starts the flow, so that there is somebody whose connection `invoker` can mean:
    /// request triggers of every kind. Recurrence and connectors' events start by themselves.
    #[must_use]
    pub fn is_attended(&self) -> bool {
        self.kind.eq_ignore_ascii_case("Request") || self.kind.eq_ignore_ascii_case("Manual")
    }
}

/// An action, with the actions inside it.
#[derive(Debug, Clone)]
pub struct Action<'t> {
    /// Its name.
    pub name: At<&'t str>,
    /// Its type (`If`, `Foreach`, `OpenApiConnection` …).
    pub kind: &'t str,
    /// Its kind, where it has one (a response's `PowerApp`, an expression's `GetPastTime`).
    pub sub_kind: Option<&'t str>,
    /// What runs before it.
    pub run_after: Option<&'t Value<'t>>,
    /// The inputs.
    pub inputs: Option<&'t Value<'t>>,
    /// The connection it uses.
    pub connection: Option<ConnectionUse<'t>>,
    /// The id of the child flow that it calls (`host.workflowReferenceName`), as written.
    pub child_flow: Option<At<&'t str>>,
    /// The actions inside it.
    pub branches: Vec<Branch<'t>>,
    /// The whole action.
    pub definition: &'t Value<'t>,
    /// Where it stands.
    pub loc: Loc,
}

/// A list of actions inside an action.
#[derive(Debug, Clone)]
pub struct Branch<'t> {
    /// Which list.
    pub kind: BranchKind<'t>,
    /// The actions.
    pub actions: Vec<Action<'t>>,
}

/// Which list of actions inside an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchKind<'t> {
    /// `actions`: the body of a scope or loop, the yes branch of a condition.
    Actions,
    /// `else.actions`
    Else,
    /// `cases.<name>.actions`
    Case(&'t str),
    /// `default.actions`
    Default,
}

/// The key of `connectionReferences` that a trigger or action names.
#[derive(Debug, Clone)]
pub struct ConnectionUse<'t> {
    /// The key, taken from `host.connectionName`, from `host.connection.name` (`@parameters('$connections')['key']…`, also
    /// the form that reads the invoker's tokens) or from `host.connectionReferenceName`.
    pub key: At<&'t str>,
    /// The connector, from `host.apiId`, where it is named.
    pub connector: Option<At<&'t str>>,
    /// It reads the connection from the invoker's tokens.
    pub invoker: bool,
}
