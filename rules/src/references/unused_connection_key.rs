//! A flow lists a connection that none of its steps uses.

use std::cell::OnceCell;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::{FlowConnection, Membership};

use super::keys::{self, Keys, Quoted};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnusedConnectionKey {}

impl Rule for UnusedConnectionKey {
    const META: Meta = Meta {
        name: "unused-connection-key",
        summary: "A flow lists a connection that none of its steps uses",
        category: Category::References,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unused_connection_key.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        // A flow without steps could not be understood; one that computes a key may mean any.
        let flows = cx.package.flows.iter().filter(|flow| flow.keys_known && keys::listed(flow));
        for flow in flows.filter(|flow| !flow.triggers.is_empty()) {
            let used: Keys = flow.connection_uses().map(|one| one.key.value).collect();
            let quoted = OnceCell::new();
            for connection in &flow.connections {
                let key = connection.key.value;
                if is_used(connection, &used) || quoted.get_or_init(|| Quoted::of(flow)).mention(key) {
                    continue;
                }
                let mut stated = report
                    .at(
                        cx.at(connection.key.loc),
                        Subject::new(SubjectKind::Flow, flow.name),
                        format!("flow \"{}\" lists connection {key}, but no trigger or action uses it", flow.name),
                    )
                    .label("used by no step")
                    .detail(key);
                if let Some(reference) = &connection.reference {
                    stated = stated.remark(format!(
                        "connection reference {} has to be bound all the same before the flow can be turned on",
                        reference.value
                    ));
                }
                if flow.membership == Membership::Stale {
                    stated = stated.remark(wording::STALE);
                }
                stated.help("save the flow again in the designer, which drops unused connections, or remove the entry");
            }
        }
    }
}

/// Whether a step names a connection by its key, or by its reference.
fn is_used(connection: &FlowConnection<'_>, used: &Keys) -> bool {
    std::iter::once(connection.key).chain(connection.reference).any(|name| used.hold(name.value))
}
