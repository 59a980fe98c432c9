//! Anybody who has the address can start a flow.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;
use syntax::Value;

use crate::flows::mentions::subject;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct OpenRequestTrigger {
    /// Also speak where the trigger does not say who may start the flow.
    unstated: bool,
}

impl Rule for OpenRequestTrigger {
    const META: Meta = Meta {
        name: "open-request-trigger",
        summary: "Anybody who has the address can start a flow",
        category: Category::Security,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("open_request_trigger.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for trigger in &flow.flow().triggers {
                let is_http = trigger.kind.eq_ignore_ascii_case("Request")
                    && trigger.sub_kind.is_none_or(|kind| kind.eq_ignore_ascii_case("Http"));
                if !is_http {
                    continue;
                }
                let stated = trigger.definition.at(&["inputs", "triggerAuthenticationType"]);
                let open = match stated.and_then(Value::as_str) {
                    Some(who) => who.eq_ignore_ascii_case("All"),
                    // Older flows say nothing and are open; the package cannot tell how old a flow is.
                    None => self.unstated,
                };
                // Conditions can ask for a header or a signature.
                let guarded = trigger.definition.get("conditions").is_some_and(|list| !list.items().is_empty());
                if !open || guarded {
                    continue;
                }
                let name = trigger.name;
                let place = stated.map_or(name.loc, |value| Loc::new(flow.file(), value.span));
                report
                    .at(
                        cx.at(place),
                        subject(flow),
                        format!(
                            "flow \"{}\": trigger {} lets anybody start the flow who has its address",
                            flow.flow().name,
                            name.value
                        ),
                    )
                    .label("no sign-in is asked for")
                    .detail(name.value)
                    .help("let the trigger ask for a sign-in: Any user in my tenant, or Specific users in my tenant");
            }
        }
    }
}
