//! A mail has an attachment without a name or content.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::{Kind, Value};

use super::mentions::subject;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttachmentWithoutContent {}

impl Rule for AttachmentWithoutContent {
    const META: Meta = Meta {
        name: "attachment-without-content",
        summary: "A mail has an attachment without a name or content",
        category: Category::Flows,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("attachment_without_content.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                let parameters = step.action.inputs.and_then(|inputs| inputs.get("parameters"));
                let list = parameters.and_then(|parameters| parameters.get_ignore_case("emailMessage/Attachments"));
                for attachment in list.map(Value::items).unwrap_or_default().iter().filter(|one| one.is_object()) {
                    let lacks = |key: &str| {
                        attachment.get_ignore_case(key).is_none_or(|value| matches!(&value.kind, Kind::Null))
                    };
                    let lacking: Vec<&str> = ["Name", "ContentBytes"].into_iter().filter(|key| lacks(key)).collect();
                    if lacking.is_empty() {
                        continue;
                    }
                    let name = step.action.name.value;
                    report
                        .at(
                            cx.at(Loc::new(flow.file(), attachment.span)),
                            subject(flow),
                            format!(
                                "flow \"{}\": {name} sends an attachment without {}",
                                flow.flow().name,
                                lacking.join(" and ")
                            ),
                        )
                        .detail(flow.path(step.id))
                        .help("give the attachment both, or take it away");
                }
            }
        }
    }
}
