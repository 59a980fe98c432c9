//! Which connectors can sign in as a service principal: data, dated, overridable.

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
}

/// The table: the built-in rows, overridden by the configuration's.
#[derive(Debug, Clone)]
pub struct ConnectorTable {
    rows: std::collections::HashMap<String, Connector>,
}

impl ConnectorTable {
    /// The table that powerlint carries.
    #[must_use]
    pub fn built_in() -> Self {
        todo!()
    }

    /// Puts a class in place of the built-in one.
    pub fn set(&mut self, connector: &str, class: AuthClass) {
        let _ = (connector, class, &mut self.rows);
        todo!()
    }

    /// The row of a connector, by its name without regard to case; `None` for custom connectors and those missing here.
    #[must_use]
    pub fn get(&self, connector: &str) -> Option<&Connector> {
        self.rows.get(&connector.to_lowercase())
    }

    /// The connector's name for people, else the name itself.
    #[must_use]
    pub fn label<'c>(&'c self, connector: &'c str) -> &'c str {
        self.get(connector).map_or(connector, |row| &row.display_name)
    }
}
