//! A secret is written in a formula of an app.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::borrow::Cow;
use syntax::powerfx::{Formula, Token};

use super::formulas::state_about;
use crate::secrets;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppSecretInFormula {}

impl Rule for AppSecretInFormula {
    const META: Meta = Meta {
        name: "app-secret-in-formula",
        summary: "A secret is written in a formula of an app",
        category: Category::Apps,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_secret_in_formula.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas() {
            // Without a text there is nothing written out, and most formulas have none.
            for one in app.formulas.iter().filter(|one| one.text.contains('"')) {
                // What is short holds no secret by its shape, and pictures hold none at all.
                let may_hold = |text: &Cow<'_, str>| text.len() >= SHORTEST && !text.starts_with("data:image/");
                let mut texts = one.formula().tokens.iter().filter_map(Token::text_value).filter(may_hold);
                let held = texts.find(|text| secrets::certain(cx.config, text).is_some());
                let assigned = || assigned_secret(cx, one.formula());
                let what = match (held, assigned()) {
                    (Some(_), _) => "holds a secret".to_owned(),
                    (None, Some(name)) => format!("gives {name} a value that is written out"),
                    (None, None) => continue,
                };
                let place = format!("{}.{}", one.control.name, one.property);
                state_about(cx, report, app.app, &format!("{place} {what}"))
                    .detail(place)
                    .help("change the secret, since everybody who may open the app can read it, and let a flow or a custom connector use it in the app's place");
            }
        }
    }
}

/// How long the shortest secret is that its shape tells, in bytes.
const SHORTEST: usize = 16;

/// A variable with a name of secrets that a formula sets to a text.
fn assigned_secret<'t>(cx: &SolutionContext<'_, '_>, formula: &Formula<'t>) -> Option<Cow<'t, str>> {
    formula.calls_of("Set").find_map(|call| {
        let name = formula.name_in(call, 0)?;
        let [value] = formula.argument(call, 1) else { return None };
        secrets::by_name(cx.config, &name, &value.text_value()?).then_some(name)
    })
}
