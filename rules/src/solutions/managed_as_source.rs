//! The sources are those of a managed solution.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{PackageKind, model::Managed};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManagedAsSource {}

impl Rule for ManagedAsSource {
    const META: Meta = Meta {
        name: "managed-as-source",
        summary: "A managed solution was unpacked as source",
        category: Category::Solutions,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("managed_as_source.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let source = matches!(cx.package.address.kind, PackageKind::SolutionFolder | PackageKind::YamlRepository);
        let managed = cx.package.manifest.as_ref().and_then(|manifest| manifest.managed);
        let Some(managed) = managed.filter(|managed| source && managed.value == Managed::Managed) else { return };
        let whose = cx.package.unique_name().unwrap_or("the solution");
        report
            .at(
                cx.at(managed.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!("the unpacked sources of {whose} are those of a managed solution"),
            )
            .label("1 is managed")
            .help(
                "export the solution unmanaged (or both) and unpack that: a managed one cannot be packed for development, and its components \
                 cannot be changed where it is installed",
            );
    }
}
