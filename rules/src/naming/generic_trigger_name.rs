//! A trigger keeps the name that the designer gave it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::flows::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenericTriggerName {}

impl Rule for GenericTriggerName {
    const META: Meta = Meta {
        name: "generic-trigger-name",
        summary: "A trigger keeps the name that the designer gave it",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("generic_trigger_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for trigger in &flow.flow().triggers {
                let name = trigger.name;
                if !is_generic(name.value) {
                    continue;
                }
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": trigger {} keeps the name that the designer gave it",
                            flow.flow().name,
                            name.value
                        ),
                    )
                    .detail(name.value)
                    .help("rename the trigger so that it says what starts the flow");
            }
        }
    }
}

/// The names that triggers get, of the connectors' definitions as of 2025; only the frequent ones are known.
const GENERIC: [&str; 21] = [
    "manual",
    "recurrence",
    "request",
    "powerapps",
    "powerapps (v2)",
    "when a row is added, modified or deleted",
    "when a record is created, updated or deleted",
    "when an item is created",
    "when an item is created or modified",
    "when an item is deleted",
    "when a file is created (properties only)",
    "when a file is created or modified (properties only)",
    "when a file is created",
    "when a new email arrives",
    "when a new email arrives (v3)",
    "when a new email arrives in a shared mailbox (v2)",
    "when a new response is submitted",
    "when a new channel message is added",
    "when an action is performed",
    "when an http request is received",
    "when a flow step is run",
];

fn is_generic(name: &str) -> bool {
    GENERIC.contains(&name.replace('_', " ").to_lowercase().as_str())
}
