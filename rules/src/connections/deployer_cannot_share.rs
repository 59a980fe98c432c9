//! A deployer that shares connections further may only use one.

use engine::{
    Category, Deployer, InUse, Meta, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use inventory::{Access, Role, Source};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;
use super::not_shared_with_deployer::{explain, role_name};

/// Options: none. The deployers are settings of the whole configuration.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeployerCannotShare {}

/// What sharing further needs.
const NEEDED: Role = Role::CanViewWithShare;

impl Rule for DeployerCannotShare {
    const META: Meta = Meta {
        name: "deployer-cannot-share",
        summary: "A deployer that shares connections further may only use one",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("deployer_cannot_share.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let sharing: Vec<&Deployer> = cx.config.deployers.iter().filter(|deployer| deployer.re_shares).collect();
        // Where every deployer needs as much anyway, not-shared-with-deployer says it.
        if sharing.is_empty() || cx.config.min_role >= NEEDED {
            return;
        }
        let in_use = facts::connections_in_use(cx, |used, missing| report.unknown(&used.logical_name, missing));
        for used in in_use.iter().filter(|used| used.is_deployed(cx.workspace)) {
            one_connection(cx, used, &sharing, report);
        }
    }
}

fn one_connection(cx: &WorkspaceContext<'_>, used: &InUse<'_>, sharing: &[&Deployer], report: &mut Report) {
    let mut judged = false;
    let mut missing = None;
    for deployer in sharing {
        match cx.environment.access(&used.id, &deployer.who, NEEDED) {
            Access::TooLow(role, source) => {
                judged = true;
                // With less than that, it is not-shared-with-deployer's finding.
                if role >= cx.config.min_role {
                    state(cx, used, deployer, (role, source), report);
                }
            }
            Access::Owner(_) | Access::Granted(..) | Access::Missing(_) => judged = true,
            Access::Unknown(why) => {
                missing.get_or_insert_with(|| explain(cx, deployer, why));
            }
        }
    }
    match missing {
        Some(missing) if !judged => report.unknown(&used.id, missing),
        _ => report.judged(),
    }
}

fn state(
    cx: &WorkspaceContext<'_>,
    used: &InUse<'_>,
    deployer: &Deployer,
    (role, source): (Role, Source),
    report: &mut Report,
) {
    let Some((place, label)) = facts::place(cx, used) else { return };
    let who = &deployer.label;
    let message = format!(
        "deployer {who} shares connections further, but has only {} on connection {}",
        role_name(role),
        facts::connection_name(cx, &used.id)
    );
    report
        .at(place, Subject::new(SubjectKind::Connection, &used.id), message)
        .label(label)
        .detail(deployer.id())
        .note(Place::Input(source), format!("its role is {}", role_name(role)))
        .note(Place::Config(deployer.span), format!("{who} is configured here as one that shares further (re-shares)"))
        .remark(facts::users(cx, used))
        .help(format!(
            "the owner of the connection shares it with {who} as \"Can use and share\"; without it the sharing step of the pipeline fails \
             with Forbidden (modifyPermissionsForServicePrincipal)"
        ));
}
