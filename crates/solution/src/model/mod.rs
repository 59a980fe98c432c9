//! The typed model of one package: one concept, one file.

pub mod action;
pub mod agent;
pub mod app;
pub(crate) mod build;
pub mod classic;
pub mod connector;
pub mod flow;
pub mod id;
pub mod legacy;
pub mod manifest;
pub mod reference;
mod script;
pub mod variable;

pub use action::{Action, Branch, BranchKind, ConnectionUse, Trigger};
pub use agent::{Agent, AgentConnection, ConnectionMode};
pub use app::{AppConnection, CanvasApp};
pub use classic::{PluginStep, WebResource};
pub use connector::{ConnectorPart, CustomConnector, connector_name};
pub use flow::{Flow, FlowConnection, FlowKind, Membership, Parameter, RuntimeSource, WorkflowEntry};
pub use legacy::{LegacyAccount, LegacyPackage};
pub use manifest::{Managed, Manifest, MissingDependency, Provider, Publisher, RootComponent, Version};
pub use reference::ConnectionReference;
pub use variable::{EnvironmentVariable, VariableValue};

use crate::{Address, FileTable, PackageFiles, Problem, Texts, Trees};

/// One package, as far as it could be understood.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "what is known of one list says nothing of another")]
pub struct Package<'t> {
    /// Where it lies and what kind it is.
    pub address: &'t Address,
    /// The names of its files.
    pub files: &'t FileTable,
    /// `solution.xml` (or `solution.yml` and its neighbours); legacy packages and single flows have none.
    pub manifest: Option<Manifest<'t>>,
    /// The declared connection references.
    pub references: Vec<ConnectionReference<'t>>,
    /// Whether the place where declarations stand was found. Not so in the YAML layout when no declaration was met,
    /// and for single flows: then nothing may be called undeclared.
    pub declarations_known: bool,
    /// Whether the place where a solution says what it requires was read; legacy packages and single flows have none.
    /// Where it was not, nothing may be called undeclared.
    pub requirements_known: bool,
    /// The flows whose JSON (or XML) the package holds: cloud flows, agent flows, desktop flows.
    pub flows: Vec<Flow<'t>>,
    /// The `Workflow` elements: every flow, classic workflow and business rule that the solution says it has.
    pub workflows: Vec<WorkflowEntry<'t>>,
    /// Custom connectors.
    pub connectors: Vec<CustomConnector<'t>>,
    /// Environment variables, of both generations, with the values beside them.
    pub variables: Vec<EnvironmentVariable<'t>>,
    /// Whether every place where definitions of environment variables stand was read. Not so for legacy packages and single
    /// flows, which have none: then nothing may be called undefined.
    pub variables_known: bool,
    /// Canvas apps.
    pub apps: Vec<CanvasApp<'t>>,
    /// Copilot Studio agents and their components.
    pub agents: Vec<Agent<'t>>,
    /// Web resources.
    pub web_resources: Vec<WebResource<'t>>,
    /// The steps that plug-ins are registered for.
    pub plugin_steps: Vec<PluginStep<'t>>,
    /// What a legacy package has beside its flows.
    pub legacy: Option<LegacyPackage<'t>>,
    /// Whether everything that could use a connection was read: not so where a flow's file is absent, malformed or not of
    /// a flow's shape, or where the package's parts are not known. Then nothing may be called unused.
    pub uses_known: bool,
    /// What was looked for and not found, in words for the coverage: the YAML layout is documented only in part.
    pub not_found: Vec<String>,
    /// What was wrong, from the first listing to the last element.
    pub problems: Vec<Problem>,
}

impl<'t> Package<'t> {
    /// Builds the model. Total: whatever is malformed becomes a problem.
    #[must_use]
    pub fn build(files: &'t PackageFiles, texts: &'t Texts, trees: &'t Trees<'t>) -> Self {
        build::package(files, texts, trees)
    }

    /// A package of which nothing is known but its files.
    fn empty(address: &'t Address, files: &'t FileTable) -> Self {
        Self {
            address,
            files,
            manifest: None,
            references: Vec::new(),
            declarations_known: false,
            requirements_known: false,
            flows: Vec::new(),
            workflows: Vec::new(),
            connectors: Vec::new(),
            variables: Vec::new(),
            variables_known: false,
            apps: Vec::new(),
            agents: Vec::new(),
            web_resources: Vec::new(),
            plugin_steps: Vec::new(),
            legacy: None,
            uses_known: true,
            not_found: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The solution's unique name, if there is a manifest that has one.
    #[must_use]
    pub fn unique_name(&self) -> Option<&'t str> {
        self.manifest.as_ref().and_then(|manifest| manifest.unique_name.as_ref()).map(|name| name.value)
    }
}
