//! What a native inventory says of the secrets and certificates of applications. Never their values.

use syntax::Kind;

use super::Problem;
use super::table::{Table, expected};
use crate::read::record::{Record, fold_id};
use crate::{CredentialFact, CredentialHolder, CredentialList};

/// What credentials belong to.
pub(crate) const HOLDERS: [(&str, CredentialHolder); 3] = [
    ("application", CredentialHolder::Application),
    ("service-principal", CredentialHolder::ServicePrincipal),
    ("unknown", CredentialHolder::Unknown),
];

/// What a credential is: whether it is a certificate.
pub(crate) const CREDENTIALS: [(&str, bool); 2] = [("secret", false), ("certificate", true)];

pub(super) fn application(row: Record<'_>) -> Result<CredentialList, Problem> {
    const KEYS: [&str; 6] = ["application_id", "name", "holder", "managed", "credentials", "partial"];
    let table = Table::new(row, "an application", &KEYS, &[])?;
    let credentials = match table.get("credentials") {
        None => None,
        Some(list) => match &list.kind {
            Kind::Array(items) => {
                Some(items.iter().map(|item| credential(row.inner(item))).collect::<Result<Vec<_>, _>>()?)
            }
            _ => return Err(expected("credentials", "a list of tables", list)),
        },
    };
    let partial = table.flag("partial")?.is_some_and(|partial| partial.value);
    Ok(CredentialList {
        holder: table.word("holder", &HOLDERS)?.unwrap_or(CredentialHolder::Unknown),
        application_id: table.text("application_id")?.map(|id| fold_id(&id.value)),
        application_name: table.text("name")?.map(|name| name.value),
        // A list that is left out is unknown.
        whole: credentials.is_some() && !partial,
        credentials: credentials.unwrap_or_default(),
        managed: table.flag("managed")?.is_some_and(|managed| managed.value),
        source: row.source(),
    })
}

fn credential(row: Record<'_>) -> Result<CredentialFact, Problem> {
    let table = Table::new(row, "a credential", &["name", "kind", "ends"], &[])?;
    Ok(CredentialFact {
        name: table.text("name")?.map(|name| name.value),
        certificate: table.word("kind", &CREDENTIALS)?,
        ends: table.text("ends")?,
        source: row.source(),
    })
}
