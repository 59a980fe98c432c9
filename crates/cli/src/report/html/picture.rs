//! The picture of who holds what: account, connection, references and what uses them, a lane for each connection.

use std::collections::{BTreeMap, HashSet};

use engine::{Holding, HoldingUser, Outcome, Party, SubjectKind};
use inventory::{Lookup, PrincipalKind, Verdict};
use solution::outline::UserKind;

use super::{
    findings::SolutionFindings,
    judged::{COMMON, Judged, Mark, OWNERS, PERSONAL, SHARED},
    tone::Tone,
};

/// How many references are drawn before the rest is folded.
const DRAWN: usize = 40;
/// How many references of one connection are drawn before the rest is folded.
const REFERENCES: usize = 10;
/// How many flows, apps and agents of one reference are drawn before the rest is folded.
const USERS: usize = 6;

/// The picture.
pub(super) struct Picture {
    pub(super) lanes: Vec<Lane>,
    /// What finds no room.
    pub(super) more: Vec<Lane>,
    /// How many references there are in all.
    pub(super) references: usize,
    /// No file tells of any connection behind the references.
    pub(super) blind: bool,
}

/// A connection with everything that hangs on it.
pub(super) struct Lane {
    pub(super) account: Node,
    pub(super) connection: Node,
    pub(super) references: Vec<Reference>,
    /// References that find no room.
    pub(super) more: Vec<Reference>,
}

/// One of the boxes.
pub(super) struct Node {
    pub(super) tone: Tone,
    pub(super) title: String,
    /// Whether the title is a name, rather than words of our own.
    pub(super) named: bool,
    /// More of it, in small print.
    pub(super) lines: Vec<String>,
    /// What the rules say of it.
    pub(super) marks: Vec<Mark>,
}

/// A reference, or flows that name their connection themselves.
pub(super) struct Reference {
    pub(super) node: Node,
    pub(super) users: Vec<User>,
    pub(super) more: Vec<User>,
}

/// A flow, app or agent.
pub(super) struct User {
    pub(super) kind: &'static str,
    pub(super) name: String,
    /// Its solution, and its owner as far as known.
    pub(super) of: String,
}

/// Draws the picture.
pub(super) fn of(outcome: &Outcome, groups: &[SolutionFindings]) -> Picture {
    let judged = Judged::of(outcome, groups);
    let mut together: BTreeMap<Key<'_>, Vec<&Holding>> = BTreeMap::new();
    for holding in &outcome.holdings {
        together.entry(Key::of(holding)).or_default().push(holding);
    }
    let mut lanes: Vec<Lane> = together.into_values().map(|holdings| lane(&holdings, &judged)).collect();
    // The worst first; among equals those on which most hangs.
    lanes.sort_by_key(|lane| std::cmp::Reverse((lane.worst(), lane.references.len() + lane.more.len())));
    let mut drawn = 0;
    let fit = lanes.iter().take_while(|lane| {
        drawn += lane.references.len();
        drawn <= DRAWN
    });
    let fit = fit.count();
    let more = lanes.split_off(fit);
    let bound = |holding: &Holding| !holding.connection.is_unknown();
    let blind = outcome.holdings.iter().filter(|holding| holding.reference.is_some()).all(|holding| !bound(holding));
    Picture { lanes, more, references: outcome.holdings.len(), blind }
}

impl Picture {
    /// How many references the lanes have that find no room.
    pub(super) fn left(&self) -> usize {
        self.more.iter().map(|lane| lane.references.len() + lane.more.len()).sum()
    }
}

/// What belongs into one lane.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'h> {
    /// A connection.
    Connection(&'h str),
    /// References of one connector of which it is not known what they are bound to.
    Unknown(Option<&'h str>),
    /// References of one connector that are bound to nothing.
    Unbound(Option<&'h str>),
    /// References of one connector that run with the connection of whoever runs the flow.
    RunOnly(Option<&'h str>),
}

impl<'h> Key<'h> {
    fn of(holding: &'h Holding) -> Self {
        let connector = holding.connector.as_deref();
        match &holding.connection {
            _ if holding.run_only => Self::RunOnly(connector),
            Lookup::Known(held) => Self::Connection(&held.key),
            Lookup::Absent => Self::Unbound(connector),
            Lookup::Unknown => Self::Unknown(connector),
        }
    }
}

impl Lane {
    fn worst(&self) -> Tone {
        let references = self.references.iter().chain(&self.more);
        let nodes = references.map(|reference| &reference.node).chain([&self.account, &self.connection]);
        nodes.map(|node| node.tone).max().unwrap_or(Tone::Nothing)
    }
}

fn lane(holdings: &[&Holding], judged: &Judged<'_>) -> Lane {
    let mut references: Vec<_> = holdings.iter().map(|holding| reference(holding, judged)).collect();
    references.sort_by_key(|reference| std::cmp::Reverse(reference.node.tone));
    let more = fold(&mut references, REFERENCES);
    Lane { account: account(holdings, judged), connection: connection(holdings, judged), references, more }
}

/// Under whose account the connection runs.
fn account(holdings: &[&Holding], judged: &Judged<'_>) -> Node {
    if holdings.iter().all(|holding| holding.run_only) {
        return Node::words(Tone::Nothing, "Whoever runs it", "each with an account of their own");
    }
    // The same connection has the same account; settings may tell it of one of its references alone.
    let known = holdings.iter().find(|holding| holding.credential != Verdict::Unknown);
    let verdict = known.map_or(Verdict::Unknown, |holding| holding.credential);
    let unbound = holdings.iter().all(|holding| holding.connection == Lookup::Absent);
    if verdict == Verdict::Unknown && unbound && holdings.iter().all(|holding| holding.by_hand) {
        return Node::words(Tone::Nothing, "Whoever imports it", "");
    }
    if verdict == Verdict::Unknown && unbound {
        return Node::words(Tone::Nothing, "Nobody", "bound to no connection");
    }
    let subjects: Vec<_> = holdings
        .iter()
        .flat_map(|holding| subjects(holding))
        .filter(|(kind, _)| {
            *kind == SubjectKind::ConnectionReference || holdings.iter().any(|one| one.reference.is_none())
        })
        .collect();
    let (facts, words) = match verdict {
        Verdict::ServicePrincipal => (Some(true), "service principal"),
        Verdict::ServiceAccount => (Some(true), "service account"),
        Verdict::Key => (Some(true), "key or password, nobody's account"),
        Verdict::None => (Some(true), "no sign-in needed"),
        Verdict::Personal => (Some(false), "personal account"),
        Verdict::Unknown => (None, "account not known"),
    };
    let mark = judged.mark(PERSONAL, &subjects, facts, ["personal account", words, "account not known"]);
    let name = known.and_then(|holding| holding.account.clone());
    let (title, named) = match (name, verdict) {
        (Some(account), _) => (account, true),
        (None, Verdict::Unknown) => ("Not known".to_owned(), false),
        (None, Verdict::Key) => ("A key".to_owned(), false),
        (None, Verdict::None) => ("No account".to_owned(), false),
        (None, Verdict::ServicePrincipal) => ("A service principal".to_owned(), false),
        (None, Verdict::ServiceAccount) => ("A service account".to_owned(), false),
        (None, Verdict::Personal) => ("A person".to_owned(), false),
    };
    // The account stands above it already.
    let evidence = known.map(|holding| {
        let said = holding.evidence.as_str();
        let rest = said.strip_prefix("signed in as ").and_then(|rest| rest.strip_prefix(title.as_str()));
        rest.map_or(said, |rest| rest.trim_start_matches([';', ' '])).to_owned()
    });
    let evidence = evidence.filter(|line| !line.is_empty());
    Node { tone: mark.tone, title, named, lines: evidence.into_iter().collect(), marks: vec![mark] }
}

/// The connection, and whether the deployers may use it.
fn connection(holdings: &[&Holding], judged: &Judged<'_>) -> Node {
    let connector = holdings.iter().find_map(|holding| holding.connector.clone());
    if holdings.iter().all(|holding| holding.run_only) {
        let mut node = Node::words(Tone::Nothing, "One of their own", "");
        node.lines = connector.into_iter().collect();
        return node;
    }
    let held = holdings.iter().find_map(|holding| match &holding.connection {
        Lookup::Known(held) => Some(held),
        Lookup::Absent | Lookup::Unknown => None,
    });
    let Some(held) = held else {
        let by_hand = holdings.iter().all(|holding| holding.by_hand);
        let absent = holdings.iter().all(|holding| holding.connection == Lookup::Absent);
        let (tone, title) = match (absent, by_hand) {
            (_, true) => (Tone::Nothing, "Chosen at import"),
            (true, false) => (Tone::Nothing, "None"),
            (false, false) => (Tone::Open, "Not known"),
        };
        let mut node = Node::words(tone, title, "");
        node.lines = connector.into_iter().collect();
        return node;
    };
    let mut lines: Vec<String> = connector.into_iter().collect();
    if held.name.is_some() {
        lines.push(held.id.clone());
    }
    lines.extend(held.owner.as_ref().map(owned_by));
    let mut node = Node {
        tone: Tone::Nothing,
        title: held.name.clone().unwrap_or_else(|| held.id.clone()),
        named: true,
        lines,
        marks: Vec::new(),
    };
    let by_hand = holdings.iter().all(|holding| holding.by_hand);
    // The deployers are the same for all, and so is their access.
    let access = holdings.first().map(|holding| holding.deployers.as_slice()).unwrap_or_default();
    if !access.is_empty() && !by_hand {
        let all: Option<Vec<bool>> = access.iter().map(|one| one.access).collect();
        let facts = match all {
            Some(all) => Some(all.iter().all(|may| *may)),
            None => access.iter().any(|one| one.access == Some(false)).then_some(false),
        };
        let closed: Vec<&str> =
            access.iter().filter(|one| one.access == Some(false)).map(|one| one.deployer.as_str()).collect();
        let bad = match closed.as_slice() {
            [] => "closed to a deployer".to_owned(),
            names => format!("closed to {}", names.join(", ")),
        };
        let well = if access.len() == 1 { "open to the deployer" } else { "open to all deployers" };
        let subjects = [(SubjectKind::Connection, held.id.as_str())];
        let mark = judged.mark(SHARED, &subjects, facts, [&bad, well, "sharing not known"]);
        node.tone = mark.tone;
        node.marks.push(mark);
    } else if !by_hand {
        node.marks.push(Mark { tone: Tone::Open, words: "no deployer configured".to_owned(), finding: None });
        node.tone = Tone::Open;
    }
    node
}

fn reference(holding: &Holding, judged: &Judged<'_>) -> Reference {
    let users: Vec<User> = holding.users.iter().map(|one| user(one, holding.run_only)).collect();
    let mut node = match &holding.reference {
        None => {
            let words = if holding.by_hand { "an old package, imported by hand" } else { "named by the flow itself" };
            Node::words(Tone::Nothing, "No reference", words)
        }
        Some(name) => Node {
            tone: Tone::Nothing,
            title: name.clone(),
            named: true,
            lines: holding.display_name.iter().cloned().collect(),
            marks: Vec::new(),
        },
    };
    if let Some(name) = &holding.reference {
        node.lines.extend(holding.owner.as_ref().map(owned_by));
        let subjects = [(SubjectKind::ConnectionReference, name.as_str())];
        // Whoever is known to have a hand in it. Two persons that no rule speaks of are not drawn as fine.
        let owners = holding.users.iter().filter_map(|user| user.owner.as_ref()).chain(&holding.owner);
        let persons: HashSet<&str> = owners
            .filter(|owner| owner.kind == Some(PrincipalKind::Person))
            .map(|owner| owner.label.as_str())
            .collect();
        let whole = holding.owner.is_some() && holding.users.iter().all(|user| user.owner.is_some());
        let facts = match persons.len() {
            0 | 1 => (whole || judged.asked(OWNERS)).then_some(true),
            _ => Some(false),
        };
        let words = ["several owners", "one owner at most", "owners not known"];
        node.marks.push(judged.mark(OWNERS, &subjects, facts, words));
        let held = &holding.held_by;
        let facts = match (held.iter().any(|one| one.common), held.is_empty()) {
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        };
        let words = ["not in the common solution alone", "in the common solution", "common solution not known"];
        node.marks.push(judged.mark(COMMON, &subjects, facts, words));
        node.tone = node.marks.iter().map(|mark| mark.tone).max().unwrap_or(Tone::Nothing);
    }
    let mut users = users;
    let more = fold(&mut users, USERS);
    Reference { node, users, more }
}

/// Takes away what is beyond so many. One more takes no more room than the line that would fold it.
fn fold<T>(all: &mut Vec<T>, drawn: usize) -> Vec<T> {
    if all.len() > drawn + 1 { all.split_off(drawn) } else { Vec::new() }
}

fn user(one: &HoldingUser, run_only: bool) -> User {
    let kind = match one.kind {
        UserKind::Flow => "Flow",
        UserKind::App => "App",
        UserKind::Agent => "Agent",
    };
    let mut of = one.solution.clone();
    if let Some(owner) = &one.owner {
        of.push_str(" · ");
        of.push_str(&owned_by(owner));
    }
    if one.invoker && !run_only {
        of.push_str(" · with the connection of whoever runs it");
    }
    User { kind, name: one.name.clone(), of }
}

fn owned_by(owner: &Party) -> String {
    let gone = if owner.gone == Some(true) { ", who is disabled or gone" } else { "" };
    format!("owned by {}{gone}", owner.label)
}

/// What findings about a holding are about.
fn subjects(holding: &Holding) -> Vec<(SubjectKind, &str)> {
    let reference = holding.reference.as_deref().map(|name| (SubjectKind::ConnectionReference, name));
    let connection = match &holding.connection {
        Lookup::Known(held) => Some((SubjectKind::Connection, held.id.as_str())),
        Lookup::Absent | Lookup::Unknown => None,
    };
    reference.into_iter().chain(connection).collect()
}

impl Node {
    /// A box without a name.
    fn words(tone: Tone, title: &str, line: &str) -> Self {
        let lines = if line.is_empty() { Vec::new() } else { vec![line.to_owned()] };
        Self { tone, title: title.to_owned(), named: false, lines, marks: Vec::new() }
    }
}
