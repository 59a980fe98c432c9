//! A condition compares nothing.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::{Kind, Value};

use super::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmptyCondition {}

impl Rule for EmptyCondition {
    const META: Meta = Meta {
        name: "empty-condition",
        summary: "A condition compares nothing",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("empty_condition.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| step.is("If") || step.is("Until")) {
                let Some(expression) = step.action.definition.get("expression") else { continue };
                let mut said = false;
                for_each_comparison(expression, &mut |operands| {
                    let Some((value, what)) = wrong(operands).filter(|_| !said) else { return };
                    said = true;
                    let name = step.action.name.value;
                    report
                        .at(
                            cx.at(Loc::new(flow.file(), value.span)),
                            subject(flow),
                            format!("flow \"{}\": condition {name} {what}", flow.flow().name),
                        )
                        .detail(flow.path(step.id))
                        .help("fill in the row of the condition, or remove it");
                });
            }
        }
    }
}

/// What is wrong with the two sides of a comparison, and where. Comparing a value with an empty text is legal.
fn wrong<'v, 't>(operands: &'v [Value<'t>]) -> Option<(&'v Value<'t>, &'static str)> {
    let left = operands.first()?;
    let empty = |value: &Value<'_>| matches!(&value.kind, Kind::String(text) if text.is_empty());
    if empty(left) && operands.iter().all(empty) {
        return Some((left, "has a row in which nothing was entered"));
    }
    let padded = |value: &&Value<'_>| {
        // White space around an expression makes a text of it, which equals nothing that the expression can be.
        value.as_str().is_some_and(|text| text.trim() != text && text.trim().starts_with('@'))
    };
    let padded = operands.iter().find(padded)?;
    Some((padded, "compares an expression with a space before or behind it, which makes it another text"))
}

/// Visits every list of operands: `and`, `or` and `not` hold comparisons, all other operators hold operands.
fn for_each_comparison<'v, 't>(expression: &'v Value<'t>, visit: &mut impl FnMut(&'v [Value<'t>])) {
    let mut open = vec![expression];
    while let Some(value) = open.pop() {
        for member in value.members() {
            let operator = member.key.to_ascii_lowercase();
            match operator.as_str() {
                "and" | "or" => open.extend(member.value.items().iter().rev()),
                "not" => open.push(&member.value),
                _ => visit(member.value.items()),
            }
        }
    }
}
