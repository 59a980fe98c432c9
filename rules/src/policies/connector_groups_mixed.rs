//! A flow or app uses connectors of two groups of a data policy that must not meet.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use inventory::{DataGroup, Grouping, PolicyFact};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    groups,
    users::{self, Used, User},
};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorGroupsMixed {}

impl Rule for ConnectorGroupsMixed {
    const META: Meta = Meta {
        name: "connector-groups-mixed",
        summary: "A flow or canvas app uses Business and Non-business connectors of one data policy together",
        category: Category::Policies,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "users of connectors",
        page: include_str!("connector_groups_mixed.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        if cx.environment.policies().is_empty() {
            return;
        }
        let (policies, in_doubt) = groups::policies(cx);
        // A component is a part of an agent: what the whole agent uses together is not told by it.
        for user in users::users(cx).iter().filter(|user| user.kind != SubjectKind::Agent) {
            let mut missing = in_doubt.map(groups::missing_environment);
            let mut mixed = false;
            for policy in &policies {
                let mut parts = Parts::default();
                for used in &user.connectors {
                    match groups::group_of(cx, policy, used) {
                        Some(grouping) => parts.add(used, grouping),
                        None => missing = missing.or_else(|| Some(groups::missing_group(policy, used))),
                    }
                }
                mixed |= state(user, policy, &parts, report);
            }
            // One connector alone mixes with nothing, whatever its group is.
            if user.whole && user.connectors.len() < 2 {
                missing = None;
            }
            if !user.whole {
                missing = missing.or_else(|| Some(groups::missing_connector()));
            }
            match missing {
                Some(missing) if !mixed => report.unknown(user.words(), missing),
                _ => report.judged(),
            }
        }
    }
}

/// The connectors of a user by their groups.
#[derive(Default)]
struct Parts<'u> {
    business: Vec<(&'u Used<'u>, Grouping)>,
    other: Vec<(&'u Used<'u>, Grouping)>,
}

impl<'u> Parts<'u> {
    fn add(&mut self, used: &'u Used<'u>, grouping: Grouping) {
        match grouping.group {
            DataGroup::Business => self.business.push((used, grouping)),
            DataGroup::NonBusiness => self.other.push((used, grouping)),
            // `connector-blocked-by-policy` says so.
            DataGroup::Blocked => {}
        }
    }
}

/// States a finding where both groups are met, and says whether it did.
fn state(user: &User<'_>, policy: &PolicyFact, parts: &Parts<'_>, report: &mut Report) -> bool {
    let (Some((one, one_group)), Some((other, other_group))) = (parts.business.first(), parts.other.first()) else {
        return false;
    };
    let labels =
        |list: &[(&Used<'_>, Grouping)]| wording::list(&list.iter().map(|(used, _)| used.label).collect::<Vec<_>>());
    let message = format!(
        "{} uses {} (Business) together with {} (Non-business), which data policy \"{}\" forbids",
        user.words(),
        labels(&parts.business),
        labels(&parts.other),
        policy.label()
    );
    report
        .at(other.place, Subject::new(user.kind, user.name), message)
        .label("Non-business")
        .note(one.place, format!("{} is Business", one.label))
        .note(Place::Input(one_group.source), groups::evidence(policy, one, *one_group))
        .note(Place::Input(other_group.source), groups::evidence(policy, other, *other_group))
        .detail(policy.id.clone().unwrap_or_else(|| policy.label().to_owned()))
        .help(
            "split it so that each part uses connectors of one group, or have an administrator move one of them: the platform turns \
             off and keeps off what violates a data policy of its environment",
        );
    true
}
