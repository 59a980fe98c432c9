//! The controls of a canvas app and their formulas: `Controls/*.json`, and `Components/*.json` for the components it defines.
//!
//! Each file holds a `TopParent` with `Name`, `Template.Name`, `Rules` (a property and its formula, `InvariantScript`) and `Children`, as in
//! the 43 apps of the packages that were looked at. Most of such a file is of no use here, and files of several megabytes are usual: so they
//! are read in one pass that keeps nothing else, and not into trees with places.

use std::borrow::Cow;

use serde::Deserialize;

/// A control of a canvas app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its name: `btnSend`.
    pub name: String,
    /// The name of its template: `button`, `text`, `screen`; an id for a component of the app itself.
    pub template: String,
    /// What it stands in, as the place in [`Contents::controls`](super::Contents::controls).
    pub parent: Option<usize>,
    /// Whether it is, or stands in, the definition of a component.
    pub in_component: bool,
    /// Its formulas, in the order of the file.
    pub rules: Vec<ControlRule>,
}

/// The formula of one property of a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlRule {
    /// The property: `OnSelect`.
    pub property: String,
    /// The formula, in the notation that does not depend on a language: `,` between arguments, `.` in numbers.
    pub formula: String,
}

impl Control {
    /// The formula of a property.
    #[must_use]
    pub fn formula(&self, property: &str) -> Option<&str> {
        self.rules.iter().find(|rule| rule.property == property).map(|rule| rule.formula.as_str())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File<'t> {
    #[serde(borrow)]
    top_parent: Written<'t>,
}

/// A control as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Written<'t> {
    #[serde(borrow)]
    name: Cow<'t, str>,
    #[serde(borrow)]
    template: Template<'t>,
    #[serde(borrow, default)]
    rules: Vec<WrittenRule<'t>>,
    #[serde(borrow, default)]
    children: Vec<Written<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template<'t> {
    #[serde(borrow)]
    name: Cow<'t, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WrittenRule<'t> {
    #[serde(borrow, default)]
    property: Cow<'t, str>,
    #[serde(borrow, default)]
    invariant_script: Cow<'t, str>,
}

/// Adds the controls of one file, each before what stands in it. `None` where the file is none of controls; then nothing is added.
pub(super) fn read(text: &str, in_component: bool, controls: &mut Vec<Control>) -> Option<()> {
    let file: File<'_> = serde_json::from_str(text).ok()?;
    let mut open = vec![(file.top_parent, None)];
    while let Some((written, parent)) = open.pop() {
        let own = controls.len();
        open.extend(written.children.into_iter().rev().map(|child| (child, Some(own))));
        let rules = written.rules.into_iter().map(|rule| ControlRule {
            property: rule.property.into_owned(),
            formula: rule.invariant_script.into_owned(),
        });
        controls.push(Control {
            name: written.name.into_owned(),
            template: written.template.name.into_owned(),
            parent,
            in_component,
            rules: rules.collect(),
        });
    }
    Some(())
}
