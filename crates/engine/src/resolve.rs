//! Findings as reports see them: every place turned into line, column, pointer and excerpt.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, cmp::Ordering, collections::HashSet, sync::Arc};

use sha2::{Digest, Sha256};
use syntax::Position;

use crate::{Category, Draft, Excerpt, Place, Severity, Subject, SubjectKind, mask::masked, workspace::fold};

/// A finding, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What the rule is about.
    pub category: Category,
    /// What is wrong.
    pub message: String,
    /// A few words at the marked place.
    pub label: Option<String>,
    /// Where. Notes of several findings often stand at one place.
    pub place: Arc<ResolvedPlace>,
    /// What it is about.
    pub subject: Subject,
    /// What to do: mostly the same words for every finding of a rule.
    pub help: Option<Cow<'static, str>>,
    /// The other places involved.
    pub notes: Vec<FindingNote>,
    /// What it belongs to: the solution's unique name, or else the package's own name; "" for findings about no package.
    pub owner: Arc<str>,
    /// The same for the same finding in every form and version of a solution: 32 hexadecimal digits.
    pub fingerprint: String,
}

/// Another place, or something more to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingNote {
    /// What.
    pub message: String,
    /// Where, if at a place.
    pub place: Option<Arc<ResolvedPlace>>,
}

/// A place for people and tools.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResolvedPlace {
    /// The package's path; `None` for places in inventory, settings and configuration.
    pub package: Option<Arc<str>>,
    /// The solution's unique name.
    pub solution: Option<Arc<str>>,
    /// The file, relative to its package; the path of an inventory, settings file or configuration. `None` for a package as such.
    pub file: Option<Arc<str>>,
    /// JSON Pointer or element path; `None` for a whole file.
    pub pointer: Option<String>,
    /// Where in the file; `None` for a whole file.
    pub region: Option<Region>,
    /// What it looks like there.
    pub excerpt: Option<Excerpt>,
}

/// A range of a text for people and editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// Changes when what goes into a fingerprint changes.
const FINGERPRINT_VERSION: &str = "1";

/// The fingerprint of a finding: the same in every form and version of a solution, in every order of files and on every machine.
///
/// `owner` is the solution's unique name, or else the package's own name; "" for findings about no package.
#[must_use]
pub fn fingerprint(rule: &str, owner: &str, subject: &Subject, detail: &str) -> String {
    let mut hash = Sha256::new();
    let (owner, name) = (fold(owner), fold(&subject.name));
    for part in [FINGERPRINT_VERSION, rule, &owner, kind_word(subject.kind), &name, detail] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    digits(hash)
}

/// The first half of a hash, as 32 hexadecimal digits.
pub(crate) fn digits(hash: Sha256) -> String {
    let halves = hash.finalize().into_iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(half.into(), 16)).collect()
}

/// A word that stays the same when the type is renamed.
fn kind_word(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::ConnectionReference => "connection-reference",
        SubjectKind::Connection => "connection",
        SubjectKind::Connector => "connector",
        SubjectKind::Flow => "flow",
        SubjectKind::App => "app",
        SubjectKind::Agent => "agent",
        SubjectKind::Solution => "solution",
        SubjectKind::File => "file",
        SubjectKind::Account => "account",
        SubjectKind::EnvironmentVariable => "environment-variable",
    }
}

/// The fingerprints that several findings about one package share: a rule stated no `detail` where it must.
#[must_use]
pub fn duplicate_fingerprints(findings: &[Finding]) -> Vec<&str> {
    let mut seen = HashSet::new();
    let mut shared: Vec<&str> = findings
        .iter()
        .filter(|finding| !seen.insert((&finding.place.package, &finding.fingerprint)))
        .map(|finding| finding.fingerprint.as_str())
        .collect();
    shared.sort_unstable();
    shared.dedup();
    shared
}

/// What a finding belongs to.
pub(crate) struct Owner {
    /// Its name, for the fingerprint.
    pub(crate) name: String,
    /// The name as it is shown.
    shown: Arc<str>,
}

impl Owner {
    pub(crate) fn new(name: String) -> Self {
        let shown = masked(&name).into();
        Self { name, shown }
    }
}

/// Completes a draft. `owner` is what the finding is about for its fingerprint; `resolve` turns places.
pub(crate) fn finding(draft: Draft, owner: &Owner, resolve: impl Fn(Place) -> Arc<ResolvedPlace>) -> Finding {
    let meta = draft.meta;
    let notes = draft.notes.into_iter();
    let mut notes: Vec<FindingNote> =
        notes.map(|note| FindingNote { message: masked(&note.message), place: note.place.map(&resolve) }).collect();
    if draft.more_places > 0 {
        let last = notes.iter().rposition(|note| note.place.is_some()).map_or(0, |last| last + 1);
        let places = if draft.more_places == 1 { "place" } else { "places" };
        notes.insert(last, FindingNote { message: format!("and {} more {places}", draft.more_places), place: None });
    }
    // The list is that of the draft, which has room for more and larger ones, and a finding is kept to the end of a run.
    notes.shrink_to_fit();
    Finding {
        rule: meta.name,
        severity: draft.severity,
        category: meta.category,
        fingerprint: fingerprint(meta.name, &owner.name, &draft.subject, &draft.detail),
        owner: owner.shown.clone(),
        message: masked(&draft.message),
        label: draft.label.as_deref().map(masked),
        place: resolve(draft.place),
        subject: Subject { kind: draft.subject.kind, name: masked(&draft.subject.name) },
        help: draft.help.map(masked_help),
        notes,
    }
}

/// Words that a rule has of its own hold nothing of what it looks at.
fn masked_help(help: Cow<'static, str>) -> Cow<'static, str> {
    match help {
        Cow::Borrowed(words) => Cow::Borrowed(words),
        Cow::Owned(words) => Cow::Owned(masked(&words)),
    }
}

/// The order of a report: by package, file, place, rule; what is about no package comes last.
pub(crate) fn report_order(one: &Finding, other: &Finding) -> Ordering {
    key(one).cmp(&key(other))
}

fn key(finding: &Finding) -> impl Ord + '_ {
    let place = &finding.place;
    let region = place.region.map(|region| (region.start.offset, region.end.offset));
    (
        (place.package.is_none(), place.package.as_deref(), place.file.as_deref(), region),
        (finding.rule, &finding.message, &finding.subject, &finding.fingerprint),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_do_not_depend_on_case_and_are_never_joined_up() {
        let subject = |name: &str| Subject::new(SubjectKind::Flow, name);
        let one = fingerprint("a-rule", "Contoso", &subject("Send"), "");
        assert_eq!(one, fingerprint("a-rule", "contoso", &subject("SEND"), ""));
        assert_eq!(one.len(), 32);
        assert_ne!(one, fingerprint("a-rule", "Contoso", &subject("Send"), "x"));
        assert_ne!(one, fingerprint("a-rule", "ContosoS", &subject("end"), ""));
        assert_ne!(one, fingerprint("a-rule", "Contoso", &Subject::new(SubjectKind::App, "Send"), ""));
    }

    #[test]
    fn a_fingerprint_never_changes_between_versions() {
        let subject = Subject::new(SubjectKind::ConnectionReference, "contoso_sharepoint");
        assert_eq!(
            fingerprint("personal-connection", "ContosoCommon", &subject, ""),
            "8819c41a793a82b7e83de71ec1229da5"
        );
    }
}
