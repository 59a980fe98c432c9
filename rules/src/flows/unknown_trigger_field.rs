//! An expression reads a field that the trigger's schema does not have.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::{
    Value,
    expr::{Expr, ExprKind, ReadKind},
};

use super::mentions::{Mention, Mentions, meant};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownTriggerField {}

impl Rule for UnknownTriggerField {
    const META: Meta = Meta {
        name: "unknown-trigger-field",
        summary: "An expression reads a field that the trigger's schema does not have",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("unknown_trigger_field.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let [trigger] = flow.flow().triggers.as_slice() else { continue };
            // What calls over HTTP may send more than the schema says, unless that forbids it.
            let http = trigger.sub_kind.is_none_or(|kind| kind.eq_ignore_ascii_case("Http"));
            // Elsewhere the product that starts the flow brings fields of its own: *For a selected item* has an `entity`.
            let known =
                http || KINDS.iter().any(|kind| trigger.sub_kind.is_some_and(|own| own.eq_ignore_ascii_case(kind)));
            let Some(fields) = fields(trigger.definition, http).filter(|_| known && trigger.is_attended()) else {
                continue;
            };
            let mut unknown = Mentions::default();
            for string in flow.strings().iter().filter(|string| string.may_call("triggerBody")) {
                for expression in string.walk() {
                    let Some(field) = field_of(expression) else { continue };
                    if !fields.iter().any(|known| known.eq_ignore_ascii_case(field)) {
                        unknown.read(cx, flow, string, field, expression.span);
                    }
                }
            }
            unknown.state(
                report,
                flow,
                |first| {
                    let Mention { name, holder, .. } = first;
                    format!(
                        "flow \"{}\": {holder} reads {name} of the trigger, which has no such input",
                        flow.flow().name
                    )
                },
                "not in the trigger's schema",
                |first| {
                    let meant = meant(&first.name, fields.iter().copied());
                    format!("choose the input anew from the list of dynamic content{meant}")
                },
            );
        }
    }
}

/// The kinds of request triggers whose inputs are those that the maker added.
const KINDS: [&str; 5] = ["Button", "PowerApp", "PowerAppV2", "Skills", "VirtualAgent"];

/// The fields of a request trigger's schema; `None` where it has none, or allows others.
fn fields<'v>(trigger: &'v Value<'_>, closed_only: bool) -> Option<Vec<&'v str>> {
    let schema = trigger.at(&["inputs", "schema"])?;
    let more = schema.get("additionalProperties");
    let open = more.map_or(closed_only, |more| more.as_bool() != Some(false));
    let combined = ["anyOf", "oneOf", "allOf", "$ref", "patternProperties"].iter().any(|key| schema.get(key).is_some());
    let properties = schema.get("properties").map(Value::members).unwrap_or_default();
    let fields: Vec<&str> = properties.iter().map(|member| member.key.as_ref()).collect();
    (!open && !combined && !fields.is_empty()).then_some(fields)
}

/// The field in `triggerBody()?['field']`, with literal name.
fn field_of<'e>(expression: &'e Expr<'_>) -> Option<&'e str> {
    let ExprKind::Access(access) = &expression.kind else { return None };
    let call = access.base.call_of("triggerBody")?;
    let (_, path) = expression.path();
    let is_trigger = call.function.is_some_and(|function| function.reads == Some(ReadKind::Trigger));
    path.first().copied().filter(|_| is_trigger)
}
