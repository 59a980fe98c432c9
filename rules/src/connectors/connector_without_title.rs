//! A custom connector has no title of its own.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::Value;

use super::definition::{name, subject};

/// What the designer writes for a connector that is made from nothing.
const DEFAULT: &str = "Default title";

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorWithoutTitle {}

impl Rule for ConnectorWithoutTitle {
    const META: Meta = Meta {
        name: "connector-without-title",
        summary: "A custom connector has no title of its own",
        category: Category::Connectors,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_without_title.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let Some(info) = definition.root.get("info").filter(|info| info.is_object()) else { continue };
            let title = info.get("title");
            let text = title.and_then(Value::as_str).map(str::trim).unwrap_or_default();
            let what = match text {
                "" => "has no title in its definition",
                DEFAULT => "has still the title that the designer gave it",
                _ => continue,
            };
            let place = cx.at(definition.loc(title.unwrap_or(info)));
            let stated = report
                .at(place, subject(connector), format!("connector \"{}\" {what}", name(connector)))
                .help("give it a title on the page \"General\" of the connector");
            // The title that a connector has need not be a good one.
            if !text.is_empty() {
                stated.lowered();
            }
        }
    }
}
