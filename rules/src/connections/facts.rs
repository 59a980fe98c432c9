//! What the rules about connections ask of the environment.

use engine::{InUse, Missing, PackageId, Place, Reason, Report, UsedReference, WorkspaceContext};
use inventory::{AuthClass, Completeness, ConnectionFact, Lookup, Source, Table};

use crate::wording;

/// Why it is not known which connection a reference is bound to.
pub(crate) fn missing_binding(cx: &WorkspaceContext<'_>, logical_name: &str) -> Missing {
    if let Some(contradiction) = contradiction(cx, logical_name, &["connection"]) {
        return contradiction;
    }
    let environment = cx.environment;
    if environment.table(Table::References) == Completeness::Nothing && environment.settings().is_none() {
        Missing::new(Reason::NoData, "which connection it is bound to is not known", "connectionreferences.json")
    } else {
        Missing::new(
            Reason::Incomplete,
            "the files given do not say which connection it is bound to",
            "connectionreferences.json",
        )
    }
}

/// That two records do not say the same of one of these facts of a reference or connection, so that it is not known.
pub(crate) fn contradiction(cx: &WorkspaceContext<'_>, subject: &str, facts: &[&str]) -> Option<Missing> {
    let mut conflicts = cx.environment.conflicts().iter();
    let conflict =
        conflicts.find(|found| found.subject.eq_ignore_ascii_case(subject) && facts.contains(&found.fact))?;
    let path = |source: Source| cx.environment.input(source.input).map_or("", |input| input.path.as_str());
    let (first, second) = (path(conflict.first), path(conflict.second));
    let fact = conflict.fact;
    let missing = |what: String, needs: String| Some(Missing::new(Reason::Incomplete, what, needs));
    if !conflict.certain && matches!(fact, "owner" | "account") {
        let what = format!("whether the records given mean the same {fact} is not known");
        return missing(what, "systemusers.json".to_owned());
    }
    if !conflict.certain && fact == "status" && first != second {
        let what = "the records given tell two states of it and not their days".to_owned();
        return missing(what, format!("the later one of {first} and {second} alone"));
    }
    let what = format!("the records given contradict each other about its {fact}");
    if first == second {
        missing(what, format!("a correction of {first}"))
    } else {
        missing(what, format!("a correction of {first} or {second}"))
    }
}

/// Why nothing is known of a connection.
pub(crate) fn missing_connection(cx: &WorkspaceContext<'_>) -> Missing {
    if cx.environment.table(Table::Connections) == Completeness::Nothing {
        Missing::new(Reason::NoData, "nothing is known of the connection", "connections.json")
    } else {
        Missing::new(Reason::Incomplete, "the files given do not have the connection", "connections.json")
    }
}

/// What would tell the account of a connection that the inventory has.
pub(crate) fn silent_connection(cx: &WorkspaceContext<'_>, id: &str, stated: Option<&str>) -> Missing {
    let connection = cx.environment.connection(id).known();
    let connector = connection.and_then(|connection| connection.connector.as_ref());
    let connector = connector.map(|connector| connector.value.as_str()).or(stated);
    let id = connection.map_or(id, |connection| &connection.id);
    if let Some(contradiction) =
        contradiction(cx, id, &["account", "auth", "connector", "grant type", "owner", "parameter set"])
    {
        return contradiction;
    }
    let listed = connector.is_some_and(|connector| cx.environment.connectors().get(connector).is_some());
    let by_users = connection.is_some_and(|connection| connection.owner.is_some() && connection.account.is_none())
        && connector
            .and_then(|connector| cx.environment.connectors().get(connector))
            .is_some_and(|row| row.class == AuthClass::PersonOnly);
    if by_users {
        // The owner may have signed in as a service account.
        let what = "only the owner of its connection is stated, not the account that is signed in";
        Missing::new(Reason::Incomplete, what, "accountName in connections.json")
    } else if listed {
        let what = "its connection does not tell what it is signed in with";
        Missing::new(Reason::Incomplete, what, "account or auth of the connection in a native inventory")
    } else {
        let what = "how one signs in to its connector, a custom or a new one, is not known";
        Missing::new(Reason::Incomplete, what, "connector-auth in powerlint.toml")
    }
}

/// What is known of a connection in use; where it is nothing, it says so.
pub(crate) fn known_connection<'w>(
    cx: &WorkspaceContext<'w>,
    used: &InUse<'_>,
    report: &mut Report,
) -> Option<&'w ConnectionFact> {
    let known = cx.environment.connection(&used.id).known();
    if known.is_none() {
        report.unknown(&used.id, missing_connection(cx));
    }
    known
}

/// Why the owner of a connection is not known.
pub(crate) fn missing_owner(cx: &WorkspaceContext<'_>, connection: &ConnectionFact) -> Missing {
    contradiction(cx, &connection.id, &["owner"])
        .unwrap_or_else(|| Missing::new(Reason::Incomplete, "its owner is not stated", "createdBy in connections.json"))
}

/// Why nothing is known of a connection's shares.
pub(crate) fn missing_permissions(cx: &WorkspaceContext<'_>) -> Missing {
    let reason = match cx.environment.table(Table::Permissions) {
        Completeness::Nothing => Reason::NoData,
        Completeness::Partial | Completeness::Whole => Reason::Incomplete,
    };
    Missing::new(reason, "no permissions for it", "permissions.json")
}

/// That a list of shares does not show who is not in it.
pub(crate) fn missing_shares() -> Missing {
    Missing::new(Reason::Incomplete, "its list of shares may not be whole", "permissions.json")
}

/// The place that stands for a connection, with a label for what is there.
pub(crate) fn place(cx: &WorkspaceContext<'_>, connection: &InUse<'_>) -> Option<(Place, &'static str)> {
    let bound = connection.references.first().and_then(|used| wording::place_of(cx, used));
    let bound = bound.map(|place| (place, "bound to this connection"));
    bound.or_else(|| Some((wording::place_of_use(cx, &connection.direct)?, "uses this connection directly")))
}

/// The references that are bound to a connection, and all flows, apps and agents that use it: a sentence.
pub(crate) fn users(cx: &WorkspaceContext<'_>, connection: &InUse<'_>) -> String {
    let through = connection.references.iter().flat_map(|used| &used.uses);
    let uses: Vec<_> = through.chain(&connection.direct).copied().collect();
    let who = wording::list(&wording::users_of(cx, &uses));
    let names: Vec<&str> = connection.references.iter().map(|used| used.logical_name.as_str()).collect();
    match names.len() {
        0 => format!("used by {who}"),
        1 => format!("reference bound to it: {}; used by {who}", wording::list(&names)),
        _ => format!("references bound to it: {}; used by {who}", wording::list(&names)),
    }
}

/// Every connection that is used with other than the runner's own, by its id. `unbound` is told of the references of which it is
/// not known what they are bound to.
pub(crate) fn connections_in_use<'c, 'w>(
    cx: &'c WorkspaceContext<'w>,
    mut unbound: impl FnMut(&UsedReference, Missing),
) -> &'c [InUse<'w>] {
    let in_use = cx.connections_in_use();
    for used in &in_use.unbound {
        unbound(used, missing_binding(cx, &used.logical_name));
    }
    &in_use.connections
}

/// A connection for people: its display name, where one is known, and its id.
pub(crate) fn connection_name(cx: &WorkspaceContext<'_>, id: &str) -> String {
    let connection = cx.environment.connection(id).known();
    match connection.and_then(|connection| connection.display_name.as_ref()) {
        Some(name) if !name.value.eq_ignore_ascii_case(id) => format!("\"{}\" ({id})", name.value),
        _ => id.to_owned(),
    }
}

/// The configured common solutions whose declarations are not known, since no package of them was given, or none that shows them.
pub(crate) fn common_not_given<'w>(cx: &WorkspaceContext<'w>) -> Vec<&'w str> {
    let names = cx.config.common_solutions.iter().map(|(name, _)| name.as_str());
    names.filter(|name| !shows_declarations(cx, name)).collect()
}

/// Whether an inventory that names all solutions of a reference names a common one.
pub(crate) fn held_in_common(cx: &WorkspaceContext<'_>, logical_name: &str) -> bool {
    let Lookup::Known(reference) = cx.environment.reference(logical_name) else { return false };
    reference.solutions.as_ref().is_some_and(|solutions| solutions.value.iter().any(|name| cx.config.is_common(name)))
}

/// Whether a common solution is among those that an inventory knows a reference to be in. It says what the environment has, so that
/// it stands in for a package that was not given, and speaks against none that was.
pub(crate) fn known_in_common(cx: &WorkspaceContext<'_>, logical_name: &str) -> bool {
    cx.environment.solutions_of(logical_name).iter().any(|solution| cx.config.is_common(&solution.value))
}

/// Whether a name that a dependency states is a common solution's, or that of a patch of one: a given one, or one that is named as
/// the platform names them, `ContosoCommon_Patch_1a2b3c4d`.
pub(crate) fn names_common(cx: &WorkspaceContext<'_>, name: &str) -> bool {
    let given = cx.workspace.solution(name).and_then(|solution| solution.unique_name.as_deref());
    let patched = name.to_ascii_lowercase().find("_patch").and_then(|at| name.get(..at));
    [Some(name), given, patched].into_iter().flatten().any(|name| cx.config.is_common(name))
}

/// Whether a package is a common solution's: one of its forms, or a patch of it, be the patched solution given or not.
pub(crate) fn is_common(cx: &WorkspaceContext<'_>, package: PackageId) -> bool {
    let solution = cx.workspace.solution_of(package).unique_name.as_deref();
    let names = [solution, cx.workspace.package(package).patch_of.as_deref()];
    names.into_iter().flatten().any(|name| cx.config.is_common(name))
}

/// Whether a solution was given, and its leading form and its patches show what they declare.
pub(crate) fn shows_declarations(cx: &WorkspaceContext<'_>, solution: &str) -> bool {
    cx.workspace.solution(solution).is_some_and(|solution| {
        let layers = solution.patches.iter().chain([&solution.leading]);
        layers.into_iter().all(|&package| cx.workspace.package(package).declarations_known)
    })
}
