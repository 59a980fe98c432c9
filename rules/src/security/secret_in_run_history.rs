//! An action reads a secret, and its run history shows it.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    FlowIndex,
    flow_index::{Owner, Step},
};
use syntax::{Value, expr::ReadKind};

use crate::{flows::mentions::subject, operations};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretInRunHistory {}

impl Rule for SecretInRunHistory {
    const META: Meta = Meta {
        name: "secret-in-run-history",
        summary: "An action reads a secret, and its run history shows it",
        category: Category::Security,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("secret_in_run_history.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            for step in flow.steps().iter().filter(|step| reads_secret(flow, step)) {
                let name = step.action.name;
                let open_outputs = !is_secured(step, "outputs");
                let readers: Vec<_> = readers(flow, step).filter(|reader| !is_secured(reader, "inputs")).collect();
                // Secured outputs are hidden in what reads them too.
                if !open_outputs {
                    continue;
                }
                let mut stated = report
                    .at(
                        cx.at(name.loc),
                        subject(flow),
                        format!("flow \"{}\": {} reads a secret, and its outputs are not secured", flow.flow().name, name.value),
                    )
                    .label("the run history shows the secret")
                    .detail(flow.path(step.id))
                    .help("turn on Secure outputs in the action's settings; the inputs of actions that use the secret are hidden with it");
                for reader in readers.iter().take(5) {
                    let action = reader.action.name;
                    stated = stated.note(
                        cx.at(action.loc),
                        format!("{} uses it, so that its inputs show the secret too", action.value),
                    );
                }
            }
        }
    }
}

/// Whether an action reads a secret's value: *Get secret* of Key Vault, and the action that reads environment variables of type
/// Secret from Dataverse.
fn reads_secret(flow: &FlowIndex<'_, '_>, step: &Step<'_, '_>) -> bool {
    let connector = operations::connector(flow.flow(), step.action).unwrap_or_default();
    if connector.eq_ignore_ascii_case("shared_keyvault") {
        let id = operations::operation_id(step.action).unwrap_or_default().to_ascii_lowercase();
        let path = step.action.inputs.and_then(|inputs| inputs.get("path")).and_then(Value::as_str);
        return id == "getsecret"
            || id == "getsecretversion"
            || path.is_some_and(|path| path.contains("/secrets/") && path.ends_with("/value"));
    }
    let action = step.action.inputs.and_then(|inputs| inputs.at(&["parameters", "actionName"])).and_then(Value::as_str);
    action.is_some_and(|name| name.eq_ignore_ascii_case("RetrieveEnvironmentVariableSecretValue"))
}

/// Whether an action's inputs or outputs are kept out of the run history.
fn is_secured(step: &Step<'_, '_>, side: &str) -> bool {
    let listed = step.action.definition.at(&["runtimeConfiguration", "secureData", "properties"]);
    listed.is_some_and(|listed| listed.items().iter().any(|one| one.as_str() == Some(side)))
}

/// The actions that read an action's outputs.
fn readers<'f, 'a, 't>(flow: &'f FlowIndex<'a, 't>, step: &'f Step<'a, 't>) -> impl Iterator<Item = &'f Step<'a, 't>> {
    let mut found: Vec<_> = flow
        .reads()
        .filter(|(_, read)| {
            read.what == ReadKind::Action
                && read.name.is_some_and(|name| name.eq_ignore_ascii_case(step.action.name.value))
        })
        .filter_map(|(string, _)| match string.owner {
            Owner::Step(id) => Some(id),
            Owner::Trigger(_) => None,
        })
        .collect();
    found.dedup();
    found.into_iter().map(|id| flow.step(id))
}
