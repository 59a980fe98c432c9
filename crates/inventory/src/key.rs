//! The keys that sources know somebody by.

use std::borrow::Cow;
use std::sync::Arc;

use crate::Who;
use crate::read::folded_id;

/// A key that somebody is known by, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A row of `systemusers`, or a team.
    SystemUser(Arc<str>),
    /// The object id in Microsoft Entra.
    Object(Arc<str>),
    /// The application (client) id.
    Application(Arc<str>),
    /// The key of a native inventory, or the word that it names somebody by.
    Native(Arc<str>),
    /// The user principal name or e-mail address.
    Account(Arc<str>),
    /// The display name: never joined by.
    Name(Arc<str>),
}

impl Key {
    /// The key in words, different for keys of different sorts.
    pub(crate) fn text(&self) -> String {
        let (sort, id) = self.parts();
        [sort, ":", id].concat()
    }

    /// The bare id, account or name.
    pub(crate) fn id(&self) -> &Arc<str> {
        self.parts().1
    }

    fn parts(&self) -> (&'static str, &Arc<str>) {
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
    type Sort = fn(Arc<str>) -> Key;
    let ids = [&who.object_id, &who.system_user_id, &who.application_id, &who.key, &who.upn];
    let sorts: [Sort; 5] = [Key::Object, Key::SystemUser, Key::Application, Key::Native, Key::Account];
    let known = |id: &Option<Arc<str>>| id.as_ref().map(folded).filter(|id| !id.is_empty());
    ids.into_iter().zip(sorts).filter_map(move |(id, sort)| known(id).map(sort))
}

/// An id in lower case and without braces, which is nearly always the id itself.
pub(crate) fn folded(id: &Arc<str>) -> Arc<str> {
    match folded_id(id) {
        Cow::Borrowed(same) if same.len() == id.len() => Arc::clone(id),
        folded => folded.into(),
    }
}
