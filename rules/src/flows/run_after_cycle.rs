//! Actions wait for each other.

use std::collections::{HashMap, HashSet};

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, flow_index::StepId};

use super::mentions::subject;
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunAfterCycle {}

impl Rule for RunAfterCycle {
    const META: Meta = Meta {
        name: "run-after-cycle",
        summary: "Actions wait for each other",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("run_after_cycle.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for list in flow.lists() {
                let cycle = cycle(flow, list);
                let Some(first) = cycle.first().map(|id| flow.step(*id)) else { continue };
                let names: Vec<&str> = cycle.iter().map(|id| flow.step(*id).action.name.value).collect();
                let place = first
                    .action
                    .run_after
                    .map_or(first.action.name.loc, |after| solution::Loc::new(flow.file(), after.span));
                let what = match names.as_slice() {
                    [own] => format!("action {own} waits for itself"),
                    _ => format!("actions {} wait for each other", wording::list(&names)),
                };
                report
                    .at(cx.at(place), subject(flow), format!("flow \"{}\": {what}", flow.flow().name))
                    .label("none of them can begin")
                    .detail(flow.path(first.id))
                    .help("take one of them out of the circle: its runAfter names what it should wait for");
            }
        }
    }
}

/// Whether any step of a list waits for itself in the end. The steps are in the order of the file, so that a step's place is soon found.
fn has_circle(flow: &FlowIndex<'_, '_>, list: &[StepId]) -> bool {
    /// How far the search has come with a step.
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        /// What it waits for is being followed.
        Open,
        Done,
    }
    // Indexing: every place is one of the list, of which `seen` is as long.
    let mut seen = vec![Seen::Never; list.len()];
    // The steps that are open, each with what it still waits for.
    let mut open: Vec<(usize, std::slice::Iter<'_, StepId>)> = Vec::new();
    for (start, &id) in list.iter().enumerate() {
        if seen[start] == Seen::Never {
            seen[start] = Seen::Open;
            open.push((start, flow.waited_for(id).iter()));
        }
        while let Some((at, before)) = open.last_mut() {
            let Some(before) = before.next() else {
                seen[*at] = Seen::Done;
                open.pop();
                continue;
            };
            let Ok(place) = list.binary_search(before) else { continue };
            match seen[place] {
                Seen::Never => {
                    seen[place] = Seen::Open;
                    open.push((place, flow.waited_for(*before).iter()));
                }
                Seen::Open => return true,
                Seen::Done => {}
            }
        }
    }
    false
}

/// Steps of a list of which each waits for another of them: what is left when all that can run has run.
fn cycle(flow: &FlowIndex<'_, '_>, list: &[StepId]) -> Vec<StepId> {
    // Nearly always each waits for one that stands before it, so that there is no circle.
    if list.iter().all(|&id| flow.waited_for(id).iter().all(|before| *before < id)) || !has_circle(flow, list) {
        return Vec::new();
    }
    let mut waiting: HashMap<StepId, usize> = HashMap::new();
    let mut followers: HashMap<StepId, Vec<StepId>> = HashMap::new();
    for &id in list {
        let before: HashSet<StepId> = flow.runs_after(id).filter_map(|after| after.step).collect();
        for &other in &before {
            followers.entry(other).or_default().push(id);
        }
        waiting.insert(id, before.len());
    }
    let mut ready: Vec<StepId> = list.iter().copied().filter(|id| waiting.get(id) == Some(&0)).collect();
    while let Some(id) = ready.pop() {
        waiting.remove(&id);
        for follower in followers.remove(&id).unwrap_or_default() {
            if let Some(left) = waiting.get_mut(&follower) {
                *left -= 1;
                if *left == 0 {
                    ready.push(follower);
                }
            }
        }
    }
    // What only waits for the circle is not part of it: follow the waits until one comes again.
    let Some(mut at) = list.iter().copied().find(|id| waiting.contains_key(id)) else { return Vec::new() };
    let mut path: Vec<StepId> = Vec::new();
    let mut seen: HashMap<StepId, usize> = HashMap::new();
    loop {
        if let Some(&start) = seen.get(&at) {
            let mut cycle = path.split_off(start);
            cycle.sort_unstable();
            return cycle;
        }
        seen.insert(at, path.len());
        path.push(at);
        let next = flow.runs_after(at).filter_map(|after| after.step).find(|id| waiting.contains_key(id));
        let Some(next) = next else { return Vec::new() };
        at = next;
    }
}
