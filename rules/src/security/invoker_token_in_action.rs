//! A flow reads the invoker's connection from the tokens of its trigger.

use crate::{
    flows::mentions::{holder, subject},
    wording,
};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::{FlowString, Letters};

/// The header that holds them, in lower case.
const TOKENS: &str = "x-ms-apim-tokens";
const TOKENS_LETTERS: Letters = Letters::in_any_case(TOKENS);

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvokerTokenInAction {}

impl Rule for InvokerTokenInAction {
    const META: Meta = Meta {
        name: "invoker-token-in-action",
        summary: "A flow reads the invoker's connection from the tokens of its trigger",
        category: Category::Security,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("invoker_token_in_action.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let reads = |string: &&FlowString<'_, '_>| {
                string.letters.may_hold(TOKENS_LETTERS) && string.text.to_ascii_lowercase().contains(TOKENS)
            };
            let mut all = flow.strings().iter().filter(reads);
            let Some(first) = all.next() else { continue };
            let more = all.count();
            let mut stated = report
                .at(
                    cx.at(first.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\": {} reads the invoker's connection from the trigger's headers",
                        flow.flow().name,
                        holder(flow, first.owner)
                    ),
                )
                .help("save the flow again in the new designer, which names connections directly");
            if more > 0 {
                stated =
                    stated.remark(format!("so do {} of the flow", wording::count(more, "more place", "more places")));
            }
            stated.label("the form of older designers");
        }
    }
}
