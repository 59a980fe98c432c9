//! A flow keeps a variable that nothing reads.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, Folded, Names};
use syntax::expr::ReadKind;

use crate::flows::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnusedFlowVariable {}

impl Rule for UnusedFlowVariable {
    const META: Meta = Meta {
        name: "unused-flow-variable",
        summary: "A flow keeps a variable that nothing reads",
        category: Category::Naming,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unused_flow_variable.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let variables = flow.variables();
            if variables.made.is_empty() || !variables.known {
                continue;
            }
            let Some(read) = all_read(flow) else { continue };
            for made in &variables.made {
                let name = made.name.value;
                if name.is_empty() || read.contains(&Folded(name)) {
                    continue;
                }
                let set = variables.changed.iter().find(|changed| changed.name.value.eq_ignore_ascii_case(name));
                let stated = report
                    .at(
                        cx.at(made.name.loc),
                        subject(flow),
                        format!("flow \"{}\": nothing reads variable {name}", flow.flow().name),
                    )
                    .detail(name)
                    .help("remove the variable and the actions that set it; if it is meant to be read, look where another one is read instead");
                if let Some(set) = set {
                    let action = flow.step(set.step).action.name.value;
                    stated.note(cx.at(set.name.loc), format!("{action} sets it all the same"));
                }
            }
        }
    }
}

/// The names of all variables that are read; `None` where that cannot be told: a name is computed, or an
/// expression cannot be read.
pub(crate) fn all_read<'f>(flow: &'f FlowIndex<'_, '_>) -> Option<Names<'f>> {
    if !flow.all_expressions_read() {
        return None;
    }
    flow.reads_of(ReadKind::Variable).map(|(_, read)| read.name.map(Folded)).collect()
}
