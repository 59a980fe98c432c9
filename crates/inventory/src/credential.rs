//! Under whose account a connection runs: a service principal, a service account, a person, a key.

use crate::principals::is_guest;
use crate::read::{folded_id, is_guid, is_user_account};
use crate::{Auth, AuthClass, ConnectionFact, Environment, Fact, Lookup, PrincipalKind, Source, Who};

/// What was decided, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// What it is.
    pub verdict: Verdict,
    /// The account, as far as it is known.
    pub account: Option<String>,
    /// The account is a guest's (`#EXT#`).
    pub guest: bool,
    /// What decided.
    pub decision: Decision,
    /// The evidence for people: `signed in as ada@contoso.com`, `made with the parameter set ServicePrincipalOauth` …
    pub evidence: String,
    /// The record that proves it.
    pub source: Option<Source>,
}

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// A service principal's.
    ServicePrincipal,
    /// A service account's, by a configured pattern or a native inventory.
    ServiceAccount,
    /// A person's.
    Personal,
    /// A key, a password or a connection string: nobody's.
    Key,
    /// None is needed.
    None,
    /// It cannot be told.
    Unknown,
}

/// What decided, in this order: the first that hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// A native inventory says so.
    Native,
    /// The name of the parameter set.
    ParameterSet,
    /// `token:grantType`.
    GrantType,
    /// Only one kind of credential is possible with this connector.
    ConnectorClass,
    /// The account's form: a user principal name, or a GUID.
    Account,
    /// It was created by a service principal.
    CreatedBy,
    /// Nothing decided.
    Nothing,
}

impl ConnectionFact {
    /// The application that the connection is signed in with, where its account is an id.
    #[must_use]
    pub fn application(&self) -> Option<Who> {
        let account = &self.account.as_ref()?.value;
        is_guid(account).then(|| Who { application_id: Some(folded_id(account).into()), ..Who::default() })
    }
}

impl Credential {
    /// Nothing is known.
    pub(crate) fn unknown() -> Self {
        Self {
            verdict: Verdict::Unknown,
            account: None,
            guest: false,
            decision: Decision::Nothing,
            evidence: "nothing tells what it is signed in with".to_owned(),
            source: None,
        }
    }

    fn of(verdict: Verdict, decision: Decision, evidence: String, source: Source) -> Self {
        Self { verdict, account: None, guest: false, decision, evidence, source: Some(source) }
    }
}

/// What the name of a set of parameters tells, compared without regard to case. Names from the connectors'
/// documentation and from captures; a name that is not known is judged by three parts only, never guessed.
fn by_parameter_set(name: &str, connector: Option<&str>) -> Option<Verdict> {
    const PERSON: [&str; 12] = [
        "oauth",
        "oauthcom",
        "oauthdefault",
        "oauthbyoa",
        "entraoauth",
        "entraauth",
        "entraiduserlogin",
        "oauth2-auth",
        "aadauth",
        "tokenbasedauth",
        "firstparty",
        "aadoauth",
    ];
    const SERVICE_PRINCIPAL: [&str; 8] = [
        "serviceprincipaloauth",
        "oauthsp",
        "oauthserviceprincipal",
        "serviceprincipalauth",
        "oauthclientcredentials",
        "aadoauthclientcredentials",
        "certoauth",
        "serviceprincipal",
    ];
    const KEY: [&str; 8] = [
        "keybasedauth",
        "connectionstringauth",
        "connectionstringauthentication",
        "sqlauthentication",
        "windowsauthentication",
        "windowsauthenticationnonshared",
        "basicgateway",
        "windowsgateway",
    ];
    const PARTS: [&str; 3] = ["serviceprincipal", "clientcredentials", "certoauth"];
    // This name means a service principal with one connector only.
    const AAD_AUTHENTICATION: (&str, &str) = ("aadauthentication", "shared_azurecommunicationservicessms");
    let name = name.trim().to_ascii_lowercase();
    let is = |names: &[&str]| names.contains(&name.as_str());
    if is(&SERVICE_PRINCIPAL) || PARTS.iter().any(|part| name.contains(part)) {
        return Some(Verdict::ServicePrincipal);
    }
    if name == AAD_AUTHENTICATION.0 {
        let sms = connector.is_some_and(|connector| connector.eq_ignore_ascii_case(AAD_AUTHENTICATION.1));
        return sms.then_some(Verdict::ServicePrincipal);
    }
    if is(&PERSON) {
        return Some(Verdict::Personal);
    }
    if is(&KEY) {
        return Some(Verdict::Key);
    }
    (name == "anonymousgateway").then_some(Verdict::None)
}

/// Under whose account a connection runs: the first of the rules that hits, in the order of [`Decision`].
/// `stated` is the connector as a package states it, for connections that do not say.
pub(crate) fn decide(environment: &Environment, connection: &ConnectionFact, stated: Option<&str>) -> Credential {
    let connector = connection.connector.as_ref().map(|fact| fact.value.as_str()).or(stated);
    let person = |decision, deciding: Option<&Fact<String>>, how: &str| {
        by_person(environment, connection, decision, deciding.map(|fact| fact.source), how)
    };
    if let Some(auth) = &connection.auth {
        let of = |verdict, what: &str| {
            let mut credential = Credential::of(
                verdict,
                Decision::Native,
                format!("the inventory says that it uses {what}"),
                auth.source,
            );
            credential.account = connection.account.as_ref().map(|account| account.value.clone());
            credential
        };
        return match auth.value {
            Auth::ServicePrincipal => of(Verdict::ServicePrincipal, "a service principal"),
            Auth::Certificate => of(Verdict::ServicePrincipal, "a service principal with a certificate"),
            Auth::Key => of(Verdict::Key, "a key or password"),
            Auth::None => of(Verdict::None, "no credentials"),
            Auth::User => by_person(environment, connection, Decision::Native, Some(auth.source), ""),
        };
    }
    // A user signs in, but no account tells which: whoever made the connection need not be the one.
    let mut unnamed_user = false;
    if let Some(set) = &connection.parameter_set {
        match by_parameter_set(&set.value, connector) {
            Some(Verdict::Personal) if connection.account.is_none() => unnamed_user = true,
            Some(Verdict::Personal) => {
                let how = format!(" (parameter set {})", set.value);
                return person(Decision::ParameterSet, Some(set), &how);
            }
            Some(verdict) => {
                let evidence = format!("made with the parameter set {}", set.value);
                return Credential::of(verdict, Decision::ParameterSet, evidence, set.source);
            }
            None => {}
        }
    }
    if let Some(grant) = connection.grant_type.as_ref().filter(|_| !unnamed_user) {
        match grant.value.to_ascii_lowercase().as_str() {
            "client_credentials" => {
                let evidence = "token:grantType is client_credentials".to_owned();
                return Credential::of(Verdict::ServicePrincipal, Decision::GrantType, evidence, grant.source);
            }
            "code" if connection.account.is_none() => unnamed_user = true,
            "code" => return person(Decision::GrantType, Some(grant), " (token:grantType is code)"),
            _ => {}
        }
    }
    if let Some(row) = connector.and_then(|connector| environment.connectors().get(connector)) {
        let source = connection.connector.as_ref().map_or(connection.source, |fact| fact.source);
        let of = |verdict, how: &str| {
            Credential::of(
                verdict,
                Decision::ConnectorClass,
                format!("the {} connector {how}", row.display_name),
                source,
            )
        };
        match row.class {
            AuthClass::None => return of(Verdict::None, "needs no credentials"),
            AuthClass::Key => return of(Verdict::Key, "takes a key or password"),
            AuthClass::PersonOnly => {
                let how = format!("; the {} connector lets only users sign in", row.display_name);
                return person(Decision::ConnectorClass, None, &how);
            }
            AuthClass::ServicePrincipal | AuthClass::Mixed => {}
        }
    }
    if unnamed_user {
        return Credential::unknown();
    }
    let listed = connector.is_some_and(|connector| environment.connectors().get(connector).is_some());
    by_account(environment, connection, listed)
        .or_else(|| by_creator(environment, connection))
        .unwrap_or_else(Credential::unknown)
}

/// The account's form. What looks like a user's may be the name that goes with a password: of a connector that the table does
/// not list, such as a custom one, it tells nothing.
fn by_account(environment: &Environment, connection: &ConnectionFact, listed: bool) -> Option<Credential> {
    let account = connection.account.as_ref()?;
    if is_guid(&account.value) {
        let evidence = format!("signed in as {}, the id of an application", account.value);
        let mut credential = Credential::of(Verdict::ServicePrincipal, Decision::Account, evidence, account.source);
        credential.account = Some(account.value.clone());
        return Some(credential);
    }
    (listed && is_user_account(&account.value))
        .then(|| by_person(environment, connection, Decision::Account, Some(account.source), ""))
}

/// A creator that is a service principal has nothing else to sign in with.
fn by_creator(environment: &Environment, connection: &ConnectionFact) -> Option<Credential> {
    let owner = connection.owner.as_ref()?;
    let identity = environment.identify(&owner.value);
    if identity.kind != Lookup::Known(PrincipalKind::ServicePrincipal) {
        return None;
    }
    let evidence = format!("created by the service principal {}", identity.label);
    Some(Credential::of(Verdict::ServicePrincipal, Decision::CreatedBy, evidence, owner.source))
}

/// A user signs in; which one, and whether it is a person, the account tells. Whoever made the connection may have signed in as
/// somebody else, a service account above all: only in a native inventory, where somebody has thought of it, the owner stands for the
/// account. `how` is said after the account.
fn by_person(
    environment: &Environment,
    connection: &ConnectionFact,
    decision: Decision,
    deciding: Option<Source>,
    how: &str,
) -> Credential {
    let (who, source, verb) = match (&connection.account, &connection.owner) {
        (Some(account), _) => {
            (Who { upn: Some(account.value.as_str().into()), ..Who::default() }, account.source, "signed in as")
        }
        (None, Some(owner)) if decision == Decision::Native => (owner.value.clone(), owner.source, "owned by"),
        (None, _) => return Credential { source: deciding, decision, ..Credential::unknown() },
    };
    user(environment, &who, decision, verb, how, source)
}

/// A user's credential: a person's, or a service account's.
fn user(environment: &Environment, who: &Who, decision: Decision, verb: &str, how: &str, source: Source) -> Credential {
    let identity = environment.identify(who);
    let by_account = who.upn.is_some();
    let application = who
        .upn
        .as_deref()
        .is_some_and(|account| is_guid(account) || account.split_once('@').is_some_and(|(name, _)| is_guid(name)));
    let verdict = match identity.kind {
        Lookup::Known(PrincipalKind::ServiceAccount) => Verdict::ServiceAccount,
        Lookup::Known(PrincipalKind::Person) => Verdict::Personal,
        // An account that a user signed in with is a user's, even where no source lists it.
        Lookup::Absent | Lookup::Unknown if by_account && !application => Verdict::Personal,
        _ => Verdict::Unknown,
    };
    let label = who.upn.as_deref().map_or(identity.label, str::to_owned);
    Credential {
        verdict,
        guest: identity.guest || is_guest(&label),
        decision,
        evidence: format!("{verb} {label}{how}"),
        source: Some(source),
        account: Some(label),
    }
}

/// `ConnectionOwner` tells an owner, which decides only where nobody but users can sign in.
pub(crate) fn by_settings_owner(
    environment: &Environment,
    owner: &Fact<String>,
    connector: Option<&str>,
) -> Option<Credential> {
    let row = environment.connectors().get(connector?)?;
    if row.class != AuthClass::PersonOnly || !is_user_account(&owner.value) {
        return None;
    }
    let who = Who { upn: Some(owner.value.as_str().into()), ..Who::default() };
    let how = format!(" by the deployment settings; the {} connector lets only users sign in", row.display_name);
    Some(user(environment, &who, Decision::ConnectorClass, "owned by", &how, owner.source))
}
