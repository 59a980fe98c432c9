//! `powerlint rules`: every rule.

use engine::{Category, Preset, Severity};
use serde::Serialize;

use super::{fail, print};
use crate::{
    args::{RulesArgs, Screen, TableFormat},
    errors::Trouble,
    inputs::known_rules,
    report::{csv::Rows, table, word},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: &'static str,
    severity: Severity,
    category: Category,
    summary: &'static str,
    preset: Preset,
    /// A house rule comes with the configuration and has none.
    #[serde(skip_serializing_if = "str::is_empty")]
    since: &'static str,
    aliases: &'static [&'static str],
}

pub(crate) fn run(args: &RulesArgs, screen: &Screen) -> u8 {
    let preset = args.preset.map_or(Preset::All, Preset::from);
    let (metas, troubles) = known_rules(args.config.as_deref());
    let rows: Vec<Row> = metas
        .into_iter()
        .filter(|meta| preset.holds(meta.preset))
        .map(|meta| Row {
            name: meta.name,
            severity: meta.severity,
            category: meta.category,
            summary: meta.summary,
            preset: meta.preset,
            since: meta.since,
            aliases: meta.aliases,
        })
        .collect();
    let shown = show(&rows, args.format, screen);
    // The list is still of use where the configuration is not; that it may lack house rules is said.
    if troubles.is_empty() { shown } else { fail(screen, &troubles) }
}

fn show(rows: &[Row], format: TableFormat, screen: &Screen) -> u8 {
    let lines: Vec<[String; 5]> = rows
        .iter()
        .map(|row| {
            let category = word(row.category);
            [row.name.to_owned(), row.severity.to_string(), row.preset.to_string(), category, row.summary.to_owned()]
        })
        .collect();
    let text = match format {
        TableFormat::Text => {
            let head = ["rule", "severity", "preset", "category", "what is wrong where it fires"];
            Ok(table::fitting(head, &lines, screen.out()))
        }
        TableFormat::Json => {
            serde_json::to_string_pretty(rows).map(|text| format!("{text}\n")).map_err(|error| error.to_string())
        }
        TableFormat::Csv => sheet(&lines).map_err(|error| error.to_string()),
    };
    match text {
        Ok(text) => print(screen, &text),
        Err(error) => fail(screen, &[Trouble::new(error)]),
    }
}

/// The list for spreadsheets.
fn sheet(lines: &[[String; 5]]) -> Result<String, csv::Error> {
    let mut rows = Rows::new(&["rule", "severity", "preset", "category", "summary"])?;
    for line in lines {
        rows.push(&line.each_ref().map(String::as_str))?;
    }
    rows.finish()
}
