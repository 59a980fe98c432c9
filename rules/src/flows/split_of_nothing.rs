//! A value that may be absent is split.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::expr::{Expr, ExprKind, ReadKind};

use super::mentions::{holder, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitOfNothing {}

impl Rule for SplitOfNothing {
    const META: Meta = Meta {
        name: "split-of-nothing",
        summary: "A value that may be absent is split",
        category: Category::Flows,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("split_of_nothing.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for string in flow.strings().iter().filter(|string| string.may_call("split")) {
                for call in string.walk().filter_map(|expression| expression.call_of("split")) {
                    let Some(value) = call.arguments.first().filter(|value| may_be_absent(value)) else { continue };
                    let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                    report
                        .at(
                            cx.inside(string, value.span),
                            subject(flow),
                            format!(
                                "flow \"{}\": {} splits a value that may be absent",
                                flow.flow().name,
                                holder(flow, string.owner)
                            ),
                        )
                        .label("null fails the action")
                        .detail(format!("{owner}: {}", string.key))
                        .help("split coalesce(…, '') instead");
                }
            }
        }
    }
}

/// Whether a value is looked up with `?` in what comes from outside: nobody promises that it is there.
fn may_be_absent(value: &Expr<'_>) -> bool {
    let ExprKind::Access(access) = &value.kind else { return false };
    let (base, _) = value.path();
    let outside = base
        .reads()
        .any(|read| matches!(read.what, ReadKind::Trigger | ReadKind::Action | ReadKind::Item | ReadKind::Loop));
    access.null_safe && outside
}
