//! A variable is given a value that is not of its type.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Loc,
    flow_index::{Change, Changed, Made, StepId},
};
use syntax::{Kind, Value};

use super::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariableTypeMismatch {}

impl Rule for VariableTypeMismatch {
    const META: Meta = Meta {
        name: "variable-type-mismatch",
        summary: "A variable is given a value that is not of its type",
        category: Category::Flows,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("variable_type_mismatch.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let variables = flow.variables();
            let mut state = |step: StepId, name: &str, kind: &str, value: &Value<'_>, what: &str| {
                let action = flow.step(step).action.name.value;
                report
                    .at(
                        cx.at(Loc::new(flow.file(), value.span)),
                        subject(flow),
                        format!(
                            "flow \"{}\": action {action} gives variable {name} {what}, but its type is {}",
                            flow.flow().name,
                            kind.to_lowercase()
                        ),
                    )
                    .label("not of this type")
                    .detail(format!("{}: {name}", flow.path(step)))
                    .help("give it a value of its type, or choose another type where it is initialised");
            };
            for made in &variables.made {
                if let (Some(kind), Some(value)) = (made.kind, made.value)
                    && let Some(what) = literal(value).filter(|what| !fits(kind, value, what))
                {
                    state(made.step, made.name.value, kind, value, what);
                }
            }
            for changed in &variables.changed {
                let mut all = variables.made(changed.name.value);
                let (Some(made), None) = (all.next(), all.next()) else { continue };
                if let Some((kind, value, what)) = wrong(made, changed) {
                    state(changed.step, made.name.value, kind, value, what);
                }
            }
        }
    }
}

/// What a change does wrong: the variable's type, the value to point at, and what it is in words.
fn wrong<'a, 't>(made: &Made<'t>, changed: &Changed<'t>) -> Option<(&'a str, &'a Value<'t>, &'static str)> {
    let (kind, value) = (made.kind?, changed.value?);
    let is = |name: &str| kind.eq_ignore_ascii_case(name);
    let operation = match changed.change {
        Change::Set => None,
        Change::Count => (!is("integer") && !is("float")).then_some("a number to count with"),
        Change::AppendToArray => (!is("array")).then_some("an item to append"),
        Change::AppendToString => (!is("string")).then_some("text to append"),
    };
    if let Some(what) = operation {
        return Some((kind, value, what));
    }
    if changed.change != Change::Set {
        return None;
    }
    let what = literal(value).filter(|what| !fits(kind, value, what))?;
    Some((kind, value, what))
}

/// A literal in words; `None` where the value is computed or absent.
fn literal(value: &Value<'_>) -> Option<&'static str> {
    match &value.kind {
        Kind::Null => None,
        Kind::Bool(_) => Some("true or false"),
        Kind::Number(text) if text.contains(['.', 'e', 'E']) => Some("a number with a fraction"),
        Kind::Number(_) => Some("a number"),
        // An empty text is what the designer leaves where nothing was entered.
        Kind::String(text) if text.is_empty() || text.contains('@') => None,
        Kind::String(_) => Some("a text"),
        Kind::Array(_) => Some("a list"),
        Kind::Object(_) => Some("an object"),
    }
}

/// Whether a literal can be a value of a type. A text that reads as a number or as true or false is converted at run time, and an
/// unknown type fits everything.
fn fits(kind: &str, value: &Value<'_>, what: &str) -> bool {
    let text = value.as_str().map(str::trim).unwrap_or_default();
    match kind.to_ascii_lowercase().as_str() {
        "boolean" => what == "true or false" || text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
        "integer" => what == "a number" || text.parse::<i64>().is_ok(),
        "float" => what.starts_with("a number") || text.parse::<f64>().is_ok(),
        // Numbers and truth values are written out.
        "string" => what != "a list" && what != "an object",
        "array" => what == "a list",
        "object" => what == "an object",
        _ => true,
    }
}
