//! What triggers and actions say of how they run: concurrency, retries, durations, schedules.

use solution::{flow_index::Step, model::Action};
use syntax::{Kind, Member, Span, Value};

/// How many runs of a loop go on at once, where that is set to more than one, and where it says so. Loops without the setting run
/// one after the other.
///
/// <https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#change-for-each-concurrency>
pub(super) fn overlapping_runs(action: &Action<'_>) -> Option<(u64, Span)> {
    let repetitions = action.definition.at(&["runtimeConfiguration", "concurrency"])?.member("repetitions")?;
    let runs = whole_number(&repetitions.value)?;
    (action.kind.eq_ignore_ascii_case("Foreach") && runs > 1).then(|| (runs, repetitions.span()))
}

/// A whole number, as a number or as text; `None` for expressions.
pub(super) fn whole_number(value: &Value<'_>) -> Option<u64> {
    match &value.kind {
        Kind::Number(text) | Kind::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Whether an action calls something outside the flow, so that it can fail for reasons outside it: connectors, HTTP, child flows.
pub(super) fn calls_out(step: &Step<'_, '_>) -> bool {
    const KINDS: [&str; 10] = [
        "ApiConnection",
        "ApiConnectionNotification",
        "ApiConnectionWebhook",
        "Function",
        "Http",
        "HttpWebhook",
        "OpenApiConnection",
        "OpenApiConnectionNotification",
        "OpenApiConnectionWebhook",
        "Workflow",
    ];
    KINDS.iter().any(|kind| step.is(kind))
}

/// Whether something is set to run so many times at once (`runtimeConfiguration.concurrency`), and where.
pub(super) fn concurrency<'v>(definition: &'v Value<'_>) -> Option<&'v Member<'v>> {
    let settings = definition.get("runtimeConfiguration")?.member("concurrency")?;
    settings.value.get("runs").is_some().then_some(settings)
}

/// How many seconds lie between two runs of a schedule; `None` where that is computed, or no unit of time.
pub(super) fn schedule_seconds(recurrence: &Value<'_>) -> Option<u64> {
    let seconds = match recurrence.get("frequency")?.as_str()?.to_ascii_lowercase().as_str() {
        "second" => 1,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        "week" => 604_800,
        // The shortest.
        "month" => 28 * 86_400,
        "year" => 365 * 86_400,
        _ => return None,
    };
    whole_number(recurrence.get("interval")?)?.checked_mul(seconds)
}
