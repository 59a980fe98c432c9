//! An HTTP action signs in with a credential that stands in the flow.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use inventory::Filling;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::Value;

use crate::flows::mentions::subject;

/// The members of `authentication` that are the credential itself.
const CREDENTIALS: [&str; 4] = ["secret", "password", "pfx", "value"];

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LiteralCredential {}

impl Rule for LiteralCredential {
    const META: Meta = Meta {
        name: "literal-credential",
        summary: "An HTTP action signs in with a credential that stands in the flow",
        category: Category::Security,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("literal_credential.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                let Some(authentication) = step.action.inputs.and_then(|inputs| inputs.get("authentication")) else {
                    continue;
                };
                for name in CREDENTIALS {
                    let Some(value) = authentication.get_ignore_case(name) else { continue };
                    if !value.as_str().is_some_and(|text| is_literal(cx, text)) {
                        continue;
                    }
                    let action = step.action.name.value;
                    let kind = authentication.get_ignore_case("type").and_then(Value::as_str).unwrap_or("unknown");
                    report
                        .at(
                            cx.at(Loc::new(flow.file(), value.span)),
                            subject(flow),
                            format!("flow \"{}\": {action} signs in ({kind}) with a {name} that stands in the flow", flow.flow().name),
                        )
                        .label("everybody who can open the flow or the package can read it")
                        .detail(format!("{}: {name}", flow.path(step.id)))
                        .help("read it from a Key Vault in an action with secured outputs, and renew it: it has been in a package");
                }
            }
        }
    }
}

/// Whether a text is meant as it stands: no expression, no placeholder of a pipeline.
fn is_literal(cx: &SolutionContext<'_, '_>, text: &str) -> bool {
    Filling::of_value(text) == Filling::Literal && !text.contains('@') && !cx.config.placeholders.matches(text)
}
