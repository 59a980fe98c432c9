//! The value that an environment variable has in the source environment travels with the package.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct VariableValueInPackage {
    /// Schema names of variables whose values are to travel.
    except: Vec<String>,
}

impl Rule for VariableValueInPackage {
    const META: Meta = Meta {
        name: "variable-value-in-package",
        summary: "The current value of an environment variable travels with the package",
        category: Category::Variables,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_value_in_package.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for variable in &cx.package.variables {
            let name = variable.schema_name.value;
            let Some(value) = variable.value.filter(|value| !value.value.value.trim().is_empty()) else { continue };
            if self.except.iter().any(|except| except.eq_ignore_ascii_case(name)) {
                continue;
            }
            // The whole file: a place inside would show the value, which may be anything.
            let stated = report
                .at(
                    cx.at(Loc::file(value.value.loc.file)),
                    Subject::new(SubjectKind::EnvironmentVariable, name),
                    format!("the package carries the current value of environment variable {name}"),
                )
                .help(
                    "before the export, open the variable in the solution, choose Remove from this solution under Current value, and \
                     export again; give each environment its value in the deployment settings",
                );
            if variable.is_secret() {
                stated.at_most(Severity::Note).remark(
                    "the variable is of type Secret: its value is no secret, but it names one in the source environment's Key Vault",
                );
            }
        }
    }
}
