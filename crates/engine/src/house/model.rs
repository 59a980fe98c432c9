//! What conditions see: kinds of things and their fields, in the field's words. `docs/house-rules.md` shows the same tables.

use crate::SubjectKind;

/// A kind of thing that conditions can speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A flow that the solution imports: cloud flow, agent flow, desktop flow.
    Flow,
    /// What starts a flow.
    Trigger,
    /// An action of a flow, at any depth.
    Action,
    /// An entry of a flow's `connectionReferences`.
    Connection,
    /// A connection reference that the solution declares.
    Reference,
    /// An environment variable that the solution defines.
    Variable,
    /// A custom connector that the solution carries.
    Connector,
    /// A canvas app.
    App,
    /// An agent, or one of its components.
    Agent,
    /// The solution as such.
    Solution,
    /// The solution's publisher.
    Publisher,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text, or `null`.
    Text,
    /// A whole number, or `null`.
    Number,
    /// `true` or `false`, or `null`.
    Flag,
    /// A list of texts.
    Texts,
    /// A thing; always there, though its own fields may all be `null`.
    Thing(Kind),
    /// A list of things.
    Things(Kind),
    /// What the package says there, whatever it is: an object, a list, a text, a number.
    Data,
}

/// A field of a thing.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in conditions.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether messages may show it: not so where it can hold values, secrets among them.
    pub shown: bool,
    /// What it is.
    pub says: &'static str,
}

impl Kind {
    /// All kinds, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Flow,
        Self::Trigger,
        Self::Action,
        Self::Connection,
        Self::Reference,
        Self::Variable,
        Self::Connector,
        Self::App,
        Self::Agent,
        Self::Solution,
        Self::Publisher,
    ];

    /// The word for it: in `look-at`, and as the variable in conditions.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Trigger => "trigger",
            Self::Action => "action",
            Self::Connection => "connection",
            Self::Reference => "reference",
            Self::Variable => "variable",
            Self::Connector => "connector",
            Self::App => "app",
            Self::Agent => "agent",
            Self::Solution => "solution",
            Self::Publisher => "publisher",
        }
    }

    /// Whether a rule can look at each of them. A publisher is looked at with its solution.
    #[must_use]
    pub fn is_looked_at(self) -> bool {
        self != Self::Publisher
    }

    /// Whether it is a part of a flow, so that conditions about it also see `flow`.
    #[must_use]
    pub fn is_in_flow(self) -> bool {
        matches!(self, Self::Trigger | Self::Action | Self::Connection)
    }

    /// What findings about it are about.
    pub(crate) fn subject(self) -> SubjectKind {
        match self {
            Self::Flow | Self::Trigger | Self::Action | Self::Connection => SubjectKind::Flow,
            Self::Reference => SubjectKind::ConnectionReference,
            Self::Variable => SubjectKind::EnvironmentVariable,
            Self::Connector => SubjectKind::Connector,
            Self::App => SubjectKind::App,
            Self::Agent => SubjectKind::Agent,
            Self::Solution | Self::Publisher => SubjectKind::Solution,
        }
    }

    /// Its fields, in the order of the documentation.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Flow => FLOW,
            Self::Trigger => TRIGGER,
            Self::Action => ACTION,
            Self::Connection => CONNECTION,
            Self::Reference => REFERENCE,
            Self::Variable => VARIABLE,
            Self::Connector => CONNECTOR,
            Self::App => APP,
            Self::Agent => AGENT,
            Self::Solution => SOLUTION,
            Self::Publisher => PUBLISHER,
        }
    }

    /// The field of this name.
    #[must_use]
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }
}

/// A field that messages may show.
const fn shown(name: &'static str, shape: Shape, says: &'static str) -> Field {
    Field { name, shape, shown: true, says }
}

/// A field that messages may not show: it can hold a value.
const fn unshown(name: &'static str, shape: Shape, says: &'static str) -> Field {
    Field { name, shape, shown: false, says }
}

const FLOW: &[Field] = &[
    shown("name", Shape::Text, "the name for people"),
    shown("id", Shape::Text, "the id, in lower case without braces"),
    shown("kind", Shape::Text, "`cloud`, `agent` or `desktop`"),
    shown("on", Shape::Flag, "whether it is turned on"),
    shown("description", Shape::Text, "its description"),
    unshown("trigger", Shape::Thing(Kind::Trigger), "its trigger"),
    unshown("actions", Shape::Things(Kind::Action), "its actions at every depth, in the order of the file"),
    unshown("connections", Shape::Things(Kind::Connection), "the entries of its `connectionReferences`"),
    shown("connectors", Shape::Texts, "the names of the connectors of its connections, each once: `shared_office365`"),
];

const TRIGGER: &[Field] = &[
    shown("name", Shape::Text, "its name"),
    shown("type", Shape::Text, "its type: `Recurrence`, `Request`, `OpenApiConnectionWebhook` …"),
    shown("kind", Shape::Text, "the kind of a request: `Button`, `PowerAppV2`, `Http` …"),
    shown("connector", Shape::Text, "the name of its connector"),
    shown("operation", Shape::Text, "the operation of the connector (`operationId`)"),
    shown("reference", Shape::Text, "the logical name of its connection reference"),
    shown("description", Shape::Text, "its note"),
    shown(
        "interval_minutes",
        Shape::Number,
        "how often it runs or asks (`recurrence`), in whole minutes rounded down; a month has 30 days",
    ),
    unshown("conditions", Shape::Texts, "its trigger conditions"),
    unshown("inputs", Shape::Data, "its `inputs`; an empty object where it has none"),
    unshown("texts", Shape::Texts, "every text inside its `inputs`, keys left out"),
];

const ACTION: &[Field] = &[
    shown("name", Shape::Text, "its name, as it is in the file: with `_` for blanks"),
    shown("type", Shape::Text, "its type: `Compose`, `If`, `Foreach`, `Scope`, `Http`, `OpenApiConnection` …"),
    shown("kind", Shape::Text, "its kind, where it has one: `PowerApp`, `Http` …"),
    shown("connector", Shape::Text, "the name of its connector: `shared_sharepointonline`"),
    shown("operation", Shape::Text, "the operation of the connector (`operationId`)"),
    shown("reference", Shape::Text, "the logical name of its connection reference"),
    shown("description", Shape::Text, "its note"),
    shown("path", Shape::Text, "the names from the outermost action to it, with `/` between them"),
    shown("depth", Shape::Number, "how many actions it stands in; 0 at the top level"),
    shown("parent", Shape::Text, "the name of the action that it stands in"),
    shown("in_loop", Shape::Flag, "whether it stands in an `Apply to each` or a `Do until`, at any depth"),
    shown(
        "retry",
        Shape::Text,
        "the type of its retry policy: `none`, `fixed`, `exponential`; `null` where it keeps the default",
    ),
    shown("secure_inputs", Shape::Flag, "whether its inputs are left out of the run history"),
    shown("secure_outputs", Shape::Flag, "whether its outputs are left out of the run history"),
    shown("child_flow", Shape::Text, "the id of the child flow that it calls"),
    shown("host", Shape::Text, "the host that it calls by HTTP, in lower case; `null` where none is written out"),
    shown("after", Shape::Texts, "the names of the actions that it waits for"),
    shown(
        "after_states",
        Shape::Texts,
        "the states it runs after, each once: `Succeeded`, `Failed`, `TimedOut`, `Skipped`",
    ),
    unshown("inputs", Shape::Data, "its `inputs`; an empty object where it has none"),
    unshown("texts", Shape::Texts, "every text inside its `inputs`, keys left out"),
];

const CONNECTION: &[Field] = &[
    shown("key", Shape::Text, "the key that triggers and actions name"),
    shown("connector", Shape::Text, "the name of its connector"),
    shown("reference", Shape::Text, "the logical name of its connection reference"),
    shown("source", Shape::Text, "whose connection it is at run time: `embedded` or `invoker`"),
];

const REFERENCE: &[Field] = &[
    shown("logical_name", Shape::Text, "its logical name"),
    shown("display_name", Shape::Text, "the name for people"),
    shown("connector", Shape::Text, "the name of its connector: `shared_sharepointonline`"),
    shown("custom", Shape::Flag, "whether its connector is a custom one"),
    shown("description", Shape::Text, "its description"),
];

const VARIABLE: &[Field] = &[
    shown("schema_name", Shape::Text, "its schema name"),
    shown("display_name", Shape::Text, "the name for people"),
    shown("type", Shape::Text, "`string`, `number`, `boolean`, `json`, `data-source` or `secret`"),
    shown("required", Shape::Flag, "whether a value must be given"),
    shown("has_default", Shape::Flag, "whether it has a default value"),
    shown("has_value", Shape::Flag, "whether a value of the source environment travels with the solution"),
    unshown("default_value", Shape::Text, "its default value; `null` for secrets"),
];

const CONNECTOR: &[Field] = &[
    shown("name", Shape::Text, "its schema name"),
    shown("display_name", Shape::Text, "the name for people"),
    shown("id", Shape::Text, "its id, in lower case without braces"),
];

const APP: &[Field] = &[
    shown("name", Shape::Text, "its schema name"),
    shown("display_name", Shape::Text, "the name for people"),
    shown("connectors", Shape::Texts, "the names of its connectors, each once"),
    shown("references", Shape::Texts, "the logical names of its connection references, each once"),
];

const AGENT: &[Field] = &[
    shown("name", Shape::Text, "its schema name"),
    shown("references", Shape::Texts, "the logical names of the connection references of its tools, each once"),
    shown("flows", Shape::Texts, "the ids of the flows that it calls"),
];

const SOLUTION: &[Field] = &[
    shown("unique_name", Shape::Text, "its unique name"),
    shown("display_name", Shape::Text, "the name for people"),
    shown("version", Shape::Text, "its version, of four numbers"),
    shown("managed", Shape::Text, "`managed`, `unmanaged` or `both`"),
    shown("patch_of", Shape::Text, "the unique name of the solution that it is a patch of"),
    unshown("publisher", Shape::Thing(Kind::Publisher), "its publisher"),
];

const PUBLISHER: &[Field] = &[
    shown("unique_name", Shape::Text, "its unique name"),
    shown("prefix", Shape::Text, "the prefix of the names of its components, without the underscore"),
];
