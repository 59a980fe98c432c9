//! A step names a connection that the flow does not have.

use std::collections::BTreeMap;

use engine::{Category, Meta, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use serde::Deserialize;
use solution::{
    At,
    model::{ConnectionUse, Flow, Membership},
};

use super::keys;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownConnectionKey {}

impl Rule for UnknownConnectionKey {
    const META: Meta = Meta {
        name: "unknown-connection-key",
        summary: "A trigger or action names a connection that the flow does not list",
        category: Category::References,
        severity: Severity::Error,
        on_by_default: true,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_connection_key.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.package.flows.iter().filter(|flow| keys::listed(flow)) {
            let mut unknown: BTreeMap<String, Vec<At<&str>>> = BTreeMap::new();
            for one in flow.connection_uses().filter(|one| !is_listed(flow, one)) {
                unknown.entry(one.key.value.to_ascii_lowercase()).or_default().push(one.key);
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
fn is_listed(flow: &Flow<'_>, one: &ConnectionUse<'_>) -> bool {
    flow.connections.iter().any(|connection| {
        let reference = connection.reference.map(|at| at.value);
        connection.key.value.eq_ignore_ascii_case(one.key.value)
            || reference.is_some_and(|name| name.eq_ignore_ascii_case(one.key.value))
    })
}
