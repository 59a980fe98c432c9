//! A guest of the tenant owns a connection, or is signed in with it.

use engine::{
    Category, InUse, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use inventory::{ConnectionFact, Lookup, Source, Verdict, Who};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuestConnection {}

impl Rule for GuestConnection {
    const META: Meta = Meta {
        name: "guest-connection",
        summary: "A connection that flows depend on belongs to a guest of the tenant",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("guest_connection.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let in_use = facts::connections_in_use(cx, |used, missing| report.unknown(&used.logical_name, missing));
        for used in in_use {
            if let Some(connection) = facts::known_connection(cx, used, report) {
                judge(cx, used, connection, report);
            }
        }
    }
}

/// Whether one side of a connection is a guest's, with its name and where that stands.
enum Side {
    Guest(String, Source),
    Other,
    Unknown(Missing),
}

fn judge(cx: &WorkspaceContext<'_>, used: &InUse<'_>, connection: &ConnectionFact, report: &mut Report) {
    let (message, notes) = match (signed_in(cx, used, connection), owner(cx, connection)) {
        (Side::Guest(account, at), Side::Guest(owner, owned_at)) if account.eq_ignore_ascii_case(&owner) => (
            format!("is owned by and signed in as {account}, a guest of the tenant"),
            vec![(at, format!("signed in as {account}")), (owned_at, format!("owned by {owner}"))],
        ),
        (Side::Guest(account, at), _) => {
            (format!("is signed in as {account}, a guest of the tenant"), vec![(at, format!("signed in as {account}"))])
        }
        (_, Side::Guest(owner, at)) => {
            (format!("is owned by {owner}, a guest of the tenant"), vec![(at, format!("owned by {owner}"))])
        }
        (Side::Unknown(missing), _) | (_, Side::Unknown(missing)) => {
            return report.unknown(&connection.id, missing);
        }
        (Side::Other, Side::Other) => return report.judged(),
    };
    report.judged();
    let Some((place, label)) = facts::place(cx, used) else { return };
    let name = facts::connection_name(cx, &connection.id);
    let subject = Subject::new(SubjectKind::Connection, &*connection.id);
    let mut stated = report.at(place, subject, format!("connection {name} {message}")).label(label);
    for (source, note) in notes {
        stated = stated.note(Place::Input(source), note);
    }
    stated
        .remark(facts::users(cx, used))
        .remark("another organisation decides whether that account still exists, and how it signs in")
        .help(
            "make the connection with a service principal, or with a service account of your own tenant, and let what uses this one \
             use that",
        );
}

/// Who is signed in.
fn signed_in(cx: &WorkspaceContext<'_>, used: &InUse<'_>, connection: &ConnectionFact) -> Side {
    let stated = used.stated_connector();
    let credential = cx.environment.credential(connection, stated);
    if let (Some(account), true) = (&connection.account, credential.guest) {
        return Side::Guest(account.value.clone(), account.source);
    }
    match (credential.verdict, &connection.account) {
        (Verdict::ServicePrincipal | Verdict::Key | Verdict::None, _)
        | (Verdict::Personal | Verdict::ServiceAccount, Some(_)) => Side::Other,
        (Verdict::Personal | Verdict::ServiceAccount, None) => {
            let what = "which account it is signed in with is not stated";
            Side::Unknown(Missing::new(Reason::Incomplete, what, "accountName in connections.json"))
        }
        (Verdict::Unknown, _) => Side::Unknown(facts::silent_connection(cx, &used.id, stated)),
    }
}

/// Who owns it.
fn owner(cx: &WorkspaceContext<'_>, connection: &ConnectionFact) -> Side {
    let Some(owner) = &connection.owner else { return Side::Unknown(facts::missing_owner(cx, connection)) };
    let identity = cx.environment.identify(&owner.value);
    if identity.guest {
        return Side::Guest(identity.label, owner.source);
    }
    // An id that no account goes with may be anybody's.
    match (&identity.kind, &owner.value) {
        (Lookup::Known(_), _) | (_, Who { upn: Some(_), .. }) => Side::Other,
        _ => {
            let what = "who its owner is cannot be resolved";
            Side::Unknown(Missing::new(Reason::Incomplete, what, "systemusers.json"))
        }
    }
}
