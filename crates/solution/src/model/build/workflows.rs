//! `Workflow` elements: what the solution says it has.

use syntax::xml::Element;

use super::place::{attribute_at, attribute_or_child, child_at, descend};
use crate::{
    At, FileId, Loc,
    model::{WorkflowEntry, id::normal_id},
};

/// The category of a cloud flow.
pub(super) const CLOUD: u32 = 5;
/// The category of a desktop flow.
pub(super) const DESKTOP: u32 = 6;

/// What the designer puts into a description that nobody writes.
const UNDESCRIBED: &str = "Click to add description";

/// Reads a `Workflow` element. `None` where it has neither a name, an id nor a file.
pub(super) fn entry<'t>(file: FileId, element: &'t Element<'t>) -> Option<WorkflowEntry<'t>> {
    let id = attribute_or_child(file, element, "WorkflowId");
    let file_name = child_at(file, element, "JsonFileName").or_else(|| child_at(file, element, "XamlFileName"));
    let name = attribute_or_child(file, element, "Name")
        .or_else(|| {
            descend(element, &["LocalizedNames", "LocalizedName"])
                .and_then(|name| attribute_at(file, name, "description"))
        })
        .or_else(|| file_name.map(|at| At::new(super::names::flow_name(at.value), at.loc)))
        .or(id)?;
    let description = attribute_at(file, element, "Description")
        .or_else(|| {
            descend(element, &["Descriptions", "Description"]).and_then(|text| attribute_at(file, text, "description"))
        })
        .filter(|text| !text.value.trim().is_empty() && text.value != UNDESCRIBED);
    let definition = child_at(file, element, "Definition").map(|at| at.value);
    let number = |name| child_at(file, element, name).and_then(|at| at.value.parse::<u32>().ok());
    Some(WorkflowEntry {
        name,
        description,
        id: id.and_then(|id| normal_id(id.value)),
        category: number("Category"),
        modern_flow_type: number("ModernFlowType"),
        on: number("StateCode").map(|state| state == 1),
        file_name,
        file: None,
        definition,
        loc: Loc::new(file, element.span),
    })
}
