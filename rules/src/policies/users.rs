//! What uses connectors: flows, canvas apps and the components of agents, each with its connectors.

use std::collections::{HashMap, HashSet};

use engine::{PackageId, Place, SubjectKind, WorkspaceContext};
use solution::outline::{Outline, ReferenceUse, UserKind};

use crate::connector_names::looks_custom;

/// A flow, app or agent's component with the connectors that it uses.
pub(super) struct User<'w> {
    pub(super) kind: SubjectKind,
    pub(super) name: &'w str,
    pub(super) connectors: Vec<Used<'w>>,
    /// Whether every connection names its connector.
    pub(super) whole: bool,
}

/// A connector in use.
pub(super) struct Used<'w> {
    /// Its name: `shared_sql`, or `Http` of a built-in operation.
    pub(super) name: &'w str,
    /// Its name for people.
    pub(super) label: &'w str,
    /// Whether it is known to be a custom connector, or looks like one.
    pub(super) custom: bool,
    /// The first use.
    pub(super) place: Place,
}

impl User<'_> {
    /// `flow "Send invoices"`.
    pub(super) fn words(&self) -> String {
        let kind = match self.kind {
            SubjectKind::App => "canvas app",
            SubjectKind::Agent => "agent component",
            _ => "flow",
        };
        format!("{kind} \"{}\"", self.name)
    }
}

/// Everything that uses a connector in the leading forms and their patches; stale files are left out.
pub(super) fn users<'w>(cx: &WorkspaceContext<'w>) -> Vec<User<'w>> {
    let references = cx.workspace.used_references();
    let declared: HashMap<String, (Option<&'w str>, bool)> = references
        .iter()
        .map(|used| (used.logical_name.to_lowercase(), (used.connector.as_deref(), used.custom)))
        .collect();
    let mut users = Vec::new();
    for solution in cx.workspace.solutions() {
        // What the last patch brings anew hides what lies under it.
        let mut hidden: HashSet<(SubjectKind, String)> = HashSet::new();
        for &id in solution.patches.iter().rev().chain([&solution.leading]) {
            let outline = cx.workspace.package(id);
            let found = of_package(cx, id, outline, &declared);
            let keys: Vec<_> = found.iter().map(|(key, _)| key.clone()).collect();
            users.extend(found.into_iter().filter(|(key, _)| !hidden.contains(key)).map(|(_, user)| user));
            hidden.extend(keys);
        }
    }
    users.retain(|user| !user.connectors.is_empty() || !user.whole);
    users
}

type Key = (SubjectKind, String);

fn of_package<'w>(
    cx: &WorkspaceContext<'w>,
    id: PackageId,
    outline: &'w Outline,
    declared: &HashMap<String, (Option<&'w str>, bool)>,
) -> Vec<(Key, User<'w>)> {
    let mut found: Vec<(Key, User<'w>)> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut user = |kind: SubjectKind, key: &str, name: &'w str, found: &mut Vec<(Key, User<'w>)>| -> usize {
        let key = (kind, key.to_lowercase());
        *places.entry(key.clone()).or_insert_with(|| {
            found.push((key, User { kind, name, connectors: Vec::new(), whole: true }));
            found.len() - 1
        })
    };
    for flow in outline.flows.iter().filter(|flow| !flow.stale) {
        let index = user(SubjectKind::Flow, flow.id.as_deref().unwrap_or(&flow.name), &flow.name, &mut found);
        for &(built_in, loc) in &flow.built_in {
            let place = Place::Package(id, Some(loc));
            add(&mut found, index, Used { name: built_in.name(), label: built_in.label(), custom: false, place });
        }
    }
    for one in outline.uses.iter().filter(|one| !one.stale && !one.from_set) {
        let kind = subject_kind(one);
        let index = user(kind, one.user_id.as_deref().unwrap_or(&one.user), &one.user, &mut found);
        let by_reference = one.reference.as_ref().and_then(|name| declared.get(&name.to_lowercase())).copied();
        let (declared, custom) = by_reference.unwrap_or_default();
        match one.connector.as_deref().or(declared) {
            Some(name) => add(&mut found, index, used(cx, name, custom, Place::Package(id, Some(one.loc)))),
            None => found.get_mut(index).into_iter().for_each(|(_, user)| user.whole = false),
        }
    }
    for app in &outline.app_connectors {
        let index = user(SubjectKind::App, &app.app, &app.app, &mut found);
        add(&mut found, index, used(cx, &app.connector, false, Place::Package(id, Some(app.loc))));
    }
    found
}

fn subject_kind(one: &ReferenceUse) -> SubjectKind {
    match one.user_kind {
        UserKind::Flow => SubjectKind::Flow,
        UserKind::App => SubjectKind::App,
        UserKind::Agent => SubjectKind::Agent,
    }
}

fn used<'w>(cx: &WorkspaceContext<'w>, name: &'w str, custom: bool, place: Place) -> Used<'w> {
    let label = cx.environment.connectors().label(name);
    Used { name, label, custom: custom || looks_custom(name), place }
}

fn add<'w>(found: &mut [(Key, User<'w>)], index: usize, connector: Used<'w>) {
    let Some((_, user)) = found.get_mut(index) else { return };
    if !user.connectors.iter().any(|known| known.name.eq_ignore_ascii_case(connector.name)) {
        user.connectors.push(connector);
    }
}
