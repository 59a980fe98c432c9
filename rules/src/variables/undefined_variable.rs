//! A flow reads an environment variable that nothing defines.

use engine::{
    Category, Meta, Missing, PackageId, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Outline, PackageKind,
    outline::{RequiredFrom, Requirement, VariableUse},
};

use crate::wording;

/// The types of a definition in `MissingDependencies`.
pub(super) const DEFINITION: [&str; 2] = ["380", "EnvironmentVariableDefinition"];

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UndefinedVariable {
    /// Schema names of variables that every environment has.
    except: Vec<String>,
}

impl Rule for UndefinedVariable {
    const META: Meta = Meta {
        name: "undefined-variable",
        summary: "A flow reads an environment variable that nothing defines",
        category: Category::Variables,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "environment variables",
        page: include_str!("undefined_variable.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (package, outline) in cx.workspace.packages() {
            let mut uses: IndexMap<String, Vec<&VariableUse>> = IndexMap::new();
            for one in outline.variable_uses.iter().filter(|one| !one.stale) {
                uses.entry(one.schema_name.to_lowercase()).or_default().push(one);
            }
            for (name, uses) in uses {
                let Some(first) = uses.first() else { continue };
                if self.except.iter().any(|except| except.to_lowercase() == name) {
                    continue;
                }
                match definer(cx, package, outline, &name) {
                    Definer::Known => report.judged(),
                    Definer::Unknown(missing) => report.unknown(&first.schema_name, missing),
                    Definer::Nobody(required) => {
                        report.judged();
                        finding(cx, package, &uses, required, report);
                    }
                }
            }
        }
    }
}

/// Who brings the definition to the environment.
pub(super) enum Definer<'w> {
    /// A package that was given, or another solution that the package requires.
    Known,
    /// Perhaps a package that was not given.
    Unknown(Missing),
    /// None that is known of; with the dependency on `Active`, where there is one.
    Nobody(Option<&'w Requirement>),
}

/// Who defines a variable that a package needs; `name` is its schema name in lower case.
pub(super) fn definer<'w>(
    cx: &WorkspaceContext<'w>,
    package: PackageId,
    outline: &'w Outline,
    name: &str,
) -> Definer<'w> {
    let names = |required: &&Requirement| {
        required.is(&DEFINITION) && required.name.as_deref().is_some_and(|own| own.to_lowercase() == name)
    };
    let required: Vec<&Requirement> = outline.required.iter().filter(names).collect();
    if others(cx, package).any(|(_, other)| defines(other, name))
        || required.iter().any(|required| matches!(required.from, RequiredFrom::Solution { .. }))
    {
        return Definer::Known;
    }
    if !outline.variables_known {
        let what = "the package does not show which variables it defines";
        return Definer::Unknown(Missing::new(Reason::Incomplete, what, "the exported solution that defines them"));
    }
    if !outline.requirements_known {
        let what = "what the package requires from other solutions could not be read";
        let needs = "a package with its manifest, solution.xml";
        return Definer::Unknown(Missing::new(Reason::Incomplete, what, needs));
    }
    let hides = |outline: &Outline| {
        !matches!(outline.kind, PackageKind::LegacyPackage | PackageKind::Flow | PackageKind::Container)
            && !outline.variables_known
    };
    if let Some((_, closed)) = others(cx, package).find(|(_, other)| hides(other)) {
        let whose = closed.unique_name.as_deref().unwrap_or(&closed.address.path);
        let what = "another package that may define them does not show what it defines";
        return Definer::Unknown(Missing::new(
            Reason::Incomplete,
            what,
            format!("a package of {whose} that shows them"),
        ));
    }
    if let Some(parent) = outline.patch_of.as_deref().filter(|parent| cx.workspace.solution(parent).is_none()) {
        let what = "the solution that the patch belongs to may define them";
        return Definer::Unknown(Missing::new(Reason::NoData, what, format!("the package of {parent}")));
    }
    Definer::Nobody(required.first().copied())
}

fn defines(outline: &Outline, name: &str) -> bool {
    outline.variables.iter().any(|variable| variable.defined && variable.schema_name.to_lowercase() == name)
}

/// The package itself, the solution that it is a patch of, its patches, and all other solutions. Other forms of the same
/// solution do not count: each is installed by itself.
fn others<'w>(cx: &WorkspaceContext<'w>, package: PackageId) -> impl Iterator<Item = (PackageId, &'w Outline)> {
    let workspace = cx.workspace;
    let solution = workspace.solution_of(package);
    let patched = solution.patches.contains(&package);
    workspace.packages().filter(move |(other, _)| *other == package || patched || !solution.forms.contains(other))
}

fn finding(
    cx: &WorkspaceContext<'_>,
    package: PackageId,
    uses: &[&VariableUse],
    required: Option<&Requirement>,
    report: &mut Report,
) {
    let [first, more @ ..] = uses else { return };
    let name = &first.schema_name;
    let other_flows = match more.len() {
        0 => String::new(),
        number => format!(" and {}", wording::count(number, "other flow", "other flows")),
    };
    let reads = if more.is_empty() { "reads" } else { "read" };
    let mut stated = report
        .at(
            Place::Package(package, Some(first.loc)),
            Subject::new(SubjectKind::EnvironmentVariable, name),
            format!(
                "flow \"{}\"{other_flows} {reads} environment variable {name}, which neither this package nor any other given \
                 solution defines",
                first.user
            ),
        )
        .label("not defined");
    for one in more {
        stated = stated.note(Place::Package(package, Some(one.loc)), format!("flow \"{}\" reads it here", one.user));
    }
    let solution = cx.workspace.solution_of(package);
    let other_form = solution.forms.iter().filter(|form| **form != package).find_map(|form| {
        let variables = &cx.workspace.package(*form).variables;
        let own = variables.iter().find(|one| one.defined && one.schema_name.eq_ignore_ascii_case(name))?;
        Some(Place::Package(*form, Some(own.name_loc)))
    });
    if let Some(place) = other_form {
        stated = stated.note(place, "another form of the solution defines it here");
    }
    let add = "in the source environment, add the variable to the solution (Add existing, More, Environment variable) and export it \
               again";
    let Some(required) = required else {
        stated.help(format!("{add}; where it no longer exists, make it anew or choose another one in the flow"));
        return;
    };
    stated
        .at_most(Severity::Warning)
        .note(
            Place::Package(package, Some(required.loc)),
            "the solution requires it from \"Active\", the unmanaged layer of the source environment",
        )
        .help(format!("{add}; if another solution brings it, check that package together with this one"));
}
