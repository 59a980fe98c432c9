//! `[[ignore]]` of the configuration.

use globset::{GlobBuilder, GlobMatcher};

use super::{Judged, Reports};
use crate::{Config, Date, Finding, Place, Report, Subject, SubjectKind, config::Ignore};

/// The ignores of the configuration, and which of them were of use.
pub(super) struct Ignores<'c> {
    filters: Vec<Filter<'c>>,
}

/// An ignore with its patterns.
struct Filter<'c> {
    ignore: &'c Ignore,
    solution: Option<Pattern>,
    subject: Option<Pattern>,
    /// Its last day, where that is over.
    over: Option<Date>,
    used: bool,
}

/// A glob that also fits the very text it is written as: names may hold brackets.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: String,
    /// `None` where the text is no glob; the configuration has refused it then.
    glob: Option<GlobMatcher>,
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        let glob = GlobBuilder::new(text).case_insensitive(true).backslash_escape(true).build();
        Self { text: text.to_owned(), glob: glob.ok().map(|glob| glob.compile_matcher()) }
    }

    pub(crate) fn fits(&self, name: &str) -> bool {
        self.text.eq_ignore_ascii_case(name) || self.glob.as_ref().is_some_and(|glob| glob.is_match(name))
    }
}

impl<'c> Ignores<'c> {
    pub(super) fn new(config: &'c Config, today: Date) -> Self {
        let filters = config.ignores.iter().map(|ignore| Filter {
            ignore,
            solution: ignore.solution.as_deref().map(Pattern::new),
            subject: ignore.subject.as_deref().map(Pattern::new),
            over: ignore.until.filter(|last| *last < today),
            used: false,
        });
        Self { filters: filters.collect() }
    }

    /// The reason of the first ignore that fits a finding. Every one that does counts as used.
    pub(super) fn reason(&mut self, finding: &Finding) -> Option<&'c str> {
        let mut reason = None;
        for filter in &mut self.filters {
            if filter.over.is_none() && filter.fits(finding) {
                filter.used = true;
                reason = reason.or(Some(filter.ignore.reason.as_str()));
            }
        }
        reason
    }

    pub(super) fn state(&self, judged: &Judged<'_>, reports: &mut Reports) {
        for filter in &self.filters {
            match (filter.over, &mut reports.expired, &mut reports.stale) {
                (Some(last), Some(report), _) => expired(report, filter.ignore, last),
                (None, _, Some(report)) if !filter.used && filter.was_judged(judged) => stale(report, filter.ignore),
                _ => {}
            }
        }
    }
}

impl Filter<'_> {
    fn fits(&self, finding: &Finding) -> bool {
        let ignore = self.ignore;
        ignore.rule.as_deref().is_none_or(|rule| rule == finding.rule)
            && self
                .solution
                .as_ref()
                .is_none_or(|solution| finding.place.solution.as_deref().is_some_and(|name| solution.fits(name)))
            && self.subject.as_ref().is_none_or(|subject| subject.fits(&finding.subject.name))
            && ignore.pointer.as_deref().is_none_or(|prefix| {
                finding.place.pointer.as_deref().is_some_and(|pointer| starts_with(pointer, prefix))
            })
    }

    /// Whether this run could have found what it ignores: its rule runs and knew everything it asked for, and the solution was
    /// given.
    fn was_judged(&self, judged: &Judged<'_>) -> bool {
        let ran = self.ignore.rule.as_deref().map_or_else(|| judged.every_rule(), |rule| judged.rule(rule));
        let mut names = judged.workspace.packages().filter_map(|(_, outline)| outline.unique_name.as_deref());
        ran && self.solution.as_ref().is_none_or(|solution| names.any(|name| solution.fits(name)))
    }
}

/// Whether a pointer begins with whole steps of another.
fn starts_with(pointer: &str, prefix: &str) -> bool {
    pointer
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || prefix.ends_with('/') || rest.starts_with(['/', '[']))
}

/// What an ignore asks for, in words.
fn said(ignore: &Ignore) -> String {
    let keys = [
        ("rule", &ignore.rule),
        ("solution", &ignore.solution),
        ("subject", &ignore.subject),
        ("pointer", &ignore.pointer),
    ];
    let said: Vec<String> = keys.iter().filter_map(|(key, value)| Some(format!("{key} {}", value.as_ref()?))).collect();
    said.join(", ")
}

fn file() -> Subject {
    Subject::new(SubjectKind::File, "powerlint.toml")
}

fn stale(report: &mut Report, ignore: &Ignore) {
    let said = said(ignore);
    report
        .at(Place::Config(ignore.span), file(), format!("an [[ignore]] ignores nothing: no finding fits {said}"))
        .detail(said)
        .help("remove the entry; if it shall stay, correct the keys that no longer fit");
}

fn expired(report: &mut Report, ignore: &Ignore, last: Date) {
    let said = said(ignore);
    report
        .at(
            Place::Config(ignore.span),
            file(),
            format!("an [[ignore]] ended on {last}: what fits {said} is told again"),
        )
        .detail(said)
        .help("remove the entry once its findings are gone; if the reason still holds, give it another day in `until`");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_begins_with_whole_steps() {
        assert!(starts_with("/a/b/c", "/a/b"));
        assert!(starts_with("/a/b[2]", "/a/b"));
        assert!(starts_with("/a/b", "/a/b"));
        assert!(starts_with("/a/bc", "/a/"));
        assert!(!starts_with("/a/bc", "/a/b"));
    }

    #[test]
    fn a_pattern_fits_itself_and_what_it_stands_for() {
        assert!(Pattern::new("Contoso*").fits("contosoCommon"));
        assert!(Pattern::new("Send [v2]").fits("send [V2]"));
        assert!(!Pattern::new("Contoso").fits("ContosoCommon"));
        assert!(Pattern::new("*mail*").fits("Send / mail"));
    }
}
