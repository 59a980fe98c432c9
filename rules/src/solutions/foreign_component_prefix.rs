//! Components have another publisher's prefix.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::Managed;

use super::kinds;
use crate::{names, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForeignComponentPrefix {}

impl Rule for ForeignComponentPrefix {
    const META: Meta = Meta {
        name: "foreign-component-prefix",
        summary: "Tables, apps and connectors have another prefix than the solution's publisher",
        category: Category::Solutions,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("foreign_component_prefix.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(manifest) = &cx.package.manifest else { return };
        let prefix = manifest.publisher.as_ref().and_then(|publisher| publisher.prefix);
        let unmanaged = manifest.managed.is_none_or(|managed| managed.value != Managed::Managed);
        let Some(prefix) = prefix.filter(|_| unmanaged) else { return };
        let foreign: Vec<_> = manifest
            .root_components
            .iter()
            .filter(|component| KINDS.contains(&component.kind))
            .filter_map(|component| Some((component, component.schema_name?)))
            // Names without an underscore are the platform's own.
            .filter(|(_, name)| name.contains('_') && !names::has_prefix(name, prefix.value) && !is_microsofts(name))
            .collect();
        let Some((first, _)) = foreign.first() else { return };
        let list: Vec<String> = foreign
            .iter()
            .map(|(component, name)| format!("{} {name}", kinds::word(component.kind).unwrap_or("component")))
            .collect();
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let have = if list.len() == 1 { "does not have its" } else { "do not have their" };
        report
            .at(
                cx.at(first.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!(
                    "{} of {whose} {have} publisher's prefix {}: {}",
                    wording::count(list.len(), "component", "components"),
                    prefix.value,
                    wording::list(&list)
                ),
            )
            .label("another prefix")
            .help(
                "make new components in a solution of the right publisher: a name keeps the prefix that it was made with; take out of this \
                 solution what belongs to another one",
            );
    }
}

/// What a maker names: tables, choices, model-driven apps, canvas apps, connectors. Variables have a rule of their own.
const KINDS: [&str; 6] = ["1", "9", "80", "300", "371", "372"];

/// Whether a name has a prefix of Microsoft's own applications: portals, Dynamics 365.
fn is_microsofts(name: &str) -> bool {
    ["adx_", "mspp_", "msdyn", "msft", "mscrm", "powerpage"]
        .iter()
        .any(|start| name.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}
