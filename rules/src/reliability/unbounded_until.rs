//! A loop that ends when a condition is met has no limit, or a large one.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::Value;

use super::settings;

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnboundedUntil {
    /// The most rounds that a loop may be allowed.
    max_count: u64,
    /// The most minutes that a loop may be allowed.
    max_minutes: u64,
}

impl Default for UnboundedUntil {
    fn default() -> Self {
        Self { max_count: 60, max_minutes: 60 }
    }
}

impl Rule for UnboundedUntil {
    const META: Meta = Meta {
        name: "unbounded-until",
        summary: "A loop that waits for a condition has no limit, or a large one",
        category: Category::Reliability,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unbounded_until.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("Until")) {
                let Some(how) = self.excess(step.action.definition.get("limit")) else { continue };
                let (name, action) = (flow.flow().name, step.action.name);
                report
                    .at(
                        cx.at(action.loc),
                        Subject::new(SubjectKind::Flow, name),
                        format!("flow \"{name}\": loop {} {how}", action.value),
                    )
                    .detail(flow.path(step.id))
                    .help("set the count and the timeout under the loop's limits to what the thing waited for needs at most");
            }
        }
    }
}

impl UnboundedUntil {
    /// What is too much about a loop's limits; computed ones are not judged.
    fn excess(&self, limit: Option<&Value<'_>>) -> Option<String> {
        let count = limit.and_then(|limit| limit.get("count"));
        let timeout = limit.and_then(|limit| limit.get("timeout"));
        if count.is_none() && timeout.is_none() {
            return Some("has no limit of its own".to_owned());
        }
        if let Some(count) = count.and_then(settings::whole_number).filter(|count| *count > self.max_count) {
            return Some(format!("may go round {count} times"));
        }
        let timeout = timeout?.as_str()?;
        let seconds = settings::duration_seconds(timeout)?;
        (seconds > self.max_minutes.saturating_mul(60)).then(|| format!("may go on for {timeout}"))
    }
}
