//! A Teams message lacks who it goes to.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::{Kind, Value};

use super::mentions::subject;
use crate::{operations, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageWithoutRecipient {}

impl Rule for MessageWithoutRecipient {
    const META: Meta = Meta {
        name: "message-without-recipient",
        summary: "A Teams message lacks who it goes to",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("message_without_recipient.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                let operation = operations::operation_id(step.action).unwrap_or_default();
                if !OPERATIONS.iter().any(|known| known.eq_ignore_ascii_case(operation)) {
                    continue;
                }
                let Some(parameters) = step.action.inputs.and_then(|inputs| inputs.get("parameters")) else { continue };
                let location = parameters.get_ignore_case("location").and_then(Value::as_str).unwrap_or_default();
                let Some((_, needs)) = NEEDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(location)) else {
                    continue;
                };
                // A recipient that is computed as a whole has its own shape.
                if ["body", "body/recipient"].iter().any(|key| parameters.get_ignore_case(key).is_some_and(is_given)) {
                    continue;
                }
                let lacks = |key: &&&str| !parameters.get_ignore_case(key).is_some_and(is_given);
                let lacking: Vec<&str> = needs.iter().filter(lacks).copied().collect();
                if lacking.is_empty() {
                    continue;
                }
                let name = step.action.name;
                report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} posts to {location} without {}",
                            flow.flow().name,
                            name.value,
                            wording::list(&lacking)
                        ),
                    )
                    .detail(flow.path(step.id))
                    .help("choose the recipient in the action");
            }
        }
    }
}

const OPERATIONS: [&str; 4] =
    ["PostMessageToConversation", "PostCardToConversation", "PostCardAndWaitForResponse", "PostFeedMessage"];

/// What each place to post to needs, by the connector's definition.
const NEEDS: [(&str, &[&str]); 2] = [
    ("Channel", &["body/recipient/groupId", "body/recipient/channelId"]),
    ("Chat with Flow bot", &["body/recipient/to"]),
];

fn is_given(value: &Value<'_>) -> bool {
    !matches!(value.kind, Kind::Null) && value.as_str().is_none_or(|text| !text.trim().is_empty())
}
