//! A setting of a trigger or action lies outside of what the platform allows.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, Loc, flow_index::Owner};
use syntax::{Kind, Value};

use super::mentions::{holder, subject};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingOutOfRange {}

impl Rule for SettingOutOfRange {
    const META: Meta = Meta {
        name: "setting-out-of-range",
        summary: "A setting of a trigger or action lies outside of what the platform allows",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("setting_out_of_range.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let triggers = flow.flow().triggers.iter().enumerate();
            let triggers = triggers.map(|(number, trigger)| (Owner::Trigger(number), trigger.definition, true));
            let steps = flow.steps().iter().map(|step| (Owner::Step(step.id), step.action.definition, false));
            for (owner, definition, is_trigger) in triggers.chain(steps) {
                for range in RANGES.iter().filter(|range| range.on_trigger.is_none_or(|on| on == is_trigger)) {
                    let Some(value) = definition.at(range.path) else { continue };
                    let Some(number) =
                        whole_number(value).filter(|number| !(range.least..=range.most).contains(number))
                    else {
                        continue;
                    };
                    let path = match owner {
                        Owner::Step(id) => flow.path(id),
                        Owner::Trigger(_) => String::new(),
                    };
                    report
                        .at(
                            cx.at(Loc::new(flow.file(), value.span)),
                            subject(flow),
                            format!(
                                "flow \"{}\": {} has {} {number}; the platform allows {} to {}",
                                flow.flow().name,
                                holder(flow, owner),
                                range.name,
                                range.least,
                                range.most
                            ),
                        )
                        .detail(format!("{path}: {}", range.name))
                        .help("choose a value in the range");
                }
            }
            recurrence(cx, flow, report);
        }
    }
}

/// A setting, and what the platform allows for it.
struct Range {
    path: &'static [&'static str],
    /// Only of triggers, only of actions, or of both.
    on_trigger: Option<bool>,
    name: &'static str,
    least: i64,
    most: i64,
}

/// <https://learn.microsoft.com/power-automate/limits-and-config>
const RANGES: &[Range] = &[
    Range {
        path: &["runtimeConfiguration", "concurrency", "repetitions"],
        on_trigger: Some(false),
        name: "a degree of parallelism of",
        least: 1,
        most: 50,
    },
    Range {
        path: &["runtimeConfiguration", "concurrency", "runs"],
        on_trigger: Some(true),
        name: "a degree of parallelism of",
        least: 1,
        most: 100,
    },
    Range {
        path: &["runtimeConfiguration", "paginationPolicy", "minimumItemCount"],
        on_trigger: None,
        name: "a pagination threshold of",
        least: 1,
        most: 100_000,
    },
    Range { path: &["limit", "count"], on_trigger: Some(false), name: "a limit of rounds of", least: 1, most: 5_000 },
    Range {
        path: &["inputs", "retryPolicy", "count"],
        on_trigger: None,
        name: "a number of retries of",
        least: 1,
        most: 90,
    },
];

/// A number without fraction, as a number or as text; `None` where it is computed.
fn whole_number(value: &Value<'_>) -> Option<i64> {
    match &value.kind {
        Kind::Number(text) | Kind::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// How often a trigger looks: at least a minute, at most 500 days.
fn recurrence(cx: &SolutionContext<'_, '_>, flow: &FlowIndex<'_, '_>, report: &mut Report) {
    const UNITS: [(&str, i64); 6] =
        [("Second", 1), ("Minute", 60), ("Hour", 3_600), ("Day", 86_400), ("Week", 604_800), ("Month", 2_592_000)];
    for trigger in &flow.flow().triggers {
        let Some(recurrence) = trigger.definition.get("recurrence") else { continue };
        let unit = recurrence.get("frequency").and_then(Value::as_str);
        let unit = unit.and_then(|unit| UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)));
        let Some(((name, seconds), interval)) = unit.zip(recurrence.get("interval").and_then(whole_number)) else {
            continue;
        };
        let what = match interval.saturating_mul(*seconds) {
            ..60 => "more often than once a minute, which is the least that the platform allows",
            43_200_001.. => "less often than every 500 days, which is the most that the platform allows",
            _ => continue,
        };
        let every = format!("every {interval} {}{}", name.to_lowercase(), if interval == 1 { "" } else { "s" });
        report
            .at(
                cx.at(Loc::new(flow.file(), recurrence.span)),
                subject(flow),
                format!("flow \"{}\" runs {every}: {what}", flow.flow().name),
            )
            .detail("recurrence")
            .help("choose an interval in the range");
    }
}
