//! A flow uses two connections of one connector.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::{FlowConnection, Membership};

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SameConnectorTwiceInFlow {}

impl Rule for SameConnectorTwiceInFlow {
    const META: Meta = Meta {
        name: "same-connector-twice-in-flow",
        summary: "A flow uses several references of one connector",
        category: Category::References,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("same_connector_twice_in_flow.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.package.flows.iter().filter(|flow| flow.membership != Membership::Stale) {
            let mut by_connector: IndexMap<String, IndexMap<String, &FlowConnection<'_>>> = IndexMap::new();
            for connection in &flow.connections {
                let (Some(connector), Some(reference)) = (connection.connector, connection.reference) else { continue };
                let references = by_connector.entry(connector.value.to_lowercase()).or_default();
                references.entry(reference.value.to_lowercase()).or_insert(connection);
            }
            for references in by_connector.values().filter(|references| references.len() > 1) {
                let names: Vec<&str> =
                    references.values().filter_map(|one| one.reference).map(|reference| reference.value).collect();
                let Some(first) = references.values().next() else { continue };
                let connector = first.connector.map_or("", |connector| connector.value);
                let mut stated = report
                    .at(
                        cx.at(first.loc),
                        Subject::new(SubjectKind::Flow, flow.name),
                        format!(
                            "flow \"{}\" uses {} references of {connector}: {}",
                            flow.name,
                            names.len(),
                            wording::list(&names)
                        ),
                    )
                    .detail(connector);
                for other in references.values().skip(1) {
                    stated = stated.note(cx.at(other.loc), format!("key {}", other.key.value));
                }
                stated.help(
                    "let all steps use one reference, unless they are to run under different accounts: each reference must be bound at every \
                     deployment",
                );
            }
        }
    }
}
