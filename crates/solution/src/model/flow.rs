//! Flows: what the solution says it has, and what their files say.

use syntax::Value;

use super::{Action, Trigger};
use crate::{At, FileId, Loc};

/// A `Workflow` element of customizations.xml, of `Workflows/*.data.xml`, or of the YAML layout's metadata.
#[derive(Debug, Clone)]
pub struct WorkflowEntry<'t> {
    /// The name for people.
    pub name: At<&'t str>,
    /// The id, braces removed, in lower case: the same across all imports.
    pub id: Option<String>,
    /// What it is for; `None` where it is blank, or still what the designer puts there ("Click to add description").
    pub description: Option<At<&'t str>>,
    /// 0 classic workflow, 1 dialog, 2 business rule, 3 action, 4 business process flow, 5 cloud flow, 6 desktop flow.
    pub category: Option<u32>,
    /// 0 automation, 1 agent flow.
    pub modern_flow_type: Option<u32>,
    /// Whether it is turned on (`StateCode` 1); `None` where not said.
    pub on: Option<bool>,
    /// The file that it names (`JsonFileName`, `XamlFileName`), as written.
    pub file_name: Option<At<&'t str>>,
    /// That file, where the package has it.
    pub file: Option<FileId>,
    /// The script of a desktop flow (`Definition`), as it is written there.
    pub definition: Option<&'t str>,
    /// The element.
    pub loc: Loc,
}

/// A flow's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlowKind {
    /// A cloud flow.
    Cloud,
    /// A cloud flow made for agents (`ModernFlowType` 1).
    Agent,
    /// A desktop flow: [`Flow::script`] reads what it does.
    Desktop,
}

/// Whether a flow's file belongs to the solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Membership {
    /// A `Workflow` element names the file.
    Listed,
    /// The package has `Workflow` elements or a manifest, but none names this file: it is stale and will not be imported.
    Stale,
    /// There is nothing that could name it: a single flow, a legacy package, the YAML layout.
    Unstated,
}

/// A flow with a file of its own.
#[derive(Debug, Clone)]
pub struct Flow<'t> {
    /// The name for people: the `Workflow` element's, else the display name in the file, else the file's name without its GUID.
    pub name: &'t str,
    /// The id, braces removed, in lower case: of the `Workflow` element, else the GUID of the file's name.
    pub id: Option<String>,
    /// What kind it is.
    pub kind: FlowKind,
    /// Whether the solution knows the file.
    pub membership: Membership,
    /// Whether it is turned on; `None` where not said.
    pub on: Option<bool>,
    /// The file.
    pub file: FileId,
    /// The entries of `connectionReferences`, in the order of the file.
    pub connections: Vec<FlowConnection<'t>>,
    /// The trigger (more than one is a mistake, but survives).
    pub triggers: Vec<Trigger<'t>>,
    /// The actions of the top level; the others are inside their branches.
    pub actions: Vec<Action<'t>>,
    /// The parameters of the definition, environment variables among them.
    pub parameters: Vec<Parameter<'t>>,
    /// Whether every trigger and action that names a connection does so plainly; not so where a key is computed, which may
    /// be any.
    pub keys_known: bool,
    /// The file, or the `Workflow` element where the flow stands wholly inside it.
    pub loc: Loc,
    /// The script of a desktop flow that stands in its `Workflow` element (`Definition`), as it is written there.
    pub definition: Option<&'t str>,
    /// The whole file; `None` where it could not be read as a flow.
    pub root: Option<&'t Value<'t>>,
}

/// One entry of a flow's `connectionReferences`.
#[derive(Debug, Clone)]
pub struct FlowConnection<'t> {
    /// The key that triggers and actions use.
    pub key: At<&'t str>,
    /// The logical name of the connection reference; `None` where `connection` is empty or names a connection directly.
    pub reference: Option<At<&'t str>>,
    /// The connection itself, where the flow is bound to one directly (legacy packages, clientdata).
    pub connection_name: Option<At<&'t str>>,
    /// The connector's name: `api.name`, or the last segment of `id`.
    pub connector: Option<At<&'t str>>,
    /// A custom connector's name that is the same in every environment: `api.logicalName`.
    pub connector_logical_name: Option<At<&'t str>>,
    /// Whose connection it is at run time.
    pub source: RuntimeSource,
    /// `impersonation.source` is `invoker` (kept apart from the run-time source).
    pub impersonates_invoker: bool,
    /// The whole entry.
    pub loc: Loc,
}

/// Whose connection a flow uses at run time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuntimeSource {
    /// The flow's own.
    Embedded,
    /// That of the person who runs the flow.
    Invoker,
    /// Not said.
    Unstated,
}

/// A parameter of a flow's definition.
#[derive(Debug, Clone)]
pub struct Parameter<'t> {
    /// Its name.
    pub name: At<&'t str>,
    /// Its type as written.
    pub kind: Option<&'t str>,
    /// The default value.
    pub default_value: Option<&'t Value<'t>>,
    /// The environment variable that it stands for (`metadata.schemaName`).
    pub variable: Option<At<&'t str>>,
    /// The whole parameter.
    pub loc: Loc,
}

impl<'t> Flow<'t> {
    /// Every action of the flow, depth first, in the order of the file.
    pub fn all_actions(&self) -> impl Iterator<Item = &Action<'t>> {
        let mut stack: Vec<&Action<'t>> = self.actions.iter().rev().collect();
        std::iter::from_fn(move || {
            let action = stack.pop()?;
            for branch in action.branches.iter().rev() {
                stack.extend(branch.actions.iter().rev());
            }
            Some(action)
        })
    }

    /// The connections that the flow's triggers and actions name, by key, with their places.
    pub fn connection_uses(&self) -> impl Iterator<Item = &super::ConnectionUse<'t>> {
        let triggers = self.triggers.iter().filter_map(|trigger| trigger.connection.as_ref());
        triggers.chain(self.all_actions().filter_map(|action| action.connection.as_ref()))
    }
}
