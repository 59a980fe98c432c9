//! Nobody but its creator can use a connection.

use engine::{
    Category, InUse, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use inventory::{Fact, Lookup, PermissionList, PrincipalKind, Role, Share, Who};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreatorOnlyConnection {}

impl Rule for CreatorOnlyConnection {
    const META: Meta = Meta {
        name: "creator-only-connection",
        summary: "Nobody but its creator can use a connection that is deployed",
        category: Category::Connections,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("creator_only_connection.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        // With deployers, not-shared-with-deployer says more.
        if !cx.config.deployers.is_empty() {
            return;
        }
        let in_use = facts::connections_in_use(cx, |used, missing| report.unknown(&used.logical_name, missing));
        for used in in_use.iter().filter(|used| used.is_deployed(cx.workspace)) {
            match cx.environment.permissions(&used.id) {
                Lookup::Known(list) if list.whole => judge(cx, used, list, report),
                Lookup::Known(_) => report.unknown(&used.id, facts::missing_shares()),
                Lookup::Absent | Lookup::Unknown => report.unknown(&used.id, facts::missing_permissions(cx)),
            }
        }
    }
}

fn judge(cx: &WorkspaceContext<'_>, used: &InUse<'_>, list: &PermissionList, report: &mut Report) {
    let Some(owner) = owner(cx, used, list) else {
        let what = "its owner is not stated";
        return report.unknown(&used.id, Missing::new(Reason::Incomplete, what, "createdBy in connections.json"));
    };
    let mut maybe = false;
    for share in &list.shares {
        match is_same(cx, share, &owner.value) {
            Some(true) => {}
            // Somebody else may use it.
            Some(false) => return report.judged(),
            None => maybe = true,
        }
    }
    if maybe {
        let what = "whether it is shared with anybody but its owner is not known";
        return report.unknown(&used.id, Missing::new(Reason::Incomplete, what, "systemusers.json"));
    }
    let identity = cx.environment.identify(&owner.value);
    match identity.kind {
        Lookup::Known(PrincipalKind::Person | PrincipalKind::ServiceAccount) => {}
        // A service principal may be the one that deploys.
        Lookup::Known(_) => return report.judged(),
        Lookup::Absent | Lookup::Unknown => {
            let what = "whether its owner is a person or a service principal is not known";
            return report.unknown(&used.id, Missing::new(Reason::Incomplete, what, "systemusers.json"));
        }
    }
    report.judged();
    let Some((place, label)) = facts::place(cx, used) else { return };
    let name = facts::connection_name(cx, &used.id);
    report
        .at(
            place,
            Subject::new(SubjectKind::Connection, &used.id),
            format!("nobody but its creator, {}, can use connection {name}", identity.label),
        )
        .label(label)
        .note(Place::Input(list.source), "the list of who may use it names nobody else")
        .note(Place::Input(owner.source), format!("owned by {}", identity.label))
        .remark(facts::users(cx, used))
        .help(
            "share it as \"Can use\" with the service principal that deploys, and name that under [[deployer]] in powerlint.toml; whoever \
             else imports the solution has to choose another connection, or its flows stay off",
        );
}

/// Who owns a connection, by its record, else by the list.
fn owner(cx: &WorkspaceContext<'_>, used: &InUse<'_>, list: &PermissionList) -> Option<Fact<Who>> {
    let connection = cx.environment.connection(&used.id).known();
    let stated = connection.and_then(|connection| connection.owner.clone());
    stated.or_else(|| {
        let share = list.shares.iter().find(|share| share.role == Some(Role::Owner))?;
        Some(Fact { value: share.who.clone(), source: share.source })
    })
}

/// Whether a share is the owner's own; `None` where it cannot be told.
fn is_same(cx: &WorkspaceContext<'_>, share: &Share, owner: &Who) -> Option<bool> {
    let identity = cx.environment.identify(&share.who);
    if identity.key == cx.environment.identify(owner).key {
        return Some(true);
    }
    let group = matches!(identity.kind, Lookup::Known(kind) if !matches!(kind, PrincipalKind::Person | PrincipalKind::ServiceAccount));
    let differs = group || cx.environment.differ_by_ids(&share.who, owner) == Some(true);
    differs.then_some(false)
}
