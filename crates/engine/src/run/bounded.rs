//! No rule says more of one file than a person could read, so that no file can fill the report, or the memory.

use std::collections::BTreeMap;

use solution::FileId;

use super::say;
use crate::{Config, Draft, Meta, PackageId, Place, Report, Subject, SubjectKind};

/// The rule that says what was left out.
const SAID_BY: &str = "limit-exceeded";

/// A package and the file in it; `None` for what lies in none.
type File = Option<(PackageId, Option<FileId>)>;

/// Keeps the first `most` findings that a rule has in each file, and says of each file with more how many it left out.
/// `name` is the name of a file of a package.
pub(super) fn bounded(
    mut drafts: Vec<Draft>,
    meta: &'static Meta,
    config: &Config,
    most: usize,
    name: impl Fn(PackageId, FileId) -> String,
) -> Vec<Draft> {
    if drafts.len() <= most {
        return drafts;
    }
    let mut counts: BTreeMap<File, (usize, Place)> = BTreeMap::new();
    drafts.retain(|draft| {
        let file = match draft.place {
            Place::Package(id, loc) => Some((id, loc.map(|loc| loc.file))),
            Place::Input(_) | Place::Config(_) | Place::Baseline(_) => None,
        };
        let (count, _) = counts.entry(file).or_insert((0, draft.place));
        *count += 1;
        *count <= most
    });
    let Some(active) = config.rules.iter().find(|active| active.rule.meta().name == SAID_BY) else { return drafts };
    let state = |report: &mut Report| {
        for (file, (count, place)) in counts.into_iter().filter(|(_, (count, _))| *count > most) {
            let (place, name) = match file {
                Some((id, Some(file))) => (Place::Package(id, Some(solution::Loc::file(file))), name(id, file)),
                Some((id, None)) => (Place::Package(id, None), "the package".to_owned()),
                None => (place, "what was given".to_owned()),
            };
            let rule = meta.name;
            let message = format!(
                "{rule} has {count} findings in {name}, and the first {most} are told (the limit findings = {most})"
            );
            report
                .at(place, Subject::new(SubjectKind::File, name), message)
                .detail(rule)
                .help("if all of them are wanted, raise the limit under [limits] in powerlint.toml");
        }
    };
    if let Ok(report) = say(active, meta.name, state) {
        drafts.extend(report.drafts);
    }
    drafts
}
