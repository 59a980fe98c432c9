//! A secret stands in a flow's definition.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::FlowText;
use syntax::expr::{Template, parse};

use super::texts::{self, own_name};
use crate::{
    flows::mentions::{holder, subject},
    secrets,
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HardcodedSecret {}

impl Rule for HardcodedSecret {
    const META: Meta = Meta {
        name: "hardcoded-secret",
        summary: "A secret stands in a flow's definition",
        category: Category::Security,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("hardcoded_secret.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for text in flow.texts() {
                let Some((what, certain)) = secret(cx, text) else { continue };
                let (holder, path, key) = (holder(flow, text.owner), texts::path(flow, text.owner), text.key);
                let stated = report
                    .at(cx.at(text.loc), subject(flow), format!("flow \"{}\": {holder} holds {what}", flow.flow().name))
                    .label("everybody who can open the flow or the package can read it")
                    .detail(format!("{path}: {key}"))
                    .help(
                        "keep it in a Key Vault, read it through an environment variable of type Secret with secured outputs, and renew \
                         the secret: it has been in a package",
                    );
                if !certain {
                    stated.lowered();
                }
            }
        }
    }
}

/// What secret a text holds, in words, and whether that is beyond doubt.
fn secret(cx: &SolutionContext<'_, '_>, text: &FlowText<'_>) -> Option<(String, bool)> {
    if secrets::may_be_certain(text.text, text.letters)
        && let Some(shape) = secrets::certain(cx.config, text.text)
    {
        return Some((shape.words().to_owned(), true));
    }
    // Hardly any key ends like the name of a secret, and a name ends as its key does.
    if !secrets::may_be_secret_name(text.key) {
        return None;
    }
    // A key of a request's headers or body, or a parameter of a connector.
    let name = own_name(text.key);
    let named = secrets::by_name(cx.config, name, text.text);
    (named && matches!(parse(text.text), Ok(Template::Text(_)))).then(|| (format!("{name} as plain text"), false))
}
