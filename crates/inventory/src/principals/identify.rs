//! Who somebody is, by all that the facts say of them.

use super::{Group, Principals};
use crate::key::{Key, keys};
use crate::{Identity, Lookup, PrincipalKind, ServiceAccounts, Who};

impl Principals {
    /// Who somebody is.
    pub(crate) fn identify(&self, who: &Who, service_accounts: &ServiceAccounts) -> Identity {
        let group = self.group(who);
        let own = who.upn.as_deref();
        // Mostly the mention's account is one of those that are known: it is asked about once.
        let known = group.into_iter().flat_map(|group| &group.accounts).map(|account| &**account);
        let accounts: Vec<&str> = own.into_iter().chain(known.filter(|known| own != Some(*known))).collect();
        let names = || who.display_name.iter().chain(group.into_iter().flat_map(|group| &group.names));
        let first_key =
            || keys(who).next().or_else(|| names().next().map(|name| Key::Name(name.to_lowercase().into())));
        let key = match group.and_then(|group| group.keys.first()) {
            Some(key) => Some(key.text()),
            None => first_key().map(|key| key.text()),
        };
        let kind = kind(group, who, &accounts, service_accounts);
        let account = accounts.first().map(|account| (*account).to_owned());
        // The account of an application user is made from its application id; its name says more, and Dataverse puts a
        // number sign before it.
        let shown = || names().next().map(|name| name.trim_start_matches("# ").to_owned());
        let name = match kind {
            Lookup::Known(PrincipalKind::ServicePrincipal) => shown().or(account),
            _ => account.or_else(shown),
        };
        let id = || keys(who).next().map(|key| key.id().to_string());
        Identity {
            key: key.unwrap_or_else(|| "nobody".to_owned()),
            kind,
            label: name.or_else(id).unwrap_or_else(|| "somebody".to_owned()),
            disabled: group.map_or(Lookup::Unknown, Group::disabled),
            guest: accounts.iter().any(|account| is_guest(account)),
            source: group.and_then(|group| group.source),
        }
    }
}

fn kind(
    group: Option<&Group>,
    who: &Who,
    accounts: &[&str],
    service_accounts: &ServiceAccounts,
) -> Lookup<PrincipalKind> {
    let said = group.map(Group::said_where).filter(|said| !said.is_empty());
    let own = who.kind.as_ref().filter(|_| said.is_none());
    let mut said = said.into_iter().flatten().map(|(kind, _)| kind).chain(own).copied();
    match (said.next(), said.next()) {
        (Some(PrincipalKind::Person), None) if accounts.iter().any(|account| service_accounts.matches(account)) => {
            Lookup::Known(PrincipalKind::ServiceAccount)
        }
        // Without an account the patterns of service accounts cannot be asked; only a native inventory needs no asking.
        (Some(PrincipalKind::Person), None)
            if accounts.is_empty() && group.is_none_or(|group| group.native_kinds.is_empty()) =>
        {
            Lookup::Unknown
        }
        (Some(kind), None) => Lookup::Known(kind),
        (None, _) if accounts.iter().any(|account| service_accounts.matches(account)) => {
            Lookup::Known(PrincipalKind::ServiceAccount)
        }
        _ => Lookup::Unknown,
    }
}

/// Whether an account is a guest's: `ada_fabrikam.com#EXT#@contoso.onmicrosoft.com`.
pub(crate) fn is_guest(account: &str) -> bool {
    account.contains('#') && account.to_ascii_uppercase().contains("#EXT#")
}
