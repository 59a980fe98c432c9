//! A connection is not shared with a service principal that deploys.

use engine::{
    Category, Deployer, InUse, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use inventory::{Access, Role, UnknownAccess};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;

/// Options: none. The deployers and the role they need are settings of the whole configuration.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotSharedWithDeployer {}

impl Rule for NotSharedWithDeployer {
    const META: Meta = Meta {
        name: "not-shared-with-deployer",
        summary: "A connection is not shared with a service principal that deploys and turns on the flows",
        category: Category::Connections,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("not_shared_with_deployer.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        if cx.config.deployers.is_empty() {
            not_configured(cx, report);
            return;
        }
        let in_use = facts::connections_in_use(cx, |used, missing| report.unknown(&used.logical_name, missing));
        for used in in_use.iter().filter(|used| used.is_deployed(cx.workspace)) {
            one_connection(cx, used, report);
        }
    }
}

fn not_configured(cx: &WorkspaceContext<'_>, report: &mut Report) {
    let missing = || Missing::new(Reason::NotConfigured, "no deployer is configured", "deployers in powerlint.toml");
    let in_use = facts::connections_in_use(cx, |used, _| report.unknown(&used.logical_name, missing()));
    for used in in_use.iter().filter(|used| used.is_deployed(cx.workspace)) {
        report.unknown(&used.id, missing());
    }
}

fn one_connection(cx: &WorkspaceContext<'_>, used: &InUse<'_>, report: &mut Report) {
    let mut failed = false;
    let mut missing = None;
    for deployer in &cx.config.deployers {
        match cx.environment.access(&used.id, &deployer.who, cx.config.min_role) {
            Access::Owner(_) | Access::Granted(..) => {}
            Access::TooLow(role, source) => {
                let message = format!(
                    "deployer {} has only {} on connection {}, and needs {}",
                    deployer.label,
                    role_name(role),
                    facts::connection_name(cx, &used.id),
                    role_name(cx.config.min_role)
                );
                failed = true;
                state(cx, used, deployer, message, (source, format!("its role is {}", role_name(role))), report);
            }
            Access::Missing(source) => {
                let message = format!(
                    "connection {} is not shared with deployer {}",
                    facts::connection_name(cx, &used.id),
                    deployer.label
                );
                let evidence = (source, format!("the list of who may use it does not name {}", deployer.label));
                failed = true;
                state(cx, used, deployer, message, evidence, report);
            }
            Access::Unknown(why) => {
                missing.get_or_insert_with(|| explain(cx, deployer, why));
            }
        }
    }
    match missing {
        // One deployer that has no access is a verdict, whatever is known of the others.
        Some(missing) if !failed => report.unknown(&used.id, missing),
        _ => report.judged(),
    }
}

fn state(
    cx: &WorkspaceContext<'_>,
    used: &InUse<'_>,
    deployer: &Deployer,
    message: String,
    (source, evidence): (inventory::Source, String),
    report: &mut Report,
) {
    let Some((place, label)) = facts::place(cx, used) else { return };
    let named = deployer.who.service_principal_id().is_none();
    let by_name = if named { ", by its name alone: an application-id tells it for certain" } else { "" };
    report
        .at(place, Subject::new(SubjectKind::Connection, &used.id), message)
        .label(label)
        .detail(deployer.id())
        .note(Place::Input(source), evidence)
        .note(Place::Config(deployer.span), format!("{} is configured as a deployer here{by_name}", deployer.label))
        .remark(facts::users(cx, used))
        .help(format!(
            "the owner of the connection shares it with {} as \"{}\" (make.powerautomate.com, Connections, …, Share); without it the \
             flows arrive switched off (ConnectionAuthorizationFailed)",
            deployer.label,
            portal_label(cx.config.min_role)
        ));
}

pub(crate) fn explain(cx: &WorkspaceContext<'_>, deployer: &Deployer, why: UnknownAccess) -> Missing {
    match why {
        UnknownAccess::NoPermissions => facts::missing_permissions(cx),
        UnknownAccess::Partial => facts::missing_shares(),
        UnknownAccess::LeavesOutServicePrincipals => Missing::new(
            Reason::Incomplete,
            "Get-AdminPowerAppConnectionRoleAssignment leaves service principals out",
            "permissions.json",
        ),
        UnknownAccess::Indirect(to) => Missing::new(
            Reason::Incomplete,
            format!("it is shared with {to}, which may hold the deployer"),
            "a direct share",
        ),
        UnknownAccess::UnknownRole => Missing::new(
            Reason::Incomplete,
            format!("the role of {} is not one that is known", deployer.label),
            "roleName in permissions.json",
        ),
        UnknownAccess::Unidentified => Missing::new(
            Reason::Incomplete,
            format!("the object id of {} is not known", deployer.label),
            "systemusers.json, or object-id of the deployer in powerlint.toml",
        ),
    }
}

pub(crate) fn role_name(role: Role) -> String {
    let name = match role {
        Role::CanView => "CanView",
        Role::CanViewWithShare => "CanViewWithShare",
        Role::CanEdit => "CanEdit",
        Role::Owner => "Owner",
    };
    format!("{name} (\"{}\")", portal_label(role))
}

fn portal_label(role: Role) -> &'static str {
    match role {
        Role::CanView => "Can use",
        Role::CanViewWithShare => "Can use and share",
        Role::CanEdit => "Can edit",
        Role::Owner => "Owner",
    }
}
