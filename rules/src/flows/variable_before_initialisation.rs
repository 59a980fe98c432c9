//! A step uses a variable that is not initialised before it.

use engine::{Category, Meta, Place, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Loc,
    flow_index::{FlowString, Made, Order, StepId, Variables},
};
use syntax::{Span, expr::ReadKind};

use super::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableBeforeInitialisation {}

impl Rule for VariableBeforeInitialisation {
    const META: Meta = Meta {
        name: "variable-before-initialisation",
        summary: "A step uses a variable that is not initialised before it",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_before_initialisation.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let variables = flow.variables();
            // Of two that make it, either may be the one that is meant.
            let made = |name: &str| {
                let mut all = variables.made(name);
                all.next().filter(|_| all.next().is_none())
            };
            let reads = flow.reads_of(ReadKind::Variable);
            let reads = reads
                .filter_map(|(string, read)| Some((string.step()?, made(read.name?)?, Spot::Read(string, read.span))));
            let changes = variables.changed.iter();
            let changes = changes
                .filter_map(|changed| Some((changed.step, made(changed.name.value)?, Spot::Changed(changed.name.loc))));
            let orders = flow.orders();
            // By variable, so that one cause is one finding.
            let mut wrong: IndexMap<&str, Vec<Use<'_, '_>>> = IndexMap::new();
            for (step, made, spot) in reads.chain(changes) {
                let (why, certain) = match orders.order(made.step, step) {
                    Order::After => ("is initialised only after that", true),
                    Order::Same if !is_made_with_others(variables, made) => {
                        ("is initialised by this very action", true)
                    }
                    Order::Parallel => ("is initialised in a branch that it does not wait for", false),
                    _ => continue,
                };
                let uses = wrong.entry(made.name.value).or_default();
                if uses.iter().all(|other| other.step != step) {
                    let place = match spot {
                        Spot::Read(string, span) => cx.inside(string, span),
                        Spot::Changed(loc) => cx.at(loc),
                    };
                    uses.push(Use { step, made, place, why, certain });
                }
            }
            for (name, uses) in wrong {
                let Some((first, others)) = uses.split_first() else { continue };
                let (user, maker) = (flow.step(first.step).action.name.value, flow.step(first.made.step).action.name);
                let message =
                    format!("flow \"{}\": action {user} uses variable {name}, which {}", flow.flow().name, first.why);
                let mut stated = report
                    .at(first.place, subject(flow), message)
                    .label("not initialised here")
                    .note(cx.at(maker.loc), format!("{} initialises it", maker.value))
                    .detail(name.to_lowercase());
                for other in others.iter().take(SHOWN) {
                    let user = flow.step(other.step).action.name.value;
                    stated = stated.note(other.place, format!("action {user}: it {}", other.why));
                }
                let certain = uses.iter().any(|one| one.certain);
                stated = stated.help("let the action run after the one that initialises the variable");
                if !certain {
                    stated.lowered();
                }
            }
        }
    }
}

/// How many further uses a finding shows.
const SHOWN: usize = 5;

/// Where a variable is used. Finding a place inside a string takes time, and nearly all uses are right.
enum Spot<'f, 'a, 't> {
    Read(&'f FlowString<'a, 't>, Span),
    Changed(Loc),
}

/// A use of a variable that comes too early.
struct Use<'v, 't> {
    step: StepId,
    made: &'v Made<'t>,
    place: Place,
    why: &'static str,
    /// It surely comes too early, rather than perhaps.
    certain: bool,
}

/// Whether the action makes more variables, of which this one may come first.
fn is_made_with_others(variables: &Variables<'_>, made: &Made<'_>) -> bool {
    variables.made.iter().filter(|other| other.step == made.step).count() > 1
}
