//! A custom connector has the colour of the designer.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::definition::{name, subject};

/// The colour of a connector for which nobody chose one.
const DEFAULT: &str = "#007ee5";

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorDefaultColour {}

impl Rule for ConnectorDefaultColour {
    const META: Meta = Meta {
        name: "connector-default-colour",
        summary: "A custom connector has the colour that the designer gave it",
        category: Category::Connectors,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_default_colour.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(colour) = connector.brand_colour.filter(|colour| colour.value.eq_ignore_ascii_case(DEFAULT))
            else {
                continue;
            };
            report
                .at(
                    cx.at(colour.loc),
                    subject(connector),
                    format!("connector \"{}\" has the colour that the designer gave it", name(connector)),
                )
                .help("choose a colour on the page \"General\", so that the connector can be told from others");
        }
    }
}
