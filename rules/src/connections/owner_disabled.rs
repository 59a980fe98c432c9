//! The owner of a reference, flow or connection has left.

use std::collections::HashSet;

use engine::{
    Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use inventory::{Completeness, Fact, Lookup, PrincipalKind, Table, Who};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::outline::UserKind;

use super::facts;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnerDisabled {}

impl Rule for OwnerDisabled {
    const META: Meta = Meta {
        name: "owner-disabled",
        summary: "The owner of a connection reference, flow or connection is disabled or gone",
        category: Category::Connections,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "owners",
        page: include_str!("owner_disabled.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for used in cx.workspace.used_references() {
            let Some(place) = wording::place_of(cx, used) else { continue };
            let name = used.logical_name.as_str();
            match cx.environment.reference(name) {
                Lookup::Known(reference) => {
                    if let Some(owner) = &reference.owner {
                        let what = Owned {
                            kind: SubjectKind::ConnectionReference,
                            name,
                            what: format!("connection reference {name}"),
                        };
                        judge(cx, owner, &what, place, report);
                    } else {
                        report.unknown(
                            name,
                            Missing::new(Reason::Incomplete, "its owner is not stated", "connectionreferences.json"),
                        );
                    }
                }
                Lookup::Absent => {}
                Lookup::Unknown => {
                    report.unknown(name, unknown_table(cx, Table::References, "connectionreferences.json"));
                }
            }
        }
        connections(cx, report);
        flows(cx, report);
    }
}

/// What somebody owns.
struct Owned<'n> {
    kind: SubjectKind,
    name: &'n str,
    what: String,
}

fn connections(cx: &WorkspaceContext<'_>, report: &mut Report) {
    for used in facts::connections_in_use(cx, |_, _| {}) {
        let connection = match cx.environment.connection(&used.id) {
            Lookup::Known(connection) => connection,
            Lookup::Absent | Lookup::Unknown => {
                report.unknown(&used.id, facts::missing_connection(cx));
                continue;
            }
        };
        let Some((place, _)) = facts::place(cx, used) else { continue };
        let Some(owner) = &connection.owner else {
            report.unknown(&connection.id, facts::missing_owner(cx, connection));
            continue;
        };
        let what = Owned {
            kind: SubjectKind::Connection,
            name: &connection.id,
            what: format!("connection {}", facts::connection_name(cx, &connection.id)),
        };
        judge(cx, owner, &what, place, report);
    }
}

fn flows(cx: &WorkspaceContext<'_>, report: &mut Report) {
    let mut seen = HashSet::new();
    for used in cx.workspace.used_references() {
        for &(package, index) in &used.uses {
            let Some(one) = cx.workspace.package(package).uses.get(index) else { continue };
            if one.user_kind != UserKind::Flow {
                continue;
            }
            let Some(id) = &one.user_id else { continue };
            if !seen.insert(id.as_str()) {
                continue;
            }
            match cx.environment.flow(id) {
                Lookup::Known(flow) => {
                    let what =
                        Owned { kind: SubjectKind::Flow, name: &one.user, what: format!("flow \"{}\"", one.user) };
                    match &flow.owner {
                        Some(owner) => judge(cx, owner, &what, Place::Package(package, Some(one.loc)), report),
                        None => report.unknown(
                            &one.user,
                            Missing::new(Reason::Incomplete, "its owner is not stated", "workflows.json"),
                        ),
                    }
                }
                Lookup::Absent => {}
                Lookup::Unknown => report.unknown(&one.user, unknown_table(cx, Table::Flows, "workflows.json")),
            }
        }
    }
}

fn judge(cx: &WorkspaceContext<'_>, owner: &Fact<Who>, thing: &Owned<'_>, place: Place, report: &mut Report) {
    let identity = cx.environment.identify(&owner.value);
    // Nobody can disable a team.
    let team = matches!(identity.kind, Lookup::Known(PrincipalKind::Team | PrincipalKind::Group));
    let state = match identity.disabled {
        _ if team => Lookup::Known(false),
        state => state,
    };
    let state = match state {
        Lookup::Known(false) => {
            report.judged();
            return;
        }
        Lookup::Unknown => {
            report.unknown(
                thing.name,
                Missing::new(Reason::Incomplete, "whether its owner is still active is not known", "systemusers.json"),
            );
            return;
        }
        Lookup::Known(true) => "is disabled",
        Lookup::Absent => "was deleted from Microsoft Entra",
    };
    report.judged();
    let mut stated = report
        .at(
            place,
            Subject::new(thing.kind, thing.name),
            format!("the owner of {}, {}, {state}", thing.what, identity.label),
        )
        .note(Place::Input(owner.source), "the inventory names the owner here");
    if let Some(source) = identity.source {
        stated = stated.note(Place::Input(source), format!("{} {state}", identity.label));
    }
    stated.help(match thing.kind {
        SubjectKind::Flow => "give the flow to a service principal or a service account (Flow details, Change owner)",
        SubjectKind::Connection => {
            "make a new connection under a service principal or a service account, and let what uses this one use that: a connection \
             cannot be given to somebody else"
        }
        _ => "assign the reference to a service account or a team, best the one that owns the common solution",
    });
}

fn unknown_table(cx: &WorkspaceContext<'_>, table: Table, needs: &'static str) -> Missing {
    match cx.environment.table(table) {
        Completeness::Nothing => Missing::new(Reason::NoData, "their owners are not known", needs),
        Completeness::Partial | Completeness::Whole => {
            Missing::new(Reason::Incomplete, "the files given do not name their owners", needs)
        }
    }
}
