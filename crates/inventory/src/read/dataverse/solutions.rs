//! Solutions, and what they consist of.

use crate::read::record::Record;
use crate::read::source::{SourceKind, rows};
use crate::{ComponentFact, Facts, InputKind, SolutionFact};

/// Rows of `solutions`; `m365 pp solution list` prints the same columns.
pub(in crate::read) static SOLUTIONS: SourceKind = SourceKind {
    name: "solutions",
    recognises: |document| {
        // Actions have a unique name and a solution, too.
        document.is_empty_list_of("solutions")
            || document.rows_have(&["uniquename", "solutionid"]) && !document.rows_have(&["workflowid"])
    },
    read: |document| Ok(rows(document, InputKind::DataverseSolutions, &[], solution)),
};

/// Rows of `solutioncomponents`.
pub(in crate::read) static SOLUTION_COMPONENTS: SourceKind = SourceKind {
    name: "solutioncomponents",
    recognises: |document| {
        document.is_empty_list_of("solutioncomponents")
            || document.rows_have(&["objectid", "componenttype"])
            || document.rows_have(&["objectid", "_solutionid_value"])
    },
    read: |document| Ok(rows(document, InputKind::DataverseSolutionComponents, &[], component)),
};

/// A row of `solutions`. Two of them are layers of the platform rather than solutions: every unmanaged component is in both.
fn solution(row: Record<'_>, facts: &mut Facts) -> bool {
    const LAYERS: [&str; 2] = ["Default", "Active"];
    let (Some(id), Some(name)) = (row.id(&["solutionid"]), row.text(&["uniquename"])) else { return false };
    if LAYERS.iter().any(|layer| name.eq_ignore_ascii_case(layer)) {
        return false;
    }
    facts.solutions.push(SolutionFact { id, unique_name: name.to_owned(), source: row.source() });
    true
}

/// A row of `solutioncomponents`. The type is not read: that of connection references has another number in each environment,
/// and the id of the object tells enough.
fn component(row: Record<'_>, facts: &mut Facts) -> bool {
    let ids = row.id(&["objectid"]).zip(row.id(&["_solutionid_value"]));
    let Some((object_id, solution_id)) = ids else { return false };
    facts.components.push(ComponentFact { object_id, solution_id, source: row.source() });
    true
}
