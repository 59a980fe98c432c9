//! A condition in a formula of an app decides nothing.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::powerfx::{Call, Formula, Token, TokenKind};

use super::formulas::{places_of, state_places};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppConstantCondition {}

impl Rule for AppConstantCondition {
    const META: Meta = Meta {
        name: "app-constant-condition",
        summary: "A condition in a formula of an app decides nothing",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_constant_condition.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let places = places_of(app, |formula| formula.calls_of("If").any(|call| decides_nothing(formula, call)));
            if !places.is_empty() {
                state_places(cx, report, app, "has conditions that decide nothing", &places)
                    .help("remove what can never happen, or write the condition that was meant: often the else is a copy that was not changed");
            }
        }
    }
}

/// Whether every condition of a call is written out, or all its ways are the same.
fn decides_nothing(formula: &Formula<'_>, call: &Call) -> bool {
    let words = |index| formula.argument(call, index).iter().map(|token| token.text).collect::<Vec<_>>();
    let count = call.arguments.len();
    // Pairs of a condition and what it leads to, and at last what else there is.
    let conditions = (0..count.saturating_sub(1)).step_by(2);
    let mut ways = (1..count).step_by(2).chain((count % 2 == 1).then(|| count.saturating_sub(1)));
    let same = count % 2 == 1
        && ways.next().is_some_and(|first| ways.all(|way| words(way) == words(first)) && !words(first).is_empty());
    count >= 3 && same || conditions.into_iter().any(|index| is_written_out(formula.argument(call, index)))
}

/// Whether a condition has one value: `true`, `1 = 1`.
fn is_written_out(condition: &[Token<'_>]) -> bool {
    let is_value = |token: &Token<'_>| {
        matches!(token.kind, TokenKind::Number | TokenKind::Text)
            || token.text.eq_ignore_ascii_case("true")
            || token.text.eq_ignore_ascii_case("false")
    };
    match condition {
        [one] => is_value(one) && one.kind == TokenKind::Name,
        [left, sign, right] => {
            is_value(left) && is_value(right) && matches!(sign.text, "=" | "<>" | "<" | ">" | "<=" | ">=")
        }
        _ => false,
    }
}
