//! What stops when something goes, for programs.

use engine::impact::{Edge, Impact, Link, Node, NodeKind, Open};
use serde::Serialize;

use super::{super::escape, node_name};

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
