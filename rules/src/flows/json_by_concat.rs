//! JSON is put together from pieces of text.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::Expr;

use super::mentions::{holder, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JsonByConcat {}

impl Rule for JsonByConcat {
    const META: Meta = Meta {
        name: "json-by-concat",
        summary: "JSON is put together from pieces of text",
        category: Category::Flows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("json_by_concat.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for string in flow.strings().iter().filter(|string| string.may_call("concat")) {
                for expression in string.walk() {
                    let Some(call) = expression.call_of("concat") else { continue };
                    let first = call.arguments.first().and_then(Expr::as_str).map(str::trim_start).unwrap_or_default();
                    let values = call.arguments.iter().any(|argument| argument.as_str().is_none());
                    // `{"` and `[{` begin JSON; a brace alone may be anything.
                    let json = ["{\"", "[{", "[\""]
                        .iter()
                        .any(|start| first.replace(char::is_whitespace, "").starts_with(start));
                    if !json || !values {
                        continue;
                    }
                    let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                    report
                        .at(
                            cx.inside(string, call.name_span),
                            subject(flow),
                            format!(
                                "flow \"{}\": {} puts JSON together from pieces of text",
                                flow.flow().name,
                                holder(flow, string.owner)
                            ),
                        )
                        .label("a quote in a value breaks it")
                        .detail(format!("{owner}: {}", string.key))
                        .help(
                            "write the object into a Compose, with expressions as its values: quotes are then escaped",
                        );
                }
            }
        }
    }
}
