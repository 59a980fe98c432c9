//! A function is called with too few or too many arguments.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::{ExprKind, Function};

use super::mentions::{holder, subject};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrongArgumentCount {}

impl Rule for WrongArgumentCount {
    const META: Meta = Meta {
        name: "wrong-argument-count",
        summary: "A function is called with too few or too many arguments",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("wrong_argument_count.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for string in flow.strings().iter().filter(|string| string.has_wrong_argument_counts()) {
                for expression in string.walk() {
                    let ExprKind::Call(call) = &expression.kind else { continue };
                    let given = call.arguments.len();
                    let Some(known) = call.function.filter(|known| !known.takes(given)) else { continue };
                    let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                    report
                        .at(
                            cx.inside(string, call.name_span),
                            subject(flow),
                            format!(
                                "flow \"{}\": {} calls {}() with {}, but it takes {}",
                                flow.flow().name,
                                holder(flow, string.owner),
                                known.name,
                                wording::count(given, "argument", "arguments"),
                                taken(known)
                            ),
                        )
                        .label(wording::count(given, "argument", "arguments"))
                        .detail(format!("{owner}: {} {}", string.key, known.name))
                        .help("look for a bracket that closes too early or too late");
                }
            }
        }
    }
}

/// How many arguments a function takes, in words.
fn taken(function: &Function) -> String {
    match function.most {
        None => format!("at least {}", function.least),
        Some(0) => "none".to_owned(),
        Some(most) if most == function.least => most.to_string(),
        Some(most) => format!("{} to {most}", function.least),
    }
}
