//! A connection is signed in as one principal and owned by another.

use engine::{
    Category, InUse, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use inventory::{ConnectionFact, Fact, Identity, Lookup, PrincipalKind, Verdict, Who};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignedInAsAnother {}

impl Rule for SignedInAsAnother {
    const META: Meta = Meta {
        name: "signed-in-as-another",
        summary: "A connection is signed in as somebody else than its owner",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connections",
        page: include_str!("signed_in_as_another.md"),
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

fn judge(cx: &WorkspaceContext<'_>, used: &InUse<'_>, connection: &ConnectionFact, report: &mut Report) {
    let verdict = cx.environment.credential(connection, used.stated_connector()).verdict;
    match verdict {
        // Anybody may have made a connection with a client secret or a key: nobody else is signed in.
        Verdict::ServicePrincipal | Verdict::Key | Verdict::None => return report.judged(),
        Verdict::Unknown => {
            return report.unknown(&connection.id, facts::silent_connection(cx, &used.id, used.stated_connector()));
        }
        Verdict::Personal | Verdict::ServiceAccount => {}
    }
    let Some(account) = &connection.account else {
        let missing = facts::contradiction(cx, &connection.id, &["account"]).unwrap_or_else(|| {
            let what = "which account it is signed in with is not stated";
            Missing::new(Reason::Incomplete, what, "accountName in connections.json")
        });
        return report.unknown(&connection.id, missing);
    };
    let Some(owner) = &connection.owner else {
        return report.unknown(&connection.id, facts::missing_owner(cx, connection));
    };
    let signed_in = Who { upn: Some(account.value.as_str().into()), ..Who::default() };
    let (signed, creator) = (cx.environment.identify(&signed_in), cx.environment.identify(&owner.value));
    if signed.key == creator.key {
        return report.judged();
    }
    let service_account = verdict == Verdict::ServiceAccount;
    // Two accounts alone prove nothing: one may be the e-mail address of the other.
    // Whom nothing resolves may be anything.
    let resolved = creator.kind.known().is_some() || owner.value.upn.is_some();
    let two = (resolved && cx.environment.differ_by_ids(&signed_in, &owner.value) == Some(true))
        || creator.kind == Lookup::Known(PrincipalKind::ServicePrincipal)
        || (service_account && creator.kind == Lookup::Known(PrincipalKind::Person));
    if two {
        report.judged();
        state(cx, used, connection, (account, service_account), (owner, &creator), report);
    } else {
        let what = "whether its account and its owner are the same is not known";
        report.unknown(&connection.id, Missing::new(Reason::Incomplete, what, "systemusers.json"));
    }
}

fn state(
    cx: &WorkspaceContext<'_>,
    used: &InUse<'_>,
    connection: &ConnectionFact,
    (account, service_account): (&Fact<String>, bool),
    (owner, creator): (&Fact<Who>, &Identity),
    report: &mut Report,
) {
    let Some((place, label)) = facts::place(cx, used) else { return };
    let (account_name, creator_label) = (&account.value, &creator.label);
    let name = facts::connection_name(cx, &connection.id);
    let message = format!("connection {name} is signed in as {account_name}, but is owned by {creator_label}");
    let mut stated = report
        .at(place, Subject::new(SubjectKind::Connection, &*connection.id), message)
        .label(label)
        .note(Place::Input(account.source), format!("signed in as {account_name}"))
        .note(Place::Input(owner.source), format!("owned by {creator_label}"))
        .remark(facts::users(cx, used));
    let lasting = Lookup::Known(PrincipalKind::ServicePrincipal);
    let owned_by_service = creator.kind == lasting || creator.kind == Lookup::Known(PrincipalKind::ServiceAccount);
    if service_account || owned_by_service {
        stated = stated.lowered();
    }
    if owned_by_service {
        stated.remark(format!("it acts with the rights of {account_name}, and stops when that account does")).help(format!(
            "let {creator_label} sign in itself where the connector allows it; else nothing is wrong but that the connection's list \
             does not show whose rights it uses"
        ));
    } else {
        stated
            .remark(format!(
                "{creator_label} acts with the rights of {account_name}, and can share them; when {creator_label} is deleted, the connection \
                 goes, too"
            ))
            .help(format!("let {account_name} make the connection, share it, and let what uses this one use that"));
    }
}
