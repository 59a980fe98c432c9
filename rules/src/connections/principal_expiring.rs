//! What a service principal signs in with ends soon.

use std::collections::BTreeMap;

use engine::date::{Date, day_of, days_between};
use engine::{
    Category, Meta, Missing, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use inventory::{CredentialFact, CredentialHolder, CredentialList, Lookup, PrincipalKind, Source};
use schemars::JsonSchema;
use serde::Deserialize;

use super::facts;

/// Options of the rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct PrincipalExpiring {
    /// How many days before its end a credential is told.
    expires_within: u16,
}

impl Default for PrincipalExpiring {
    fn default() -> Self {
        Self { expires_within: 30 }
    }
}

const APPLICATIONS: &str = "az ad app list --all";
const SERVICE_PRINCIPALS: &str = "az ad sp list --all";

impl Rule for PrincipalExpiring {
    const META: Meta = Meta {
        name: "principal-expiring",
        summary: "The last secret or certificate of a service principal ends soon",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "service principals",
        page: include_str!("principal_expiring.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let lists = cx.environment.credential_lists();
        // Nobody asked when they end.
        if lists.is_empty() {
            return;
        }
        for (application, used) in service_principals(cx, report) {
            self.application(cx, &application, &used, report);
        }
        // A list that does not say whose it is stands for itself.
        let bare = |list: &&CredentialList| list.holder == CredentialHolder::Unknown && list.application_id.is_none();
        for list in lists.iter().filter(bare).filter(|list| !list.credentials.is_empty()) {
            let path = cx.environment.input(list.source.input).map_or("a file", |input| input.path.as_str());
            let credentials: Vec<&CredentialFact> = list.credentials.iter().collect();
            let used = Used { label: format!("the application in {path}"), roles: Vec::new() };
            self.judge(cx, &used, None, &credentials, report);
        }
    }
}

/// A service principal that something depends on.
struct Used {
    label: String,
    /// What for, with a place.
    roles: Vec<(Place, String)>,
}

/// The deployers, and the service principals of the connections in use, by their application ids.
fn service_principals(cx: &WorkspaceContext<'_>, report: &mut Report) -> BTreeMap<String, Used> {
    let mut all: BTreeMap<String, Used> = BTreeMap::new();
    let mut add = |who: &inventory::Who, label: String, place: Place, role: String| {
        let Some(application) = cx.environment.application_of(who) else {
            let what = "its application id is not known";
            return report.unknown(label, Missing::new(Reason::Incomplete, what, SERVICE_PRINCIPALS));
        };
        let used = all.entry(application).or_insert_with(|| Used { label, roles: Vec::new() });
        used.roles.push((place, role));
    };
    for deployer in &cx.config.deployers {
        let role = format!("{} is configured as a deployer here", deployer.label);
        add(&deployer.who, deployer.label.clone(), Place::Config(deployer.span), role);
    }
    for used in facts::connections_in_use(cx, |_, _| {}) {
        let Lookup::Known(connection) = cx.environment.connection(&used.id) else { continue };
        let name = facts::connection_name(cx, &used.id);
        if let Some(owner) = &connection.owner {
            let identity = cx.environment.identify(&owner.value);
            if identity.kind == Lookup::Known(PrincipalKind::ServicePrincipal) {
                add(&owner.value, identity.label, Place::Input(owner.source), format!("it owns connection {name}"));
            }
        }
        if let (Some(who), Some(account)) = (connection.application(), &connection.account) {
            let label = cx.environment.identify(&who).label;
            add(&who, label, Place::Input(account.source), format!("connection {name} is signed in with it"));
        }
    }
    all
}

impl PrincipalExpiring {
    fn application(&self, cx: &WorkspaceContext<'_>, id: &str, used: &Used, report: &mut Report) {
        let of = |list: &&CredentialList| list.application_id.as_deref() == Some(id);
        let lists: Vec<&CredentialList> = cx.environment.credential_lists().iter().filter(of).collect();
        // The platform renews what a managed identity signs in with.
        if lists.iter().any(|list| list.managed) {
            return report.judged();
        }
        // Both the application and its service principal may have some: one that is not known may last longer.
        for (holder, needs) in
            [(CredentialHolder::Application, APPLICATIONS), (CredentialHolder::ServicePrincipal, SERVICE_PRINCIPALS)]
        {
            if !lists.iter().any(|list| list.holder == holder && list.whole) {
                let what = "not all of its secrets and certificates are known";
                return report.unknown(&used.label, Missing::new(Reason::Incomplete, what, needs));
            }
        }
        let credentials: Vec<&CredentialFact> = lists.iter().flat_map(|list| &list.credentials).collect();
        self.judge(cx, used, Some(id), &credentials, report);
    }

    /// Judges the credential that ends last: an old one beside it is what renewing leaves behind.
    fn judge(
        &self,
        cx: &WorkspaceContext<'_>,
        used: &Used,
        application: Option<&str>,
        credentials: &[&CredentialFact],
        report: &mut Report,
    ) {
        let ends = credentials.iter().map(|credential| {
            let ends = credential.ends.as_ref()?;
            Some((day_of(&ends.value)?, *credential, ends.source))
        });
        let Some(ends) = ends.collect::<Option<Vec<_>>>() else {
            let what = "when one of its secrets or certificates ends is not known";
            return report.unknown(&used.label, Missing::new(Reason::Incomplete, what, APPLICATIONS));
        };
        report.judged();
        let last = ends.into_iter().max_by_key(|(day, ..)| *day);
        if let Some(last) = last.filter(|(day, ..)| days_between(cx.today, *day) <= i64::from(self.expires_within)) {
            state(cx, used, application, last, report);
        }
    }
}

fn state(
    cx: &WorkspaceContext<'_>,
    used: &Used,
    application: Option<&str>,
    (day, credential, source): (Date, &CredentialFact, Source),
    report: &mut Report,
) {
    let days = days_between(cx.today, day);
    let kind = match credential.certificate {
        Some(true) => "certificate",
        Some(false) => "secret",
        None => "credential",
    };
    let name = credential.name.as_deref().map(|name| format!(" \"{name}\"")).unwrap_or_default();
    let what = format!("the last {kind}{name} of {}", used.label);
    let subject = match application {
        Some(_) => used.label.as_str(),
        None => credential.name.as_deref().unwrap_or(&used.label),
    };
    let subject = Subject::new(SubjectKind::Account, subject);
    let place = Place::Input(source);
    let mut stated = if days < 0 {
        report.at(place, subject, format!("{what} ended on {day}")).at_most(Severity::Note).label("has ended").remark(
            "it may sign in by federated credentials, which are listed elsewhere (az ad app federated-credential list)",
        )
    } else {
        let when = match days {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            _ => format!("in {days} days"),
        };
        report.at(place, subject, format!("{what} ends on {day}, {when}")).label(format!("ends {when}"))
    };
    if let Some(application) = application {
        stated = stated.detail(application);
    }
    if application.is_none() {
        stated = stated
            .remark("it is the last of this list: az ad app credential list has secrets, or with --cert certificates");
    }
    for (place, role) in &used.roles {
        stated = stated.note(*place, role.clone());
    }
    let id = application.unwrap_or("<application id>");
    stated.help(format!(
        "add a new one (az ad app credential reset --id {id} --append), give it to every pipeline and connection that uses the old \
         one, and then delete the old one"
    ));
}
