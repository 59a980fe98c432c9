//! The things of one package as conditions see them: read from the model when they are asked for.

use std::{borrow::Cow, collections::HashMap, ptr};

use solution::{
    Loc, Package,
    model::{
        Action, Agent, CanvasApp, ConnectionReference, ConnectionUse, CustomConnector, EnvironmentVariable, Flow,
        FlowConnection, Membership, RuntimeSource, Trigger, connector_name,
    },
};
use syntax::Value;

use super::{
    Kind,
    fields::{action_field, flow_field, once, solution_field, trigger_field, variable_field},
};
use crate::SolutionContext;

/// A flow with what its actions are asked for.
#[derive(Debug)]
pub(super) struct FlowView<'v> {
    pub(super) flow: &'v Flow<'v>,
    steps: Vec<StepView<'v>>,
    pub(super) description: Option<&'v str>,
}

/// An action and where it stands.
#[derive(Debug)]
pub(super) struct StepView<'v> {
    pub(super) action: &'v Action<'v>,
    pub(super) path: String,
    pub(super) depth: u32,
    pub(super) parent: Option<&'v str>,
    pub(super) in_loop: bool,
}

impl<'v> FlowView<'v> {
    /// The flows that the solution imports.
    pub(super) fn all<'t: 'v>(cx: &'v SolutionContext<'_, 't>) -> Vec<Self> {
        let imported = cx.package.flows.iter().filter(|flow| flow.membership != Membership::Stale);
        let indexes: HashMap<_, _> = cx.flows().map(|index| (ptr::from_ref(index.flow()), index)).collect();
        imported
            .map(|flow| {
                let index = indexes.get(&ptr::from_ref(flow)).copied();
                let steps = index.into_iter().flat_map(|index| {
                    index.steps().iter().map(|step| StepView {
                        action: step.action,
                        path: index.path(step.id),
                        depth: step.depth,
                        parent: step.parent.map(|parent| index.step(parent).action.name.value),
                        in_loop: index.loops(step.id).next().is_some(),
                    })
                });
                Self {
                    flow,
                    steps: steps.collect(),
                    description: cx.entry_of(flow).and_then(|entry| Some(entry.description?.value)),
                }
            })
            .collect()
    }

    pub(super) fn actions(&'v self) -> impl Iterator<Item = Thing<'v>> {
        self.steps.iter().map(|step| Thing::Action(self, step))
    }

    fn connection(&self, used: Option<&ConnectionUse<'_>>) -> Option<&'v FlowConnection<'v>> {
        let key = used?.key.value;
        self.flow.connections.iter().find(|connection| connection.key.value.eq_ignore_ascii_case(key))
    }

    pub(super) fn connector(&self, used: Option<&ConnectionUse<'v>>) -> Option<&'v str> {
        let named = used.and_then(|used| used.connector).and_then(|id| connector_name(id.value));
        named.or_else(|| self.connection(used)?.connector.map(|name| name.value))
    }

    pub(super) fn reference(&self, used: Option<&ConnectionUse<'_>>) -> Option<&'v str> {
        self.connection(used)?.reference.map(|name| name.value)
    }
}

/// A thing that conditions can speak of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Thing<'v> {
    Flow(&'v FlowView<'v>),
    /// A flow without a trigger has one of which nothing is known.
    Trigger(&'v FlowView<'v>, Option<&'v Trigger<'v>>),
    Action(&'v FlowView<'v>, &'v StepView<'v>),
    Connection(&'v FlowView<'v>, &'v FlowConnection<'v>),
    Reference(&'v ConnectionReference<'v>),
    Variable(&'v EnvironmentVariable<'v>),
    Connector(&'v CustomConnector<'v>),
    App(&'v CanvasApp<'v>),
    Agent(&'v Agent<'v>),
    Solution(&'v Package<'v>),
    Publisher(&'v Package<'v>),
}

/// What a field holds.
#[derive(Debug)]
pub(super) enum Held<'v> {
    Null,
    Text(Cow<'v, str>),
    Number(i64),
    Flag(bool),
    Texts(Vec<Cow<'v, str>>),
    Thing(Thing<'v>),
    Things(Vec<Thing<'v>>),
    /// What the package says there; nothing stands for an object without members, so that `has` can ask it.
    Data(Option<&'v Value<'v>>),
}

impl<'v> From<Option<&'v str>> for Held<'v> {
    fn from(text: Option<&'v str>) -> Self {
        text.map_or(Self::Null, Self::from)
    }
}

impl<'v> From<&'v str> for Held<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<Option<bool>> for Held<'_> {
    fn from(flag: Option<bool>) -> Self {
        flag.map_or(Self::Null, Self::Flag)
    }
}

impl<'v> Thing<'v> {
    /// Every thing of a kind that the package has.
    pub(super) fn all(kind: Kind, package: &'v Package<'v>, flows: &'v [FlowView<'v>]) -> Vec<Self> {
        match kind {
            Kind::Flow => flows.iter().map(Self::Flow).collect(),
            Kind::Trigger => {
                let triggers = |flow: &'v FlowView<'v>| {
                    flow.flow.triggers.iter().map(move |trigger| Self::Trigger(flow, Some(trigger)))
                };
                flows.iter().flat_map(triggers).collect()
            }
            Kind::Action => flows.iter().flat_map(FlowView::actions).collect(),
            Kind::Connection => {
                let connections = |flow: &'v FlowView<'v>| {
                    flow.flow.connections.iter().map(move |connection| Self::Connection(flow, connection))
                };
                flows.iter().flat_map(connections).collect()
            }
            Kind::Reference => package.references.iter().map(Self::Reference).collect(),
            Kind::Variable => {
                package.variables.iter().filter(|variable| variable.defined).map(Self::Variable).collect()
            }
            Kind::Connector => package.connectors.iter().map(Self::Connector).collect(),
            Kind::App => package.apps.iter().map(Self::App).collect(),
            Kind::Agent => package.agents.iter().map(Self::Agent).collect(),
            Kind::Solution | Kind::Publisher => package.manifest.iter().map(|_| Self::Solution(package)).collect(),
        }
    }

    /// The flow that it is a part of.
    pub(super) fn flow(self) -> Option<Self> {
        match self {
            Self::Trigger(flow, _) | Self::Action(flow, _) | Self::Connection(flow, _) => Some(Self::Flow(flow)),
            _ => None,
        }
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Flow(_) => Kind::Flow,
            Self::Trigger(..) => Kind::Trigger,
            Self::Action(..) => Kind::Action,
            Self::Connection(..) => Kind::Connection,
            Self::Reference(_) => Kind::Reference,
            Self::Variable(_) => Kind::Variable,
            Self::Connector(_) => Kind::Connector,
            Self::App(_) => Kind::App,
            Self::Agent(_) => Kind::Agent,
            Self::Solution(_) => Kind::Solution,
            Self::Publisher(_) => Kind::Publisher,
        }
    }

    /// Where it stands; `None` for what stands nowhere by itself.
    pub(super) fn loc(self) -> Option<Loc> {
        Some(match self {
            Self::Flow(flow) => flow.flow.loc,
            Self::Trigger(flow, trigger) => trigger.map_or(flow.flow.loc, |trigger| trigger.name.loc),
            Self::Action(_, step) => step.action.name.loc,
            Self::Connection(_, connection) => connection.key.loc,
            Self::Reference(reference) => reference.logical_name.loc,
            Self::Variable(variable) => variable.schema_name.loc,
            Self::Connector(connector) => connector.name.loc,
            Self::App(app) => app.name.loc,
            Self::Agent(agent) => agent.loc,
            Self::Solution(package) | Self::Publisher(package) => {
                let manifest = package.manifest.as_ref()?;
                manifest.unique_name.map_or(manifest.loc, |name| name.loc)
            }
        })
    }

    /// The name of what a finding is about, and what tells it from others about the same.
    pub(super) fn subject(self) -> (String, String) {
        let alone = |name: &str| (name.to_owned(), String::new());
        match self {
            Self::Flow(flow) => alone(flow.flow.name),
            Self::Trigger(flow, trigger) => {
                let name = trigger.map_or("", |trigger| trigger.name.value);
                (flow.flow.name.to_owned(), format!("trigger {name}"))
            }
            Self::Action(flow, step) => (flow.flow.name.to_owned(), step.path.clone()),
            Self::Connection(flow, connection) => {
                (flow.flow.name.to_owned(), format!("connection {}", connection.key.value))
            }
            Self::Reference(reference) => alone(reference.logical_name.value),
            Self::Variable(variable) => alone(variable.schema_name.value),
            Self::Connector(connector) => alone(connector.name.value),
            Self::App(app) => alone(app.name.value),
            Self::Agent(agent) => alone(agent.name),
            Self::Solution(package) | Self::Publisher(package) => alone(package.unique_name().unwrap_or_default()),
        }
    }

    /// What a field holds; `None` where there is no such field.
    pub(super) fn get(self, field: &str) -> Option<Held<'v>> {
        match self {
            Self::Flow(flow) => flow_field(flow, field),
            Self::Trigger(flow, trigger) => trigger_field(flow, trigger, field),
            Self::Action(flow, step) => action_field(flow, step, field),
            Self::Connection(_, connection) => Some(match field {
                "key" => connection.key.value.into(),
                "connector" => connection.connector.map(|name| name.value).into(),
                "reference" => connection.reference.map(|name| name.value).into(),
                "source" => match connection.source {
                    RuntimeSource::Embedded => "embedded".into(),
                    RuntimeSource::Invoker => "invoker".into(),
                    RuntimeSource::Unstated => Held::Null,
                },
                _ => return None,
            }),
            Self::Reference(reference) => Some(match field {
                "logical_name" => reference.logical_name.value.into(),
                "display_name" => reference.display_name.map(|name| name.value).into(),
                "connector" => reference.connector().into(),
                "custom" => Held::Flag(reference.custom_connector_id.is_some()),
                "description" => reference.description.map(|text| text.value).into(),
                _ => return None,
            }),
            Self::Variable(variable) => variable_field(variable, field),
            Self::Connector(connector) => Some(match field {
                "name" => connector.name.value.into(),
                "display_name" => connector.display_name.map(|name| name.value).into(),
                "id" => connector.id.as_deref().into(),
                _ => return None,
            }),
            Self::App(app) => Some(match field {
                "name" => app.name.value.into(),
                "display_name" => app.display_name.map(|name| name.value).into(),
                "connectors" => once(app.connections.iter().filter_map(|one| one.connector.as_deref())),
                "references" => once(app.connections.iter().filter_map(|one| one.reference.as_deref())),
                _ => return None,
            }),
            Self::Agent(agent) => Some(match field {
                "name" => agent.name.into(),
                "references" => once(agent.connections.iter().map(|one| one.reference.value)),
                "flows" => once(agent.flows.iter().map(|flow| flow.value)),
                _ => return None,
            }),
            Self::Solution(package) => solution_field(package, field),
            Self::Publisher(package) => {
                let publisher = package.manifest.as_ref().and_then(|manifest| manifest.publisher.as_ref());
                Some(match field {
                    "unique_name" => publisher.and_then(|one| one.unique_name).map(|name| name.value).into(),
                    "prefix" => publisher.and_then(|one| one.prefix).map(|prefix| prefix.value).into(),
                    _ => return None,
                })
            }
        }
    }
}
