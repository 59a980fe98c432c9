//! Names that steps of a flow mention: one finding a name, with the other places as notes.

use engine::{Place, Report, SolutionContext, Subject, SubjectKind};
use indexmap::IndexMap;
use solution::{
    FlowIndex,
    flow_index::{FlowString, Owner},
};
use syntax::Span;

use crate::wording;

/// How many names are compared with one that is unknown: twice the number of actions that the platform allows.
const MOST: usize = 1_000;

/// How many further places a finding shows.
const SHOWN: usize = 5;

/// One place where a name is mentioned.
pub(crate) struct Mention {
    /// The name as written.
    pub(crate) name: String,
    /// Who mentions it: `action Compose`.
    pub(crate) holder: String,
    /// Where.
    pub(crate) place: Place,
}

/// Mentions by the name in lower case, in the order of the file.
#[derive(Default)]
pub(crate) struct Mentions {
    by_name: IndexMap<String, Vec<Mention>>,
}

impl Mentions {
    pub(crate) fn add(&mut self, name: &str, holder: String, place: Place) {
        let mention = Mention { name: name.to_owned(), holder, place };
        self.by_name.entry(name.to_lowercase()).or_default().push(mention);
    }

    /// Notes that an expression mentions a name.
    pub(crate) fn read(
        &mut self,
        cx: &SolutionContext<'_, '_>,
        flow: &FlowIndex<'_, '_>,
        string: &FlowString<'_, '_>,
        name: &str,
        span: Span,
    ) {
        self.add(name, holder(flow, string.owner), cx.inside(string, span));
    }

    /// States one finding for each name.
    pub(crate) fn state(
        self,
        report: &mut Report,
        flow: &FlowIndex<'_, '_>,
        message: impl Fn(&Mention) -> String,
        label: &str,
        help: impl Fn(&Mention) -> String,
    ) {
        for (name, mentions) in self.by_name {
            let Some((first, others)) = mentions.split_first() else { continue };
            let mut stated =
                report.at(first.place, subject(flow), message(first)).label(label).detail(name).help(help(first));
            for other in others.iter().take(SHOWN) {
                stated = stated.note(other.place, format!("{} too", other.holder));
            }
            if others.len() > SHOWN {
                stated.remark(format!("and {}", wording::count(others.len() - SHOWN, "more place", "more places")));
            }
        }
    }
}

/// The flow as what a finding is about.
pub(crate) fn subject(flow: &FlowIndex<'_, '_>) -> Subject {
    Subject::new(SubjectKind::Flow, flow.flow().name)
}

/// Who holds a string, in words: `action Compose`, `trigger manual`.
pub(crate) fn holder(flow: &FlowIndex<'_, '_>, owner: Owner) -> String {
    match owner {
        Owner::Step(id) => format!("action {}", flow.step(id).action.name.value),
        Owner::Trigger(number) => match flow.flow().triggers.get(number) {
            Some(trigger) => format!("trigger {}", trigger.name.value),
            None => "the trigger".to_owned(),
        },
    }
}

/// The known name that was probably meant.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let far = name.chars().count() / 3;
    // Comparing takes time; a flow with more names is none that somebody wrote.
    known
        .take(MOST)
        // Most names are told apart by their lengths and letters alone.
        .filter(|candidate| may_be_near(candidate, &name, far))
        .map(|candidate| (strsim::damerau_levenshtein(&candidate.to_lowercase(), &name), candidate))
        .filter(|&(distance, _)| distance <= far)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether a candidate may lie within the distance of a name in lower case, by its length and letters. A step from one to the other
/// adds or takes away one letter, or both.
fn may_be_near(candidate: &str, name: &str, far: usize) -> bool {
    let letters = |text: &str| text.bytes().fold(0u128, |all, byte| all | (1 << (byte.to_ascii_lowercase() & 0x7f)));
    let lacks = |one: u128, other: u128| (one & !other).count_ones() as usize;
    if !candidate.is_ascii() || !name.is_ascii() {
        return true;
    }
    let (here, there) = (letters(candidate), letters(name));
    candidate.len().abs_diff(name.len()) <= far && lacks(here, there) <= far && lacks(there, here) <= far
}

/// `; did you mean Get_item?`, or nothing.
pub(crate) fn meant<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    nearest(name, known).map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}
