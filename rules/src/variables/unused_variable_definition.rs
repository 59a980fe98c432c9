//! Nothing uses an environment variable that a solution defines.

use std::collections::HashSet;

use engine::{
    Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, SolutionForms, Subject, SubjectKind,
    WorkspaceContext,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Outline, PackageKind};

use super::undefined_variable::DEFINITION;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnusedVariableDefinition {}

impl Rule for UnusedVariableDefinition {
    const META: Meta = Meta {
        name: "unused-variable-definition",
        summary: "An environment variable is used by nothing in the given packages",
        category: Category::Variables,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "environment variables",
        page: include_str!("unused_variable_definition.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let workspace = cx.workspace;
        let read: HashSet<String> = workspace
            .packages()
            .flat_map(|(_, outline)| {
                let required = outline.required.iter().filter(|required| required.is(&DEFINITION));
                let required = required.filter_map(|required| required.name.as_deref());
                outline.variable_uses.iter().map(|one| one.schema_name.as_str()).chain(required).map(str::to_lowercase)
            })
            .collect();
        for solution in workspace.solutions() {
            let package = solution.leading;
            let outline = workspace.package(package);
            for variable in outline.variables.iter().filter(|variable| variable.defined) {
                let name = &variable.schema_name;
                if read.contains(&name.to_lowercase()) || variable.mentioned == Some(true) {
                    report.judged();
                } else if let Some(missing) = open(cx, outline, solution) {
                    report.unknown(name, missing);
                } else if variable.mentioned.is_none() {
                    let what = "a part of the package that may use them is not read";
                    report.unknown(
                        name,
                        Missing::new(Reason::Incomplete, what, "a search in apps, web resources and plug-ins"),
                    );
                } else {
                    report.judged();
                    report
                        .at(
                            Place::Package(package, Some(variable.name_loc)),
                            Subject::new(SubjectKind::EnvironmentVariable, name),
                            format!("environment variable {name} is used by nothing in the given packages"),
                        )
                        .label("defined here, used nowhere")
                        .help("delete it, or remove it from this solution: whoever deploys the solution is asked for its value");
                }
            }
        }
    }
}

/// What may use the variables of a solution beside its own package, as far as nobody can tell.
fn open(cx: &WorkspaceContext<'_>, outline: &Outline, solution: &SolutionForms) -> Option<Missing> {
    if outline.flows.is_empty() && outline.agent_calls.is_empty() && outline.uses.is_empty() {
        let what = "their solution has nothing that could use them, as a common solution would";
        return Some(Missing::new(Reason::NoData, what, "the packages that use them"));
    }
    if outline.patch_of.is_some() || !solution.patches.is_empty() {
        let what = "a solution and its patches share them";
        return Some(Missing::new(Reason::Incomplete, what, "the solution with its patches merged"));
    }
    // Another solution that uses a variable of this one requires it, or its flows read it; one without a manifest may use anything.
    let mut others = cx.workspace.packages().filter(|(other, _)| !solution.forms.contains(other));
    others.find(|(_, other)| !other.requirements_known && other.kind != PackageKind::LegacyPackage).map(|_| {
        let what = "another given package may use them";
        Missing::new(Reason::Incomplete, what, "packages that say which variables they require")
    })
}
