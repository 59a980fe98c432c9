//! Parts of the platform's older days: web resources and the steps of plug-ins.

use crate::{At, Loc};

/// A web resource (`WebResource` of customizations.xml, or `WebResources/*.data.xml`).
#[derive(Debug, Clone)]
pub struct WebResource<'t> {
    /// Its name: `contoso_/scripts/order.js`.
    pub name: At<&'t str>,
    /// 1 page, 2 style sheet, 3 script, 4 XML, 5 to 7 pictures, 8 Silverlight, 9 XSL, 10 icon, 11 vector picture, 12 strings.
    pub kind: Option<At<&'t str>>,
}

/// A step that a plug-in is registered for (`SdkMessageProcessingStep` of customizations.xml, or a file in
/// `SdkMessageProcessingSteps/`).
#[derive(Debug, Clone)]
pub struct PluginStep<'t> {
    /// The name for people.
    pub name: At<&'t str>,
    /// The message, by its id, as written.
    pub message: Option<&'t str>,
    /// The table.
    pub table: Option<&'t str>,
    /// 10 before validation, 20 before and 40 after the operation; 50 is the one of Dynamics CRM 4.
    pub stage: Option<At<&'t str>>,
    /// 0 while the user waits, 1 later.
    pub mode: Option<&'t str>,
    /// The plug-in's class.
    pub plugin: Option<&'t str>,
    /// The columns whose change it waits for.
    pub columns: Option<&'t str>,
    /// The step.
    pub loc: Loc,
}
