//! What stops when something goes: as a tree for people, and as JSON.

use std::collections::BTreeMap;

use engine::impact::{Edge, Impact, Link, Node, NodeKind, Open};
use serde::Serialize;

use super::{
    Look, escape,
    text::Detail,
    tree::{Branch, draw},
    wrap::{Style, count},
};

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
        let branches: Vec<Branch> =
            impact.nodes.iter().enumerate().map(|(place, node)| branch(impact, place, node, look)).collect();
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

fn branch(impact: &Impact, place: usize, node: &Node, look: Look) -> Branch {
    let name = escape::line(&node.name);
    let line = format!("{} {}", node.kind.noun(), look.paint(Style::Bold, &name));
    let of_connector = impact.nodes.first().is_some_and(|root| root.kind == NodeKind::Connector);
    let tells_connector = match node.kind {
        // One of many goes without saying: all of them are of the connector, or of the connection that stands above.
        NodeKind::Connection => !of_connector,
        NodeKind::Reference => place == 0,
        _ => false,
    };
    let beside = beside(node, tells_connector);
    let beside =
        if beside.is_empty() { beside } else { look.paint(Style::Dim, &format!(" ({})", escape::line(&beside))) };
    let under = impact.dependents(place).filter(|edge| edge.link != Link::PartOf);
    Branch { line: line + &beside, under: under.map(|edge| (edge.to, how(edge.link))).collect() }
}

/// What is said of a thing beside its name.
fn beside(node: &Node, tells_connector: bool) -> String {
    let mut said = Vec::new();
    if tells_connector {
        said.extend(node.connector.clone());
    }
    if node.solutions.is_empty() {
        said.extend(foreign(node).map(str::to_owned));
    } else {
        said.push(names(node.solutions.iter().map(String::as_str), SOLUTIONS));
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

/// What `--format json` prints. docs/impact.md documents every field.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    name: &'a str,
    impacts: Vec<ImpactJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImpactJson<'a> {
    kind: NodeKind,
    name: &'a str,
    nodes: Vec<NodeJson<'a>>,
    edges: Vec<EdgeJson>,
    unaffected: Vec<NodeJson<'a>>,
    unknown: Vec<OpenJson<'a>>,
    totals: TotalsJson,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<String>,
    kind: NodeKind,
    name: &'a str,
    id: Option<&'a str>,
    connector: Option<&'a str>,
    on: Option<bool>,
    in_packages: bool,
    solutions: &'a [String],
}

#[derive(Serialize)]
struct EdgeJson {
    from: String,
    to: String,
    why: Link,
}

#[derive(Serialize)]
struct OpenJson<'a> {
    what: String,
    needs: &'a str,
    subjects: &'a [String],
}

#[derive(Serialize)]
struct TotalsJson {
    connections: usize,
    references: usize,
    flows: usize,
    apps: usize,
    agents: usize,
    solutions: usize,
    packages: usize,
}

/// The same for programs.
///
/// # Errors
/// When it cannot be written as JSON, which would be a fault of ours.
pub fn json(name: &str, found: &[Impact]) -> Result<String, serde_json::Error> {
    let document = Document { name, impacts: found.iter().filter_map(ImpactJson::of).collect() };
    Ok(escape::json(&format!("{}\n", serde_json::to_string_pretty(&document)?)))
}

/// The name of a node in JSON and in pictures.
pub(super) fn node_name(place: usize) -> String {
    format!("n{}", place + 1)
}

impl<'a> ImpactJson<'a> {
    fn of(impact: &'a Impact) -> Option<Self> {
        let root = impact.nodes.first()?;
        let totals = impact.totals();
        let of = |kind| totals.get(&kind).copied().unwrap_or_default();
        let nodes = impact.nodes.iter().enumerate();
        let edge = |edge: &Edge| EdgeJson { from: node_name(edge.from), to: node_name(edge.to), why: edge.link };
        Some(Self {
            kind: root.kind,
            name: &root.name,
            nodes: nodes.map(|(place, node)| NodeJson::of(Some(place), node)).collect(),
            edges: impact.edges.iter().map(edge).collect(),
            unaffected: impact.unaffected.iter().map(|node| NodeJson::of(None, node)).collect(),
            unknown: impact.open.iter().map(OpenJson::of).collect(),
            totals: TotalsJson {
                connections: of(NodeKind::Connection),
                references: of(NodeKind::Reference),
                flows: of(NodeKind::Flow),
                apps: of(NodeKind::App),
                agents: of(NodeKind::Agent),
                solutions: of(NodeKind::Solution),
                packages: of(NodeKind::Package),
            },
        })
    }
}

impl<'a> OpenJson<'a> {
    fn of(open: &'a Open) -> Self {
        let Open { noun, which, needs, subjects } = open;
        Self { what: format!("{noun}s {which}"), needs, subjects }
    }
}

impl<'a> NodeJson<'a> {
    fn of(place: Option<usize>, node: &'a Node) -> Self {
        let Node { kind, name, id, connector, on, in_packages, solutions } = node;
        Self {
            node: place.map(node_name),
            kind: *kind,
            name,
            id: id.as_deref(),
            connector: connector.as_deref(),
            on: *on,
            in_packages: *in_packages,
            solutions,
        }
    }
}
