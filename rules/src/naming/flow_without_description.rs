//! A flow has no description.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::PackageKind;

/// The category of cloud flows in `Workflow` elements.
const CLOUD: u32 = 5;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlowWithoutDescription {}

impl Rule for FlowWithoutDescription {
    const META: Meta = Meta {
        name: "flow-without-description",
        summary: "A flow has no description",
        category: Category::Naming,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("flow_without_description.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        // What that layout says of flows is not documented.
        if cx.package.address.kind == PackageKind::YamlRepository {
            return;
        }
        for entry in cx.package.workflows.iter().filter(|entry| entry.category == Some(CLOUD)) {
            let flow = cx.all_flows().find(|flow| Some(flow.file()) == entry.file);
            let definition =
                flow.and_then(|flow| flow.flow().root?.at(&["properties", "definition", "description"])?.as_str());
            let described = definition.is_some_and(|text| !text.trim().is_empty());
            if entry.description.is_some() || described {
                continue;
            }
            let name = entry.name.value;
            report
                .at(
                    cx.at(entry.name.loc),
                    Subject::new(SubjectKind::Flow, name),
                    format!("flow \"{name}\" has no description"),
                )
                .help("say in the details of the flow what it is for and who asked for it");
        }
    }
}
