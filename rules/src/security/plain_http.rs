//! A flow calls an address without encryption.

use super::texts;
use crate::flows::mentions::{holder, subject};
use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::flow_index::Letters;

/// What an address without encryption begins with.
const HTTP: Letters = Letters::in_any_case("http://");

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlainHttp {}

impl Rule for PlainHttp {
    const META: Meta = Meta {
        name: "plain-http",
        summary: "A flow calls an address without encryption",
        category: Category::Security,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("plain_http.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for text in flow.texts() {
                if !text.letters.may_hold(HTTP) || !texts::own_name(text.key).eq_ignore_ascii_case("uri") {
                    continue;
                }
                let lower = text.text.trim_start().to_ascii_lowercase();
                let Some(rest) = lower.strip_prefix("http://") else { continue };
                let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
                // What does not leave the machine needs none.
                if host == "localhost" || host.starts_with("127.") || host == "[" {
                    continue;
                }
                report
                    .at(
                        cx.at(text.loc),
                        subject(flow),
                        format!(
                            "flow \"{}\": {} calls {host} without encryption",
                            flow.flow().name,
                            holder(flow, text.owner)
                        ),
                    )
                    .label("http, not https")
                    .detail(texts::path(flow, text.owner))
                    .help("call the address with https; what is sent, credentials included, can be read on the way");
            }
        }
    }
}
