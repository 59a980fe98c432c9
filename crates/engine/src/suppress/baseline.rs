//! The baseline: findings that were there before somebody began to look, by their fingerprints.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use syntax::{Span, Value, json};

use super::{Judged, Reports};
use crate::{ConfigError, Finding, Place, Subject, SubjectKind, workspace::fold};

/// The version of the file that is read and written.
pub const BASELINE_VERSION: u32 = 1;

/// How many entries a finding about useless ones points at.
const FEW: usize = 10;

/// A baseline file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The file, as given or configured.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The environment that it was written for, by its name in the configuration.
    pub environment: Option<String>,
    /// The findings, in the order of the file.
    pub entries: Vec<BaselineEntry>,
}

/// A finding of a baseline. Only the fingerprint suppresses; the rest tells people and this tool what it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaselineEntry {
    /// The solution's unique name, or else the package's own name; `None` for findings about no package.
    pub solution: Option<String>,
    /// The rule's name.
    pub rule: String,
    /// What it is about, by its own name.
    pub subject: String,
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// What was wrong.
    pub message: String,
    /// Where the fingerprint stands in the file; nowhere for an entry that is yet to be written.
    pub span: Span,
}

impl BaselineEntry {
    /// What a baseline holds of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self {
            solution: Some(&finding.owner).filter(|owner| !owner.is_empty()).map(ToString::to_string),
            rule: finding.rule.to_owned(),
            subject: finding.subject.name.clone(),
            fingerprint: finding.fingerprint.clone(),
            message: finding.message.clone(),
            span: Span::default(),
        }
    }
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// Where the text is not JSON, of another version, or not of this shape.
    pub fn parse(path: &str, text: String) -> Result<Self, ConfigError> {
        let read = read(&text);
        match read {
            Ok((environment, entries)) => Ok(Self { path: path.to_owned(), text, environment, entries }),
            Err((span, message, help)) => {
                let help = Some(help.to_owned());
                Err(ConfigError { path: path.to_owned(), message, span: Some(span), text, help })
            }
        }
    }
}

/// A place, what is wrong there, and what to do.
type Wrong = (Span, String, &'static str);

const ANEW: &str = "powerlint baseline writes it; delete the file to begin anew";

fn read(text: &str) -> Result<(Option<String>, Vec<BaselineEntry>), Wrong> {
    let document =
        json::parse(text).map_err(|error| (error.span, format!("this baseline is not JSON: {error}"), ANEW))?;
    let root = &document.root;
    let start = Span::new(root.span.start as usize, root.span.start as usize + 1);
    let wrong = |message: &str| (start, message.to_owned(), ANEW);
    let version = root.get("version").ok_or_else(|| wrong("this is not a baseline: it has no `version`"))?;
    let written = version.span.of(text);
    if written != BASELINE_VERSION.to_string() {
        let help = "another version of powerlint wrote it: use that one, or write the file anew";
        return Err((version.span, format!("this powerlint does not read version {written} of the baseline"), help));
    }
    let findings = root.get("findings").ok_or_else(|| wrong("this baseline has no list `findings`"))?;
    if !matches!(findings.kind, syntax::Kind::Array(_)) {
        return Err((findings.span, "`findings` is not a list".to_owned(), ANEW));
    }
    let environment = root.get("environment").and_then(Value::as_str).map(str::to_owned);
    let entries = findings.items().iter().map(entry).collect::<Result<_, _>>()?;
    Ok((environment, entries))
}

fn entry(value: &Value<'_>) -> Result<BaselineEntry, Wrong> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let wanted = |key: &str| {
        let what = format!("an entry of the baseline has no `{key}`");
        text(key).map(str::to_owned).ok_or((value.span, what, ANEW))
    };
    Ok(BaselineEntry {
        solution: text("solution").map(str::to_owned),
        rule: wanted("rule")?,
        subject: text("subject").unwrap_or_default().to_owned(),
        fingerprint: wanted("fingerprint")?,
        message: text("message").unwrap_or_default().to_owned(),
        span: value.get("fingerprint").map_or(value.span, |value| value.span),
    })
}

/// What a baseline still allows in a run.
pub(super) struct Allowance<'r> {
    baseline: &'r Baseline,
    /// The entries of a fingerprint.
    entries: HashMap<&'r str, Vec<usize>>,
    /// How many of them each package has used up: every form of a solution has its findings anew.
    taken: HashMap<(Option<Arc<str>>, &'r str), usize>,
    used: Vec<bool>,
}

impl<'r> Allowance<'r> {
    pub(super) fn new(baseline: &'r Baseline) -> Self {
        let mut entries: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, entry) in baseline.entries.iter().enumerate() {
            entries.entry(entry.fingerprint.as_str()).or_default().push(index);
        }
        Self { baseline, entries, taken: HashMap::new(), used: vec![false; baseline.entries.len()] }
    }

    /// Whether the baseline holds a finding that it has not been asked for as often as it holds it.
    pub(super) fn allows(&mut self, finding: &Finding) -> bool {
        let Some((fingerprint, entries)) = self.entries.get_key_value(finding.fingerprint.as_str()) else {
            return false;
        };
        let taken = self.taken.entry((finding.place.package.clone(), fingerprint)).or_default();
        let Some(used) = entries.get(*taken).and_then(|index| self.used.get_mut(*index)) else { return false };
        *taken += 1;
        *used = true;
        true
    }

    /// What became of the entries.
    pub(super) fn outcome(&self, judged: &Judged<'_>) -> BaselineUse {
        let baseline = self.baseline;
        let mut found = BaselineUse::default();
        let environment = judged.config.chosen().map(|entry| entry.name.as_str());
        // Who wrote it for another environment will find the rest there.
        let here = baseline.environment.as_deref() == environment;
        let given = |name: &str| judged.owners.iter().any(|owner| fold(&owner.name) == fold(name));
        for (index, (entry, used)) in baseline.entries.iter().zip(&self.used).enumerate() {
            if *used {
                continue;
            }
            // Of what is about files of facts, nobody knows whether the file is gone or only left out.
            let given = entry.solution.as_deref().is_some_and(given);
            // No run will find again what a rule found that is gone.
            let ran = judged.rule(&entry.rule) || judged.config.known_rule(&entry.rule).is_err();
            let list = if here && given && ran && judged.complete { &mut found.stale } else { &mut found.open };
            list.push(index);
        }
        found
    }

    pub(super) fn state(&self, stale: &[usize], reports: &mut Reports) {
        let entries: Vec<&BaselineEntry> = stale.iter().filter_map(|index| self.baseline.entries.get(*index)).collect();
        let (Some(report), Some((first, others))) = (&mut reports.baseline, entries.split_first()) else { return };
        let said = |entry: &BaselineEntry| {
            let of = entry.solution.as_ref().map(|solution| format!(" in {solution}")).unwrap_or_default();
            format!("{} about {}{of}", entry.rule, entry.subject)
        };
        let message = match others.len() {
            0 => format!("an entry of the baseline fits no finding any more: {}", said(first)),
            more => {
                format!("{} entries of the baseline fit no finding any more; the first is {}", more + 1, said(first))
            }
        };
        let name = self.baseline.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut stated = report
            .at(Place::Baseline(first.span), Subject::new(SubjectKind::File, name), message)
            .help("powerlint baseline --prune removes what fits no finding any more, and adds nothing");
        for entry in others.iter().take(FEW) {
            stated = stated.note(Place::Baseline(entry.span), said(entry));
        }
        if others.len() > FEW {
            stated.remark(format!("and {} more", others.len() - FEW));
        }
    }
}

/// What became of the entries of a baseline, by their places in it. Those that are in neither list fitted a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaselineUse {
    /// They fit no finding although all they speak of was judged.
    pub stale: Vec<usize>,
    /// They fit no finding, and this run could not have found it: another environment, a rule that did not run or lacked facts,
    /// a solution that was not given.
    pub open: Vec<usize>,
}

/// The entries that hold findings: each as often as the package that has it most often.
#[must_use]
pub fn entries_of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<BaselineEntry> {
    let mut counts: BTreeMap<(Option<&str>, BaselineEntry), usize> = BTreeMap::new();
    for finding in findings {
        let package = finding.place.package.as_deref();
        *counts.entry((package, BaselineEntry::of(finding))).or_default() += 1;
    }
    // By fingerprint, as forms of one solution may word it differently; the last form in the order of paths is taken.
    let mut most: BTreeMap<String, (BaselineEntry, BTreeMap<Option<&str>, usize>)> = BTreeMap::new();
    for ((package, entry), count) in counts {
        let (kept, packages) =
            most.entry(entry.fingerprint.clone()).or_insert_with(|| (entry.clone(), BTreeMap::new()));
        *packages.entry(package).or_default() += count;
        *kept = entry;
    }
    let repeated = most
        .into_values()
        .flat_map(|(entry, packages)| std::iter::repeat_n(entry, packages.into_values().max().unwrap_or_default()));
    let mut entries: Vec<BaselineEntry> = repeated.collect();
    entries.sort();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> (String, String) {
        match Baseline::parse("b.json", text.to_owned()) {
            Ok(baseline) => (format!("{baseline:?}"), String::new()),
            Err(error) => (error.message, error.span.map_or("", |span| span.of(text)).to_owned()),
        }
    }

    #[test]
    fn what_is_no_baseline_is_refused_at_its_place() {
        assert!(wrong("findings").0.starts_with("this baseline is not JSON: "));
        assert_eq!(wrong("[]").0, "this is not a baseline: it has no `version`");
        let (message, at) = wrong(r#"{"version": 2, "findings": []}"#);
        assert_eq!((message.as_str(), at.as_str()), ("this powerlint does not read version 2 of the baseline", "2"));
        assert_eq!(wrong(r#"{"version": 1}"#).0, "this baseline has no list `findings`");
        assert_eq!(wrong(r#"{"version": 1, "findings": {}}"#).0, "`findings` is not a list");
        let (message, at) = wrong(r#"{"version": 1, "findings": [{"rule": "x"}]}"#);
        assert_eq!(
            (message.as_str(), at.as_str()),
            ("an entry of the baseline has no `fingerprint`", r#"{"rule": "x"}"#)
        );
    }
}
