//! A flow or app uses a connector that a data policy blocks.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, WorkspaceContext};
use inventory::{DataGroup, Grouping, PolicyFact};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    groups,
    users::{self, Used, User},
};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorBlockedByPolicy {}

impl Rule for ConnectorBlockedByPolicy {
    const META: Meta = Meta {
        name: "connector-blocked-by-policy",
        summary: "A flow, canvas app or agent uses a connector that a data policy blocks",
        category: Category::Policies,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "users of connectors",
        page: include_str!("connector_blocked_by_policy.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        if cx.environment.policies().is_empty() {
            return;
        }
        let (policies, in_doubt) = groups::policies(cx);
        for user in users::users(cx) {
            let mut missing = in_doubt.map(groups::missing_environment);
            let mut blocked = false;
            for used in &user.connectors {
                let mut by = Vec::new();
                for policy in &policies {
                    match groups::group_of(cx, policy, used) {
                        Some(grouping) if grouping.group == DataGroup::Blocked => by.push((*policy, grouping)),
                        Some(_) => {}
                        None => missing = missing.or_else(|| Some(groups::missing_group(policy, used))),
                    }
                }
                blocked |= !by.is_empty();
                state(&user, used, &by, report);
            }
            if !user.whole {
                missing = missing.or_else(|| Some(groups::missing_connector()));
            }
            match missing {
                Some(missing) if !blocked => report.unknown(user.words(), missing),
                _ => report.judged(),
            }
        }
    }
}

fn state(user: &User<'_>, connector: &Used<'_>, by: &[(&PolicyFact, Grouping)], report: &mut Report) {
    let Some((first, _)) = by.first() else { return };
    let message = format!("{} uses {}, which data policy \"{}\" blocks", user.words(), connector.label, first.label());
    let mut stated = report
        .at(connector.place, Subject::new(user.kind, user.name), message)
        .detail(connector.name.to_lowercase())
        .help(
            "use another connector, or have an administrator move it out of Blocked: the platform turns off and keeps off what \
             violates a data policy of its environment",
        );
    for (policy, grouping) in by {
        stated = stated.note(Place::Input(grouping.source), groups::evidence(policy, connector, *grouping));
    }
    // New connectors, and some of Microsoft's own, cannot be blocked whatever the default group is.
    if by.iter().all(|(_, grouping)| grouping.by_default) {
        stated.lowered();
    }
}
