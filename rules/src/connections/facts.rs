//! What the rules about connections ask of the environment.

use engine::{Missing, PackageId, Reason, UsedReference, WorkspaceContext};
use inventory::{Completeness, Lookup, Table};

/// Why it is not known which connection a reference is bound to.
pub(crate) fn missing_binding(cx: &WorkspaceContext<'_>) -> Missing {
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

/// Why nothing is known of the connection that a reference is bound to.
pub(crate) fn missing_connection(cx: &WorkspaceContext<'_>) -> Missing {
    if cx.environment.table(Table::Connections) == Completeness::Nothing {
        Missing::new(Reason::NoData, "nothing is known of the connection it is bound to", "connections.json")
    } else {
        Missing::new(
            Reason::Incomplete,
            "the files given do not have the connection it is bound to",
            "connections.json",
        )
    }
}

/// Whether a reference is used with a connection of its own, rather than only with that of the person who runs the flow.
pub(crate) fn used_embedded(cx: &WorkspaceContext<'_>, used: &UsedReference) -> bool {
    used.uses
        .iter()
        .any(|&(package, index)| cx.workspace.package(package).uses.get(index).is_some_and(|one| !one.invoker))
}

/// The connection that a reference is bound to, where it is known; says in the report why not where it is not.
/// `None` also where it is known to be unbound: there is nothing to judge then.
pub(crate) fn bound_connection<'e>(
    cx: &WorkspaceContext<'e>,
    used: &UsedReference,
    report: &mut engine::Report,
) -> Option<&'e str> {
    match cx.environment.connection_of(&used.logical_name) {
        Lookup::Known(id) => Some(&id.value),
        Lookup::Absent => None,
        Lookup::Unknown => {
            report.unknown(&used.logical_name, missing_binding(cx));
            None
        }
    }
}

/// Whether an inventory says that a common solution holds a reference.
pub(crate) fn held_in_common(cx: &WorkspaceContext<'_>, logical_name: &str) -> bool {
    let Lookup::Known(reference) = cx.environment.reference(logical_name) else { return false };
    reference.solutions.as_ref().is_some_and(|solutions| solutions.value.iter().any(|name| cx.config.is_common(name)))
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
