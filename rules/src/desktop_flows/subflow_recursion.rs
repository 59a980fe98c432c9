//! A subflow of a desktop flow calls itself without end.

use std::collections::VecDeque;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::{Kind, Script, Statement, Subflow, walk};

use super::place::state_at;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubflowRecursion {}

impl Rule for SubflowRecursion {
    const META: Meta = Meta {
        name: "subflow-recursion",
        summary: "A subflow of a desktop flow calls itself without end",
        category: Category::DesktopFlows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("subflow_recursion.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            let calls: Vec<Vec<Call>> = script.subflows.iter().map(|subflow| certain_calls(&script, subflow)).collect();
            for (start, subflow) in script.subflows.iter().enumerate() {
                let Some(round) = round(&calls, start) else { continue };
                // A round is told once, of the subflow that stands first.
                let Some(first) = round.first().filter(|_| round.iter().all(|call| call.to >= start)) else { continue };
                let names: Vec<&str> =
                    round.iter().filter_map(|call| script.subflows.get(call.to)).map(|subflow| subflow.name).collect();
                let message = format!(
                    "subflow {} calls itself each time it runs: {} → {}",
                    subflow.name,
                    subflow.name,
                    names.join(" → ")
                );
                state_at(cx, report, flow, (subflow.name, first.line), &message)
                    .detail(subflow.name)
                    .help("put a condition around the call, or a loop in its place: as it is, the flow goes on until it runs out of memory");
            }
        }
    }
}

/// A call of another subflow, by its place in the script.
#[derive(Clone, Copy)]
struct Call {
    to: usize,
    line: u32,
}

/// The calls that a subflow makes each time it runs.
fn certain_calls(script: &Script<'_>, subflow: &Subflow<'_>) -> Vec<Call> {
    if !subflow.is_whole {
        return Vec::new();
    }
    let mut calls = Vec::new();
    for statement in &subflow.body {
        match &statement.kind {
            Kind::Call(name) => {
                let to = script.subflows.iter().position(|other| other.name.eq_ignore_ascii_case(name));
                calls.extend(to.map(|to| Call { to, line: statement.line }));
            }
            Kind::Goto(_) | Kind::ExitSubflow | Kind::ExitFlow | Kind::Throw => break,
            // What stands inside may leave the subflow.
            _ if statement.bodies().any(may_leave) => break,
            _ => {}
        }
    }
    calls
}

/// Whether something in a body may leave the subflow.
fn may_leave(body: &[Statement<'_>]) -> bool {
    walk(body).iter().any(|statement| {
        matches!(statement.kind, Kind::Goto(_) | Kind::ExitSubflow | Kind::ExitFlow | Kind::Throw | Kind::Call(_))
    })
}

/// The calls that lead from a subflow back to it, the shortest way.
fn round(calls: &[Vec<Call>], start: usize) -> Option<Vec<Call>> {
    let mut reached: Vec<Option<(usize, Call)>> = vec![None; calls.len()];
    let mut next = VecDeque::from([start]);
    while let Some(from) = next.pop_front() {
        for &call in calls.get(from).into_iter().flatten() {
            if call.to == start {
                let mut way = vec![call];
                let mut at = from;
                while let Some((before, call)) = reached.get(at).copied().flatten().filter(|_| at != start) {
                    way.push(call);
                    at = before;
                }
                way.reverse();
                return Some(way);
            }
            if let Some(place @ None) = reached.get_mut(call.to) {
                *place = Some((from, call));
                next.push_back(call.to);
            }
        }
    }
    None
}
