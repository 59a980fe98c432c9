//! A connection is not shared with a service principal that deploys.

use std::collections::BTreeMap;

use engine::{
    Category, Deployer, Meta, Missing, Place, Reason, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use indexmap::IndexSet;
use inventory::{Access, Completeness, Role, Table, UnknownAccess};
use serde::Deserialize;

use super::facts;
use crate::wording;

/// Options: none. The deployers and the role they need are settings of the whole configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotSharedWithDeployer {}

impl Rule for NotSharedWithDeployer {
    const META: Meta = Meta {
        name: "not-shared-with-deployer",
        summary: "A connection is not shared with a service principal that deploys and turns on the flows",
        category: Category::Connections,
        severity: Severity::Error,
        on_by_default: true,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("not_shared_with_deployer.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let mut connections: BTreeMap<String, Bound<'_>> = BTreeMap::new();
        for used in cx.workspace.used_references() {
            if !facts::used_embedded(cx, used) {
                continue;
            }
            if cx.config.deployers.is_empty() {
                report.unknown(
                    &used.logical_name,
                    Missing::new(Reason::NotConfigured, "no deployer is configured", "deployers in powerlint.toml"),
                );
            } else if let Some(id) = facts::bound_connection(cx, used, report) {
                connections
                    .entry(id.to_lowercase())
                    .or_insert_with(|| Bound { id: id.to_owned(), references: Vec::new() })
                    .references
                    .push(used);
            }
        }
        for bound in connections.values() {
            one_connection(cx, bound, report);
        }
    }
}

/// A connection with the references that are bound to it.
struct Bound<'w> {
    id: String,
    references: Vec<&'w UsedReference>,
}

fn one_connection(cx: &WorkspaceContext<'_>, bound: &Bound<'_>, report: &mut Report) {
    let mut missing = None;
    for deployer in &cx.config.deployers {
        match cx.environment.access(&bound.id, &deployer.who, cx.config.min_role) {
            Access::Owner(_) | Access::Granted(..) => {}
            Access::TooLow(role, source) => {
                let message = format!(
                    "deployer {} has only {} on connection {}, and needs {}",
                    deployer.label,
                    role_name(role),
                    bound.id,
                    role_name(cx.config.min_role)
                );
                state(cx, bound, deployer, message, (source, format!("its role is {}", role_name(role))), report);
            }
            Access::Missing(source) => {
                let message = format!("connection {} is not shared with deployer {}", bound.id, deployer.label);
                let evidence = (source, format!("the list of who may use it does not name {}", deployer.label));
                state(cx, bound, deployer, message, evidence, report);
            }
            Access::Unknown(why) => {
                missing.get_or_insert_with(|| explain(cx, deployer, why));
            }
        }
    }
    match missing {
        Some(missing) => report.unknown(&bound.id, missing),
        None => report.judged(),
    }
}

fn state(
    cx: &WorkspaceContext<'_>,
    bound: &Bound<'_>,
    deployer: &Deployer,
    message: String,
    (source, evidence): (inventory::Source, String),
    report: &mut Report,
) {
    let Some(place) = bound.references.first().and_then(|used| wording::place_of(cx, used)) else { return };
    let names: Vec<&str> = bound.references.iter().map(|used| used.logical_name.as_str()).collect();
    let users: IndexSet<String> = bound.references.iter().flat_map(|used| wording::users(cx, used)).collect();
    let users: Vec<String> = users.into_iter().collect();
    report
        .at(place, Subject::new(SubjectKind::Connection, &bound.id), message)
        .label("bound to this connection")
        .detail(deployer.who.application_id.clone().or_else(|| deployer.who.object_id.clone()).unwrap_or_else(|| deployer.label.clone()))
        .note(Place::Input(source), evidence)
        .note(Place::Config(deployer.span), format!("{} is configured as a deployer here", deployer.label))
        .remark(format!("{} bound to it: {}; used by {}", if names.len() == 1 { "reference" } else { "references" }, wording::list(&names), wording::list(&users)))
        .help(format!(
            "the owner of the connection shares it with {} as \"{}\" (make.powerautomate.com, Connections, …, Share); without it the \
             flows arrive switched off (ConnectionAuthorizationFailed)",
            deployer.label,
            portal_label(cx.config.min_role)
        ));
}

fn explain(cx: &WorkspaceContext<'_>, deployer: &Deployer, why: UnknownAccess) -> Missing {
    match why {
        UnknownAccess::NoPermissions => {
            let reason = match cx.environment.table(Table::Permissions) {
                Completeness::Nothing => Reason::NoData,
                Completeness::Partial | Completeness::Whole => Reason::Incomplete,
            };
            Missing::new(reason, "no permissions for it", "permissions.json")
        }
        UnknownAccess::Partial => {
            Missing::new(Reason::Incomplete, "its list of shares may leave service principals out", "permissions.json")
        }
        UnknownAccess::Indirect(to) => Missing::new(
            Reason::Incomplete,
            format!("it is shared with {to}, which may hold the deployer"),
            "a direct share",
        ),
        UnknownAccess::Unidentified => Missing::new(
            Reason::Incomplete,
            format!("the object id of {} is not known", deployer.label),
            "systemusers.json, or object-id of the deployer in powerlint.toml",
        ),
    }
}

fn role_name(role: Role) -> String {
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
