//! A secret stands in an environment variable's default or current value.

use engine::mask::{Shape, certain_secrets};
use engine::{Category, Config, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use inventory::Filling;
use serde::Deserialize;
use solution::{Loc, model::EnvironmentVariable};

/// The last words of a name that say that the value itself is secret. `key` and `token` alone say too little: there are
/// partition keys and token lifetimes.
const SECRET_NAMES: [&[&str]; 13] = [
    &["password"],
    &["passwd"],
    &["pwd"],
    &["passphrase"],
    &["secret"],
    &["secret", "value"],
    &["api", "key"],
    &["apikey"],
    &["access", "key"],
    &["account", "key"],
    &["subscription", "key"],
    &["access", "token"],
    &["bearer", "token"],
];

/// Shorter values are switches, numbers and codes; the oldest rules for passwords ask for as many.
const LEAST: usize = 8;

/// Options.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SecretInVariable {
    /// Schema names of variables whose values are no secrets, whatever they look like.
    except: Vec<String>,
}

impl Rule for SecretInVariable {
    const META: Meta = Meta {
        name: "secret-in-variable",
        summary: "A secret stands in the value of an environment variable",
        category: Category::Variables,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("secret_in_variable.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for variable in &cx.package.variables {
            let name = variable.schema_name.value;
            if self.except.iter().any(|except| except.eq_ignore_ascii_case(name)) {
                continue;
            }
            let values = [("default", variable.default_value), ("current", variable.value.map(|value| value.value))];
            for (which, value) in values {
                let Some(value) = value else { continue };
                let Some(kind) = kind_of(cx.config, variable, value.value) else { continue };
                // The whole file: a place inside would show the value, and not every secret is known by its shape.
                let place = cx.at(Loc::file(value.loc.file));
                let subject = Subject::new(SubjectKind::EnvironmentVariable, name);
                let message = match kind {
                    Kind::Certain(shape) => {
                        format!("the {which} value of environment variable {name} holds {}", shape.words())
                    }
                    Kind::ByName => format!(
                        "environment variable {name} is secret by its name, and its {which} value stands in the package as plain text"
                    ),
                };
                let stated = report.at(place, subject, message).detail(which).help(
                    "make the variable one of type Secret, whose value names a secret in a Key Vault, and renew the secret: everybody \
                     who can open the package or the environment can read it",
                );
                if matches!(kind, Kind::ByName) {
                    stated.lowered();
                }
            }
        }
    }
}

/// How a secret was told.
#[derive(Clone, Copy)]
enum Kind {
    Certain(Shape),
    ByName,
}

fn kind_of(config: &Config, variable: &EnvironmentVariable<'_>, value: &str) -> Option<Kind> {
    let is_real = |text: &str| {
        Filling::of_value(text) == Filling::Literal
            && text.contains(char::is_alphanumeric)
            && !config.placeholders.matches(text)
    };
    let certain = certain_secrets(value).into_iter().find(|(range, _)| value.get(range.clone()).is_some_and(is_real));
    if let Some((_, shape)) = certain {
        return Some(Kind::Certain(shape));
    }
    let named = is_secret_name(variable.schema_name.value);
    // Only of plain text: a secret's value names it, a data source's names a table, numbers and switches are none.
    let is_text = variable.kind.is_none_or(|kind| kind.value == "100000000");
    (named && is_text && is_real(value) && may_be_secret(value.trim())).then_some(Kind::ByName)
}

/// Neither a plain word, as documentation has it, nor an address, path or id, which name a secret rather than being one.
fn may_be_secret(value: &str) -> bool {
    let is_id = value.len() == 36 && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let classes: [fn(char) -> bool; 4] =
        [char::is_lowercase, char::is_uppercase, char::is_numeric, |char: char| !char.is_alphanumeric()];
    let mixed = classes.iter().filter(|class| value.contains(**class)).count() > 1;
    mixed
        && value.chars().count() >= LEAST
        && !value.contains(char::is_whitespace)
        && !value.contains("://")
        && !value.starts_with('/')
        && !is_id
        && !value.starts_with(['{', '[', '<', '@'])
}

/// Whether the last words of a name say that the value is secret.
fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    SECRET_NAMES.iter().any(|ending| {
        words.len() >= ending.len() && words.iter().rev().zip(ending.iter().rev()).all(|(one, other)| one == other)
    })
}

/// The words of a name in lower case: divided by what is no letter or digit, and before capitals.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before_lower = false;
    for char in name.chars() {
        if !char.is_alphanumeric() || (char.is_uppercase() && before_lower) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if char.is_alphanumeric() {
            word.extend(char.to_lowercase());
        }
        before_lower = char.is_lowercase();
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

#[cfg(test)]
mod tests {
    use super::{is_secret_name, may_be_secret};

    #[test]
    fn names_of_secrets_end_with_the_word() {
        for name in ["contoso_ClientSecret", "contoso_apikey", "Payroll API key", "contoso_db_password", "SqlPassword"]
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "contoso_SecretName",
            "contoso_PartitionKey",
            "contoso_PasswordPolicyUrl",
            "contoso_Secretariat",
            "contoso_TokenLifetime",
            "contoso_ApiKeyHeader",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn what_names_a_secret_is_none() {
        for value in
            ["https://contoso.vault.azure.net/x", "/subscriptions/x", "no", "undisclosed", "ask the owner", "{}"]
        {
            assert!(!may_be_secret(value), "{value}");
        }
        assert!(may_be_secret("fake-fake-fake"));
    }
}
