//! The group that a policy puts a connector into, as far as that is certain.

use engine::{Missing, Reason, WorkspaceContext};
use inventory::{DataGroup, Grouping, PolicyFact, PolicyScope};

use super::users::Used;

/// The policies that are known to apply to this environment, and the first that may.
pub(super) fn policies<'w>(cx: &WorkspaceContext<'w>) -> (Vec<&'w PolicyFact>, Option<&'w PolicyFact>) {
    let all = cx.environment.policies();
    let applies = |policy: &&PolicyFact| cx.environment.is_under(policy) == Some(true);
    let in_doubt = all.iter().find(|policy| cx.environment.is_under(policy).is_none());
    (all.iter().filter(applies).collect(), in_doubt)
}

/// The group of a connector; `None` where it cannot be told.
pub(super) fn group_of(cx: &WorkspaceContext<'_>, policy: &PolicyFact, used: &Used<'_>) -> Option<Grouping> {
    let grouping = policy.group_of(used.name)?;
    if !grouping.by_default {
        return Some(grouping);
    }
    let is_built_in = !used.name.to_ascii_lowercase().starts_with("shared_");
    // A custom connector may have a group by a pattern of its host, and what is in no list may be exempt from all policies.
    let listed = is_built_in || !used.custom && cx.environment.connectors().get(used.name).is_some();
    let stays =
        grouping.group == DataGroup::Blocked && NEVER_BLOCKED.iter().any(|name| used.name.eq_ignore_ascii_case(name));
    (listed && !stays).then_some(grouping)
}

/// Connectors that no policy can block: where Blocked is the default group, the platform keeps them in another.
/// Names that were on earlier states of the list stay: they only keep a finding back.
/// <https://learn.microsoft.com/power-platform/admin/dlp-connector-classification>.
const NEVER_BLOCKED: [&str; 27] = [
    "shared_approvals",
    "shared_cloudappsecurity",
    "shared_commondataservice",
    "shared_commondataserviceforapps",
    "shared_excelonline",
    "shared_excelonlinebusiness",
    "shared_flowpush",
    "shared_kaizala",
    "shared_microsoftcopilotstudio",
    "shared_microsoftforms",
    "shared_microsoftformspro",
    "shared_office365",
    "shared_office365groups",
    "shared_office365groupsmail",
    "shared_office365users",
    "shared_onedriveforbusiness",
    "shared_onenote",
    "shared_planner",
    "shared_powerappsnotification",
    "shared_powerappsnotificationv2",
    "shared_powerbi",
    "shared_powervirtualagents",
    "shared_sharepointonline",
    "shared_shifts",
    "shared_teams",
    "shared_todo",
    "shared_yammer",
];

/// Why it is not known whether a policy applies.
pub(super) fn missing_environment(policy: &PolicyFact) -> Missing {
    let label = policy.label();
    let (what, needs) = match policy.scope {
        PolicyScope::Unknown => (
            format!("where data policy \"{label}\" applies is not said, or two files do not say the same of it"),
            "policies.json",
        ),
        _ => (format!("whether data policy \"{label}\" applies to this environment is not known"), "connections.json"),
    };
    Missing::new(Reason::Incomplete, what, needs)
}

/// Why the group of a connector is not known.
pub(super) fn missing_group(policy: &PolicyFact, used: &Used<'_>) -> Missing {
    Missing::new(
        Reason::Incomplete,
        format!("data policy \"{}\" does not tell the group of {}", policy.label(), used.label),
        "policies.json with every group",
    )
}

/// Why the connectors are not known.
pub(super) fn missing_connector() -> Missing {
    Missing::new(
        Reason::Incomplete,
        "a connection names no connector",
        "the package that declares its connection reference",
    )
}

/// What a policy says of a connector, for people.
pub(super) fn evidence(policy: &PolicyFact, used: &Used<'_>, grouping: Grouping) -> String {
    let (policy, label, group) = (policy.label(), used.label, grouping.group.label());
    if grouping.by_default {
        format!("data policy \"{policy}\" names {label} in no group, and its default group is {group}")
    } else {
        format!("data policy \"{policy}\" has {label} in group {group}")
    }
}
