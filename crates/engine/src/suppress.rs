//! What the user has decided not to hear of. Stale decisions are said.

use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;

use crate::{
    Category, Config, CoverageLine, Draft, Finding, Meta, Place, Preset, Report, Rule, RuleEntry, Severity, Subject,
    SubjectKind, Workspace, config::Ignore,
};

/// The entry of `stale-ignore` for the list of all rules: the engine states its findings, because it alone knows what was ignored.
#[must_use]
pub const fn stale_ignore_entry() -> RuleEntry {
    RuleEntry::of::<StaleIgnore>()
}

/// The options of `stale-ignore`: none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StaleIgnore {}

impl Rule for StaleIgnore {
    const META: Meta = Meta {
        name: "stale-ignore",
        summary: "An [[ignore]] of the configuration ignores nothing",
        category: Category::Packages,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("suppress.md"),
    };
}

/// An ignore with its patterns.
struct Filter<'c> {
    ignore: &'c Ignore,
    solution: Option<Pattern>,
    subject: Option<Pattern>,
}

/// A glob that also fits the very text it is written as: names may hold brackets.
struct Pattern {
    text: String,
    /// `None` where the text is no glob; the configuration has refused it then.
    glob: Option<GlobMatcher>,
}

impl Pattern {
    fn new(text: &str) -> Self {
        let glob = GlobBuilder::new(text).case_insensitive(true).backslash_escape(true).build();
        Self { text: text.to_owned(), glob: glob.ok().map(|glob| glob.compile_matcher()) }
    }

    fn fits(&self, name: &str) -> bool {
        self.text.eq_ignore_ascii_case(name) || self.glob.as_ref().is_some_and(|glob| glob.is_match(name))
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
}

/// Whether a pointer begins with whole steps of another.
fn starts_with(pointer: &str, prefix: &str) -> bool {
    pointer
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || prefix.ends_with('/') || rest.starts_with(['/', '[']))
}

/// Which ignores were of use in this run.
pub(crate) struct Suppressed<'c> {
    filters: Vec<Filter<'c>>,
    used: Vec<bool>,
    /// How many findings were left out.
    pub(crate) count: usize,
}

/// Leaves out what an ignore fits.
pub(crate) fn suppress<'c>(config: &'c Config, findings: &mut Vec<Finding>) -> Suppressed<'c> {
    let filters: Vec<Filter<'c>> = config
        .ignores
        .iter()
        .map(|ignore| Filter {
            ignore,
            solution: ignore.solution.as_deref().map(Pattern::new),
            subject: ignore.subject.as_deref().map(Pattern::new),
        })
        .collect();
    let mut used = vec![false; filters.len()];
    let before = findings.len();
    findings.retain(|finding| {
        let mut keep = true;
        for (filter, used) in filters.iter().zip(&mut used) {
            if filter.fits(finding) {
                *used = true;
                keep = false;
            }
        }
        keep
    });
    let count = before - findings.len();
    Suppressed { filters, used, count }
}

impl Suppressed<'_> {
    /// States the ignores that had no effect although all they speak of was judged in this run: their rule runs and knew
    /// everything it asked for, and the solution was given.
    pub(crate) fn stale(
        &self,
        config: &Config,
        coverage: &[CoverageLine],
        workspace: &Workspace,
    ) -> Vec<(Draft, &'static Meta)> {
        let meta: &'static Meta = &StaleIgnore::META;
        let Some(severity) = config.severity_of(meta) else { return Vec::new() };
        let mut report = Report::new(meta, severity);
        for (filter, _) in self.filters.iter().zip(&self.used).filter(|(_, used)| !**used) {
            let ignore = filter.ignore;
            let judged = |rule: &str| coverage.iter().all(|line| line.rule != rule || line.unknown == 0);
            let mut active = config.rules.iter().map(|active| active.rule.meta().name);
            let ran = match ignore.rule.as_deref() {
                Some(rule) => active.any(|name| name == rule) && judged(rule),
                None => active.all(judged),
            };
            let given = filter.solution.as_ref().is_none_or(|solution| {
                workspace
                    .packages()
                    .any(|(_, outline)| outline.unique_name.as_deref().is_some_and(|name| solution.fits(name)))
            });
            if ran && given {
                state(&mut report, ignore);
            }
        }
        report.drafts.into_iter().map(|draft| (draft, meta)).collect()
    }
}

fn state(report: &mut Report, ignore: &Ignore) {
    let keys = [
        ("rule", &ignore.rule),
        ("solution", &ignore.solution),
        ("subject", &ignore.subject),
        ("pointer", &ignore.pointer),
    ];
    let said: Vec<String> = keys.iter().filter_map(|(key, value)| Some(format!("{key} {}", value.as_ref()?))).collect();
    let said = said.join(", ");
    report
        .at(
            Place::Config(ignore.span),
            Subject::new(SubjectKind::File, "powerlint.toml"),
            format!("an [[ignore]] ignores nothing: no finding fits {said}"),
        )
        .detail(said)
        .help("remove the entry; if it shall stay, correct the keys that no longer fit");
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
