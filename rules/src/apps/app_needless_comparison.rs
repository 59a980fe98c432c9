//! A formula of an app says something in a roundabout way.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::powerfx::{Formula, Token};

use super::formulas::{places_of, state_places};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppNeedlessComparison {}

impl Rule for AppNeedlessComparison {
    const META: Meta = Meta {
        name: "app-needless-comparison",
        summary: "A formula of an app says something in a roundabout way",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_needless_comparison.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            let places = places_of(app, is_roundabout);
            if !places.is_empty() {
                state_places(cx, report, app, "compares or chooses where the value itself would do", &places)
                    .help("If(x, true, false) is x, x = true is x, Not(Not(x)) is x, and CountRows(t) > 0 is !IsEmpty(t), which need not count");
            }
        }
    }
}

fn is_roundabout(formula: &Formula<'_>) -> bool {
    let word = |tokens: &[Token<'_>]| match tokens {
        [one] => one.text.to_ascii_lowercase(),
        _ => String::new(),
    };
    let chooses = formula.calls_of("If").any(|call| {
        let (yes, no) = (word(formula.argument(call, 1)), word(formula.argument(call, 2)));
        call.arguments.len() == 3 && matches!((yes.as_str(), no.as_str()), ("true", "false") | ("false", "true"))
    });
    let negates = formula
        .calls_of("Not")
        .any(|call| matches!(formula.argument(call, 0), [not, open, ..] if not.text == "Not" && open.text == "("));
    let counts = formula.calls_of("CountRows").any(|call| {
        let behind = |places: usize| formula.tokens.get(call.end + places).map(|token| token.text);
        (behind(1), behind(2)) == (Some(">"), Some("0"))
    });
    let texts = || formula.tokens.iter().map(|token| token.text);
    let compares = texts().zip(texts().skip(1)).any(|(sign, value)| {
        matches!(sign, "=" | "<>") && (value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"))
    });
    let twice = texts().zip(texts().skip(1)).any(|pair| pair == ("!", "!"));
    chooses || negates || counts || compares || twice
}
