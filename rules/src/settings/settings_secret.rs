//! A secret stands in the settings.

use engine::mask::{Shape, certain_secrets};
use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use inventory::{Filling, SettingsVariable, settings::value_at};
use schemars::JsonSchema;
use serde::Deserialize;

use super::packages::{self, Name, Packages};

/// Options: none. `placeholders` of the configuration names more styles of tokens.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsSecret {}

impl Rule for SettingsSecret {
    const META: Meta = Meta {
        name: "settings-secret",
        summary: "A secret stands in the deployment settings",
        category: Category::Settings,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "values",
        page: include_str!("settings_secret.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let Some((files, known)) = packages::with_files(cx) else { return };
        for settings in files {
            let text = cx.environment.input(settings.input).map_or("", |input| input.text.as_str());
            for entry in settings.variables.iter().filter(|entry| entry.filling == Filling::Literal) {
                let value = value_at(text, entry.value_at);
                let shape = value.and_then(|value| shape_of(cx, &value));
                one_value(&known, entry, shape, report);
            }
        }
    }
}

/// What kind of secret a value holds for certain. Tokens in the place of the secret are none.
fn shape_of(cx: &WorkspaceContext<'_>, value: &str) -> Option<Shape> {
    let secrets = certain_secrets(value).into_iter();
    let mut real = secrets.filter(|(range, _)| {
        let secret = value.get(range.clone()).unwrap_or_default();
        let said = Filling::of_value(secret) == Filling::Literal && secret.contains(char::is_alphanumeric);
        said && !cx.config.placeholders.matches(secret)
    });
    real.next().map(|(_, shape)| shape)
}

fn one_value(known: &Packages<'_, '_>, entry: &SettingsVariable, shape: Option<Shape>, report: &mut Report) {
    let name = &entry.schema_name.value;
    let folded = Name::variable(name);
    let definition = known.variable(&folded).iter().find(|(_, variable)| variable.secret);
    let (message, help) = match shape {
        Some(shape) => (
            format!("the value of environment variable {name} in the deployment settings holds {}", shape.words()),
            "replace the secret by a token that the pipeline fills in from its secret store, or make the variable one of type \
             Secret, whose value names a secret in a Key Vault; and renew the secret, for it stays in the file's history",
        ),
        None if !entry.names_vault && (entry.secret || definition.is_some()) => (
            format!(
                "the value of secret environment variable {name} in the deployment settings names no secret in a Key Vault"
            ),
            "give /subscriptions/…/resourceGroups/…/providers/Microsoft.KeyVault/vaults/…/secrets/…, or a token; if the secret \
             itself stands here, renew it, for it stays in the file's history",
        ),
        None if !entry.secret && known.definition(&folded).is_none() => {
            report.unknown(name, packages::missing_package());
            return;
        }
        None => {
            report.judged();
            return;
        }
    };
    report.judged();
    let subject = Subject::new(SubjectKind::EnvironmentVariable, name);
    let mut stated = report.at(Place::Input(entry.value_at), subject, message).detail(known.file_name(entry.value_at));
    if let (None, Some((package, variable))) = (shape, definition) {
        stated = stated.note(Place::Package(*package, Some(variable.loc)), "its type is Secret");
    }
    stated.help(help);
}
