//! What stops when something goes, as a tree for people.

mod ends;
mod json;

use std::collections::{BTreeMap, HashMap};

use engine::impact::{Impact, Link, Node, NodeKind, Open};

use super::{
    Look, escape,
    text::Detail,
    tree::{Branch, draw},
    wrap::{Style, count},
};

pub use json::json;

/// How many names are told in a line unless everything is.
const FEW: usize = 5;

/// How many solutions of a thing are told beside it.
const SOLUTIONS: usize = 2;

/// Trees for people, one for each thing that the name stands for.
#[must_use]
pub fn text(found: &[Impact], look: Look, detail: Detail) -> String {
    let mut out = String::new();
    for impact in found {
        if !out.is_empty() {
            out.push('\n');
        }
        let packages = impact.nodes.iter().filter(|node| node.kind == NodeKind::Package);
        let paths: Vec<&str> = packages.map(|node| node.name.as_str()).collect();
        let ends = if detail == Detail::Verbose { HashMap::new() } else { ends::ends(&paths) };
        let nodes = impact.nodes.iter().enumerate();
        let branches: Vec<Branch> = nodes.map(|(place, node)| branch(impact, place, node, &ends, look)).collect();
        let marked = draw(&mut out, &branches, look);
        out.push('\n');
        if detail != Detail::Quiet {
            if marked {
                look.paragraph(&mut out, 0, "", Style::Dim, "(*) What hangs on it stands above.");
            }
            closing(&mut out, impact, look, detail == Detail::Verbose);
        }
        look.paragraph(&mut out, 0, "", Style::Dim, &totals(impact));
    }
    out
}

fn branch(impact: &Impact, place: usize, node: &Node, ends: &HashMap<&str, &str>, look: Look) -> Branch {
    let name = escape::line(&node.name);
    let line = format!("{} {}", node.kind.noun(), look.paint(Style::Bold, &name));
    let of_connector = impact.nodes.first().is_some_and(|root| root.kind == NodeKind::Connector);
    let tells_connector = match node.kind {
        // One of many goes without saying: all of them are of the connector, or of the connection that stands above.
        NodeKind::Connection => !of_connector,
        NodeKind::Reference => place == 0,
        _ => false,
    };
    let beside = beside(node, tells_connector, ends);
    let beside =
        if beside.is_empty() { beside } else { look.paint(Style::Dim, &format!(" ({})", escape::line(&beside))) };
    let under = impact.dependents(place).filter(|edge| edge.link != Link::PartOf);
    Branch { line: line + &beside, under: under.map(|edge| (edge.to, how(edge.link))).collect() }
}

/// What is said of a thing beside its name. `ends` tells packages by the ends of their paths.
fn beside(node: &Node, tells_connector: bool, ends: &HashMap<&str, &str>) -> String {
    let mut said = Vec::new();
    if tells_connector {
        said.extend(node.connector.clone());
    }
    if node.solutions.is_empty() {
        said.extend(foreign(node).map(str::to_owned));
    } else {
        let told = node.solutions.iter().map(|name| ends.get(name.as_str()).copied().unwrap_or(name));
        said.push(names(told, SOLUTIONS));
    }
    if node.on == Some(false) {
        said.push("turned off".to_owned());
    }
    said.join("; ")
}

/// Where a thing is met that no package holds.
pub(super) fn foreign(node: &Node) -> Option<&'static str> {
    match node.kind {
        NodeKind::Reference if node.in_packages => Some("declared in no package given"),
        NodeKind::Reference | NodeKind::Flow if !node.in_packages => Some("in no package given"),
        _ => None,
    }
}

fn how(link: Link) -> &'static str {
    match link {
        Link::SignedIn => ", signed in with it",
        Link::Owned => ", owned by it",
        Link::Calls => ", which calls it",
        Link::OfConnector | Link::Bound | Link::Uses | Link::PartOf => "",
    }
}

fn closing(out: &mut String, impact: &Impact, look: Look, verbose: bool) {
    if !impact.unaffected.is_empty() {
        let shown = if verbose { usize::MAX } else { FEW };
        let names = names(impact.unaffected.iter().map(|node| node.name.as_str()), shown);
        let (uses, them, go) =
            if impact.unaffected.len() == 1 { ("uses", "it", "goes") } else { ("use", "them", "go") };
        let text = format!(
            "{} {uses} this with the connection of whoever runs {them}, and {go} on: {names}.",
            kinds(&impact.unaffected)
        );
        look.paragraph(out, 0, "", Style::Dim, &escape::line(&text));
    }
    if !impact.open.is_empty() {
        let open: Vec<String> = impact.open.iter().map(|open| open_words(open, verbose)).collect();
        let text = format!("Not known whether these hang on it, too: {}.", open.join("; "));
        look.paragraph(out, 0, "", Style::Dim, &escape::line(&text));
    }
}

fn open_words(open: &Open, verbose: bool) -> String {
    let Open { noun, which, needs, subjects } = open;
    match subjects.len() {
        0 => format!("{noun}s {which} (needs {needs})"),
        number if verbose => {
            let names = names(subjects.iter().map(String::as_str), usize::MAX);
            format!("{} {which} (needs {needs}): {names}", count(number, noun))
        }
        number => format!("{} {which} (needs {needs})", count(number, noun)),
    }
}

/// Names in a row, not too many of them.
fn names<'n>(names: impl Iterator<Item = &'n str>, shown: usize) -> String {
    let names: Vec<&str> = names.collect();
    let more = names.len().saturating_sub(shown);
    let text = names.into_iter().take(shown).collect::<Vec<_>>().join(", ");
    if more == 0 { text } else { format!("{text} and {more} more") }
}

/// How many there are of each kind: `2 flows, 1 agent`.
fn kinds(nodes: &[Node]) -> String {
    let mut totals: BTreeMap<NodeKind, usize> = BTreeMap::new();
    for node in nodes {
        *totals.entry(node.kind).or_default() += 1;
    }
    let counted: Vec<String> = totals.into_iter().map(|(kind, number)| count(number, kind.noun())).collect();
    counted.join(", ")
}

fn totals(impact: &Impact) -> String {
    match impact.nodes.get(1..) {
        None | Some([]) => "Nothing that was given hangs on it.".to_owned(),
        Some(stops) => format!("Hanging on it: {}.", kinds(stops)),
    }
}

/// The name of a node in JSON and in pictures.
pub(super) fn node_name(place: usize) -> String {
    format!("n{}", place + 1)
}
