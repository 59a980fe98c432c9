//! The picture of who holds what: account, connection, references and what uses them, a lane for each connection.

use std::collections::{BTreeMap, HashMap, HashSet};

use engine::{CoverageLine, Holding, HoldingUser, Outcome, Party, SubjectKind};
use inventory::{Lookup, PrincipalKind, Verdict};
use solution::outline::UserKind;

use super::{findings::SolutionFindings, tone::Tone};

/// The rules that answer the four questions, in the order in which [`crate::report::answers::QUESTIONS`] has them.
const PERSONAL: &str = "personal-connection";
const OWNERS: &str = "several-owners";
const COMMON: &str = "not-in-common-solution";
const SHARED: &str = "not-shared-with-deployer";

/// How many references are drawn before the rest is folded.
const DRAWN: usize = 40;
/// How many flows, apps and agents of one reference are drawn before the rest is folded.
const USERS: usize = 6;

/// The picture.
pub(super) struct Picture {
    pub(super) lanes: Vec<Lane>,
    /// What finds no room.
    pub(super) more: Vec<Lane>,
    /// How many references there are in all.
    pub(super) references: usize,
}

/// A connection with everything that hangs on it.
pub(super) struct Lane {
    pub(super) account: Node,
    pub(super) connection: Node,
    pub(super) references: Vec<Reference>,
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

/// What a rule says of something, in a few words.
pub(super) struct Mark {
    pub(super) tone: Tone,
    pub(super) words: String,
    /// The finding, where there is one.
    pub(super) finding: Option<usize>,
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
    lanes.sort_by_key(|lane| std::cmp::Reverse((lane.worst(), lane.references.len())));
    let mut drawn = 0;
    let fit = lanes.iter().take_while(|lane| {
        drawn += lane.references.len();
        drawn <= DRAWN
    });
    // One lane is drawn however much hangs on it.
    let fit = fit.count().max(1).min(lanes.len());
    let more = lanes.split_off(fit);
    Picture { lanes, more, references: outcome.holdings.len() }
}

impl Picture {
    /// How many references the lanes have that find no room.
    pub(super) fn left(&self) -> usize {
        self.more.iter().map(|lane| lane.references.len()).sum()
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

/// What the rules found, and of what they say that it cannot be judged.
struct Judged<'o> {
    findings: HashMap<(&'static str, SubjectKind, String), (Tone, usize)>,
    accepted: HashSet<(&'static str, SubjectKind, String)>,
    lines: HashMap<&'static str, &'o CoverageLine>,
    open: HashSet<(&'static str, String)>,
}

impl<'o> Judged<'o> {
    fn of(outcome: &'o Outcome, groups: &[SolutionFindings]) -> Self {
        let asked = [PERSONAL, OWNERS, COMMON, SHARED];
        let mut findings: HashMap<_, (Tone, usize)> = HashMap::new();
        for finding in groups.iter().flat_map(|group| &group.files).flat_map(|file| &file.findings) {
            let (kind, name) = (finding.about.0, finding.about.1.to_lowercase());
            let entry = findings.entry((finding.rule, kind, name)).or_insert((finding.tone, finding.number));
            if finding.tone > entry.0 {
                *entry = (finding.tone, finding.number);
            }
        }
        let accepted = outcome.suppressed.iter().map(|one| &one.finding);
        let accepted =
            accepted.map(|finding| (finding.rule, finding.subject.kind, finding.subject.name.to_lowercase()));
        let lines = || outcome.coverage.iter().filter(|line| asked.contains(&line.rule));
        let open = lines().flat_map(|line| line.subjects.iter().map(|subject| (line.rule, subject.to_lowercase())));
        Self {
            findings,
            accepted: accepted.collect(),
            open: open.collect(),
            lines: lines().map(|line| (line.rule, line)).collect(),
        }
    }

    /// Whether a rule ran, and met something to judge.
    fn asked(&self, rule: &str) -> bool {
        self.lines.get(rule).is_some_and(|line| line.judged + line.unknown > 0)
    }

    /// What a rule says of something. `facts`: what is known of it without the rule, so that what a rule was not asked about, or may
    /// not speak of, is never drawn as fine. The words are those for each of the ends.
    fn mark(
        &self,
        rule: &'static str,
        subjects: &[(SubjectKind, &str)],
        facts: Option<bool>,
        [bad, well, open]: [&str; 3],
    ) -> Mark {
        let keys = || subjects.iter().map(|&(kind, name)| (rule, kind, name.to_lowercase()));
        let mark = |tone, words: &str, finding| Mark { tone, words: words.to_owned(), finding };
        if let Some(&(tone, number)) = keys().filter_map(|key| self.findings.get(&key)).max_by_key(|found| found.0) {
            return mark(tone, bad, Some(number));
        }
        if keys().any(|key| self.accepted.contains(&key)) {
            return mark(Tone::Nothing, &format!("{bad} (accepted)"), None);
        }
        let unknown = keys().any(|(rule, _, name)| self.open.contains(&(rule, name)));
        match facts {
            Some(true) if self.asked(rule) && !unknown => mark(Tone::Fine, well, None),
            // The rule is off, or off for this solution: what is known is said, and not judged.
            Some(true) if !unknown => mark(Tone::Nothing, well, None),
            Some(false) if !unknown => mark(Tone::Nothing, bad, None),
            _ => mark(Tone::Open, open, None),
        }
    }
}

impl Lane {
    fn worst(&self) -> Tone {
        let nodes = self.references.iter().map(|reference| &reference.node).chain([&self.account, &self.connection]);
        nodes.map(|node| node.tone).max().unwrap_or(Tone::Nothing)
    }
}

fn lane(holdings: &[&Holding], judged: &Judged<'_>) -> Lane {
    let references = holdings.iter().map(|holding| reference(holding, judged)).collect();
    Lane { account: account(holdings, judged), connection: connection(holdings, judged), references }
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
    // One more takes no more room than the line that would fold it.
    let more = if users.len() > USERS + 1 { users.split_off(USERS) } else { Vec::new() };
    Reference { node, users, more }
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
