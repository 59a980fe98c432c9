//! Flows call each other in a circle.

use std::collections::{HashMap, HashSet, VecDeque};

use engine::{Category, Meta, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::outline::ChildCall;

use engine::calls::{Calls, PackageFlow};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChildFlowCycle {}

impl Rule for ChildFlowCycle {
    const META: Meta = Meta {
        name: "child-flow-cycle",
        summary: "Child flows call each other in a circle",
        category: Category::Solutions,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("child_flow_cycle.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let calls = cx.calls();
        let mut said: HashSet<&str> = HashSet::new();
        for &start in &calls.flows {
            let Some(id) = start.flow.id.as_deref().filter(|id| !said.contains(id)) else { continue };
            let Some(circle) = circle(calls, start, id) else { continue };
            said.extend(circle.iter().filter_map(|(caller, _)| caller.flow.id.as_deref()));
            finding(&circle, report);
        }
    }
}

/// A call, with the flow that makes it.
type Step<'w> = (PackageFlow<'w>, &'w ChildCall);

/// The shortest way from a flow back to itself, as the calls along it.
fn circle<'w>(calls: &Calls<'w>, start: PackageFlow<'w>, id: &'w str) -> Option<Vec<Step<'w>>> {
    // For each flow that was reached, the call that led there first.
    let mut led: HashMap<&'w str, Step<'w>> = HashMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(caller) = waiting.pop_front() {
        // Of several calls of one flow, one that need not run says less than one that must.
        let mut own: Vec<&ChildCall> = caller.flow.calls.iter().collect();
        own.sort_by_key(|call| call.guarded);
        for call in own {
            if call.flow == id {
                let mut way = vec![(caller, call)];
                while let Some(step) =
                    way.last().and_then(|(caller, _)| caller.flow.id.as_deref()).filter(|at| *at != id)
                {
                    // Every flow on the way but the first was reached by a call.
                    way.push(*led.get(step)?);
                }
                way.reverse();
                return Some(way);
            }
            let Some(next) = calls.called(caller.package, &call.flow) else { continue };
            if let Some(reached) = next.flow.id.as_deref()
                && !led.contains_key(reached)
            {
                led.insert(reached, (caller, call));
                waiting.push_back(next);
            }
        }
    }
    None
}

fn finding(circle: &[Step<'_>], report: &mut Report) {
    let [(first, call), more @ ..] = circle else { return };
    let name = &first.flow.name;
    let names: Vec<String> = circle.iter().map(|(caller, _)| format!("\"{}\"", caller.flow.name)).collect();
    let message = if more.is_empty() {
        format!("flow \"{name}\" calls itself in action {}", call.action)
    } else {
        format!("flows call each other in a circle: {}, and \"{name}\" again", names.join(", "))
    };
    let mut stated = report
        .at(first.at(call.loc), Subject::new(SubjectKind::Flow, name), message)
        .label(format!("action {}", call.action));
    for (caller, call) in more {
        stated = stated
            .note(caller.at(call.loc), format!("flow \"{}\" calls on in action {}", caller.flow.name, call.action));
    }
    if circle.iter().any(|(_, call)| call.guarded) {
        stated = stated
            .at_most(Severity::Warning)
            .remark("a call on the way stands in a condition or loop, which may end the circle");
    }
    stated.help(
        "replace the call by a loop (Do until) in one flow: each call is a run of its own that waits for the next one",
    );
}
