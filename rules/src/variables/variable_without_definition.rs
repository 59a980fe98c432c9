//! A value of an environment variable travels with a package, and its definition with none.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::undefined_variable::{Definer, definer};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct VariableWithoutDefinition {
    /// Schema names of variables that every environment has.
    except: Vec<String>,
}

impl Rule for VariableWithoutDefinition {
    const META: Meta = Meta {
        name: "variable-without-definition",
        summary: "A package holds a value of an environment variable that nothing defines",
        category: Category::Variables,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "values of environment variables",
        page: include_str!("variable_without_definition.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (package, outline) in cx.workspace.packages() {
            for variable in outline.variables.iter().filter(|variable| !variable.defined) {
                let name = &variable.schema_name;
                if self.except.iter().any(|except| except.eq_ignore_ascii_case(name)) {
                    continue;
                }
                // What a flow reads as well is `undefined-variable`.
                if outline.variable_uses.iter().any(|one| !one.stale && one.schema_name.eq_ignore_ascii_case(name)) {
                    continue;
                }
                let required = match definer(cx, package, outline, &name.to_lowercase()) {
                    Definer::Known => {
                        report.judged();
                        continue;
                    }
                    Definer::Unknown(missing) => {
                        report.unknown(name, missing);
                        continue;
                    }
                    Definer::Nobody(required) => required,
                };
                report.judged();
                let stated = report
                    .at(
                        // The whole file: a place inside would show the value.
                        Place::Package(package, Some(solution::Loc::file(variable.loc.file))),
                        Subject::new(SubjectKind::EnvironmentVariable, name),
                        format!(
                            "the package holds a value of environment variable {name}, which neither it nor any other given solution \
                             defines"
                        ),
                    )
                    .help(
                        "add the variable's definition to the solution, or remove the value from it; if another solution brings the \
                         definition, check that package together with this one",
                    );
                if let Some(required) = required {
                    stated.note(
                        Place::Package(package, Some(required.loc)),
                        "the solution requires it from \"Active\", the unmanaged layer of the source environment",
                    );
                }
            }
        }
    }
}
