//! A step names a connection that the flow does not have.

use std::collections::BTreeMap;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    At,
    model::{Flow, Membership},
};

use super::keys::{self, Keys};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownConnectionKey {}

impl Rule for UnknownConnectionKey {
    const META: Meta = Meta {
        name: "unknown-connection-key",
        summary: "A trigger or action names a connection that the flow does not list",
        category: Category::References,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_connection_key.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.package.flows.iter().filter(|flow| keys::listed(flow)) {
            let mut unknown: BTreeMap<String, Vec<At<&str>>> = BTreeMap::new();
            let listed = listed(flow);
            for one in flow.connection_uses() {
                if !listed.hold(one.key.value) {
                    unknown.entry(one.key.value.to_ascii_lowercase()).or_default().push(one.key);
                }
            }
            for uses in unknown.values() {
                let Some((first, more)) = uses.split_first() else { continue };
                let mut stated = report
                    .at(
                        cx.at(first.loc),
                        Subject::new(SubjectKind::Flow, flow.name),
                        format!("flow \"{}\" names a connection {} that it does not list", flow.name, first.value),
                    )
                    .label("no such key in connectionReferences")
                    .detail(first.value);
                if !more.is_empty() {
                    stated = stated
                        .remark(format!("also named by {}", wording::count(more.len(), "other step", "other steps")));
                }
                let known: Vec<&str> = flow.connections.iter().map(|connection| connection.key.value).collect();
                if !known.is_empty() {
                    stated = stated.remark(format!("the flow lists {}", wording::list(&known)));
                }
                if flow.membership == Membership::Stale {
                    stated = stated.lowered().remark(wording::STALE);
                }
                stated.help(
                    "choose the connection of the step again in the designer and save; in a file edited by hand, correct the key or \
                     add it to connectionReferences",
                );
            }
        }
    }
}

/// The portal's code view names the reference where exports name the key, and people paste it: both are understood.
/// The names that a step can mean a listed connection by: its key, or its reference.
fn listed(flow: &Flow<'_>) -> Keys {
    let names = flow.connections.iter().flat_map(|one| std::iter::once(one.key).chain(one.reference));
    names.map(|name| name.value).collect()
}
