//! A solution holds parts that the platform has left behind.

use std::collections::HashMap;

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::PluginStep;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClassicArtefact {}

impl Rule for ClassicArtefact {
    const META: Meta = Meta {
        name: "classic-artefact",
        summary: "A solution holds parts that the platform has left behind",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("classic_artefact.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let solution = cx.package.unique_name().unwrap_or("the solution");
        let subject = || Subject::new(SubjectKind::Solution, solution);
        for resource in &cx.package.web_resources {
            let Some(kind) = resource.kind.filter(|kind| kind.value == "8") else { continue };
            let name = resource.name.value;
            report
                .at(cx.at(kind.loc), subject(), format!("web resource {name} of {solution} is made with Silverlight"))
                .label("no browser runs it")
                .detail(name)
                .help("remove it, or make it anew as a component for the Power Apps component framework");
        }
        let mut seen: HashMap<Registration, &PluginStep<'_>> = HashMap::new();
        for step in &cx.package.plugin_steps {
            let name = step.name.value;
            if let Some(stage) = step.stage.filter(|stage| stage.value == "50") {
                report
                    .at(
                        cx.at(stage.loc),
                        subject(),
                        format!("plug-in step \"{name}\" is of the stage of Dynamics CRM 4"),
                    )
                    .detail(name)
                    .help("register the plug-in for stage 40, after the operation");
            }
            let Some(registration) = registration(step) else { continue };
            let Some(first) = seen.get(&registration) else {
                seen.insert(registration, step);
                continue;
            };
            report
                .at(
                    cx.at(step.name.loc),
                    subject(),
                    format!("plug-in step \"{name}\" is registered for the same as \"{}\"", first.name.value),
                )
                .label("runs twice")
                .note(cx.at(first.name.loc), "the first one")
                .detail(name)
                .help("remove one of them");
        }
    }
}

/// What a plug-in is registered for: class, message, table, stage, mode, columns.
type Registration = [String; 6];

/// `None` where the step does not say what it is registered for.
fn registration(step: &PluginStep<'_>) -> Option<Registration> {
    let fold = |text: &str| text.trim().trim_matches(['{', '}']).to_lowercase();
    Some([
        fold(step.plugin?),
        fold(step.message?),
        fold(step.table.unwrap_or_default()),
        fold(step.stage?.value),
        fold(step.mode.unwrap_or_default()),
        fold(step.columns.unwrap_or_default()),
    ])
}
