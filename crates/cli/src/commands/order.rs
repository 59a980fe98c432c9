//! `powerlint order`: in which order flows can be turned on.

use engine::{Workspace, order};
use serde::Serialize;

use super::{fail, nothing_in, outlines, print};
use crate::{
    args::{OrderArgs, Screen, TableFormat},
    errors::Trouble,
    inputs,
    report::{csv::Rows, escape, table},
};

/// A flow as the output has it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    /// The step, from 1; null where a circle of calls allows none.
    step: Option<usize>,
    /// The flow's name.
    flow: String,
    /// Its id.
    id: Option<String>,
    /// The solution's unique name, or the package's path.
    solution: String,
    /// Whether it arrives turned on.
    on: Option<bool>,
    /// The child flows that it calls.
    calls: Vec<String>,
    /// The ids of those that no given package holds.
    missing: Vec<String>,
}

pub(crate) fn run(args: &OrderArgs, screen: &Screen) -> u8 {
    let gathered = match inputs::gather(&args.paths, &args.facts) {
        Ok(gathered) => gathered,
        Err(troubles) => return fail(screen, &troubles),
    };
    let outlined = outlines(&args.paths, &gathered.config.limits);
    let mut troubles = gathered.facts.troubles;
    troubles.extend(outlined.errors.into_iter().map(Trouble::from));
    if outlined.outlines.is_empty() {
        if troubles.is_empty() {
            troubles.push(nothing_in(&args.paths, "no package was found"));
        }
        return fail(screen, &troubles);
    }
    let rows: Vec<Row> = order::activation_order(&Workspace::new(outlined.outlines))
        .into_iter()
        .map(|one| Row {
            step: one.step,
            flow: one.name,
            id: one.id,
            solution: one.solution,
            on: one.on,
            calls: one.calls,
            missing: one.missing,
        })
        .collect();
    let text = match args.format {
        TableFormat::Text => Ok(text(&rows, screen)),
        TableFormat::Json => serde_json::to_string_pretty(&rows)
            .map(|text| escape::json(&format!("{text}\n")))
            .map_err(|error| error.to_string()),
        TableFormat::Csv => csv(&rows).map_err(|error| error.to_string()),
    };
    let written = match text {
        Ok(text) => print(screen, &text),
        Err(error) => return fail(screen, &[Trouble::new(error)]),
    };
    screen.remark(&outlined.remarks);
    screen.complain(&troubles);
    if troubles.is_empty() { written } else { 2 }
}

fn cells(row: &Row) -> [String; 5] {
    let step = row.step.map_or_else(|| "none".to_owned(), |step| step.to_string());
    let on = match row.on {
        Some(true) => "on",
        Some(false) => "off",
        None => "?",
    };
    [step, row.flow.clone(), row.solution.clone(), on.to_owned(), row.calls.join(", ")]
}

fn text(rows: &[Row], screen: &Screen) -> String {
    if rows.is_empty() {
        return "There are no flows that are turned on\n".to_owned();
    }
    let lines: Vec<_> = rows.iter().map(cells).collect();
    let mut text = table::fitting(["step", "flow", "solution", "arrives", "calls"], &lines, screen.out());
    if screen.quiet {
        return text;
    }
    text.push_str("\nTurn on the flows of one step in any order, each step after the one before.\n");
    if rows.iter().any(|row| row.step.is_none()) {
        text.push_str("Flows without a step call each other in a circle, or call one that does: powerlint explain child-flow-cycle\n");
    }
    let missing: usize = rows.iter().map(|row| row.missing.len()).sum();
    if missing > 0 {
        text.push_str("Child flows that are named by their ids are in none of the packages: they have to be there, and on, before.\n");
    }
    text
}

fn csv(rows: &[Row]) -> Result<String, csv::Error> {
    let mut written = Rows::new(&["step", "flow", "id", "solution", "arrives", "calls"])?;
    for row in rows {
        let [step, flow, solution, on, _] = cells(row);
        let id = row.id.as_deref().unwrap_or_default();
        written.push(&[&step, &flow, id, &solution, &on, &row.calls.join("; ")])?;
    }
    written.finish()
}
