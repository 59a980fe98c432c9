//! The files of facts, and the kinds that there are.

use serde::Serialize;
use syntax::Span;

/// A file of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InputId(pub u32);

/// A file of facts, as it was read. Kept in memory: findings point into it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as given, with `/`.
    pub path: String,
    /// What it was recognised as.
    pub kind: InputKind,
    /// The decoded text.
    pub text: String,
    /// The environment it speaks of, as far as it says: an environment id, or the host of its organisation.
    pub environment: Option<String>,
    /// A date inside the data (ISO 8601), as far as there is one.
    pub date: Option<String>,
    /// How many records were taken from it.
    pub records: usize,
    /// The places of values that must never be printed, in the order of the text: parameters of connections,
    /// secrets, tokens, the values of environment variables, the definitions of flows.
    pub sensitive: Vec<Span>,
}

impl Input {
    /// The places of values that must never be printed, in the order of the text.
    #[must_use]
    pub fn sensitive_spans(&self) -> &[Span] {
        &self.sensitive
    }
}

/// The kinds of files, told by their shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// powerlint's own inventory, TOML or JSON.
    Native,
    /// Dataverse rows: connection references.
    DataverseConnectionReferences,
    /// Dataverse rows: connections, as far as Dataverse mirrors them.
    DataverseConnectionInstances,
    /// Dataverse rows: workflows.
    DataverseWorkflows,
    /// Dataverse rows: users and application users.
    DataverseSystemUsers,
    /// Dataverse rows: solutions.
    DataverseSolutions,
    /// Dataverse rows: what solutions consist of.
    DataverseSolutionComponents,
    /// The connections of an environment, as the Power Apps service lists them.
    Connections,
    /// The permissions of connections, as the Power Apps service lists them.
    Permissions,
    /// `Get-PowerAppConnection` and `Get-AdminPowerAppConnection`.
    PowershellConnections,
    /// `Get-PowerAppConnectionRoleAssignment` and its administrator's twin. They leave service principals out.
    PowershellRoleAssignments,
    /// `Get-Flow` and `Get-AdminFlow`.
    PowershellFlows,
    /// `Get-FlowOwnerRole` and `Get-AdminFlowOwnerRole`.
    PowershellFlowOwners,
    /// `m365 flow list`.
    M365Flows,
    /// `m365 flow owner list`.
    M365FlowOwners,
    /// `ppds connections list`.
    PpdsConnections,
    /// `ppds connection-references list`.
    PpdsConnectionReferences,
    /// `terraform show -json`, with the resources and data sources of the Power Platform provider.
    TerraformState,
    /// `pac connection list`.
    PacConnections,
    /// Connection identities of the CoE Starter Kit. They name no connection.
    CoeConnectionIdentities,
    /// `customDeploymentSettings.json` of the ALM Accelerator: who is to own what.
    CustomDeploymentSettings,
    /// `az ad sp list`: service principals.
    EntraServicePrincipals,
    /// `az ad app list`: app registrations.
    EntraApplications,
    /// `az ad app credential list`: secrets and certificates of one app registration.
    EntraCredentials,
    /// Data policies: which connectors may be used together.
    DataPolicies,
    /// A list without rows, of a kind that nothing in it tells. It proves nothing.
    Empty,
    /// Deployment settings.
    Settings,
    /// powerlint.toml.
    Configuration,
}

impl InputKind {
    /// Every kind, in the order in which the documentation lists them.
    pub const ALL: [Self; 28] = [
        Self::Native,
        Self::DataverseConnectionReferences,
        Self::DataverseConnectionInstances,
        Self::DataverseWorkflows,
        Self::DataverseSystemUsers,
        Self::DataverseSolutions,
        Self::DataverseSolutionComponents,
        Self::Connections,
        Self::Permissions,
        Self::PowershellConnections,
        Self::PowershellRoleAssignments,
        Self::PowershellFlows,
        Self::PowershellFlowOwners,
        Self::M365Flows,
        Self::M365FlowOwners,
        Self::PpdsConnections,
        Self::PpdsConnectionReferences,
        Self::TerraformState,
        Self::PacConnections,
        Self::CoeConnectionIdentities,
        Self::CustomDeploymentSettings,
        Self::EntraServicePrincipals,
        Self::EntraApplications,
        Self::EntraCredentials,
        Self::DataPolicies,
        Self::Empty,
        Self::Settings,
        Self::Configuration,
    ];
}
