//! A secret stands in a custom connector.

use std::fmt;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::{Kind, Value};

use super::definition::{name, subject};
use crate::secrets;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretInConnector {}

impl Rule for SecretInConnector {
    const META: Meta = Meta {
        name: "secret-in-connector",
        summary: "A secret stands in a custom connector",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("secret_in_connector.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            for part in [connector.definition, connector.parameters, connector.policies].into_iter().flatten() {
                let mut found = Vec::new();
                search(cx, part.root, "", &mut Vec::new(), &mut found);
                for Found { what, path } in found {
                    // The whole file: a place inside would show the value, and not every secret is known by its shape.
                    report
                        .at(
                            cx.at(Loc::file(part.file)),
                            subject(connector),
                            format!("connector \"{}\" holds {what}, in {path}", name(connector)),
                        )
                        .detail(path)
                        .help(
                            "ask for it in the connection (a parameter of type securestring), and renew the secret: everybody who can open \
                             the connector or the package can read it",
                        );
                }
            }
        }
    }
}

/// A secret.
struct Found {
    /// What it is, in words.
    what: String,
    /// Where it stands.
    path: String,
}

/// A part of the way to a value.
#[derive(Debug, Clone, Copy)]
enum Part<'v> {
    /// The member of an object.
    Key(&'v str),
    /// The item of a list.
    Index(usize),
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => to.write_str(key),
            Self::Index(index) => write!(to, "{index}"),
        }
    }
}

/// The keys under which the name of a value stands beside it, each with the keys of the value: parameters of operations, and
/// policies that set a header or a parameter.
const NAMED: [(&str, &[&str]); 2] = [
    ("name", &["default"]),
    ("x-ms-apimTemplateParameter.name", &["x-ms-apimTemplateParameter.value", "x-ms-apimTemplateParameter.newValue"]),
];

/// Looks into everything below a value. What a value goes by is its key or, where that says only what it is for, the name beside
/// it or the key above.
fn search<'v>(
    cx: &SolutionContext<'_, '_>,
    value: &'v Value<'_>,
    key: &str,
    path: &mut Vec<Part<'v>>,
    found: &mut Vec<Found>,
) {
    match &value.kind {
        Kind::String(text) => {
            let certain = secrets::certain(cx.config, text).map(|shape| shape.words().to_owned());
            let named = || {
                (secrets::by_name(cx.config, key, text) && !is_example(text)).then(|| format!("{key} as plain text"))
            };
            let credential =
                || is_credential(key, text).then(|| "the credentials of an Authorization header".to_owned());
            if let Some(what) = certain.or_else(named).or_else(credential) {
                let parts: Vec<String> = path.iter().map(Part::to_string).collect();
                found.push(Found { what, path: parts.join("/") });
            }
        }
        Kind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Part::Index(index));
                search(cx, item, key, path, found);
                path.pop();
            }
        }
        Kind::Object(members) => {
            let beside = |key: &str| {
                let (name, _) = NAMED.iter().find(|(_, values)| values.contains(&key))?;
                value.get(name).and_then(Value::as_str)
            };
            for member in members {
                let above = matches!(&*member.key, "default" | "defaultValue" | "value").then_some(key);
                let goes_by = beside(&member.key).or(above).unwrap_or(&member.key);
                path.push(Part::Key(&member.key));
                search(cx, &member.value, goes_by, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Whether a text is what an `Authorization` header holds, written out.
fn is_credential(key: &str, text: &str) -> bool {
    let Some((scheme, rest)) = text.trim().split_once(' ') else { return false };
    let known = scheme.eq_ignore_ascii_case("basic") || scheme.eq_ignore_ascii_case("bearer");
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.' | '~' | '+' | '/' | '=');
    key.eq_ignore_ascii_case("authorization")
        && known
        && rest.len() >= 16
        && rest.chars().all(plain)
        && rest.contains(|char: char| char.is_ascii_digit())
}

/// Whether a text stands for a secret that is to be filled in.
fn is_example(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["your", "placeholder", "changeme", "change-me", "xxxx", "insert"].iter().any(|word| lower.contains(word))
}
