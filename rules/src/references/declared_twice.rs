//! Two solutions declare the same reference.

use std::collections::BTreeMap;

use engine::{
    Category, Meta, PackageId, Place, Preset, Report, Rule, Severity, SolutionForms, Subject, SubjectKind,
    WorkspaceContext,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::outline::DeclaredReference;

use crate::{connections::facts, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeclaredTwice {}

/// A solution with its declaration of a reference.
type Declarer<'w> = (&'w str, PackageId, &'w DeclaredReference);

impl Rule for DeclaredTwice {
    const META: Meta = Meta {
        name: "declared-twice",
        summary: "Several solutions declare the same connection reference",
        category: Category::References,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("declared_twice.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (name, mut declarers) in declarers(cx) {
            if declarers.len() > 1 && said_by_common_solution(cx, &name) {
                declarers.retain(|&(_, package, _)| facts::is_common(cx, package));
            }
            let [(first_solution, first_package, first), others @ ..] = declarers.as_slice() else { continue };
            if others.is_empty() {
                continue;
            }
            let solutions: Vec<&str> = declarers.iter().map(|(solution, ..)| *solution).collect();
            let mut stated = report
                .at(
                    Place::Package(*first_package, Some(first.name_loc)),
                    Subject::new(SubjectKind::ConnectionReference, &first.logical_name),
                    format!(
                        "connection reference {} is declared by {}: {}",
                        first.logical_name,
                        wording::count(solutions.len(), "solution", "solutions"),
                        wording::list(&solutions)
                    ),
                )
                .label(format!("declared by {first_solution}"));
            for (solution, package, declared) in others {
                stated =
                    stated.note(Place::Package(*package, Some(declared.name_loc)), format!("and by {solution} here"));
            }
            stated.help(
                "keep it in one solution, the one that is imported first, and remove it (remove, not delete) from the others in the \
                 source environment; then updating or removing one solution cannot change it for the rest",
            );
        }
    }
}

/// Every declared reference by its name in lower case, with each solution that declares it, once. Packages without a unique
/// name prove nothing: they may be the same solution.
fn declarers<'w>(cx: &WorkspaceContext<'w>) -> BTreeMap<String, Vec<Declarer<'w>>> {
    let mut all: BTreeMap<String, Vec<Declarer<'w>>> = BTreeMap::new();
    for solution in cx.workspace.solutions() {
        // Patches whose parent was not given are still one solution with it, and with each other.
        let parent = cx.workspace.package(solution.leading).patch_of.as_deref();
        let Some(unique_name) = parent.or(solution.unique_name.as_deref()) else { continue };
        for package in parts(solution) {
            for declared in &cx.workspace.package(package).declared {
                let declarers = all.entry(declared.logical_name.to_ascii_lowercase()).or_default();
                if !declarers.iter().any(|(known, ..)| known.eq_ignore_ascii_case(unique_name)) {
                    declarers.push((unique_name, package, declared));
                }
            }
        }
    }
    all
}

/// The leading form, and the patches over it.
fn parts(solution: &SolutionForms) -> impl Iterator<Item = PackageId> {
    std::iter::once(solution.leading).chain(solution.patches.iter().copied())
}

/// Whether `not-in-common-solution` speaks of every declaration outside the common solutions: it knows that they are the wrong
/// ones. Only what several common solutions declare is left to say.
fn said_by_common_solution(cx: &WorkspaceContext<'_>, logical_name: &str) -> bool {
    !cx.config.common_solutions.is_empty()
        && cx.workspace.used_references().iter().any(|used| used.logical_name.eq_ignore_ascii_case(logical_name))
}
