//! A loop with concurrency changes a variable that all its runs share.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Step, StepId},
};
use syntax::{Value, expr::ReadKind};

use super::{readers::Readers, settings};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableRace {}

impl Rule for VariableRace {
    const META: Meta = Meta {
        name: "variable-race",
        summary: "A loop whose runs overlap changes a variable that they share",
        category: Category::Reliability,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_race.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            // By the outermost loop that overlaps, and the variable: all changes there have one cause and one cure.
            let mut races: IndexMap<(StepId, String), Vec<Change<'_, '_>>> = IndexMap::new();
            for step in flow.steps() {
                let Some(change) = Change::of(step) else { continue };
                let overlapping =
                    flow.loops(step.id).filter(|around| settings::overlapping_runs(around.action).is_some());
                if let Some(around) = overlapping.last() {
                    races.entry((around.id, change.variable.to_lowercase())).or_default().push(change);
                }
            }
            if races.is_empty() {
                continue;
            }
            let readers = Readers::new(flow);
            for ((around, _), changes) in races {
                state(cx, flow, &readers, around, &changes, report);
            }
        }
    }
}

/// An action that changes a variable.
#[derive(Clone, Copy)]
struct Change<'a, 't> {
    step: &'a Step<'a, 't>,
    /// The variable's name as written.
    variable: &'t str,
    value: Option<&'t Value<'t>>,
    appends: bool,
}

impl<'a, 't> Change<'a, 't> {
    fn of(step: &'a Step<'a, 't>) -> Option<Self> {
        let appends = step.is("AppendToArrayVariable") || step.is("AppendToStringVariable");
        if !appends && !["SetVariable", "IncrementVariable", "DecrementVariable"].iter().any(|kind| step.is(kind)) {
            return None;
        }
        let inputs = step.action.inputs?;
        let variable = inputs.get("name")?.as_str()?;
        Some(Self { step, variable, value: inputs.get("value"), appends })
    }

    /// Setting what is the same in every run: which run does it last makes no difference.
    fn sets_a_constant(&self) -> bool {
        self.step.is("SetVariable") && self.value.is_some_and(is_constant)
    }
}

/// Whether a value holds no expression.
fn is_constant(value: &Value<'_>) -> bool {
    match &value.kind {
        syntax::Kind::String(text) => !text.contains('@'),
        syntax::Kind::Array(items) => items.iter().all(is_constant),
        syntax::Kind::Object(members) => members.iter().all(|member| is_constant(&member.value)),
        _ => true,
    }
}

fn state(
    cx: &SolutionContext<'_, '_>,
    flow: &FlowIndex<'_, '_>,
    readers: &Readers,
    around: StepId,
    changes: &[Change<'_, '_>],
    report: &mut Report,
) {
    let Some((first, others)) = changes.split_first() else { return };
    let reads = read_inside(flow, readers, around, first.variable);
    let same =
        changes.iter().all(|change| change.sets_a_constant() && change.value.map(plain) == first.value.map(plain));
    if same && !reads {
        return;
    }
    let flow_name = flow.flow().name;
    let looping = flow.step(around);
    let (loop_name, variable) = (looping.action.name.value, first.variable);
    let runs = settings::overlapping_runs(looping.action).map(|(runs, _)| runs).unwrap_or_default();
    let appends = changes.iter().all(|change| change.appends);
    let what = match (appends, reads) {
        (true, false) => "so that the order of its parts changes from time to time",
        (true, true) => "so that each run finds what the others have happened to append by then",
        (false, _) => "so that one run overwrites what another has put there",
    };
    let name = first.step.action.name;
    let stated = report.at(
        cx.at(name.loc),
        Subject::new(SubjectKind::Flow, flow_name),
        format!(
            "flow \"{flow_name}\": action {} changes variable {variable} inside loop {loop_name}, {runs} runs of which overlap, {what}",
            name.value
        ),
    );
    // The order of a list often does not matter; that of a text is seen by whoever reads it.
    let list = changes.iter().all(|change| change.step.is("AppendToArrayVariable"));
    let stated = match (appends, reads) {
        (false, _) => stated,
        (true, false) if list => stated.at_most(Severity::Note),
        (true, _) => stated.at_most(Severity::Warning),
    };
    let mut stated = stated.label("shared by all runs of the loop").detail(format!("{}/{variable}", flow.path(around)));
    if let Some((_, loc)) = settings::overlapping_runs(looping.action) {
        stated = stated.note(cx.at(solution::Loc::new(flow.file(), loc)), format!("the concurrency of {loop_name}"));
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|change| change.step.action.name.value).collect();
        stated = stated.remark(format!("so does {}", wording::list(&names)));
    }
    stated.help(if appends {
        "collect with Select on the loop's list instead, or turn off the loop's concurrency control so that one run follows another"
    } else {
        "use a Compose action in place of the variable, or turn off the loop's concurrency control so that one run follows another"
    });
}

/// Whether something inside the loop reads the variable.
fn read_inside(flow: &FlowIndex<'_, '_>, readers: &Readers, around: StepId, variable: &str) -> bool {
    let mut steps = readers.of(ReadKind::Variable, variable).flatten();
    steps.any(|step| flow.ancestors(step).any(|one| one.id == around))
}

/// A plain value, without its place.
fn plain(value: &Value<'_>) -> String {
    match &value.kind {
        syntax::Kind::String(text) => format!("{text:?}"),
        syntax::Kind::Number(text) => text.to_string(),
        other => format!("{other:?}"),
    }
}
