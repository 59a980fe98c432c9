//! Notes in the designer: `powerlint: ignore(rule) reason` in the description of an action, a trigger or a flow.

use std::collections::{HashMap, HashSet};

use solution::{Loc, Outline, outline::IgnoreNote};
use syntax::Span;

use super::{Judged, Reports, is_about_decisions};
use crate::{
    Config, Date, Finding, Meta, PackageId, Place, Report, Subject, SubjectKind, Workspace, date, workspace::fold,
};

/// The notes of all packages, and which of them were of use.
pub(super) struct Notes<'r> {
    notes: Vec<Note<'r>>,
    /// The places of a package's notes in `notes`, by the package's path.
    of_package: HashMap<&'r str, Vec<usize>>,
}

/// A note with the rules that it names.
struct Note<'r> {
    taken: &'r IgnoreNote,
    outline: &'r Outline,
    id: PackageId,
    rules: Vec<Named>,
    /// What it speaks of, by the file's name.
    over: Vec<(&'r str, Option<Span>)>,
    state: State,
    /// What is wrong with it, each with what to do.
    faults: Vec<Fault>,
}

/// A rule that a note names.
struct Named {
    meta: &'static Meta,
    used: bool,
}

/// Whether a note is heeded.
enum State {
    Holds,
    /// Its last day is over.
    Over(Date),
    /// It has no reason, or a day that is none.
    Void,
}

struct Fault {
    /// Tells it from the note's other faults.
    detail: String,
    /// What is wrong, after the words that name the note.
    message: String,
    help: String,
}

impl<'r> Notes<'r> {
    pub(super) fn new(config: &Config, workspace: &'r Workspace, today: Date) -> Self {
        let mut all = Self { notes: Vec::new(), of_package: HashMap::new() };
        for (id, outline) in workspace.packages() {
            for note in &outline.notes {
                all.of_package.entry(outline.address.path.as_str()).or_default().push(all.notes.len());
                all.notes.push(Note::new(note, outline, id, config, today));
            }
        }
        all
    }

    /// The reason of the first note that fits a finding. Every one that does counts as used.
    pub(super) fn reason(&mut self, finding: &Finding) -> Option<&'r str> {
        let here = self.of_package.get(finding.place.package.as_deref()?)?;
        let mut reason = None;
        for index in here {
            let Some(note) = self.notes.get_mut(*index) else { continue };
            if !matches!(note.state, State::Holds) || !note.speaks_of(finding) {
                continue;
            }
            for rule in note.rules.iter_mut().filter(|rule| rule.meta.name == finding.rule) {
                rule.used = true;
                reason = reason.or(note.taken.says.reason.as_deref());
            }
        }
        reason
    }

    pub(super) fn state(&self, judged: &Judged<'_>, reports: &mut Reports) {
        // The same note stands in every form of a solution, and findings about all packages point into one of them.
        let used: HashSet<_> = self.notes.iter().flat_map(Note::used).collect();
        for note in &self.notes {
            if let Some(report) = &mut reports.invalid {
                note.faults.iter().for_each(|fault| note.state_fault(report, fault));
            }
            match (&note.state, &mut reports.expired, &mut reports.stale) {
                (State::Over(last), Some(report), _) => note.state_expired(report, *last),
                (State::Holds, _, Some(report)) if note.is_leading(judged.workspace) => {
                    let useless =
                        |rule: &&Named| !used.contains(&(note.key(), rule.meta.name)) && judged.rule(rule.meta.name);
                    note.rules.iter().filter(useless).for_each(|rule| note.state_stale(report, rule.meta.name));
                }
                _ => {}
            }
        }
    }
}

impl<'r> Note<'r> {
    fn new(note: &'r IgnoreNote, outline: &'r Outline, id: PackageId, config: &Config, today: Date) -> Self {
        let says = &note.says;
        let mut faults = Vec::new();
        let mut rules: Vec<Named> = Vec::new();
        if says.rules.is_empty() {
            faults.push(Fault {
                detail: "no rule".to_owned(),
                message: "names no rule".to_owned(),
                help: "write powerlint: ignore(rule) reason, with the rule's name as in the report".to_owned(),
            });
        }
        for name in &says.rules {
            match config.known_rule(name) {
                Ok(meta) if is_about_decisions(meta.name) => faults.push(Fault {
                    detail: name.clone(),
                    message: format!("names {name}, which no note can ignore"),
                    help: format!(
                        "correct what it finds, or turn the rule off under [rules] in powerlint.toml: {name} = \"off\""
                    ),
                }),
                Ok(meta) => rules.push(Named { meta, used: false }),
                Err(help) => faults.push(Fault {
                    detail: name.clone(),
                    message: format!("names the rule {name}, which does not exist"),
                    help,
                }),
            }
        }
        if says.reason.is_none() && !says.rules.is_empty() {
            faults.push(Fault {
                detail: "no reason".to_owned(),
                message: "gives no reason, so that it is not heeded".to_owned(),
                help: "say why, on the same line: whoever reads it next will want to know".to_owned(),
            });
        }
        let last = says.until.as_deref().map(|day| (day, date::day(day)));
        if let Some((day, None)) = last {
            faults.push(Fault {
                detail: "no day".to_owned(),
                message: format!("holds until \"{day}\", which is not a day, so that it is not heeded"),
                help: "write the last day on which it holds: ignore(rule until 2027-03-31)".to_owned(),
            });
        }
        let state = match (&says.reason, last) {
            (None, _) | (_, Some((_, None))) => State::Void,
            (_, Some((_, Some(last)))) if last < today => State::Over(last),
            _ => State::Holds,
        };
        let over = note.over.iter().filter_map(|loc| Some((file_name(outline, *loc)?, span(*loc)))).collect();
        Self { taken: note, outline, id, rules, over, state, faults }
    }

    /// Whether a finding, which is in this package, is about what the note stands at.
    fn speaks_of(&self, finding: &Finding) -> bool {
        let place = &finding.place;
        let inside = |(file, span): &(&str, Option<Span>)| {
            place.file.as_deref() == Some(*file)
                && span.is_none_or(|span| {
                    place
                        .region
                        .is_some_and(|region| span.start <= region.start.offset && region.end.offset <= span.end)
                })
        };
        let whole_flow = self.taken.step.is_none() && self.taken.name_is_unique;
        let subject = &finding.subject;
        self.over.iter().any(inside)
            || (whole_flow && subject.kind == SubjectKind::Flow && fold(&subject.name) == fold(&self.taken.flow))
    }

    /// What is the same for this note in every form of the solution.
    fn key(&self) -> (String, Option<&'r str>) {
        let flow = self.taken.flow_id.clone().unwrap_or_else(|| {
            let owner = self.outline.unique_name.as_deref().unwrap_or(&self.outline.address.path);
            format!("{}/{}", fold(owner), fold(&self.taken.flow))
        });
        (flow, self.taken.step.as_deref())
    }

    fn used(&self) -> impl Iterator<Item = ((String, Option<&'r str>), &'static str)> {
        self.rules.iter().filter(|rule| rule.used).map(|rule| (self.key(), rule.meta.name))
    }

    /// Whether everything that could be found of its flow points into this package.
    fn is_leading(&self, workspace: &Workspace) -> bool {
        let solution = workspace.solution_of(self.id);
        let patched = !solution.patches.is_empty();
        !self.taken.stale && (solution.patches.contains(&self.id) || (solution.leading == self.id && !patched))
    }

    /// What names the note in messages.
    fn said(&self) -> String {
        match &self.taken.step {
            Some(step) => format!("a note on \"{step}\" in flow \"{}\"", self.taken.flow),
            None => format!("a note on flow \"{}\"", self.taken.flow),
        }
    }

    fn place(&self) -> Place {
        Place::Package(self.id, Some(self.taken.loc))
    }

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Flow, self.taken.flow.clone())
    }

    fn detail(&self, rest: &str) -> String {
        format!("{}: {rest}", self.taken.step.as_deref().unwrap_or_default())
    }

    fn state_fault(&self, report: &mut Report, fault: &Fault) {
        report
            .at(self.place(), self.subject(), format!("{} {}", self.said(), fault.message))
            .detail(self.detail(&fault.detail))
            .help(fault.help.clone());
    }

    fn state_expired(&self, report: &mut Report, last: Date) {
        let rules: Vec<&str> = self.rules.iter().map(|rule| rule.meta.name).collect();
        let rules = rules.join(", ");
        report
            .at(self.place(), self.subject(), format!("{} ended on {last}: {rules} is told again", self.said()))
            .detail(self.detail(&rules))
            .help("remove the note once its findings are gone; if the reason still holds, give it another day");
    }

    fn state_stale(&self, report: &mut Report, rule: &str) {
        report
            .at(self.place(), self.subject(), format!("{} ignores nothing: {rule} finds nothing there", self.said()))
            .detail(self.detail(rule))
            .help("remove the note, or this rule from it");
    }
}

fn file_name(outline: &Outline, loc: Loc) -> Option<&str> {
    outline.files.iter().find(|(file, _)| *file == loc.file).map(|(_, name)| name.as_str())
}

/// The part of the file; `None` for the whole.
fn span(loc: Loc) -> Option<Span> {
    (!loc.is_file()).then_some(loc.span)
}
