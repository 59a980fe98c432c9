//! The package holds a component that the manifest does not list.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{Component, Held, Kind};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileWithoutRootComponent {}

impl Rule for FileWithoutRootComponent {
    const META: Meta = Meta {
        name: "file-without-root-component",
        summary: "The package holds a flow, app, connector or variable that the manifest does not list",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("file_without_root_component.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(manifest) = &cx.package.manifest else { return };
        let Some(held) = Held::of(cx.package) else { return };
        // A manifest without a list was lost or cut: it tells nothing of one component.
        if manifest.root_components.is_empty() {
            return;
        }
        let listed = |component: &Component<'_>| {
            manifest.root_components.iter().any(|root| {
                let same_id = component.id.is_some() && component.id == root.id.as_deref();
                let same_name = component
                    .schema_name
                    .zip(root.schema_name)
                    .is_some_and(|(one, other)| one.eq_ignore_ascii_case(other));
                Kind::of(root.kind) == Some(component.kind) && (same_id || same_name)
            })
        };
        for component in held.components.iter().filter(|component| component.is_root && !listed(component)) {
            let called = component.name;
            // Only flows, of all processes, are told.
            let word = if component.kind == Kind::Process { "flow" } else { component.kind.word() };
            report
                .at(
                    cx.at(component.loc),
                    Subject::new(SubjectKind::Solution, cx.package.unique_name().unwrap_or_default()),
                    format!("the package holds {word} \"{called}\", which the manifest does not list"),
                )
                .label("not among RootComponents")
                .detail(component.id.or(component.schema_name).unwrap_or(called).to_lowercase())
                .help(
                    "add the component to the solution in the source environment and export it again; if it was removed, delete what is left \
                     of it in the sources",
                );
        }
    }
}
