//! Web resources and the steps of plug-ins.

use syntax::xml::Element;

use super::place::{all_named, attribute_or_child, child_at};
use crate::{
    FileId, Loc, Package,
    model::{PluginStep, WebResource},
};

/// Adds what is below an element: a whole customizations.xml, or a file of one component.
pub(super) fn add<'t>(file: FileId, root: &'t Element<'t>, package: &mut Package<'t>) {
    let resources = all_named(root, "WebResource").into_iter().filter_map(|element| {
        Some(WebResource { name: child_at(file, element, "Name")?, kind: child_at(file, element, "WebResourceType") })
    });
    package.web_resources.extend(resources);
    let steps = all_named(root, "SdkMessageProcessingStep").into_iter().filter_map(|element| {
        let text = |name| child_at(file, element, name).map(|at| at.value);
        Some(PluginStep {
            name: attribute_or_child(file, element, "Name")?,
            message: text("SdkMessageId"),
            table: text("PrimaryEntity"),
            stage: child_at(file, element, "Stage"),
            mode: text("Mode"),
            plugin: text("PluginTypeName"),
            columns: text("FilteringAttributes"),
            loc: Loc::new(file, element.tag_span),
        })
    });
    package.plugin_steps.extend(steps);
}
