//! The formulas of a canvas app, each read when a rule asks for it.

use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use syntax::powerfx::Formula;

use super::{AppFile, Control};

/// An app with its formulas.
#[derive(Debug)]
pub struct AppFormulas<'a> {
    /// The app.
    pub app: &'a AppFile,
    /// Its formulas, in the order of its controls.
    pub formulas: Vec<AppFormula<'a>>,
    /// Whether every file of controls and the data sources could be read: what nothing names may otherwise well be named.
    pub is_whole: bool,
    mentions: OnceLock<HashMap<Cow<'a, str>, usize>>,
}

/// The formula of one property.
#[derive(Debug)]
pub struct AppFormula<'a> {
    /// The control.
    pub control: &'a Control,
    /// Its place in [`Contents::controls`](super::Contents::controls).
    pub place: usize,
    /// The property.
    pub property: &'a str,
    /// As it is written.
    pub text: &'a str,
    formula: OnceLock<Formula<'a>>,
}

impl<'a> AppFormula<'a> {
    /// Its tokens and calls: read once for all rules, when the first asks for them.
    pub fn formula(&self) -> &Formula<'a> {
        self.formula.get_or_init(|| Formula::new(self.text))
    }
}

impl<'a> AppFormulas<'a> {
    /// How often the formulas name something that stands for itself, by its name: counted once for all rules.
    pub fn mentions(&self) -> &HashMap<Cow<'a, str>, usize> {
        self.mentions.get_or_init(|| {
            let mut mentions = HashMap::new();
            for one in &self.formulas {
                for (_, name) in one.formula().names() {
                    *mentions.entry(name).or_default() += 1;
                }
            }
            mentions
        })
    }

    /// Lists the formulas of an app.
    #[must_use]
    pub fn new(app: &'a AppFile) -> Self {
        let controls = app.controls().iter().enumerate();
        let formulas = controls.flat_map(|(place, control)| {
            control.rules.iter().map(move |rule| AppFormula {
                control,
                place,
                property: &rule.property,
                text: &rule.formula,
                formula: OnceLock::new(),
            })
        });
        let is_whole = app.contents.as_ref().is_some_and(|contents| contents.is_whole);
        Self { app, formulas: formulas.collect(), is_whole, mentions: OnceLock::new() }
    }
}
