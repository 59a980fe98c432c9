//! Who is signed in with which connector, as the CoE Starter Kit keeps it: rows of its table `admin_connectionreferenceidentity`, as
//! JSON or CSV, and what its script `Get-ConnectionIdentities.ps1` writes. The table names no connection: it gives a hint and no
//! proof. The script does. Both are about all environments of a tenant.

use std::collections::BTreeSet;

use super::Read;
use super::dataverse::connector;
use super::record::{Record, connector_name, fold_id};
use super::source::{SourceKind, rows};
use crate::{ConnectionFact, Fact, Facts, IdentityHint, InputKind, Status, Who};

/// Connection identities.
pub(super) static IDENTITIES: SourceKind = SourceKind {
    name: "connection identities of the CoE Starter Kit",
    recognises: |document| {
        document.rows_have(&["admin_accountname"])
            || document.rows_have(&["ConnectorName", "AccountName", "CreatorUPN"])
    },
    read: |document| {
        let mut environments = BTreeSet::new();
        let mut content = rows(document, InputKind::CoeConnectionIdentities, &[], |row, facts| {
            environments.extend(row.id(&["EnvironmentName"]));
            connection(row, facts) || identity(row, facts)
        });
        if let Read::Facts(facts) = &mut content.read {
            // Connections without an account are left out.
            facts.partial = true;
            // The host is that of the kit's own environment.
            facts.hosts.clear();
            // Of several environments none is what the file is about; the ids of connections are unique in all of them.
            if environments.len() == 1 {
                facts.environments.extend(environments);
            }
        }
        Ok(content)
    },
};

/// A row of the script.
fn connection(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(id) = row.text(&["ConnectionName"]) else { return false };
    let owner = Who {
        object_id: row.id(&["CreatorId"]).map(Into::into),
        upn: row.text(&["CreatorUPN"]).map(Into::into),
        display_name: row.text(&["CreatorDisplayName"]).map(Into::into),
        ..Who::default()
    };
    let status = row.fact(&["ConnectionStatus"]);
    facts.connections.push(ConnectionFact {
        id: id.into(),
        connector: connector(row, &["ApiId"]).or_else(|| connector(row, &["ConnectorName"])),
        display_name: row.fact(&["DisplayName"]),
        account: row.fact(&["AccountName"]),
        parameter_set: None,
        grant_type: None,
        auth: None,
        owner: (owner.object_id.is_some() || owner.upn.is_some()).then(|| Fact { value: owner, source: row.source() }),
        status: status.map(|word| Box::new(Status::of(word, None))),
        source: row.source(),
    });
    true
}

/// A row of the table.
fn identity(row: Record<'_>, facts: &mut Facts) -> bool {
    const FORMATTED: &str = "_admin_connector_value@OData.Community.Display.V1.FormattedValue";
    const CONNECTOR: [&str; 4] = ["admin_connectorshortname", "admin_connector", FORMATTED, "ConnectorName"];
    const ENVIRONMENT: [&str; 3] = ["_admin_environment_value", "admin_environment", "EnvironmentName"];
    let connector = CONNECTOR.iter().find_map(|column| connector_name(row.text(&[column])?));
    let account = row.text(&["admin_accountname"]).or_else(|| row.text(&["AccountName"]));
    let (Some(connector), Some(account)) = (connector, account) else { return false };
    facts.identities.push(IdentityHint {
        connector: connector.to_owned(),
        account: account.to_owned(),
        environment: ENVIRONMENT.iter().find_map(|column| row.text(&[column])).map(fold_id),
        source: row.source(),
    });
    true
}
