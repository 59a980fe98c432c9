//! An upgrade deletes what the previous package had.

use engine::{
    Category, Meta, Place, Preset, Report, Rule, Severity, SolutionForms, Subject, SubjectKind, WorkspaceContext,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Outline;

use engine::calls::layers;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemovedComponent {}

impl Rule for RemovedComponent {
    const META: Meta = Meta {
        name: "removed-component",
        summary: "A component of the previous package is in none that was given, so that an upgrade deletes it",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("removed_component.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for solution in cx.workspace.solutions() {
            let Some(name) = solution.unique_name.as_deref() else { continue };
            let Some(before) = cx.workspace.previous(name) else { continue };
            let leading = cx.workspace.package(solution.leading);
            // A patch deletes nothing.
            if leading.patch_of.is_some() {
                continue;
            }
            let own: Vec<&Outline> = layers(solution).map(|package| cx.workspace.package(package)).collect();
            let all: Vec<&Outline> = cx.workspace.packages().map(|(_, outline)| outline).collect();
            for gone in gone(before, &own) {
                let elsewhere = all.iter().copied().find(|outline| {
                    outline.unique_name.as_deref().is_some_and(|other| !other.eq_ignore_ascii_case(name))
                        && gone.is_in(outline)
                });
                finding(solution, leading, before, &gone, elsewhere, report);
            }
        }
    }
}

/// A component that the previous package had and the new one has not.
struct Gone<'w> {
    kind: SubjectKind,
    word: &'static str,
    /// Its key: a logical name, schema name or id.
    key: &'w str,
    /// Its name for people.
    name: &'w str,
}

impl Gone<'_> {
    /// Whether a package has it.
    fn is_in(&self, outline: &Outline) -> bool {
        let same = |key: &str| key.eq_ignore_ascii_case(self.key);
        match self.kind {
            SubjectKind::ConnectionReference => outline.declared.iter().any(|declared| same(&declared.logical_name)),
            SubjectKind::EnvironmentVariable => {
                outline.variables.iter().any(|variable| variable.defined && same(&variable.schema_name))
            }
            _ => outline.processes.iter().any(|process| process.id.as_deref().is_some_and(same)),
        }
    }
}

/// What no layer of the solution has any more, as far as that was read.
fn gone<'w>(before: &'w Outline, now: &[&Outline]) -> Vec<Gone<'w>> {
    let mut gone = Vec::new();
    let references_known = now.iter().all(|outline| outline.declarations_known);
    let variables_known = now.iter().all(|outline| outline.variables_known);
    if references_known {
        gone.extend(before.declared.iter().map(|declared| Gone {
            kind: SubjectKind::ConnectionReference,
            word: "connection reference",
            key: &declared.logical_name,
            name: &declared.logical_name,
        }));
        // Where references are declared, flows are, too; of the layout that is documented in part, not all may be found.
        let found = now.iter().all(|outline| outline.not_found.is_empty());
        let processes = before.processes.iter().filter(|_| found);
        gone.extend(processes.filter_map(|process| {
            let key = process.id.as_deref()?;
            Some(Gone { kind: SubjectKind::Flow, word: word_of(process.category), key, name: &process.name })
        }));
    }
    if variables_known {
        let defined = before.variables.iter().filter(|variable| variable.defined);
        gone.extend(defined.map(|variable| Gone {
            kind: SubjectKind::EnvironmentVariable,
            word: "environment variable",
            key: &variable.schema_name,
            name: &variable.schema_name,
        }));
    }
    gone.retain(|gone| !now.iter().any(|outline| gone.is_in(outline)));
    gone
}

/// What a process of a category is called.
fn word_of(category: Option<u32>) -> &'static str {
    match category {
        Some(5) => "flow",
        Some(6) => "desktop flow",
        _ => "process",
    }
}

fn finding(
    solution: &SolutionForms,
    leading: &Outline,
    before: &Outline,
    gone: &Gone<'_>,
    elsewhere: Option<&Outline>,
    report: &mut Report,
) {
    let Gone { word, name, .. } = gone;
    let whose = solution.unique_name.as_deref().unwrap_or_default();
    let stated = report
        .at(
            Place::Package(solution.leading, leading.manifest),
            Subject::new(gone.kind, *name),
            format!(
                "{word} \"{name}\" was in the previous package of {whose} and is not in this one: an upgrade deletes it"
            ),
        )
        .detail(gone.key.to_lowercase())
        .remark(format!("the previous package is {}", before.address.path));
    match elsewhere.and_then(|outline| outline.unique_name.as_deref()) {
        Some(other) => {
            stated.at_most(Severity::Note).help(format!(
                "{other} carries it now: import that first, so that it is there before this solution lets it go"
            ));
        }
        None => {
            stated.help(
                "if it was removed on purpose, make sure that nothing in the target uses it, or the upgrade fails at a dependency; else add \
                 it to the solution again",
            );
        }
    }
}
