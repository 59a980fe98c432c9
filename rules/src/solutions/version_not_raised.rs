//! A version is not higher than the one that was deployed before.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionNotRaised {}

impl Rule for VersionNotRaised {
    const META: Meta = Meta {
        name: "version-not-raised",
        summary: "The version of a solution is not higher than that of the previous package",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("version_not_raised.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for solution in cx.workspace.solutions() {
            let Some(name) = solution.unique_name.as_deref() else { continue };
            let Some(before) = cx.workspace.previous(name) else { continue };
            let (Some(now), Some(last)) = (solution.version, before.version) else { continue };
            if now > last {
                continue;
            }
            let package = solution.leading;
            let than = if now == last { "the same as" } else { "lower than that of" };
            report
                .at(
                    Place::Package(package, cx.workspace.package(package).manifest),
                    Subject::new(SubjectKind::Solution, name),
                    format!("the version of {name} is {now}, {than} the previous package ({last})"),
                )
                .remark(format!("the previous package is {}", before.address.path))
                .help(
                    "raise the version with each deployment (pac solution online-version, or the pipeline's own step): the platform refuses to \
                     go back to a lower one, and nobody can tell two packages of one version apart",
                );
        }
    }
}
