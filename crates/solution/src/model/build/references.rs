//! Declared connection references and custom connectors.

use std::collections::HashSet;

use syntax::xml::Element;

use super::place::{all_named_or_root, attribute_or_child, child, child_at, text_at};
use crate::{
    At, FileId, Loc,
    model::{ConnectionReference, CustomConnector, id::normal_id},
};

/// Reads the `connectionreferences` of a root element.
pub(super) fn references<'t>(file: FileId, root: &'t Element<'t>) -> Vec<ConnectionReference<'t>> {
    let list = child(root, "connectionreferences").map(|list| list.children.as_slice()).unwrap_or_default();
    list.iter()
        .filter(|element| element.name.eq_ignore_ascii_case("connectionreference"))
        .filter_map(|element| reference(file, element))
        .collect()
}

/// Reads every connection reference that stands anywhere in a file of the YAML layout, in XML or turned over.
pub(super) fn references_anywhere<'t>(file: FileId, root: &'t Element<'t>) -> Vec<ConnectionReference<'t>> {
    all_named_or_root(root, "connectionreference", "connectionreferencelogicalname")
        .into_iter()
        .filter_map(|element| reference(file, element))
        .collect()
}

/// Reads one. The connector's id is the direct child: that of a custom connector has a second `connectorid`, a GUID,
/// inside `customconnectorid`.
fn reference<'t>(file: FileId, element: &'t Element<'t>) -> Option<ConnectionReference<'t>> {
    let custom = child(element, "customconnectorid");
    Some(ConnectionReference {
        logical_name: attribute_or_child(file, element, "connectionreferencelogicalname")?,
        display_name: child_at(file, element, "connectionreferencedisplayname"),
        connector_id: child_at(file, element, "connectorid"),
        custom_connector_id: custom
            .and_then(|custom| child_at(file, custom, "connectorid").or_else(|| text_at(file, custom))),
        description: child_at(file, element, "description"),
        customizable: flag(file, element, "iscustomizable", "1", "0"),
        active: flag(file, element, "statecode", "0", "1"),
        loc: Loc::new(file, element.span),
    })
}

/// A child that holds one of two numbers.
fn flag(file: FileId, element: &Element<'_>, name: &str, yes: &str, no: &str) -> Option<At<bool>> {
    let text = child_at(file, element, name)?;
    let value = if text.value == yes {
        true
    } else if text.value == no {
        false
    } else {
        return None;
    };
    Some(At::new(value, text.loc))
}

/// Reads every `Connector` of a file, and leaves out those whose name was met before.
pub(super) fn connectors<'t>(
    file: FileId,
    root: &'t Element<'t>,
    seen: &mut HashSet<String>,
    into: &mut Vec<CustomConnector<'t>>,
) {
    for element in all_named_or_root(root, "Connector", "name") {
        let Some(name) = child_at(file, element, "name") else { continue };
        if seen.insert(name.value.to_ascii_lowercase()) {
            into.push(CustomConnector {
                name,
                display_name: child_at(file, element, "displayname"),
                id: child_at(file, element, "connectorid").and_then(|id| normal_id(id.value)),
                brand_colour: child_at(file, element, "iconbrandcolor"),
                definition: None,
                parameters: None,
                policies: None,
                loc: Loc::new(file, element.span),
            });
        }
    }
}
