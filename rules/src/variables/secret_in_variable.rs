//! A secret stands in an environment variable's default or current value.

use engine::mask::Shape;
use engine::{Category, Config, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Loc, model::EnvironmentVariable};

use crate::secrets;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
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
                    Kind::ByType => format!(
                        "environment variable {name} is of type Secret, and its {which} value is no reference to a secret in a Key Vault"
                    ),
                    Kind::ByName => format!(
                        "environment variable {name} is secret by its name, and its {which} value stands in the package as plain text"
                    ),
                };
                let help = match kind {
                    Kind::ByType => {
                        "put the secret into a Key Vault, let the value name it (/subscriptions/…/providers/Microsoft.KeyVault/vaults/…\
                         /secrets/…), and if what stands there now is the secret, renew it"
                    }
                    Kind::Certain(_) | Kind::ByName => {
                        "make the variable one of type Secret, whose value names a secret in a Key Vault, and renew the secret: everybody \
                         who can open the package or the environment can read it"
                    }
                };
                let stated = report.at(place, subject, message).detail(which).help(help);
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
    ByType,
    ByName,
}

fn kind_of(config: &Config, variable: &EnvironmentVariable<'_>, value: &str) -> Option<Kind> {
    if let Some(shape) = secrets::certain(config, value) {
        return Some(Kind::Certain(shape));
    }
    if variable.is_secret() {
        return secrets::is_literal(config, value).then_some(Kind::ByType);
    }
    // Only of plain text: a data source's value names a table, numbers and switches are none.
    let is_text = variable.kind.is_none_or(|kind| kind.value == "100000000");
    (is_text && secrets::by_name(config, variable.schema_name.value, value)).then_some(Kind::ByName)
}
