//! A flow uses a connection without a connection reference.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    PackageKind,
    model::{FlowConnection, Membership, RuntimeSource},
};

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionWithoutReference {}

impl Rule for ConnectionWithoutReference {
    const META: Meta = Meta {
        name: "connection-without-reference",
        summary: "A flow uses a connection without a connection reference",
        category: Category::References,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connection_without_reference.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in &cx.package.flows {
            for connection in &flow.connections {
                if connection.reference.is_some() || is_the_format(cx.package.address.kind, connection) {
                    continue;
                }
                let key = connection.key.value;
                let message = match &connection.connection_name {
                    Some(_) => format!("flow \"{}\" is bound to a connection of its own for {key}", flow.name),
                    None => format!("flow \"{}\" has no connection reference for {key}", flow.name),
                };
                let mut stated = report
                    .at(cx.at(connection.key.loc), Subject::new(SubjectKind::Flow, flow.name), message)
                    .label("no connectionReferenceLogicalName")
                    .detail(key);
                if connection.source == RuntimeSource::Invoker {
                    stated = stated.at_most(Severity::Note).remark(
                        "it runs with the connection of whoever runs the flow, which a reference would only prefill",
                    );
                }
                if flow.membership == Membership::Stale {
                    stated = stated.lowered().remark(wording::STALE);
                }
                stated.help(
                    "open the flow inside its solution in make.powerapps.com, choose a connection reference for this connection \
                     (Flow checker, Use connection references), save, and export the solution again",
                );
            }
        }
    }
}

/// Packages from before solutions, and single flows exported like them, name connections and never references: there it is the
/// format, and no fault of the flow.
fn is_the_format(kind: PackageKind, connection: &FlowConnection<'_>) -> bool {
    match kind {
        PackageKind::LegacyPackage => true,
        PackageKind::Flow => connection.connection_name.is_some(),
        PackageKind::SolutionZip
        | PackageKind::SolutionFolder
        | PackageKind::YamlRepository
        | PackageKind::Container => false,
    }
}
