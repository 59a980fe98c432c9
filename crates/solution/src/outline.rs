//! What a package tells the others: declared, used, called, required. Small and owned, so that the package can be let go.

mod built_in;
mod flows;
mod name;
mod notes;
mod required;
mod variables;

use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

use name::Names;

use crate::{
    Address, FileId, Loc, Package, PackageKind,
    model::{
        CanvasApp, ConnectionMode, ConnectionReference, Managed, Manifest, Membership, Provider, RuntimeSource,
        Version, id::normal_id,
    },
};

pub use built_in::BuiltIn;
pub use flows::{ChildCall, FlowOutline, Process};
pub use name::Name;
pub use notes::{IgnoreNote, Written};
pub use required::{ListedComponent, RequiredFrom, Requirement};
pub use variables::{DeclaredVariable, VariableUse};

/// The outline of one package.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "what is known of one list says nothing of another")]
pub struct Outline {
    /// Where it lies: enough to open it again.
    pub address: Address,
    /// What kind it is.
    pub kind: PackageKind,
    /// The solution's unique name.
    pub unique_name: Option<String>,
    /// The solution's version.
    pub version: Option<Version>,
    /// Managed, unmanaged or both.
    pub managed: Option<Managed>,
    /// The solution that this patch belongs to.
    pub patch_of: Option<String>,
    /// The names of the files that places in this outline name.
    pub files: Vec<(FileId, String)>,
    /// The manifest's place.
    pub manifest: Option<Loc>,
    /// The declared connection references.
    pub declared: Vec<DeclaredReference>,
    /// Whether declarations were found at all (see [`Package::declarations_known`]).
    pub declarations_known: bool,
    /// Whether it is known what the solution requires (see [`Package::requirements_known`]).
    pub requirements_known: bool,
    /// Whether everything that could use a connection was read (see [`Package::uses_known`]).
    pub uses_known: bool,
    /// Every use of a connection by a flow, app or agent.
    pub uses: Vec<ReferenceUse>,
    /// Connection references that the solution requires and does not carry.
    pub missing: Vec<MissingReference>,
    /// Everything else that the solution requires and does not carry.
    pub required: Vec<Requirement>,
    /// The root components that the manifest lists.
    pub components: Vec<ListedComponent>,
    /// The flows.
    pub flows: Vec<FlowOutline>,
    /// Every `Workflow` element: flows, classic workflows, business rules.
    pub processes: Vec<Process>,
    /// Connectors that canvas apps use without naming a reference.
    pub app_connectors: Vec<AppConnector>,
    /// The flows that agents call.
    pub agent_calls: Vec<AgentCall>,
    /// The environment variables that the package defines or carries values for.
    pub variables: Vec<DeclaredVariable>,
    /// Whether every definition of a variable was read (see [`Package::variables_known`]).
    pub variables_known: bool,
    /// Every use of an environment variable by a flow's parameter.
    pub variable_uses: Vec<VariableUse>,
    /// Where the values of environment variables stand, their copies in flows among them, sorted: an excerpt that is kept hides them.
    /// They are no places of this outline.
    pub values: Vec<Loc>,
    /// The notes in the designer that ask not to hear of a rule.
    pub notes: Vec<IgnoreNote>,
    /// What a layout that is documented in part was expected to hold and does not, for people.
    pub not_found: Vec<String>,
}

/// A connection reference that a package declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeclaredReference {
    /// The logical name, as written.
    pub logical_name: Name,
    /// The name for people.
    pub display_name: Option<Name>,
    /// The connector's name (`shared_x`), as written.
    pub connector: Option<Name>,
    /// The connector's id, as written: `/providers/Microsoft.PowerApps/apis/shared_x`.
    pub connector_id: Option<Name>,
    /// Whether it is a custom connector's.
    pub custom: bool,
    /// The element.
    pub loc: Loc,
    /// The attribute with the logical name.
    pub name_loc: Loc,
}

/// Who uses a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserKind {
    /// A cloud flow or agent flow.
    Flow,
    /// A canvas app.
    App,
    /// An agent's component.
    Agent,
}

/// One use of a connection: a key of a flow's `connectionReferences`, an app's entry, an agent's tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceUse {
    /// What uses it.
    pub user_kind: UserKind,
    /// The user's name for people.
    pub user: Name,
    /// The flow's id, in lower case without braces.
    pub user_id: Option<Name>,
    /// The key in the flow.
    pub key: Option<Name>,
    /// The logical name of the reference, as written; `None` where a connection is used without reference.
    pub reference: Option<Name>,
    /// The connection, where it is named directly.
    pub connection: Option<Name>,
    /// The connector's name, as written.
    pub connector: Option<Name>,
    /// It is the connection of the person who runs the flow or talks to the agent.
    pub invoker: bool,
    /// The flow's file is named by no `Workflow` element.
    pub stale: bool,
    /// Only repeated by the agent's reference set.
    pub from_set: bool,
    /// The place to point at: the logical name where there is one, else the entry.
    pub loc: Loc,
}

/// A connection reference that a solution requires and does not carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MissingReference {
    /// The logical name.
    pub logical_name: String,
    /// The unique name of the solution that carries it, and its version as far as stated; `None` for `Active`.
    pub provider: Option<(String, Option<Version>)>,
    /// What requires it, by its name for people.
    pub dependent: Option<String>,
    /// The element.
    pub loc: Loc,
}

/// A connector that a canvas app uses without naming a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppConnector {
    /// The app's name for people.
    pub app: String,
    /// The connector's name, in lower case.
    pub connector: String,
    /// The app's `ConnectionReferences`.
    pub loc: Loc,
}

/// That an agent calls a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentCall {
    /// The component's name.
    pub agent: String,
    /// The flow's id, in lower case without braces.
    pub flow: String,
    /// The id in the component.
    pub loc: Loc,
}

impl Outline {
    /// Takes from a package what the others need to know.
    #[must_use]
    pub fn of(package: &Package<'_>) -> Self {
        let manifest = package.manifest.as_ref();
        let mut names = Names::default();
        let mut outline = Self {
            address: package.address.clone(),
            kind: package.address.kind,
            unique_name: package.unique_name().map(str::to_owned),
            version: manifest.and_then(|manifest| manifest.version).map(|version| version.value),
            managed: manifest.and_then(|manifest| manifest.managed).map(|managed| managed.value),
            patch_of: manifest.and_then(|manifest| manifest.patch_of).map(|parent| parent.value.to_owned()),
            files: Vec::new(),
            manifest: manifest.map(|manifest| manifest.loc),
            declared: package.references.iter().map(|reference| DeclaredReference::of(reference, &mut names)).collect(),
            declarations_known: package.declarations_known,
            requirements_known: package.requirements_known,
            uses_known: package.uses_known,
            uses: uses(package, &mut names),
            missing: manifest.map(missing).unwrap_or_default(),
            required: manifest.map(required::required).unwrap_or_default(),
            components: manifest.map(|manifest| required::components(manifest, &mut names)).unwrap_or_default(),
            flows: package.flows.iter().map(|flow| FlowOutline::of(flow, &mut names)).collect(),
            processes: package.workflows.iter().map(|entry| Process::of(entry, &mut names)).collect(),
            app_connectors: app_connectors(package),
            agent_calls: agent_calls(package),
            variables: package.variables.iter().map(DeclaredVariable::of).collect(),
            variables_known: package.variables_known,
            variable_uses: variables::uses(package),
            values: variables::values(package),
            notes: notes::of(package),
            not_found: package.not_found.clone(),
        };
        let files: BTreeSet<FileId> = outline.places().map(|loc| loc.file).collect();
        outline.files = files.into_iter().map(|file| (file, package.files.name(file).to_owned())).collect();
        outline
    }

    /// Lets go of everything that the solution declares, uses and requires. What is left tells what it is, what its files are called,
    /// what must not be shown, and which notes it has.
    #[must_use]
    pub fn without_parts(self) -> Self {
        Self {
            declared: Vec::new(),
            uses: Vec::new(),
            missing: Vec::new(),
            required: Vec::new(),
            components: Vec::new(),
            flows: Vec::new(),
            processes: Vec::new(),
            app_connectors: Vec::new(),
            agent_calls: Vec::new(),
            variables: Vec::new(),
            variable_uses: Vec::new(),
            ..self
        }
    }

    /// Every place in this outline.
    pub fn places(&self) -> impl Iterator<Item = Loc> {
        let declared = self.declared.iter().flat_map(|declared| [declared.loc, declared.name_loc]);
        let calls = self.flows.iter().flat_map(|flow| flow.calls.iter().map(|call| call.loc));
        let calls = calls.chain(self.processes.iter().map(|process| process.name_loc));
        let flows = self.flows.iter().map(|flow| flow.loc);
        let built_in = self.flows.iter().flat_map(|flow| flow.built_in.iter().map(|(_, loc)| *loc));
        let built_in = built_in.chain(self.agent_calls.iter().map(|call| call.loc));
        let flows = flows.chain(built_in).chain(self.app_connectors.iter().map(|app| app.loc));
        let missing = self.missing.iter().map(|missing| missing.loc);
        let missing = missing.chain(self.required.iter().map(|required| required.loc));
        let uses = self.uses.iter().map(|one| one.loc);
        let variables = self.variables.iter().flat_map(DeclaredVariable::places);
        let variable_uses = self.variable_uses.iter().map(|one| one.loc);
        let variables = variables.chain(variable_uses);
        let notes = self.notes.iter().flat_map(|note| note.over.iter().copied().chain([note.loc]));
        let variables = variables.chain(notes);
        self.manifest.into_iter().chain(declared).chain(uses).chain(missing).chain(flows).chain(calls).chain(variables)
    }
}

impl DeclaredReference {
    fn of(reference: &ConnectionReference<'_>, names: &mut Names) -> Self {
        Self {
            logical_name: names.name(reference.logical_name.value),
            display_name: reference.display_name.map(|at| names.name(at.value)),
            connector: reference.connector().map(|connector| names.name(connector)),
            connector_id: reference.connector_id.map(|at| names.name(at.value)),
            custom: reference.custom_connector_id.is_some(),
            loc: reference.loc,
            name_loc: reference.logical_name.loc,
        }
    }
}

fn uses(package: &Package<'_>, names: &mut Names) -> Vec<ReferenceUse> {
    let mut uses = Vec::new();
    for flow in &package.flows {
        uses.extend(flow.connections.iter().map(|connection| ReferenceUse {
            user_kind: UserKind::Flow,
            user: names.name(flow.name),
            user_id: flow.id.as_deref().map(|id| names.name(id)),
            key: Some(names.name(connection.key.value)),
            reference: connection.reference.map(|at| names.name(at.value)),
            connection: connection.connection_name.map(|at| names.name(at.value)),
            connector: connection.connector.map(|at| names.name(at.value)),
            invoker: connection.source == RuntimeSource::Invoker,
            stale: flow.membership == Membership::Stale,
            from_set: false,
            loc: connection.reference.map_or(connection.loc, |at| at.loc),
        }));
    }
    for app in &package.apps {
        let by_reference = app.connections.iter().filter(|connection| connection.reference.is_some());
        uses.extend(by_reference.map(|connection| ReferenceUse {
            user_kind: UserKind::App,
            user: names.name(app_name(app)),
            user_id: None,
            key: None,
            reference: connection.reference.as_deref().map(|reference| names.name(reference)),
            connection: connection.shared_connection.as_deref().map(|connection| names.name(connection)),
            connector: connection.connector.as_deref().map(|connector| names.name(connector)),
            invoker: false,
            stale: false,
            from_set: false,
            loc: connection.loc,
        }));
    }
    for agent in &package.agents {
        uses.extend(agent.connections.iter().map(|connection| ReferenceUse {
            user_kind: UserKind::Agent,
            user: names.name(agent.name),
            user_id: None,
            key: None,
            reference: Some(names.name(connection.reference.value)),
            connection: None,
            connector: None,
            invoker: connection.mode == ConnectionMode::Invoker,
            stale: false,
            from_set: connection.from_set,
            loc: connection.reference.loc,
        }));
    }
    // Outlines are kept to the end of a run, and nothing is added to them.
    uses.shrink_to_fit();
    uses
}

fn app_name<'t>(app: &CanvasApp<'t>) -> &'t str {
    app.display_name.unwrap_or(app.name).value
}

fn app_connectors(package: &Package<'_>) -> Vec<AppConnector> {
    let mut seen = HashSet::new();
    let entries = package.apps.iter().flat_map(|app| app.connections.iter().map(move |connection| (app, connection)));
    entries
        .filter(|(_, connection)| connection.reference.is_none())
        .filter_map(|(app, connection)| {
            let connector = connection.connector.as_ref()?.to_ascii_lowercase();
            seen.insert((app.name.value, connector.clone())).then(|| AppConnector {
                app: app_name(app).to_owned(),
                connector,
                loc: connection.loc,
            })
        })
        .collect()
}

fn agent_calls(package: &Package<'_>) -> Vec<AgentCall> {
    let calls = package.agents.iter().flat_map(|agent| agent.flows.iter().map(move |flow| (agent.name, flow)));
    calls
        .filter_map(|(agent, flow)| {
            Some(AgentCall { agent: agent.to_owned(), flow: normal_id(flow.value)?, loc: flow.loc })
        })
        .collect()
}

fn missing(manifest: &Manifest<'_>) -> Vec<MissingReference> {
    let references =
        manifest.missing.iter().filter(|missing| missing.required.kind.eq_ignore_ascii_case("connectionreference"));
    references
        .filter_map(|missing| {
            let dependent = missing.dependent.as_ref();
            Some(MissingReference {
                logical_name: missing.required.name?.value.to_owned(),
                provider: match missing.provider {
                    Provider::Solution { name, version } => Some((name.to_owned(), version)),
                    Provider::Active | Provider::Unstated => None,
                },
                dependent: dependent
                    .and_then(|component| component.display_name.or(component.name.map(|at| at.value)))
                    .map(str::to_owned),
                loc: missing.loc,
            })
        })
        .collect()
}
