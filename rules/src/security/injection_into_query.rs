//! Text from outside becomes part of a query.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::FlowIndex;
use syntax::expr::{Expr, ExprKind, Part, ReadKind, Template};

use super::texts::own_name;
use crate::flows::mentions::{holder, subject};

/// The parameters in which connectors take a filter or query.
const QUERIES: [&str; 6] = ["$filter", "filter", "fetchXml", "query", "$apply", "sqlQuery"];

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InjectionIntoQuery {}

impl Rule for InjectionIntoQuery {
    const META: Meta = Meta {
        name: "injection-into-query",
        summary: "Text from outside becomes part of a query",
        category: Category::Security,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("injection_into_query.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows().filter(|flow| takes_text_from_outside(flow)) {
            for string in flow.strings() {
                let name = own_name(string.key);
                if !QUERIES.iter().any(|query| query.eq_ignore_ascii_case(name)) {
                    continue;
                }
                let Ok(template) = string.template() else { continue };
                let Some(part) = unguarded(template) else { continue };
                let owner = string.step().map(|step| flow.path(step)).unwrap_or_default();
                report
                    .at(
                        cx.inside(string, part.span),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} puts text of the trigger into {name} as it comes",
                            flow.flow().name,
                            holder(flow, string.owner)
                        ),
                    )
                    .label("a quote in it ends the literal")
                    .detail(format!("{owner}: {name}"))
                    .help(
                        "double the quotes with replace(…, '''', ''''''), or turn the text into a number or id first",
                    );
            }
        }
    }
}

/// Whether somebody else decides what the trigger brings: requests of every kind, and mails.
fn takes_text_from_outside(flow: &FlowIndex<'_, '_>) -> bool {
    flow.flow().triggers.iter().any(|trigger| {
        let mail = trigger.connection.as_ref().and_then(|one| one.connector).is_some_and(|connector| {
            ["shared_office365", "shared_outlook", "shared_gmail"]
                .iter()
                .any(|mail| mail.eq_ignore_ascii_case(connector.value))
        });
        trigger.is_attended() || mail
    })
}

/// The first part of a query that is text of the trigger inside a literal, and not made harmless.
fn unguarded<'e, 's>(template: &'e Template<'s>) -> Option<&'e Expr<'s>> {
    let Template::Interpolated(parts) = template else { return None };
    let mut quotes = 0;
    for part in parts {
        match part {
            Part::Text(text, _) => quotes += text.matches(['\'', '"']).count(),
            // Only inside quotes: a bare value is a number or an id, and breaks the query rather than changing it.
            Part::Expression(expression) if quotes % 2 == 1 && is_raw(expression) => return Some(expression),
            Part::Expression(_) => {}
        }
    }
    None
}

/// Whether an expression is what the trigger brought, as it came: look-ups, and functions that leave quotes in it.
fn is_raw(expression: &Expr<'_>) -> bool {
    const KEEPS: [&str; 6] = ["trim", "toLower", "toUpper", "string", "coalesce", "concat"];
    match &expression.kind {
        ExprKind::Access(_) => {
            let (base, _) = expression.path();
            base.reads().next().is_some_and(|read| read.what == ReadKind::Trigger)
        }
        ExprKind::Call(call) if KEEPS.iter().any(|name| name.eq_ignore_ascii_case(call.name)) => {
            call.arguments.iter().any(is_raw)
        }
        _ => false,
    }
}
