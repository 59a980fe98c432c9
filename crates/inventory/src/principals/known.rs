//! Everybody that the facts name, with all that they are known by.

use super::Principals;
use crate::key::Key;
use crate::{Identity, ServiceAccounts, Who};

/// Somebody, with everything that the facts know them by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPrincipal {
    /// Who it is.
    pub identity: Identity,
    /// A mention of it with an id of each sort, for questions that ask for one.
    pub who: Who,
    /// Object ids, ids of rows, application ids, and keys of native inventories, in lower case.
    pub ids: Vec<String>,
    /// User principal names and e-mail addresses, as written.
    pub accounts: Vec<String>,
    /// Names for people, as written.
    pub names: Vec<String>,
}

impl Principals {
    /// Everybody, in the order of their keys.
    pub(crate) fn all<'p>(
        &'p self,
        service_accounts: &'p ServiceAccounts,
    ) -> impl Iterator<Item = KnownPrincipal> + 'p {
        self.groups.iter().map(move |group| {
            let mut who = Who { display_name: group.names.first().cloned(), ..Who::default() };
            let mut ids = Vec::new();
            for key in &group.keys {
                let slot = match key {
                    Key::SystemUser(_) => &mut who.system_user_id,
                    Key::Object(_) => &mut who.object_id,
                    Key::Application(_) => &mut who.application_id,
                    Key::Native(_) => &mut who.key,
                    Key::Account(_) => &mut who.upn,
                    Key::Name(_) => continue,
                };
                slot.get_or_insert_with(|| key.id().clone());
                if !matches!(key, Key::Account(_)) {
                    ids.push(key.id().to_string());
                }
            }
            // Dataverse puts a number sign before the names of application users.
            let names = group.names.iter().map(|name| name.trim_start_matches("# ").to_owned());
            KnownPrincipal {
                identity: self.identify(&who, service_accounts),
                ids,
                accounts: group.accounts.iter().map(ToString::to_string).collect(),
                names: names.collect(),
                who,
            }
        })
    }
}
