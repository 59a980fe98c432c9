//! A reference runs under a person's account.

use engine::{
    Category, Meta, Missing, PackageId, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use inventory::{AuthClass, Credential, InputKind, Lookup, Verdict};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalConnection {}

impl Rule for PersonalConnection {
    const META: Meta = Meta {
        name: "personal-connection",
        summary: "A connection reference runs under a person's account",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("personal_connection.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for used in cx.workspace.used_references() {
            // With a run-only connection everybody runs under their own account, as they should.
            if !cx.workspace.is_embedded(used) {
                continue;
            }
            let connector = used.connector.as_deref().filter(|_| !used.custom);
            let credential = cx.environment.credential_of(&used.logical_name, connector);
            let runs = Runs {
                what: format!("connection reference {}", used.logical_name),
                subject: Subject::new(SubjectKind::ConnectionReference, &used.logical_name),
                place: wording::place_of(cx, used),
                connector,
                uses: &used.uses,
                take: "bind the reference to it",
            };
            judge(cx, &runs, &credential, || missing(cx, used), report);
        }
        // Flows that name their connection themselves run under its account as well.
        for used in facts::connections_in_use(cx, |_, _| {}).iter().filter(|used| !used.direct.is_empty()) {
            let fact = cx.environment.connection(&used.id);
            let credential = match fact {
                Lookup::Known(connection) => cx.environment.credential(connection, used.connector),
                Lookup::Absent | Lookup::Unknown => {
                    report.unknown(&used.id, facts::missing_connection(cx));
                    continue;
                }
            };
            let runs = Runs {
                what: format!("connection {}", facts::connection_name(cx, &used.id)),
                subject: Subject::new(SubjectKind::Connection, &used.id),
                place: wording::place_of_use(cx, &used.direct),
                connector: used.connector,
                uses: &used.direct,
                take: "let the flow use it",
            };
            judge(cx, &runs, &credential, || Some(facts::silent_connection(cx, &used.id, used.connector)), report);
        }
    }
}

/// What runs under an account: a reference, or a connection that flows name directly.
struct Runs<'w> {
    what: String,
    subject: Subject,
    place: Option<Place>,
    connector: Option<&'w str>,
    uses: &'w [(PackageId, usize)],
    /// What to do with a better connection.
    take: &'static str,
}

fn judge(
    cx: &WorkspaceContext<'_>,
    runs: &Runs<'_>,
    credential: &Credential,
    missing: impl FnOnce() -> Option<Missing>,
    report: &mut Report,
) {
    match credential.verdict {
        Verdict::Personal => {
            report.judged();
            state(cx, runs, credential, report);
        }
        Verdict::ServicePrincipal | Verdict::ServiceAccount | Verdict::Key | Verdict::None => report.judged(),
        Verdict::Unknown => {
            if let Some(missing) = missing() {
                report.unknown(&runs.subject.name, with_hint(cx, runs.connector, missing));
            }
        }
    }
}

fn state(cx: &WorkspaceContext<'_>, runs: &Runs<'_>, credential: &Credential, report: &mut Report) {
    let Some(place) = runs.place else { return };
    let connector = runs.connector;
    let account = credential.account.as_deref().unwrap_or("somebody whose name is not known");
    let message = format!("{} runs under the personal account of {account}", runs.what);
    let row = connector.and_then(|connector| cx.environment.connectors().get(connector));
    let class = row.map(|row| row.class);
    let label = connector.map_or("this connector", |connector| cx.environment.connectors().label(connector)).to_owned();

    let mut stated = report.at(place, runs.subject.clone(), message).label(credential.evidence.clone());
    if let Some(source) = credential.source {
        let settings = cx.environment.input(source.input).is_some_and(|input| input.kind == InputKind::Settings);
        stated = stated.note(
            Place::Input(source),
            if settings { "the deployment settings say so" } else { "the inventory says so" },
        );
    }
    stated = stated.remark(format!(
        "it stops {} when that person leaves, or changes role or password",
        wording::list(&wording::users_of(cx, runs.uses))
    ));
    if class == Some(AuthClass::PersonOnly) {
        let origin = row.map(inventory::Connector::origin).unwrap_or_default();
        stated.lowered().help(format!(
            "{label} lets only users sign in ({origin}): make the connection with a service account, {}, and name the account under \
             service-accounts in powerlint.toml",
            runs.take
        ));
    } else if connector.is_some_and(|name| name.eq_ignore_ascii_case("shared_commondataserviceforapps")) {
        stated.help(format!(
            "make the connection with a service principal (\"Connect with service principal\", or pac connection create \
             --application-id … --client-secret … --tenant-id …), share it with the deployers, and {}",
            runs.take
        ));
    } else if class == Some(AuthClass::ServicePrincipal) {
        stated.help(format!(
            "{label} can sign in as a service principal ({}): make a connection with the authentication type \"Service principal\", share \
             it with the deployers, and {}",
            row.map(inventory::Connector::origin).unwrap_or_default(),
            runs.take
        ));
    } else {
        stated.help(format!(
            "make the connection with a service principal where the connector offers one, else with a service account named under \
             service-accounts in powerlint.toml, and {}",
            runs.take
        ));
    }
}

/// Why the account is not known; `None` where there is nothing to judge, since nothing is bound.
fn missing(cx: &WorkspaceContext<'_>, used: &UsedReference) -> Option<Missing> {
    match cx.environment.connection_of(&used.logical_name) {
        Lookup::Known(id) => match cx.environment.connection(&id.value) {
            Lookup::Known(_) => Some(facts::silent_connection(cx, &id.value, used.connector.as_deref())),
            Lookup::Absent | Lookup::Unknown => Some(facts::missing_connection(cx)),
        },
        Lookup::Absent => None,
        Lookup::Unknown => Some(facts::missing_binding(cx, &used.logical_name)),
    }
}

/// Adds who is known to be signed in with the connector. It may be another of its connections, and so accuses nobody.
fn with_hint(cx: &WorkspaceContext<'_>, connector: Option<&str>, missing: Missing) -> Missing {
    /// How many accounts are named.
    const FEW: usize = 3;
    let hints = connector.map(|connector| cx.environment.identities(connector)).unwrap_or_default();
    if hints.is_empty() {
        return missing;
    }
    let mut accounts: Vec<String> = hints.iter().take(FEW).map(|hint| hint.account.clone()).collect();
    if hints.len() > FEW {
        accounts.push(format!("{} more", hints.len() - FEW));
    }
    let what = format!(
        "{}; the CoE list names {} with this connector, without saying on which connection",
        missing.what,
        wording::list(&accounts)
    );
    Missing { what: what.into(), ..missing }
}
