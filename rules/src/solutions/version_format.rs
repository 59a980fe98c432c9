//! The version of a solution is not of the form that the platform writes.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionFormat {}

impl Rule for VersionFormat {
    const META: Meta = Meta {
        name: "version-format",
        summary: "The version of a solution is not four numbers",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("version_format.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(manifest) = &cx.package.manifest else { return };
        let Some(version) = manifest.version_text else { return };
        let text = version.value.trim();
        let parts = text.split('.').count();
        let is_version = manifest.version.is_some();
        if is_version && parts == PARTS {
            return;
        }
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let fault = if is_version { "does not have four parts" } else { "is no version" };
        let stated = report
            .at(
                cx.at(version.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!("the version of {whose}, {text}, {fault}"),
            )
            .label("major.minor.build.revision")
            .help("write four numbers with dots between them, such as 1.4.0.0: pipelines raise and compare them part by part");
        if is_version {
            stated.at_most(Severity::Note);
        }
    }
}

/// Major, minor, build, revision.
const PARTS: usize = 4;
