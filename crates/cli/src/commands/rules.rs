//! `powerlint rules`: every rule.

use engine::{Category, Preset, Severity};
use serde::Serialize;

use super::{fail, print};
use crate::{
    args::{RulesArgs, Screen, TableFormat},
    errors::Trouble,
    report::table,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: &'static str,
    severity: Severity,
    category: Category,
    summary: &'static str,
    preset: Preset,
    since: &'static str,
    aliases: &'static [&'static str],
}

pub(crate) fn run(args: &RulesArgs, screen: &Screen) -> u8 {
    let preset = args.preset.map_or(Preset::All, Preset::from);
    let rows: Vec<Row> = ::rules::ALL
        .iter()
        .filter(|entry| preset.holds(entry.meta.preset))
        .map(|entry| Row {
            name: entry.meta.name,
            severity: entry.meta.severity,
            category: entry.meta.category,
            summary: entry.meta.summary,
            preset: entry.meta.preset,
            since: entry.meta.since,
            aliases: entry.meta.aliases,
        })
        .collect();
    if args.format == TableFormat::Json {
        return match serde_json::to_string_pretty(&rows) {
            Ok(text) => print(screen, &format!("{text}\n")),
            Err(error) => fail(screen, &[Trouble::new(error.to_string())]),
        };
    }
    let lines: Vec<[String; 5]> = rows
        .iter()
        .map(|row| {
            let category = serde_json::to_value(row.category).ok();
            let category = category.as_ref().and_then(|word| word.as_str()).unwrap_or_default().to_owned();
            [row.name.to_owned(), row.severity.to_string(), row.preset.to_string(), category, row.summary.to_owned()]
        })
        .collect();
    print(
        screen,
        &table::fitting(
            ["rule", "severity", "preset", "category", "what is wrong where it fires"],
            &lines,
            screen.out(),
        ),
    )
}
