//! Two solutions carry the same flow or variable.

use engine::{
    Category, Meta, PackageId, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use crate::wording;
use engine::calls::layers;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateComponent {}

impl Rule for DuplicateComponent {
    const META: Meta = Meta {
        name: "duplicate-component",
        summary: "Several solutions carry the same flow or environment variable",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("duplicate_component.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for ((kind, key), carriers) in carriers(cx) {
            let [first, others @ ..] = carriers.as_slice() else { continue };
            if others.is_empty() {
                continue;
            }
            let (subject, word) = match kind {
                Kind::Flow => (SubjectKind::Flow, "flow"),
                Kind::Variable => (SubjectKind::EnvironmentVariable, "environment variable"),
            };
            let solutions: Vec<&str> = carriers.iter().map(|carrier| carrier.solution).collect();
            let mut stated = report
                .at(
                    Place::Package(first.package, Some(first.loc)),
                    Subject::new(subject, first.name),
                    format!(
                        "{word} \"{}\" is in {}: {}",
                        first.name,
                        wording::count(solutions.len(), "solution", "solutions"),
                        wording::list(&solutions)
                    ),
                )
                .detail(key);
            for other in others {
                let message = format!("and in {} here", other.solution);
                stated = stated.note(Place::Package(other.package, Some(other.loc)), message);
            }
            stated.help(
                "keep it in one solution, the one that is imported first, and remove it (remove, not delete) from the others: where it is in \
                 two, the last import wins, and an update of the one does not reach what lies above it",
            );
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Flow,
    Variable,
}

/// A solution that carries a component.
struct Carrier<'w> {
    solution: &'w str,
    package: PackageId,
    name: &'w str,
    loc: Loc,
}

/// Every flow by its id and every definition by its name in lower case, with each solution that carries it, once. Packages
/// without a unique name prove nothing: they may be the same solution.
fn carriers<'w>(cx: &WorkspaceContext<'w>) -> IndexMap<(Kind, String), Vec<Carrier<'w>>> {
    let mut all: IndexMap<(Kind, String), Vec<Carrier<'w>>> = IndexMap::new();
    let workspace = cx.workspace;
    for forms in workspace.solutions() {
        // Patches whose parent was not given are still one solution with it, and with each other.
        let parent = workspace.package(forms.leading).patch_of.as_deref();
        let Some(solution) = parent.or(forms.unique_name.as_deref()) else { continue };
        for package in layers(forms) {
            let outline = workspace.package(package);
            // Of the layout that is documented in part, it may not be known whose a shared component is.
            if !outline.not_found.is_empty() {
                continue;
            }
            let flows = outline.processes.iter().filter_map(|process| {
                let carrier = Carrier { solution, package, name: &process.name, loc: process.name_loc };
                Some(((Kind::Flow, process.id.as_ref()?.to_string()), carrier))
            });
            let variables = outline.variables.iter().filter(|variable| variable.defined).map(|variable| {
                let carrier = Carrier { solution, package, name: &variable.schema_name, loc: variable.name_loc };
                ((Kind::Variable, variable.schema_name.to_lowercase()), carrier)
            });
            for (key, carrier) in flows.chain(variables) {
                let carriers = all.entry(key).or_default();
                if !carriers.iter().any(|known| known.solution.eq_ignore_ascii_case(solution)) {
                    carriers.push(carrier);
                }
            }
        }
    }
    all
}
