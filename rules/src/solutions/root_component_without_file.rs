//! The manifest lists a component that the package does not hold.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{Held, Kind};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RootComponentWithoutFile {}

impl Rule for RootComponentWithoutFile {
    const META: Meta = Meta {
        name: "root-component-without-file",
        summary: "The manifest lists a flow, app, connector or variable that the package does not hold",
        category: Category::Solutions,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("root_component_without_file.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(manifest) = &cx.package.manifest else { return };
        let Some(held) = Held::of(cx.package) else { return };
        for component in &manifest.root_components {
            let Some(kind) = Kind::of(component.kind) else { continue };
            let id = component.id.as_deref();
            let name = component.schema_name;
            if (id.is_none() && name.is_none()) || held.has(kind, id, name) {
                continue;
            }
            let called = name.or(id).unwrap_or_default();
            report
                .at(
                    cx.at(component.loc),
                    Subject::new(SubjectKind::Solution, cx.package.unique_name().unwrap_or_default()),
                    format!("the manifest lists {} {called}, which the package does not hold", kind.word()),
                )
                .label("listed here")
                .detail(called.to_lowercase())
                .help("export the solution again, or take the component out of RootComponents if it was deleted from the sources");
        }
    }
}
