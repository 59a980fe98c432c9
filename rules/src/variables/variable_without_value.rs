//! Environment variables arrive without any value.

use std::collections::HashSet;

use engine::{
    Category, Meta, PackageId, Place, Preset, Report, Rule, Severity, SolutionForms, Subject, SubjectKind,
    WorkspaceContext,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::outline::DeclaredVariable;

use crate::wording;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct VariableWithoutValue {
    /// Schema names of variables that are not judged.
    except: Vec<String>,
}

impl Rule for VariableWithoutValue {
    const META: Meta = Meta {
        name: "variable-without-value",
        summary: "Environment variables have neither a default value nor one in the settings",
        category: Category::Variables,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_without_value.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        // With settings, what they leave out is `settings-missing-entry`.
        if cx.environment.settings_files().next().is_some() {
            return;
        }
        let packages = || cx.workspace.packages().flat_map(|(_, outline)| &outline.variables);
        let valued: HashSet<String> = packages()
            .filter(|variable| variable.default_value.is_some() || variable.value.is_some())
            .map(|variable| variable.schema_name.to_lowercase())
            .collect();
        for solution in cx.workspace.solutions() {
            let mut open: Vec<(PackageId, &DeclaredVariable)> = Vec::new();
            for package in solution.patches.iter().rev().copied().chain([solution.leading]) {
                for variable in cx.workspace.package(package).variables.iter().filter(|variable| variable.defined) {
                    let folded = variable.schema_name.to_lowercase();
                    let known = open.iter().any(|(_, other)| other.schema_name.eq_ignore_ascii_case(&folded));
                    let excepted = self.except.iter().any(|except| except.eq_ignore_ascii_case(&folded));
                    if !known && !excepted && !valued.contains(&folded) {
                        open.push((package, variable));
                    }
                }
            }
            let required: Vec<_> =
                open.iter().copied().filter(|(_, variable)| variable.required == Some(true)).collect();
            let optional: Vec<_> =
                open.iter().copied().filter(|(_, variable)| variable.required != Some(true)).collect();
            finding(solution, &required, true, report);
            finding(solution, &optional, false, report);
        }
    }
}

fn finding(solution: &SolutionForms, open: &[(PackageId, &DeclaredVariable)], required: bool, report: &mut Report) {
    let Some(&(package, first)) = open.first() else { return };
    let whose = solution.unique_name.as_deref().unwrap_or("the solution");
    let names: Vec<&str> = open.iter().map(|(_, variable)| variable.schema_name.as_str()).collect();
    let word = if required { "required environment variable" } else { "environment variable" };
    let (have, they) = if names.len() == 1 { ("has", "it") } else { ("have", "them") };
    let stated = report
        .at(
            Place::Package(package, Some(first.name_loc)),
            Subject::new(SubjectKind::Solution, whose),
            format!(
                "{} of {whose} {have} neither a default value nor a current one: {}",
                wording::count(names.len(), word, &format!("{word}s")),
                wording::list(&names)
            ),
        )
        .detail(if required { "required" } else { "optional" })
        .help(format!(
            "give {they} a value in the deployment settings of each environment (powerlint settings writes a file to fill in), or a \
             default that is right everywhere"
        ));
    if !required {
        stated.at_most(Severity::Note);
    }
}
