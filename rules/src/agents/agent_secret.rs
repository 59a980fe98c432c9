//! A secret stands in a component of an agent.

use engine::mask::certain_secrets;
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use inventory::Filling;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Loc, flow_index::Letters};
use syntax::{Kind, Value};

use crate::secrets::may_be_certain;

/// Headers whose value is a secret: those that the services of Azure and most others read keys and tokens from.
const SECRET_HEADERS: [&str; 8] = [
    "authorization",
    "api-key",
    "apikey",
    "x-api-key",
    "x-functions-key",
    "ocp-apim-subscription-key",
    "x-auth-token",
    "proxy-authorization",
];

/// Shorter values are words and placeholders; the oldest rules for passwords ask for as many.
const LEAST: usize = 8;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentSecret {}

impl Rule for AgentSecret {
    const META: Meta = Meta {
        name: "agent-secret",
        summary: "A secret stands in a topic or tool of an agent",
        category: Category::Agents,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("agent_secret.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for agent in &cx.package.agents {
            let Some(data) = agent.data else { continue };
            let mut found: Vec<String> = Vec::new();
            let mut open = vec![data];
            while let Some(value) = open.pop() {
                match &value.kind {
                    Kind::Array(items) => open.extend(items),
                    Kind::Object(members) => {
                        for member in members {
                            if let Some(header) = secret_header(cx, &member.key, &member.value) {
                                found.push(header);
                            }
                            open.push(&member.value);
                        }
                    }
                    Kind::String(text) if !may_be_certain(text, Letters::of(text)) => {}
                    Kind::String(text) => {
                        let real = |part: Option<&str>| part.is_some_and(|part| is_literal(cx, part));
                        let secrets =
                            certain_secrets(text).into_iter().filter(|(range, _)| real(text.get(range.clone())));
                        found.extend(secrets.map(|(_, shape)| shape.words().to_owned()));
                    }
                    _ => {}
                }
            }
            found.sort_unstable();
            found.dedup();
            for what in found {
                // The whole file: a place inside would show the value.
                let place = cx.at(Loc::file(agent.file()));
                let message = format!("agent component \"{}\" holds {what} as plain text", agent.name);
                report.at(place, Subject::new(SubjectKind::Agent, agent.name), message).detail(what).help(
                    "read it from an environment variable of type Secret (Env.…), or use a connector, whose connection keeps it; and \
                     renew the secret: everybody who can open the package or the agent can read it",
                );
            }
        }
    }
}

/// What a header holds, where it is a key or token as plain text.
fn secret_header(cx: &SolutionContext<'_, '_>, key: &str, value: &Value<'_>) -> Option<String> {
    let name = key.trim();
    if !SECRET_HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header)) {
        return None;
    }
    let text = plain(value.as_str()?.trim())?;
    let bare = ["Bearer ", "Basic ", "SharedAccessSignature ", "ApiKey "]
        .iter()
        .find_map(|scheme| text.get(..scheme.len())?.eq_ignore_ascii_case(scheme).then(|| text.get(scheme.len()..))?)
        .unwrap_or(text)
        .trim();
    // A key is neither short nor a sentence, and has a digit: words alone stand for one in a sample.
    let is_key = bare.chars().count() >= LEAST
        && !bare.contains(char::is_whitespace)
        && bare.contains(|char: char| char.is_ascii_digit());
    (is_key && is_literal(cx, bare)).then(|| format!("the value of the header {key}"))
}

/// The text of a value, or of an expression that is nothing but one text.
fn plain(value: &str) -> Option<&str> {
    let Some(expression) = value.strip_prefix('=') else { return Some(value) };
    let inner = expression.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}

fn is_literal(cx: &SolutionContext<'_, '_>, text: &str) -> bool {
    Filling::of_value(text) == Filling::Literal
        && text.contains(char::is_alphanumeric)
        // `{Env.contoso_key}` is read at run time.
        && !text.contains(['{', '<'])
        && !cx.config.placeholders.matches(text)
}
