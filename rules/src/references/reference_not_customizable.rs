//! A connection reference of an unmanaged solution cannot be changed.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::Managed;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceNotCustomizable {}

impl Rule for ReferenceNotCustomizable {
    const META: Meta = Meta {
        name: "reference-not-customizable",
        summary: "A connection reference is not customizable, in a solution that is not managed",
        category: Category::References,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("reference_not_customizable.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let managed = cx.package.manifest.as_ref().and_then(|manifest| manifest.managed);
        if managed.is_none_or(|managed| managed.value == Managed::Managed) {
            return;
        }
        // Agents make references of their own, with dots in their names, and always so.
        let by_people = cx.package.references.iter().filter(|reference| !reference.logical_name.value.contains('.'));
        for reference in by_people {
            let Some(flag) = reference.customizable.filter(|flag| !flag.value) else { continue };
            let name = reference.logical_name.value;
            report
                .at(
                    cx.at(flag.loc),
                    Subject::new(SubjectKind::ConnectionReference, name),
                    format!("connection reference {name} is not customizable"),
                )
                .label("cannot be changed where it is installed")
                .help(
                    "in the source environment set its managed property \"Allow customizations\"; as part of a managed solution it could not \
                     be given another connection by hand",
                );
        }
    }
}
