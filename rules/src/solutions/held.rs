//! The components that a package holds, beside those that its manifest lists.

use solution::{
    Loc, Package, PackageKind,
    model::{FlowKind, Membership},
};

/// The categories of flows: cloud flows and desktop flows. Others can be parts of a table.
const FLOWS: [u32; 2] = [5, 6];

/// The types of components whose files are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Process,
    App,
    Connector,
    Variable,
}

impl Kind {
    /// The kind of a component type.
    pub(super) fn of(number: &str) -> Option<Self> {
        Some(match number {
            "29" => Self::Process,
            "300" => Self::App,
            "371" | "372" => Self::Connector,
            "380" => Self::Variable,
            _ => return None,
        })
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::App => "canvas app",
            Self::Connector => "custom connector",
            Self::Variable => "environment variable",
        }
    }
}

/// A component that a package holds.
pub(super) struct Component<'p> {
    pub(super) kind: Kind,
    /// The id, in lower case without braces.
    pub(super) id: Option<&'p str>,
    pub(super) schema_name: Option<&'p str>,
    /// The name for people.
    pub(super) name: &'p str,
    /// Whether it is always a root component, rather than perhaps a part of another one.
    pub(super) is_root: bool,
    pub(super) loc: Loc,
}

/// Everything that a package holds of these types.
pub(super) struct Held<'p> {
    pub(super) components: Vec<Component<'p>>,
}

impl<'p> Held<'p> {
    /// `None` where the package was not read in full, so that what seems to be absent may be there.
    pub(super) fn of(package: &'p Package<'_>) -> Option<Self> {
        let layout = matches!(package.address.kind, PackageKind::SolutionZip | PackageKind::SolutionFolder);
        if !layout || !package.uses_known || !package.declarations_known || !package.variables_known {
            return None;
        }
        let processes = package.workflows.iter().map(|entry| Component {
            kind: Kind::Process,
            id: entry.id.as_deref(),
            schema_name: None,
            name: entry.name.value,
            is_root: entry.category.is_some_and(|category| FLOWS.contains(&category)),
            loc: entry.name.loc,
        });
        let desktop =
            package.flows.iter().filter(|flow| flow.kind == FlowKind::Desktop && flow.membership != Membership::Stale);
        let desktop = desktop.map(|flow| Component {
            kind: Kind::Process,
            id: flow.id.as_deref(),
            schema_name: None,
            name: flow.name,
            is_root: false,
            loc: flow.loc,
        });
        let apps = package.apps.iter().map(|app| Component {
            kind: Kind::App,
            id: None,
            schema_name: Some(app.name.value),
            name: app.display_name.unwrap_or(app.name).value,
            is_root: true,
            loc: app.name.loc,
        });
        let connectors = package.connectors.iter().map(|connector| Component {
            kind: Kind::Connector,
            id: connector.id.as_deref(),
            schema_name: Some(connector.name.value),
            name: connector.display_name.unwrap_or(connector.name).value,
            is_root: true,
            loc: connector.name.loc,
        });
        let variables = package.variables.iter().filter(|variable| variable.defined).map(|variable| Component {
            kind: Kind::Variable,
            id: None,
            schema_name: Some(variable.schema_name.value),
            name: variable.schema_name.value,
            // Most exports list no definition, though they hold some.
            is_root: false,
            loc: variable.schema_name.loc,
        });
        let components = processes.chain(desktop).chain(apps).chain(connectors).chain(variables).collect();
        Some(Self { components })
    }

    /// Whether a component is there. Where only an id is known and the kind has none, that cannot be told, and it counts as there.
    pub(super) fn has(&self, kind: Kind, id: Option<&str>, schema_name: Option<&str>) -> bool {
        let by_name_only = matches!(kind, Kind::App | Kind::Variable);
        if by_name_only && schema_name.is_none() {
            return true;
        }
        self.components.iter().filter(|component| component.kind == kind).any(|component| {
            let same_name =
                component.schema_name.zip(schema_name).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other));
            same_name || (component.id.is_some() && component.id == id)
        })
    }
}
