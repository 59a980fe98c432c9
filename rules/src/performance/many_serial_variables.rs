//! Many variables are initialised one after the other.

use std::collections::HashSet;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, flow_index::StepId};

use crate::flows::mentions::subject;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ManySerialVariables {
    /// How many may stand one after the other.
    most: usize,
}

impl Default for ManySerialVariables {
    fn default() -> Self {
        Self { most: 6 }
    }
}

impl Rule for ManySerialVariables {
    const META: Meta = Meta {
        name: "many-serial-variables",
        summary: "Many variables of a flow are initialised one after the other",
        category: Category::Performance,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("many_serial_variables.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let Some(chain) = longest_chain(flow).filter(|chain| chain.len() > self.most) else { continue };
            let Some(first) = chain.first().map(|&id| flow.step(id)) else { continue };
            report
                .at(
                    cx.at(first.action.name.loc),
                    subject(flow),
                    format!(
                        "flow \"{}\": {} variables are initialised one after the other",
                        flow.flow().name,
                        chain.len()
                    ),
                )
                .label("the first of them")
                .help("initialise one object with a field for each value, or put the actions side by side");
        }
    }
}

/// The longest row of actions that initialise a variable, each waiting for the one before.
fn longest_chain(flow: &FlowIndex<'_, '_>) -> Option<Vec<StepId>> {
    let is_init = |id: StepId| flow.step(id).is("InitializeVariable");
    let after = |id: StepId| flow.runs_after(id).filter_map(|after| after.step).find(|&before| is_init(before));
    let all = || flow.steps().iter().map(|step| step.id).filter(|&id| is_init(id));
    let followed: HashSet<StepId> = all().filter_map(after).collect();
    let rows = all().filter(|id| !followed.contains(id)).map(|last| {
        let mut row = vec![last];
        let mut seen = HashSet::from([last]);
        let mut next = after(last);
        // A circle of `runAfter` is another rule's finding; it must only not be followed for ever.
        while let Some(id) = next.filter(|&id| seen.insert(id)) {
            row.push(id);
            next = after(id);
        }
        row.reverse();
        row
    });
    rows.max_by_key(Vec::len)
}
