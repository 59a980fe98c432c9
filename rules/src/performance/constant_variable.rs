//! A variable never changes.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Folded, Names};

use crate::{flows::mentions::subject, naming::unused_flow_variable::all_read};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConstantVariable {}

impl Rule for ConstantVariable {
    const META: Meta = Meta {
        name: "constant-variable",
        summary: "A variable of a flow never changes",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("constant_variable.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let variables = flow.variables();
            if variables.made.is_empty() || !variables.known {
                continue;
            }
            let Some(read) = all_read(flow) else { continue };
            let changed: Names<'_> = variables.changed.iter().map(|one| Folded(one.name.value)).collect();
            for made in &variables.made {
                let name = made.name.value;
                // What nothing reads is the finding of unused-flow-variable.
                let unused = !read.contains(&Folded(name));
                if changed.contains(&Folded(name)) || unused || made.value.is_none() || is_written_as_constant(name) {
                    continue;
                }
                report
                    .at(
                        cx.at(made.name.loc),
                        subject(flow),
                        format!("flow \"{}\": variable {name} keeps the value it begins with", flow.flow().name),
                    )
                    .detail(name)
                    .help(
                        "keep the value in a Compose, or in an environment variable if it differs between environments",
                    );
            }
        }
    }
}

/// Names in capitals say that the variable is a constant on purpose.
fn is_written_as_constant(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}
