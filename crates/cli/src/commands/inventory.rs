//! `powerlint inventory`: what is known of the environment, joined.

use std::collections::BTreeMap;

use inventory::{Credential, Environment, Lookup, Role, Verdict};
use serde::Serialize;

use super::{fail, print};
use crate::{
    args::{FactArgs, InventoryArgs, Screen, TableFormat},
    errors::Trouble,
    inputs,
    report::{escape, table},
};

/// One connection reference, joined with what is known of its connection.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    /// The logical name.
    reference: String,
    /// Its connector's name.
    connector: Option<String>,
    /// The connection's id; null where it is not known.
    connection: Option<String>,
    /// Whether the reference is known to be bound to nothing.
    unbound: bool,
    /// What its connection is signed in with.
    credential: &'static str,
    /// The evidence for that.
    evidence: String,
    /// The account, as far as it is known.
    account: Option<String>,
    /// Who owns the reference.
    owner: Option<String>,
    /// Who owns the connection.
    connection_owner: Option<String>,
    /// Who the connection is shared with; null where nothing tells.
    shares: Option<Vec<Share>>,
}

#[derive(Debug, Serialize)]
struct Share {
    with: String,
    role: Option<Role>,
}

pub(crate) fn run(args: &InventoryArgs, screen: &Screen) -> u8 {
    let mut named = args.facts.inventory.clone();
    named.extend(args.paths.iter().cloned());
    let facts = FactArgs {
        inventory: named,
        settings: args.facts.settings.clone(),
        config: args.facts.config.clone(),
        no_config: args.facts.no_config,
        environment: args.facts.environment.clone(),
    };
    let gathered = match inputs::gather(&[], &facts) {
        Ok(gathered) => gathered,
        Err(troubles) => return fail(screen, &troubles),
    };
    let mut troubles = gathered.troubles;
    if gathered.environment.inputs().is_empty() {
        let mut trouble = Trouble::new("no file of facts was given or could be used");
        trouble.help = Some("name some with --inventory or --settings, or in powerlint.toml".to_owned());
        troubles.push(trouble);
    }
    let rows = rows(&gathered.environment);
    let text = match args.format {
        TableFormat::Text => text(&rows, &gathered.remarks, screen),
        TableFormat::Json => match serde_json::to_string_pretty(&rows) {
            Ok(text) => escape::json(&format!("{text}\n")),
            Err(error) => return fail(screen, &[Trouble::new(error.to_string())]),
        },
    };
    let written = print(screen, &text);
    screen.complain(&troubles);
    if troubles.is_empty() { written } else { 2 }
}

fn text(rows: &[Row], remarks: &[String], screen: &Screen) -> String {
    let lines: Vec<[String; 6]> = rows
        .iter()
        .map(|row| {
            let connection = match (&row.connection, row.unbound) {
                (Some(connection), _) => connection.clone(),
                (None, true) => "none".to_owned(),
                (None, false) => "?".to_owned(),
            };
            let account = match &row.account {
                Some(account) => format!("{account} ({})", row.credential),
                None => row.credential.to_owned(),
            };
            let shares = row.shares.as_ref().map_or_else(
                || "?".to_owned(),
                |shares| {
                    let shares = shares.iter().map(|share| match share.role {
                        Some(role) => format!("{} ({role:?})", share.with),
                        None => share.with.clone(),
                    });
                    let shares = shares.collect::<Vec<_>>().join(", ");
                    if shares.is_empty() { "nobody".to_owned() } else { shares }
                },
            );
            let unknown = || "?".to_owned();
            [
                row.reference.clone(),
                connection,
                account,
                row.owner.clone().unwrap_or_else(unknown),
                row.connection_owner.clone().unwrap_or_else(unknown),
                shares,
            ]
        })
        .collect();
    let head = ["reference", "connection", "signed in as", "owner", "connection's owner", "shared with"];
    let mut text = table::fitting(head, &lines, screen.out());
    if !screen.quiet {
        text.push_str("\n? means that no file tells.\n");
        for remark in remarks {
            text.push_str(&escape::line(remark));
            text.push('\n');
        }
    }
    text
}

fn rows(environment: &Environment) -> Vec<Row> {
    // By name without regard to case; the inventory's spelling before that of the settings.
    let mut names: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
    if let Some(settings) = environment.settings() {
        for entry in &settings.references {
            let connector = entry.connector.as_ref().map(|connector| connector.value.clone());
            names.insert(entry.logical_name.value.to_lowercase(), (entry.logical_name.value.clone(), connector));
        }
    }
    for fact in environment.references() {
        let connector = fact.connector.as_ref().map(|connector| connector.value.clone());
        let entry = names.entry(fact.logical_name.to_lowercase()).or_default();
        *entry = (fact.logical_name.clone(), connector.or_else(|| entry.1.take()));
    }
    names.into_values().map(|(name, connector)| row(environment, name, connector)).collect()
}

fn row(environment: &Environment, reference: String, connector: Option<String>) -> Row {
    let bound = environment.connection_of(&reference);
    let unbound = matches!(bound, Lookup::Absent);
    let connection = bound.known().map(|connection| connection.value.clone());
    let Credential { verdict, account, evidence, .. } = environment.credential_of(&reference, connector.as_deref());
    let label = |who| environment.identify(who).label;
    let owner = environment.reference(&reference).known().and_then(|fact| fact.owner.as_ref());
    let found = connection.as_deref().and_then(|connection| environment.connection(connection).known());
    let connection_owner = found.and_then(|connection| connection.owner.as_ref());
    let shares = connection.as_deref().and_then(|connection| environment.permissions(connection).known());
    Row {
        connector,
        unbound,
        credential: word(verdict),
        evidence,
        account,
        owner: owner.map(|owner| label(&owner.value)),
        connection_owner: connection_owner.map(|owner| label(&owner.value)),
        shares: shares
            .map(|list| list.shares.iter().map(|share| Share { with: label(&share.who), role: share.role }).collect()),
        connection,
        reference,
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::ServicePrincipal => "service principal",
        Verdict::ServiceAccount => "service account",
        Verdict::Personal => "personal",
        Verdict::Key => "key",
        Verdict::None => "no sign-in",
        Verdict::Unknown => "unknown",
    }
}
