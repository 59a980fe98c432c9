//! A flow calls a child flow that no package brings.

use std::collections::HashSet;

use engine::{
    Category, Meta, Missing, PackageId, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Outline, PackageKind,
    outline::{ChildCall, RequiredFrom, Requirement},
};

use engine::calls::PackageFlow;

/// The type of flows and workflows in `MissingDependencies`.
const PROCESS: [&str; 2] = ["29", "Workflow"];

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChildFlowMissing {}

impl Rule for ChildFlowMissing {
    const META: Meta = Meta {
        name: "child-flow-missing",
        summary: "A flow calls a child flow that no given package brings",
        category: Category::Solutions,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "child flows",
        page: include_str!("child_flow_missing.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let calls = cx.calls();
        let listed: HashSet<&str> = cx
            .workspace
            .packages()
            .flat_map(|(_, outline)| outline.processes.iter().filter_map(|process| process.id.as_deref()))
            .collect();
        for &caller in &calls.flows {
            let mut by_child: IndexMap<&str, Vec<&ChildCall>> = IndexMap::new();
            for call in &caller.flow.calls {
                by_child.entry(&call.flow).or_default().push(call);
            }
            for (id, places) in by_child {
                if listed.contains(id) || calls.called(caller.package, id).is_some() {
                    report.judged();
                    continue;
                }
                match provider(cx, caller.package, id) {
                    Provider::Another => report.judged(),
                    Provider::Unknown(missing) => report.unknown(format!("the child flow {id}"), missing),
                    Provider::Nobody(required) => {
                        report.judged();
                        finding(caller, id, &places, required, report);
                    }
                }
            }
        }
    }
}

/// Who brings a child flow that is in no given package.
pub(crate) enum Provider<'w> {
    /// Another managed solution, which the package requires.
    Another,
    /// Perhaps a package that was not given.
    Unknown(Missing),
    /// None that is known of; with the dependency on `Active`, where there is one.
    Nobody(Option<&'w Requirement>),
}

pub(crate) fn provider<'w>(cx: &WorkspaceContext<'w>, package: PackageId, id: &str) -> Provider<'w> {
    let outline: &'w Outline = cx.workspace.package(package);
    let mut required =
        outline.required.iter().filter(|required| required.is(&PROCESS) && required.id.as_deref() == Some(id));
    if required.clone().any(|required| matches!(required.from, RequiredFrom::Solution { .. })) {
        return Provider::Another;
    }
    if matches!(outline.kind, PackageKind::LegacyPackage | PackageKind::Flow) {
        let what = "a flow outside a solution does not show what is installed beside it";
        return Provider::Unknown(Missing::new(Reason::Incomplete, what, "the exported solution that holds it"));
    }
    if !outline.requirements_known || !outline.not_found.is_empty() {
        let what = "what the package holds and requires could not be read in full";
        let needs = "the exported solution, a zip with its solution.xml";
        return Provider::Unknown(Missing::new(Reason::Incomplete, what, needs));
    }
    if let Some(parent) = outline.patch_of.as_deref().filter(|parent| cx.workspace.solution(parent).is_none()) {
        let what = "the solution that the patch belongs to may hold them";
        return Provider::Unknown(Missing::new(Reason::NoData, what, format!("the package of {parent}")));
    }
    Provider::Nobody(required.next())
}

fn finding(
    caller: PackageFlow<'_>,
    id: &str,
    places: &[&ChildCall],
    required: Option<&Requirement>,
    report: &mut Report,
) {
    let [first, more @ ..] = places else { return };
    let name = required.and_then(|required| required.display_name.as_deref());
    let child = name.map_or_else(|| format!("with id {id}"), |name| format!("\"{name}\""));
    let mut stated = report
        .at(
            caller.at(first.loc),
            Subject::new(SubjectKind::Flow, &caller.flow.name),
            format!(
                "flow \"{}\" calls child flow {child} in action {}, which no given package brings",
                caller.flow.name, first.action
            ),
        )
        .label("no such flow")
        .detail(id);
    for call in more {
        stated = stated.note(caller.at(call.loc), format!("action {} calls it, too", call.action));
    }
    let add = "in the source environment, add the child flow to the solution (Add existing, Automation, Cloud flow) and export it again";
    match required {
        Some(required) => {
            stated
                .at_most(Severity::Warning)
                .note(
                    caller.at(required.loc),
                    "the solution requires it from \"Active\", the unmanaged layer of the source environment",
                )
                .help(format!("{add}; if another solution brings it, check that package together with this one"));
        }
        None => {
            stated.help(format!(
                "{add}; where it no longer exists, remove the action; if another solution brings it, check that package together with \
                 this one"
            ));
        }
    }
}
