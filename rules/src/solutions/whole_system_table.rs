//! A table of the platform is in the solution with everything in it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::Managed;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeSystemTable {}

impl Rule for WholeSystemTable {
    const META: Meta = Meta {
        name: "whole-system-table",
        summary: "A table of the platform is in the solution with all its columns, forms and views",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("whole_system_table.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(manifest) = &cx.package.manifest else { return };
        if manifest.managed.is_some_and(|managed| managed.value == Managed::Managed) {
            return;
        }
        for component in manifest.root_components.iter().filter(|component| component.kind == TABLE) {
            let Some(name) = component.schema_name.filter(|name| !name.contains('_')) else { continue };
            if component.behavior != Some(WHOLE) {
                continue;
            }
            let whose = cx.package.unique_name().unwrap_or("the solution");
            report
                .at(
                    cx.at(component.loc),
                    Subject::new(SubjectKind::Solution, whose),
                    format!("{whose} holds the platform's table {name} with all its objects"),
                )
                .label("behavior 0: with everything in it")
                .detail(name.to_lowercase())
                .help(
                    "remove the table from the solution and add it again without \"Include all objects\", with the columns, forms and views \
                     that you changed",
                );
        }
    }
}

/// The component type of tables.
const TABLE: &str = "1";
/// The behavior of a root component with all its subcomponents.
const WHOLE: &str = "0";
