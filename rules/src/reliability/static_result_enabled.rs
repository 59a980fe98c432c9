//! An action returns a made-up result instead of running.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaticResultEnabled {}

impl Rule for StaticResultEnabled {
    const META: Meta = Meta {
        name: "static-result-enabled",
        summary: "An action returns a made-up result instead of running",
        category: Category::Reliability,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("static_result_enabled.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps() {
                let Some(settings) = step.action.definition.at(&["runtimeConfiguration", "staticResult"]) else {
                    continue;
                };
                let Some(option) = settings.member("staticResultOptions") else { continue };
                if !option.value.as_str().is_some_and(|option| option.eq_ignore_ascii_case("Enabled")) {
                    continue;
                }
                let (name, flow_name) = (step.action.name.value, flow.flow().name);
                report
                    .at(
                        cx.at(Loc::new(flow.file(), option.span())),
                        Subject::new(SubjectKind::Flow, flow_name),
                        format!("flow \"{flow_name}\": action {name} does not run but returns a static result"),
                    )
                    .label("left on after a test")
                    .detail(flow.path(step.id))
                    .help("open the action's testing settings, turn off the static result, and save the flow");
            }
        }
    }
}
