//! Notes in the designer that ask not to hear of a rule: `powerlint: ignore(rule until 2027-03-31) reason`, in the description of
//! an action, a trigger or a flow.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use syntax::{Span, Value, json};

use crate::{
    At, FileId, Loc, Package,
    model::{Flow, Membership, WorkflowEntry},
};

/// One note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IgnoreNote {
    /// What it says.
    pub says: Written,
    /// The flow's name for people.
    pub flow: String,
    /// The flow's id, in lower case without braces.
    pub flow_id: Option<String>,
    /// No other flow of the package has this name.
    pub name_is_unique: bool,
    /// The flow's file is named by no `Workflow` element.
    pub stale: bool,
    /// The name of the action or trigger that it stands at; `None` for a note on the flow.
    pub step: Option<String>,
    /// What it speaks of: the action or trigger with everything inside; for a flow its file and its `Workflow` element.
    pub over: Vec<Loc>,
    /// The description that it stands in.
    pub loc: Loc,
}

/// A note as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// The rules in the parentheses, as written; none where there are no parentheses.
    pub rules: Vec<String>,
    /// The last day on which it holds, as written.
    pub until: Option<String>,
    /// Why; `None` where nothing follows.
    pub reason: Option<String>,
    /// Where it stands in the description, in bytes.
    pub span: Span,
}

impl IgnoreNote {
    /// Narrows the place to the note alone, where the file's text allows it.
    pub fn narrow(&mut self, text: &str) {
        self.loc.span = json::inside(text, self.loc.span, self.says.span);
    }
}

/// Every note of a package, in the order of its flows.
pub(super) fn of(package: &Package<'_>) -> Vec<IgnoreNote> {
    let entries = Entries::of(package);
    package.flows.iter().flat_map(|flow| of_flow(package, flow, entries.of_flow(flow))).collect()
}

fn of_flow(package: &Package<'_>, flow: &Flow<'_>, entry: Option<&WorkflowEntry<'_>>) -> Vec<IgnoreNote> {
    let mut notes = Vec::new();
    let mut whole = vec![flow.loc];
    whole.extend(entry.map(|entry| entry.loc));
    let mut add = |step: Option<&str>, over: &[Loc], description: At<&str>| {
        notes.extend(notes_in(description.value).into_iter().map(|says| IgnoreNote {
            says,
            flow: flow.name.to_owned(),
            flow_id: flow.id.clone(),
            name_is_unique: !package.flows.iter().any(|other| other.file != flow.file && other.name == flow.name),
            stale: flow.membership == Membership::Stale,
            step: step.map(str::to_owned),
            over: over.to_vec(),
            loc: description.loc,
        }));
    };
    if let Some(description) = entry.and_then(|entry| entry.description) {
        add(None, &whole, description);
    }
    // Beside the definition, and in it: flows have been seen with either.
    let frames = flow.root.into_iter().flat_map(|root| [Some(root), root.get("properties")]).flatten();
    for frame in frames.flat_map(|frame| [Some(frame), frame.get("definition")]).flatten() {
        if let Some(description) = description(flow, frame) {
            add(None, &whole, description);
        }
    }
    for trigger in &flow.triggers {
        if let Some(description) = description(flow, trigger.definition) {
            add(Some(trigger.name.value), &[with_name(trigger.name, trigger.loc)], description);
        }
    }
    for action in flow.all_actions() {
        if let Some(description) = description(flow, action.definition) {
            add(Some(action.name.value), &[with_name(action.name, action.loc)], description);
        }
    }
    notes
}

/// The `Workflow` elements of a package: a solution can have thousands.
struct Entries<'a, 't> {
    all: &'a [WorkflowEntry<'t>],
    /// The first one that names a file, and the one that stands at a place.
    by_file: HashMap<FileId, usize>,
    by_place: HashMap<Loc, usize>,
}

impl<'a, 't> Entries<'a, 't> {
    fn of(package: &'a Package<'t>) -> Self {
        let mut this = Self { all: &package.workflows, by_file: HashMap::new(), by_place: HashMap::new() };
        for (at, entry) in package.workflows.iter().enumerate() {
            if let Some(file) = entry.file {
                this.by_file.entry(file).or_insert(at);
            }
            this.by_place.entry(entry.loc).or_insert(at);
        }
        this
    }

    /// The element of a flow.
    fn of_flow(&self, flow: &Flow<'_>) -> Option<&'a WorkflowEntry<'t>> {
        let at = self.by_file.get(&flow.file).into_iter().chain(self.by_place.get(&flow.loc)).min()?;
        self.all.get(*at)
    }
}

fn description<'t>(flow: &Flow<'t>, value: &'t Value<'t>) -> Option<At<&'t str>> {
    let value = value.get("description")?;
    Some(At::new(value.as_str()?, Loc::new(flow.file, value.span)))
}

/// A step with its name, which findings point at, too.
fn with_name(name: At<&str>, step: Loc) -> Loc {
    let span = Span { start: name.loc.span.start.min(step.span.start), end: step.span.end };
    Loc { span, ..step }
}

const NAME: &str = "powerlint";

/// The notes in a description, in their order. What only speaks of powerlint is none.
fn notes_in(text: &str) -> Vec<Written> {
    let begins: Vec<(usize, usize)> = text.match_indices(['p', 'P']).filter_map(|(at, _)| begin(text, at)).collect();
    let ends = begins.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    begins.iter().zip(ends).filter_map(|(&(start, after), end)| written(text, start, after, end)).collect()
}

/// Where a note begins at `at`: its beginning, and what comes after the word `ignore`.
fn begin(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = strip(text.get(at..)?, NAME)?;
    // A part of a longer name is something else.
    if text.get(..at)?.ends_with(|before: char| before.is_alphanumeric() || matches!(before, '-' | '_' | '.' | '/')) {
        return None;
    }
    let rest = strip(rest.trim_start().strip_prefix(':')?.trim_start(), "ignore")?;
    let alone = !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_'));
    alone.then_some((at, text.len() - rest.len()))
}

/// Takes a word off, without regard to case.
fn strip<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// Reads a note from what comes after the word `ignore`, up to the next note. The reason ends with its line.
fn written(text: &str, start: usize, after: usize, end: usize) -> Option<Written> {
    let rest = text.get(after..end)?;
    let list = rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let Some((list, rest)) = list else {
        // Without parentheses nobody knows where the rules end.
        let line = rest.lines().next().unwrap_or_default().trim_end();
        let span = Span::new(start, after + line.len());
        return Some(Written { rules: Vec::new(), until: None, reason: None, span });
    };
    let mut rules: Vec<&str> = list.split(',').map(str::trim).filter(|rule| !rule.is_empty()).collect();
    // The day stands after the last rule.
    let dated = rules.last().and_then(|last| {
        let words: Vec<&str> = last.split_whitespace().collect();
        let at = words.iter().position(|word| word.eq_ignore_ascii_case("until"))?;
        Some((words.get(..at)?.join(" "), words.get(at + 1..)?.join(" ")))
    });
    let mut until = None;
    let shortened;
    if let Some((rule, day)) = dated {
        rules.pop();
        shortened = rule;
        rules.extend(Some(shortened.as_str()).filter(|rule| !rule.is_empty()));
        until = Some(day);
    }
    let line = rest.lines().next().unwrap_or_default();
    let reason = line.trim().trim_start_matches([':', '-', '–', '—', ',']).trim();
    let length = line.trim_end().len();
    Some(Written {
        rules: rules.into_iter().map(str::to_owned).collect(),
        until,
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
        span: Span::new(start, end - rest.len() + length),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn one(text: &str) -> Written {
        let notes = notes_in(text);
        assert_eq!(notes.len(), 1, "{text}: {notes:?}");
        notes.into_iter().next().unwrap()
    }

    #[test]
    fn a_note_names_rules_and_a_reason() {
        let text = "Asks HR. powerlint: ignore(plain-http, no-retry) the old server, until it goes";
        let note = one(text);
        assert_eq!(note.rules, ["plain-http", "no-retry"]);
        assert_eq!((note.until, note.reason.as_deref()), (None, Some("the old server, until it goes")));
        assert_eq!(note.span.of(text), "powerlint: ignore(plain-http, no-retry) the old server, until it goes");
        let note = one("POWERLINT:Ignore ( plain-http  until 2027-03-31 ) - the old server \r\nMore.");
        assert_eq!((note.rules[0].as_str(), note.until.as_deref()), ("plain-http", Some("2027-03-31")));
        assert_eq!(note.reason.as_deref(), Some("the old server"));
    }

    #[test]
    fn several_notes_stand_on_lines_of_their_own_or_one_after_the_other() {
        let text = "powerlint: ignore(a) one\npowerlint: ignore(b) two powerlint: ignore(c) three\nnot four";
        let notes = notes_in(text);
        let said: Vec<_> = notes.iter().map(|note| (note.rules[0].as_str(), note.reason.as_deref().unwrap())).collect();
        assert_eq!(said, [("a", "one"), ("b", "two"), ("c", "three")]);
        assert_eq!(notes[1].span.of(text), "powerlint: ignore(b) two");
    }

    #[test]
    fn what_is_missing_is_not_made_up() {
        assert_eq!(one("powerlint: ignore(a)").reason, None);
        assert_eq!(one("powerlint: ignore(a) \n the next line").reason, None);
        assert_eq!(one("powerlint: ignore() why").rules, [""; 0]);
        assert_eq!(one("powerlint: ignore plain-http, the old server").rules, [""; 0]);
        assert_eq!(one("powerlint: ignore(a, b the old server").rules, [""; 0]);
        let note = one("powerlint: ignore(until 2027-03-31) why");
        assert_eq!((note.rules.len(), note.until.as_deref()), (0, Some("2027-03-31")));
        assert_eq!(one("powerlint: ignore(a until) why").until.as_deref(), Some(""));
    }

    #[test]
    fn what_only_speaks_of_powerlint_is_no_note() {
        for text in [
            "",
            "checked with powerlint: nothing to ignore",
            "powerlint: ignored(a) x",
            "powerlint ignore(a) x",
            "my-powerlint: ignore(a) x",
            "https://example.com/powerlint: ignore(a) x",
            "powerlint: ignore-this(a) x",
            "Köpfe powerlin",
        ] {
            assert_eq!(notes_in(text), [], "{text}");
        }
    }
}
