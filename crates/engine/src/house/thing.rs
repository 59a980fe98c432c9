//! The things of one package as conditions see them: read from the model when they are asked for.

use std::borrow::Cow;

use solution::{
    Loc, Package,
    model::{
        Action, Agent, CanvasApp, ConnectionReference, ConnectionUse, CustomConnector, EnvironmentVariable, Flow,
        FlowConnection, FlowKind, Managed, Membership, RuntimeSource, Trigger, connector_name,
    },
};
use syntax::{Kind as Json, Value};

use super::Kind;
use crate::SolutionContext;

/// A flow with what its actions are asked for.
#[derive(Debug)]
pub(super) struct FlowView<'v> {
    flow: &'v Flow<'v>,
    steps: Vec<StepView<'v>>,
    description: Option<&'v str>,
}

/// An action and where it stands.
#[derive(Debug)]
pub(super) struct StepView<'v> {
    action: &'v Action<'v>,
    path: String,
    depth: u32,
    parent: Option<&'v str>,
    in_loop: bool,
}

impl<'v> FlowView<'v> {
    /// The flows that the solution imports.
    pub(super) fn all<'t: 'v>(cx: &'v SolutionContext<'_, 't>) -> Vec<Self> {
        let imported = cx.package.flows.iter().filter(|flow| flow.membership != Membership::Stale);
        imported
            .map(|flow| {
                let index = cx.flows().find(|index| std::ptr::eq(index.flow(), flow));
                let steps = index.into_iter().flat_map(|index| {
                    index.steps().iter().map(|step| StepView {
                        action: step.action,
                        path: index.path(step.id),
                        depth: step.depth,
                        parent: step.parent.map(|parent| index.step(parent).action.name.value),
                        in_loop: index.loops(step.id).next().is_some(),
                    })
                });
                let entry = cx.package.workflows.iter().find(|entry| entry.id.is_some() && entry.id == flow.id);
                Self {
                    flow,
                    steps: steps.collect(),
                    description: entry.and_then(|entry| Some(entry.description?.value)),
                }
            })
            .collect()
    }

    fn actions(&'v self) -> impl Iterator<Item = Thing<'v>> {
        self.steps.iter().map(|step| Thing::Action(self, step))
    }

    fn connection(&self, used: Option<&ConnectionUse<'_>>) -> Option<&'v FlowConnection<'v>> {
        let key = used?.key.value;
        self.flow.connections.iter().find(|connection| connection.key.value.eq_ignore_ascii_case(key))
    }

    fn connector(&self, used: Option<&ConnectionUse<'v>>) -> Option<&'v str> {
        let named = used.and_then(|used| used.connector).and_then(|id| connector_name(id.value));
        named.or_else(|| self.connection(used)?.connector.map(|name| name.value))
    }

    fn reference(&self, used: Option<&ConnectionUse<'_>>) -> Option<&'v str> {
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
    Data(&'v Value<'v>),
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

/// Each text once, in the order in which they come first.
fn once<'v>(texts: impl Iterator<Item = &'v str>) -> Held<'v> {
    let mut seen = indexmap::IndexSet::new();
    seen.extend(texts);
    Held::Texts(seen.into_iter().map(Cow::Borrowed).collect())
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

fn flow_field<'v>(view: &'v FlowView<'v>, field: &str) -> Option<Held<'v>> {
    let flow = view.flow;
    Some(match field {
        "name" => flow.name.into(),
        "id" => flow.id.as_deref().into(),
        "kind" => match flow.kind {
            FlowKind::Cloud => "cloud",
            FlowKind::Agent => "agent",
            FlowKind::Desktop => "desktop",
        }
        .into(),
        "on" => flow.on.into(),
        "description" => view.description.into(),
        "trigger" => Held::Thing(Thing::Trigger(view, flow.triggers.first())),
        "actions" => Held::Things(view.actions().collect()),
        "connections" => {
            Held::Things(flow.connections.iter().map(|connection| Thing::Connection(view, connection)).collect())
        }
        "connectors" => once(flow.connections.iter().filter_map(|one| one.connector.map(|name| name.value))),
        _ => return None,
    })
}

fn trigger_field<'v>(view: &'v FlowView<'v>, trigger: Option<&'v Trigger<'v>>, field: &str) -> Option<Held<'v>> {
    let used = trigger.and_then(|trigger| trigger.connection.as_ref());
    let definition = trigger.map(|trigger| trigger.definition);
    let inputs = definition.and_then(|definition| definition.get("inputs"));
    Some(match field {
        "name" => trigger.map(|trigger| trigger.name.value).into(),
        "type" => trigger.map(|trigger| trigger.kind).into(),
        "kind" => trigger.and_then(|trigger| trigger.sub_kind).into(),
        "connector" => view.connector(used).into(),
        "operation" => operation(inputs),
        "reference" => view.reference(used).into(),
        "description" => definition.and_then(|definition| definition.get("description")?.as_str()).into(),
        "interval_minutes" => definition
            .and_then(|definition| interval_minutes(definition.get("recurrence")?))
            .map_or(Held::Null, Held::Number),
        "conditions" => {
            let conditions = definition.and_then(|definition| definition.get("conditions"));
            let texts = conditions.map(Value::items).unwrap_or_default().iter();
            Held::Texts(texts.filter_map(|one| one.get("expression")?.as_str()).map(Cow::Borrowed).collect())
        }
        "inputs" => inputs.map_or(Held::Null, Held::Data),
        "texts" => texts(inputs),
        _ => return None,
    })
}

fn action_field<'v>(view: &'v FlowView<'v>, step: &'v StepView<'v>, field: &str) -> Option<Held<'v>> {
    let action = step.action;
    let used = action.connection.as_ref();
    Some(match field {
        "name" => action.name.value.into(),
        "type" => action.kind.into(),
        "kind" => action.sub_kind.into(),
        "connector" => view.connector(used).into(),
        "operation" => operation(action.inputs),
        "reference" => view.reference(used).into(),
        "description" => action.definition.get("description").and_then(Value::as_str).into(),
        "path" => step.path.as_str().into(),
        "depth" => Held::Number(i64::from(step.depth)),
        "parent" => step.parent.into(),
        "in_loop" => Held::Flag(step.in_loop),
        "retry" => action.inputs.and_then(|inputs| inputs.at(&["retryPolicy", "type"])?.as_str()).into(),
        "secure_inputs" => Held::Flag(is_secure(action, "inputs")),
        "secure_outputs" => Held::Flag(is_secure(action, "outputs")),
        "child_flow" => action.child_flow.map(|flow| flow.value).into(),
        "host" => action.inputs.and_then(host).map_or(Held::Null, |host| Held::Text(Cow::Owned(host))),
        "after" => once(run_after(action).map(|member| member.key.as_ref())),
        "after_states" => once(run_after(action).flat_map(|member| member.value.items()).filter_map(Value::as_str)),
        "inputs" => action.inputs.map_or(Held::Null, Held::Data),
        "texts" => texts(action.inputs),
        _ => return None,
    })
}

fn variable_field<'v>(variable: &'v EnvironmentVariable<'v>, field: &str) -> Option<Held<'v>> {
    Some(match field {
        "schema_name" => variable.schema_name.value.into(),
        "display_name" => variable.display_name.map(|name| name.value).into(),
        "type" => match variable.kind.map(|kind| kind.value) {
            Some("100000000") => Some("string"),
            Some("100000001") => Some("number"),
            Some("100000002") => Some("boolean"),
            Some("100000003") => Some("json"),
            Some("100000004") => Some("data-source"),
            Some("100000005") => Some("secret"),
            _ => None,
        }
        .into(),
        "required" => variable.required.into(),
        "has_default" => Held::Flag(variable.default_value.is_some()),
        "has_value" => Held::Flag(variable.value.is_some()),
        "default_value" => variable.default_value.filter(|_| !variable.is_secret()).map(|value| value.value).into(),
        _ => return None,
    })
}

fn solution_field<'v>(package: &'v Package<'v>, field: &str) -> Option<Held<'v>> {
    let manifest = package.manifest.as_ref();
    Some(match field {
        "unique_name" => package.unique_name().into(),
        "display_name" => manifest.and_then(|manifest| manifest.display_name).map(|name| name.value).into(),
        "version" => manifest
            .and_then(|manifest| manifest.version)
            .map_or(Held::Null, |version| Held::Text(Cow::Owned(version.value.to_string()))),
        "managed" => match manifest.and_then(|manifest| manifest.managed).map(|managed| managed.value) {
            Some(Managed::Managed) => Some("managed"),
            Some(Managed::Unmanaged) => Some("unmanaged"),
            Some(Managed::Both) => Some("both"),
            None => None,
        }
        .into(),
        "patch_of" => manifest.and_then(|manifest| manifest.patch_of).map(|name| name.value).into(),
        "publisher" => Held::Thing(Thing::Publisher(package)),
        _ => return None,
    })
}

fn operation<'v>(inputs: Option<&'v Value<'v>>) -> Held<'v> {
    inputs.and_then(|inputs| inputs.at(&["host", "operationId"])?.as_str()).into()
}

fn run_after<'v>(action: &Action<'v>) -> impl Iterator<Item = &'v syntax::Member<'v>> {
    action.run_after.map(Value::members).unwrap_or_default().iter()
}

fn is_secure(action: &Action<'_>, what: &str) -> bool {
    let secure = action.definition.at(&["runtimeConfiguration", "secureData", "properties"]);
    secure.is_some_and(|names| names.items().iter().any(|name| name.as_str() == Some(what)))
}

/// How often a recurrence comes round, in whole minutes; `None` where an expression says so.
fn interval_minutes(recurrence: &Value<'_>) -> Option<i64> {
    let interval: i64 = match &recurrence.get("interval")?.kind {
        Json::Number(text) | Json::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    let frequency = recurrence.get("frequency")?.as_str()?.to_ascii_lowercase();
    let minutes = match frequency.as_str() {
        "second" => return Some(interval / 60),
        "minute" => 1,
        "hour" => 60,
        "day" => 24 * 60,
        "week" => 7 * 24 * 60,
        "month" => 30 * 24 * 60,
        _ => return None,
    };
    interval.checked_mul(minutes)
}

/// The host of the address that an action calls, where the address begins with one that is written out.
fn host(inputs: &Value<'_>) -> Option<String> {
    let address = inputs.get("uri").or_else(|| inputs.at(&["parameters", "request/url"]))?.as_str()?;
    let (scheme, rest) = address.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next()?;
    // What an expression makes of it is not known.
    let written = matches!(scheme.as_str(), "http" | "https") && !authority.contains(['{', '}']);
    let (_, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let host = host.split(':').next().filter(|host| written && !host.is_empty())?;
    Some(host.to_ascii_lowercase())
}

/// Every text inside a value, in the order of the file, keys left out.
fn texts<'v>(value: Option<&'v Value<'v>>) -> Held<'v> {
    let mut found = Vec::new();
    let mut open: Vec<&Value<'v>> = value.into_iter().collect();
    while let Some(value) = open.pop() {
        match &value.kind {
            Json::String(text) => found.push(Cow::Borrowed(text.as_ref())),
            Json::Array(items) => open.extend(items.iter().rev()),
            Json::Object(members) => open.extend(members.iter().rev().map(|member| &member.value)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
    Held::Texts(found)
}
