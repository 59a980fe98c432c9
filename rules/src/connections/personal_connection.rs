//! A reference runs under a person's account.

use engine::{
    Category, Meta, Missing, Place, Reason, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use inventory::{AuthClass, Credential, Decision, InputKind, Lookup, Verdict};
use serde::Deserialize;

use super::facts;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalConnection {}

impl Rule for PersonalConnection {
    const META: Meta = Meta {
        name: "personal-connection",
        summary: "A connection reference runs under a person's account",
        category: Category::Connections,
        severity: Severity::Warning,
        on_by_default: true,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("personal_connection.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for used in cx.workspace.used_references() {
            // With a run-only connection everybody runs under their own account, as they should.
            if !facts::used_embedded(cx, used) {
                continue;
            }
            let connector = used.connector.as_deref().filter(|_| !used.custom);
            let credential = cx.environment.credential_of(&used.logical_name, connector);
            match credential.verdict {
                Verdict::Personal => {
                    report.judged();
                    state(cx, used, connector, &credential, report);
                }
                Verdict::ServicePrincipal | Verdict::ServiceAccount | Verdict::Key | Verdict::None => report.judged(),
                Verdict::Unknown => {
                    if let Some(missing) = missing(cx, used) {
                        report.unknown(&used.logical_name, missing);
                    }
                }
            }
        }
    }
}

fn state(
    cx: &WorkspaceContext<'_>,
    used: &UsedReference,
    connector: Option<&str>,
    credential: &Credential,
    report: &mut Report,
) {
    let Some(place) = wording::place_of(cx, used) else { return };
    let account = credential.account.as_deref().unwrap_or("a person");
    let guest = if credential.guest { " (a guest of the tenant)" } else { "" };
    // Where only the connector decided, the owner is known and the sign-in follows from it.
    let how = match credential.decision {
        Decision::ConnectorClass => "runs under the personal account of",
        _ => "is signed in with the personal account",
    };
    let message = format!("connection reference {} {how} {account}{guest}", used.logical_name);
    let subject = Subject::new(SubjectKind::ConnectionReference, &used.logical_name);
    let users = wording::users(cx, used);
    let class = connector.and_then(|connector| cx.environment.connectors().get(connector)).map(|row| row.class);
    let label = connector.map_or("this connector", |connector| cx.environment.connectors().label(connector)).to_owned();

    let mut stated = report.at(place, subject, message).label(credential.evidence.clone());
    if let Some(source) = credential.source {
        let settings = cx.environment.input(source.input).is_some_and(|input| input.kind == InputKind::Settings);
        stated = stated.note(
            Place::Input(source),
            if settings { "the deployment settings say so" } else { "the inventory says so" },
        );
    }
    stated = stated
        .remark(format!("it stops {} when that person leaves, or changes role or password", wording::list(&users)));
    if class == Some(AuthClass::PersonOnly) {
        stated.lowered().help(format!(
            "{label} lets only users sign in: make the connection with a service account, bind the reference to it, and name the \
             account under service-accounts in powerlint.toml"
        ));
    } else if connector.is_some_and(|name| name.eq_ignore_ascii_case("shared_commondataserviceforapps")) {
        stated.help(
            "make the connection with a service principal (\"Connect with service principal\", or pac connection create \
             --application-id … --client-secret … --tenant-id …), share it with the deployers, and bind the reference to it",
        );
    } else if class == Some(AuthClass::ServicePrincipal) {
        stated.help(format!(
            "{label} can sign in as a service principal: make a connection with the authentication type \"Service principal\", share \
             it with the deployers, and bind the reference to it"
        ));
    } else {
        stated.help(
            "make the connection with a service principal where the connector offers one, else with a service account named under \
             service-accounts in powerlint.toml, and bind the reference to it",
        );
    }
}

/// Why the account is not known; `None` where there is nothing to judge, since nothing is bound.
fn missing(cx: &WorkspaceContext<'_>, used: &UsedReference) -> Option<Missing> {
    let connection = match cx.environment.connection_of(&used.logical_name) {
        Lookup::Known(id) => id,
        Lookup::Absent => return None,
        Lookup::Unknown => return Some(facts::missing_binding(cx)),
    };
    match cx.environment.connection(&connection.value) {
        Lookup::Known(_) => Some(Missing::new(
            Reason::Incomplete,
            "its connection does not tell what it is signed in with",
            "account or auth of the connection in a native inventory",
        )),
        Lookup::Absent | Lookup::Unknown => Some(facts::missing_connection(cx)),
    }
}
