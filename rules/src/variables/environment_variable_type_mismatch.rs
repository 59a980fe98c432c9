//! A default or current value is not of the type that its definition states.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use inventory::Filling;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::json;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnvironmentVariableTypeMismatch {}

impl Rule for EnvironmentVariableTypeMismatch {
    const META: Meta = Meta {
        name: "environment-variable-type-mismatch",
        summary: "The value of an environment variable is not of the type that its definition states",
        category: Category::Variables,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("environment_variable_type_mismatch.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for variable in cx.package.variables.iter().filter(|variable| variable.defined) {
            let Some(kind) = variable.kind.and_then(|kind| Kind::of(kind.value)) else { continue };
            let name = variable.schema_name.value;
            let values = [("default", variable.default_value), ("current", variable.value.map(|value| value.value))];
            for (which, value) in values {
                let Some(value) = value else { continue };
                let text = value.value.trim();
                let is_token = matches!(Filling::of_value(text), Filling::Token | Filling::Template | Filling::Empty);
                if is_token || cx.config.placeholders.matches(text) || kind.holds(text) {
                    continue;
                }
                // The whole file: a place inside would show the value, which may be anything.
                report
                    .at(
                        cx.at(Loc::file(value.loc.file)),
                        Subject::new(SubjectKind::EnvironmentVariable, name),
                        format!("the {which} value of environment variable {name} is {}", kind.fault()),
                    )
                    .detail(which)
                    .help("correct the value, or make the variable anew with the right type: a type cannot be changed");
            }
        }
    }
}

/// The types whose values can be told apart.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Boolean,
    Json,
}

impl Kind {
    fn of(number: &str) -> Option<Self> {
        Some(match number {
            "100000001" => Self::Number,
            "100000002" => Self::Boolean,
            "100000003" => Self::Json,
            _ => return None,
        })
    }

    fn holds(self, text: &str) -> bool {
        match self {
            Self::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
            // The maker portal writes yes and no; people and tools write the others.
            Self::Boolean => {
                ["yes", "no", "true", "false", "1", "0"].iter().any(|word| word.eq_ignore_ascii_case(text))
            }
            Self::Json => json::parse(text).is_ok(),
        }
    }

    fn fault(self) -> &'static str {
        match self {
            Self::Number => "no number, which its type asks for",
            Self::Boolean => "neither yes nor no, which its type asks for",
            Self::Json => "no JSON, which its type asks for",
        }
    }
}
