//! Which connectors can sign in as a service principal: data, dated, overridable.

use std::{
    cmp::Ordering,
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

/// How one signs in to a connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthClass {
    /// A service principal can sign in (perhaps a user, too).
    ServicePrincipal,
    /// Only a user can sign in.
    PersonOnly,
    /// A key, a password or a connection string.
    Key,
    /// Nobody signs in.
    None,
    /// Several ways, none of them a service principal; which one, only the connection tells.
    Mixed,
}

/// What the table says of a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// The name: `shared_sharepointonline`.
    pub name: String,
    /// The name for people: `SharePoint`.
    pub display_name: String,
    /// How one signs in.
    pub class: AuthClass,
    /// Since when that is known: a month, `2023-10`.
    pub as_of: String,
    /// Who says so: the list that was captured, the connector's documentation, the configuration.
    pub source: String,
}

impl Connector {
    /// Where the class comes from, for people: the table ages, and a reader should see how old it is.
    #[must_use]
    pub fn origin(&self) -> String {
        if self.as_of == CONFIGURED { self.source.clone() } else { format!("{} of {}", self.source, self.as_of) }
    }
}

/// The table: the built-in rows, overridden by the configuration's.
///
/// The built-in rows are `connectors.csv`: a capture of the connector list of October 2023, corrected by the
/// connectors' documentation. How the classes of the capture became [`AuthClass`]:
///
/// | capture | class | why |
/// |---|---|---|
/// | `sp-capable` | service principal | |
/// | `entra-user-only`, `oauth-user-only` | person only | |
/// | `secret-only` | key | |
/// | `no-credentials` | none | |
/// | `oauth-or-secret` | mixed | which one, only the connection tells |
/// | `params-no-secret` | mixed | some of these parameters are addresses, some keys |
#[derive(Debug, Clone)]
pub struct ConnectorTable {
    /// The rows of the configuration.
    overrides: HashMap<String, Connector>,
}

/// The rows that powerlint carries, sorted by name. Of the thousand of them hardly any is asked for: each is parsed when it is.
static BUILT_IN: LazyLock<Vec<Row>> =
    LazyLock::new(|| ROWS.lines().skip(1).map(|line| Row { line, parsed: OnceLock::new() }).collect());

/// A line of the file.
struct Row {
    line: &'static str,
    /// `None` where it is no connector's.
    parsed: OnceLock<Option<Box<Connector>>>,
}

impl Row {
    /// Where it stands beside the row of this name.
    fn beside(&self, name: &str) -> Ordering {
        let line = self.line.as_bytes();
        let begin = line.get(..name.len()).unwrap_or(line);
        // A comma stands before every letter, digit and hyphen.
        let longer = if line.get(name.len()) == Some(&b',') { Ordering::Equal } else { Ordering::Greater };
        begin.cmp(name.as_bytes()).then(longer)
    }
}

/// The file in the crate.
const ROWS: &str = include_str!("connectors.csv");

/// The `as_of` of a row that the configuration states.
const CONFIGURED: &str = "configured";

impl AuthClass {
    /// The class that `connectors.csv` writes so.
    fn parse(word: &str) -> Option<Self> {
        match word {
            "service-principal" => Some(Self::ServicePrincipal),
            "person-only" => Some(Self::PersonOnly),
            "key" => Some(Self::Key),
            "none" => Some(Self::None),
            "mixed" => Some(Self::Mixed),
            _ => None,
        }
    }
}

/// The connector of a line; `None` where it is none. A test holds every row of the file in the crate to be one, and to be without
/// quotes: making a reader of CSV for a line takes longer than all else that a small run asks of the table.
fn parse(line: &str) -> Option<Connector> {
    let mut columns = line.split(',');
    let mut column = || columns.next().map(str::to_owned);
    Some(Connector {
        name: column()?,
        display_name: column()?,
        class: AuthClass::parse(&column()?)?,
        as_of: column()?,
        source: column()?,
    })
}

/// The row that powerlint carries of a connector, by its name in lower case.
fn built_in(name: &str) -> Option<&'static Connector> {
    let row = BUILT_IN.binary_search_by(|row| row.beside(name)).ok().and_then(|at| BUILT_IN.get(at))?;
    row.parsed.get_or_init(|| parse(row.line).map(Box::new)).as_deref()
}

impl ConnectorTable {
    /// The table that powerlint carries.
    #[must_use]
    pub fn built_in() -> Self {
        Self { overrides: HashMap::new() }
    }

    /// Puts a class in place of the built-in one. The row's `as_of` becomes `configured`.
    pub fn set(&mut self, connector: &str, class: AuthClass) {
        let display_name = self.label(connector).to_owned();
        let row = Connector {
            name: connector.to_owned(),
            display_name,
            class,
            as_of: CONFIGURED.to_owned(),
            source: "connector-auth in powerlint.toml".to_owned(),
        };
        self.overrides.insert(connector.to_lowercase(), row);
    }

    /// The row of a connector, by its name without regard to case; `None` for custom connectors and those missing here.
    #[must_use]
    pub fn get(&self, connector: &str) -> Option<&Connector> {
        let name = connector.to_lowercase();
        self.overrides.get(&name).or_else(|| built_in(&name))
    }

    /// The connector's name for people, else the name itself.
    #[must_use]
    pub fn label<'c>(&'c self, connector: &'c str) -> &'c str {
        self.get(connector).map_or(connector, |row| &row.display_name)
    }
}

#[cfg(test)]
mod tests;
