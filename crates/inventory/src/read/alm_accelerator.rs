//! `customDeploymentSettings.json` of the ALM Accelerator: who is to own which flow after a deployment. What it says of activation,
//! sharing and groups is not read.
//! Shape: <https://github.com/microsoft/powercat-alm-accelerator-for-power-platform>.

use syntax::{Kind, Value};

use super::record::{Record, fold_id};
use super::source::{self, SourceKind};
use crate::settings::is_placeholder;
use crate::{Fact, InputKind, PlannedOwner, Who};

/// Custom deployment settings.
pub(super) static CUSTOM_SETTINGS: SourceKind = SourceKind {
    name: "custom deployment settings of the ALM Accelerator",
    recognises: |document| {
        let has = |key: &str| document.root.get_ignore_case(key).is_some();
        has(OWNERS) || has("ActivateFlowConfiguration")
    },
    read: |document| {
        let mut facts = source::facts(document, &[]);
        facts.partial = true;
        let entries = document.root.get_ignore_case(OWNERS).map(Value::items).unwrap_or_default();
        for entry in entries {
            let planned = planned_owner(Record { value: entry, input: document.id });
            facts.planned_owners.extend(planned);
        }
        let records = facts.planned_owners.len();
        let mut content = source::content(document, InputKind::CustomDeploymentSettings, facts, records);
        // Whoever knows the address of a hook may call it.
        content.sensitive.extend(document.root.get_ignore_case("WebhookUrls").map(|hooks| hooks.span));
        content.sensitive.sort_unstable();
        Ok(content)
    },
};

const OWNERS: &str = "SolutionComponentOwnershipConfiguration";
/// The number of workflows among the types of components.
const WORKFLOW: &str = "29";

/// An entry. Where a pipeline fills the owner in, nothing is known.
fn planned_owner(entry: Record<'_>) -> Option<PlannedOwner> {
    let member = |key: &str| entry.value.get_ignore_case(key);
    let fact = |key: &str| entry.fact_of(member(key)?);
    let is_flow = match &member("solutionComponentType")?.kind {
        Kind::Number(kind) | Kind::String(kind) => kind.trim() == WORKFLOW,
        _ => false,
    };
    let owner = fact("ownerEmail").filter(|owner| is_flow && !is_placeholder(&owner.value))?;
    Some(PlannedOwner {
        flow: fold_id(&fact("solutionComponentUniqueName")?.value),
        name: fact("solutionComponentName").map(|name| name.value),
        owner: Fact { value: Who { upn: Some(owner.value.into()), ..Who::default() }, source: owner.source },
        source: entry.source(),
    })
}
