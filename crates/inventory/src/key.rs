//! The keys that sources know somebody by.

use crate::Who;
use crate::read::fold_id;

/// A key that somebody is known by, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A row of `systemusers`, or a team.
    SystemUser(String),
    /// The object id in Microsoft Entra.
    Object(String),
    /// The application (client) id.
    Application(String),
    /// The key of a native inventory, or the word that it names somebody by.
    Native(String),
    /// The user principal name or e-mail address.
    Account(String),
    /// The display name: never joined by.
    Name(String),
}

impl Key {
    /// The key in words, different for keys of different sorts.
    pub(crate) fn text(&self) -> String {
        let (sort, id) = self.parts();
        [sort, ":", id].concat()
    }

    /// The bare id, account or name.
    pub(crate) fn id(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::SystemUser(id) => ("system-user", id),
            Self::Object(id) => ("object", id),
            Self::Application(id) => ("application", id),
            Self::Native(id) => ("principal", id),
            Self::Account(id) => ("account", id),
            Self::Name(id) => ("name", id),
        }
    }
}

/// The keys of somebody that are joined by, the strongest first. Each is made when it is asked for: mostly the first one suffices.
pub(crate) fn keys(who: &Who) -> impl Iterator<Item = Key> {
    type Sort = fn(String) -> Key;
    let ids = [&who.object_id, &who.system_user_id, &who.application_id, &who.key, &who.upn];
    let sorts: [Sort; 5] = [Key::Object, Key::SystemUser, Key::Application, Key::Native, Key::Account];
    let folded = |id: &Option<String>| Some(fold_id(id.as_deref()?)).filter(|id| !id.is_empty());
    ids.into_iter().zip(sorts).filter_map(move |(id, sort)| folded(id).map(sort))
}
