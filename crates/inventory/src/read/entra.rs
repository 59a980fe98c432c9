//! Applications, service principals and their credentials, as Microsoft Graph and the Azure CLI print them (`az ad sp list`,
//! `az ad app list`, `az ad app credential list`). Versions of the CLI before 2.37 name the object id `objectId`, and the end of
//! a credential `endDate`. What a credential consists of, and the hint to it, is not read.
//! Shapes: <https://learn.microsoft.com/graph/api/resources/serviceprincipal>, `…/application`, `…/passwordcredential`,
//! `…/keycredential`.

use syntax::{Kind, Value};

use super::record::{Record, wrapped};
use super::source::{self, SourceKind, rows};
use crate::{
    CredentialFact, CredentialHolder, CredentialList, Fact, Facts, InputKind, Principal, PrincipalKind, Source, Who,
};

/// Service principals. The id of a row is the object id that shares name.
pub(super) static SERVICE_PRINCIPALS: SourceKind = SourceKind {
    name: "service principals of Microsoft Entra (az ad sp list)",
    recognises: |document| {
        document.is_list_of("servicePrincipals")
            || document.rows_have(&["appId"])
                && (document.rows_have(&["servicePrincipalType"])
                    || document.rows_have(&["servicePrincipalNames"])
                    || document.first().and_then(|row| row.get("objectType")?.as_str()) == Some("ServicePrincipal"))
    },
    read: |document| Ok(rows(document, InputKind::EntraServicePrincipals, &[], service_principal)),
};

/// App registrations. The id of a row is the object id of the registration, which no share and no user names.
pub(super) static APPLICATIONS: SourceKind = SourceKind {
    name: "applications (az ad app list)",
    recognises: |document| {
        const COLUMNS: [&str; 6] = [
            "signInAudience",
            "identifierUris",
            "requiredResourceAccess",
            "publisherDomain",
            "passwordCredentials",
            "keyCredentials",
        ];
        document.is_list_of("applications")
            || document.rows_have(&["appId"]) && COLUMNS.iter().any(|column| document.rows_have(&[column]))
    },
    read: |document| Ok(rows(document, InputKind::EntraApplications, &[], application)),
};

/// The credentials of applications: as the CLI lists them, which does not say whose they are, or in wrappers that do:
/// `{"appId": "…", "value": […]}`.
pub(super) static CREDENTIALS: SourceKind = SourceKind {
    name: "their credentials (az ad app credential list)",
    recognises: |document| {
        answers(&document.root).iter().any(|answer| answer.get("appId").is_some() && wrapped(answer).is_some())
            || document.rows_have(&["keyId"])
                && (document.rows_have(&["endDateTime"]) || document.rows_have(&["endDate"]))
    },
    read: |document| {
        let mut facts = source::facts(document, &[]);
        facts.partial = document.list().partial;
        let answers = answers(&document.root).iter().map(|value| Record { value, input: document.id });
        facts.credentials.extend(answers.map(credential_list));
        let records = facts.credentials.iter().map(|list| list.credentials.len()).sum();
        Ok(source::content(document, InputKind::EntraCredentials, facts, records))
    },
};

/// The answers in a file: several that `jq -s .` put together, or one.
fn answers<'v, 't>(root: &'v Value<'t>) -> &'v [Value<'t>] {
    match &root.kind {
        Kind::Array(answers) if answers.iter().any(|answer| wrapped(answer).is_some()) => answers,
        _ => std::slice::from_ref(root),
    }
}

/// The kind of service principal that Azure makes for a resource, and whose certificates it renews.
const MANAGED_IDENTITY: &str = "ManagedIdentity";

fn service_principal(row: Record<'_>, facts: &mut Facts) -> bool {
    let object_id = row.id(&["id"]).or_else(|| row.id(&["objectId"]));
    let application_id = row.id(&["appId"]);
    if object_id.is_none() && application_id.is_none() {
        return false;
    }
    let enabled = row.value.get("accountEnabled");
    facts.principals.push(Principal {
        who: Who {
            object_id: object_id.map(Into::into),
            application_id: application_id.as_deref().map(Into::into),
            display_name: row.text(&["displayName"]).map(Into::into),
            kind: Some(PrincipalKind::ServicePrincipal),
            ..Who::default()
        },
        disabled: enabled.and_then(|value| Some(Fact { value: !value.as_bool()?, source: row.at(value.span) })),
        deleted: false,
        by_hand: false,
        source: row.source(),
    });
    let kind = row.text(&["servicePrincipalType"]);
    let mut list = credentials_of(row, CredentialHolder::ServicePrincipal, application_id);
    list.managed = kind.is_some_and(|kind| kind.eq_ignore_ascii_case(MANAGED_IDENTITY));
    // Without the kind, it may be a managed identity.
    list.whole &= kind.is_some();
    facts.credentials.push(list);
    true
}

fn application(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(application_id) = row.id(&["appId"]) else { return false };
    facts.principals.push(Principal {
        who: Who {
            application_id: Some(application_id.as_str().into()),
            display_name: row.text(&["displayName"]).map(Into::into),
            // An application may have no service principal here: its name must not make that of another ambiguous.
            ..Who::default()
        },
        disabled: None,
        deleted: false,
        by_hand: false,
        source: row.source(),
    });
    facts.credentials.push(credentials_of(row, CredentialHolder::Application, Some(application_id)));
    true
}

/// The credentials in a row. They are all if the row has both columns.
fn credentials_of(row: Record<'_>, holder: CredentialHolder, application_id: Option<String>) -> CredentialList {
    let column = |name: &str| row.value.get(name).filter(|value| matches!(value.kind, Kind::Array(_)));
    let (secrets, certificates) = (column("passwordCredentials"), column("keyCredentials"));
    // A certificate that signs tokens for single sign-on comes with a secret and a twin that look like any other. One of which
    // the use is left out may be such a one.
    let verifies = |key: &Value<'_>| key.get("usage").and_then(Value::as_str).is_some_and(|usage| usage == "Verify");
    let signs = !items(certificates).iter().all(verifies);
    let of = |items: &'_ [Value<'_>], certificate| -> Vec<CredentialFact> {
        items.iter().map(|item| credential(row.at(item.span), item, Some(certificate))).collect()
    };
    let credentials =
        if signs { Vec::new() } else { [of(items(secrets), false), of(items(certificates), true)].concat() };
    CredentialList {
        holder,
        application_id,
        application_name: row.text(&["displayName"]).map(str::to_owned),
        credentials,
        whole: secrets.is_some() && certificates.is_some() && !signs,
        managed: false,
        source: row.source(),
    }
}

/// A list of credentials. The CLI lists secrets, or certificates: not both at once.
fn credential_list(answer: Record<'_>) -> CredentialList {
    let rows = wrapped(answer.value).or_else(|| match &answer.value.kind {
        Kind::Array(rows) => Some(rows.as_slice()),
        _ => answer.has("keyId").then(|| std::slice::from_ref(answer.value)),
    });
    let rows = rows.unwrap_or_default();
    let credentials = rows.iter().filter(|row| row.is_object()).map(|row| {
        // Secrets have a hint, certificates a type.
        let certificate = match (row.get("type").is_some(), row.get("hint").is_some()) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        credential(answer.at(row.span), row, certificate)
    });
    CredentialList {
        holder: CredentialHolder::Unknown,
        application_id: answer.id(&["appId"]),
        application_name: answer.text(&["displayName"]).filter(|_| answer.has("appId")).map(str::to_owned),
        credentials: credentials.collect(),
        whole: false,
        managed: false,
        source: answer.source(),
    }
}

fn credential(source: Source, row: &Value<'_>, certificate: Option<bool>) -> CredentialFact {
    let row = Record { value: row, input: source.input };
    CredentialFact {
        name: row.text(&["displayName"]).or_else(|| row.text(&["keyId"])).map(str::to_owned),
        certificate,
        ends: row.fact(&["endDateTime"]).or_else(|| row.fact(&["endDate"])),
        source,
    }
}

fn items<'v, 't>(column: Option<&'v Value<'t>>) -> &'v [Value<'t>] {
    column.map(Value::items).unwrap_or_default()
}
