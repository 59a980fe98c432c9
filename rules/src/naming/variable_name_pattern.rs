//! The name of a variable does not follow the agreed pattern.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::flows::mentions::subject;
use crate::pattern::{Pattern, of_type};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct VariableNamePattern {
    /// What every name has to match, as a whole.
    pattern: Option<Pattern>,
    /// What the names of these types have to match instead.
    types: BTreeMap<String, Pattern>,
}

impl Rule for VariableNamePattern {
    const META: Meta = Meta {
        name: "variable-name-pattern",
        summary: "The name of a flow's variable does not match the configured pattern",
        category: Category::Naming,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_name_pattern.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for made in &flow.variables().made {
                let name = made.name;
                let pattern = of_type(self.pattern.as_ref(), &self.types, made.kind);
                let Some(pattern) = pattern.filter(|pattern| !pattern.is_match(name.value)) else { continue };
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": the name of variable {} does not match `{}`",
                            flow.flow().name,
                            name.value,
                            pattern.as_str()
                        ),
                    )
                    .label(made.kind.map_or_else(|| "of no type".to_owned(), |kind| format!("of type {kind}")))
                    .detail(name.value)
                    .help("rename it, also in the actions that set it and in the expressions that read it");
            }
        }
    }
}
