//! `powerlint inventory` without a command: what is known of the environment, joined.

use std::collections::BTreeMap;

use inventory::{Credential, Environment, Lookup, Role, Source, Verdict, write};
use serde::Serialize;

use super::gather;
use crate::{
    args::{InventoryArgs, InventoryFormat, Screen},
    commands::{fail, print},
    errors::Trouble,
    report::{csv::Rows, escape, table, word},
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
    let gathered = match gather(&args.paths, &args.facts) {
        Ok(gathered) => gathered,
        Err(troubles) => return fail(screen, &troubles),
    };
    let mut troubles = gathered.facts.troubles;
    if gathered.facts.environment.inputs().is_empty() {
        let mut trouble = Trouble::new("no file of facts was given or could be used");
        trouble.help = Some("name some with --inventory or --settings, or in powerlint.toml".to_owned());
        troubles.push(trouble);
    }
    let rows = rows(&gathered.facts.environment);
    let text = match args.format {
        InventoryFormat::Text => text(&gathered.facts.environment, &rows, &gathered.facts.remarks, screen),
        InventoryFormat::Csv => match csv(&rows) {
            Ok(text) => text,
            Err(error) => return fail(screen, &[Trouble::new(error.to_string())]),
        },
        InventoryFormat::Json => match serde_json::to_string_pretty(&rows) {
            Ok(text) => escape::json(&format!("{text}\n")),
            Err(error) => return fail(screen, &[Trouble::new(error.to_string())]),
        },
    };
    let written = print(screen, &text);
    screen.complain(&troubles);
    if troubles.is_empty() { written } else { 2 }
}

fn text(environment: &Environment, rows: &[Row], remarks: &[String], screen: &Screen) -> String {
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
            let shares = row.shares.as_ref();
            let shares = shares.map_or_else(|| "?".to_owned(), |shares| shares_in_words(shares, ", "));
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
        text.push_str(&files(environment, screen));
        for remark in remarks {
            text.push_str(&escape::line(remark));
            text.push('\n');
        }
    }
    text
}

/// The files that the answers come from, and where they contradict each other.
fn files(environment: &Environment, screen: &Screen) -> String {
    let lines: Vec<[String; 4]> = environment
        .inputs()
        .iter()
        .map(|input| {
            let date = input.date.clone().unwrap_or_else(|| "?".to_owned());
            [word(input.kind), date, input.records.to_string(), input.path.clone()]
        })
        .collect();
    let mut text = "\n".to_owned();
    if !lines.is_empty() {
        text.push_str(&table::fitting(["kind", "date", "records", "file"], &lines, screen.out()));
        text.push('\n');
    }
    for conflict in environment.conflicts() {
        let path = |source: Source| environment.input(source.input).map_or("a file", |input| input.path.as_str());
        let line = format!(
            "unknown: {}: {}, says {}, and {}, says {}",
            write::left_out(conflict),
            conflict.first_says,
            path(conflict.first),
            conflict.second_says,
            path(conflict.second)
        );
        text.push_str(&escape::line_start(&escape::line(&line)));
        text.push('\n');
    }
    text
}

/// The rows for spreadsheets. What is not known is empty.
fn csv(rows: &[Row]) -> Result<String, csv::Error> {
    let mut written = Rows::new(&[
        "reference",
        "connector",
        "connection",
        "credential",
        "account",
        "owner",
        "connectionOwner",
        "sharedWith",
    ])?;
    for row in rows {
        let connection = row.connection.as_deref().or(row.unbound.then_some("none"));
        let shares = row.shares.as_deref().map(|shares| shares_in_words(shares, "; "));
        let cells = [
            Some(row.reference.as_str()),
            row.connector.as_deref(),
            connection,
            Some(row.credential),
            row.account.as_deref(),
            row.owner.as_deref(),
            row.connection_owner.as_deref(),
            shares.as_deref(),
        ];
        written.push(&cells.map(Option::unwrap_or_default))?;
    }
    written.finish()
}

fn shares_in_words(shares: &[Share], between: &str) -> String {
    let words = shares.iter().map(|share| match share.role {
        Some(role) => format!("{} ({role:?})", share.with),
        None => share.with.clone(),
    });
    let words = words.collect::<Vec<_>>().join(between);
    if words.is_empty() { "nobody".to_owned() } else { words }
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
        *entry = (fact.logical_name.to_string(), connector.or_else(|| entry.1.take()));
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
        credential: in_words(verdict),
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

fn in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::ServicePrincipal => "service principal",
        Verdict::ServiceAccount => "service account",
        Verdict::Personal => "personal",
        Verdict::Key => "key",
        Verdict::None => "no sign-in",
        Verdict::Unknown => "unknown",
    }
}
