//! What triggers and actions say of how they run: concurrency, retries, durations, schedules.

use solution::{Loc, flow_index::Step, model::Action};
use syntax::{Kind, Member, Span, Value};

use crate::operations;

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
    operations::is_call(step.action) || step.is("Function") || step.is("Workflow")
}

/// Whether something is set to run so many times at once (`runtimeConfiguration.concurrency`), and where.
pub(super) fn concurrency<'v>(definition: &'v Value<'_>) -> Option<&'v Member<'v>> {
    let settings = definition.get("runtimeConfiguration")?.member("concurrency")?;
    settings.value.get("runs").is_some().then_some(settings)
}

/// How many seconds lie between two runs of a schedule; `None` where that is computed, or no unit of time.
pub(super) fn schedule_seconds(recurrence: &Value<'_>) -> Option<u64> {
    let seconds = unit_seconds(recurrence.get("frequency")?.as_str()?)?;
    whole_number(recurrence.get("interval")?)?.checked_mul(seconds)
}

/// Where an action says that its retry policy is of this type.
///
/// <https://learn.microsoft.com/azure/logic-apps/error-exception-handling#retry-policies>
pub(super) fn policy_of(step: &Step<'_, '_>, kind: &str) -> Option<Loc> {
    let member = step.action.inputs?.get("retryPolicy")?.member("type")?;
    let loc = Loc::new(step.action.name.loc.file, member.span());
    member.value.as_str()?.eq_ignore_ascii_case(kind).then_some(loc)
}

/// The seconds of an ISO 8601 duration such as `PT1H30M`, as limits of loops have them; `None` for anything else. Months count 31 days
/// and years 366: the longest that is meant.
pub(super) fn duration_seconds(text: &str) -> Option<u64> {
    let mut seconds: u64 = 0;
    let (mut number, mut time, mut parts) = (String::new(), false, 0);
    for letter in text.trim().strip_prefix(['P', 'p'])?.chars() {
        let unit = match (letter.to_ascii_uppercase(), time) {
            ('T', false) if number.is_empty() => {
                time = true;
                continue;
            }
            ('0'..='9', _) => {
                number.push(letter);
                continue;
            }
            ('Y', false) => 366 * 86_400,
            ('M', false) => 31 * 86_400,
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
        number.clear();
        parts += 1;
    }
    (parts > 0 && number.is_empty()).then_some(seconds)
}

/// How long a *Delay* waits, in seconds; `None` where that is computed, or where it waits until a moment.
pub(super) fn wait_seconds(step: &Step<'_, '_>) -> Option<u64> {
    if !step.is("Wait") {
        return None;
    }
    let interval = step.action.inputs?.get("interval")?;
    let seconds = unit_seconds(interval.get("unit")?.as_str()?)?;
    whole_number(interval.get("count")?)?.checked_mul(seconds)
}

/// The seconds of a unit of time; of the shortest month.
fn unit_seconds(unit: &str) -> Option<u64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "second" => 1,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        "week" => 604_800,
        "month" => 28 * 86_400,
        "year" => 365 * 86_400,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::duration_seconds;

    #[test]
    fn durations_are_read_as_iso_8601_writes_them() {
        assert_eq!(duration_seconds("PT1H"), Some(3_600));
        assert_eq!(duration_seconds("P1DT2H3M4S"), Some(86_400 + 7_200 + 184));
        assert_eq!(duration_seconds("P2W"), Some(14 * 86_400));
        assert_eq!(duration_seconds("P1M"), Some(31 * 86_400));
        for wrong in ["", "P", "PT", "1H", "P1H", "PT1", "PT-1H", "@parameters('x')", "PT99999999999999999999S"] {
            assert_eq!(duration_seconds(wrong), None, "{wrong}");
        }
    }
}
