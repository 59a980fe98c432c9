//! Settings have an entry that nothing needs.

use engine::{Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, WorkspaceContext};
use inventory::Lookup;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Outline;

use super::packages::{self, Entry};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsSurplusEntry {}

impl Rule for SettingsSurplusEntry {
    const META: Meta = Meta {
        name: "settings-surplus-entry",
        summary: "The deployment settings have an entry that no given package declares or uses",
        category: Category::Settings,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "settings",
        page: include_str!("settings_surplus_entry.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let Some((files, known)) = packages::with_files(cx) else { return };
        for settings in files {
            let unread = (!known.concern(settings)).then(packages::missing_packages);
            for (name, written) in packages::names(settings) {
                let in_environment = name.kind == Entry::Reference
                    && matches!(cx.environment.reference(&written.value), Lookup::Known(_));
                if known.met(&name) || in_environment {
                    report.judged();
                    continue;
                }
                if let Some(missing) = unread.clone().or_else(|| unread_packages(cx, name.kind)) {
                    report.unknown(&written.value, missing);
                    continue;
                }
                report.judged();
                report
                    .at(
                        Place::Input(written.source),
                        Subject::new(name.kind.subject(), &written.value),
                        format!(
                            "the deployment settings have an entry for {} {}, which no given package declares or uses",
                            name.kind.word(),
                            written.value
                        ),
                    )
                    .detail(known.file_name(written.source))
                    // Settings may be for more solutions than those that were given.
                    .at_most(Severity::Note)
                    .remark(format!("given: {}", known.given()))
                    .help("remove the entry, or correct its name; where it is for another solution, give that solution, too");
            }
        }
    }
}

/// Why it is not known what all the given packages declare and use.
fn unread_packages(cx: &WorkspaceContext<'_>, kind: Entry) -> Option<Missing> {
    let whole = |outline: &Outline| packages::shows_declarations(outline, kind) && outline.uses_known;
    let (_, unread) = cx.workspace.packages().find(|(_, outline)| !whole(outline))?;
    let what = "not all that the given packages declare and use could be read";
    Some(Missing::new(Reason::Incomplete, what, unread.address.path.clone()))
}
