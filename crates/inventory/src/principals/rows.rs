//! Everybody that the facts name, as rows that say the same when they are read again.

use super::{Group, Principals};
use crate::key::Key;
use crate::{PrincipalKind, Who};

/// A `[[principal]]` of a native inventory.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) who: Who,
    pub(crate) disabled: Option<bool>,
    pub(crate) deleted: bool,
    pub(crate) origin: Origin,
}

/// Where it is known from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A native inventory states it.
    Hand,
    /// A list of users or service principals does.
    List,
    /// It is named as the owner of something, or somebody that something is shared with.
    #[default]
    Mention,
}

/// The sorts of keys. Each row holds one key of a sort at most.
const SORTS: [fn(&Key) -> bool; 5] = [
    |key| matches!(key, Key::Object(_)),
    |key| matches!(key, Key::SystemUser(_)),
    |key| matches!(key, Key::Application(_)),
    |key| matches!(key, Key::Native(_)),
    |key| matches!(key, Key::Account(_)),
];

impl Principals {
    /// Everybody, in the order of their keys.
    pub(crate) fn rows(&self) -> Vec<Row> {
        self.groups.iter().flat_map(Group::rows).collect()
    }

    /// Whether the group of somebody says what it is, so that a mention need not.
    pub(crate) fn has_group(&self, who: &Who) -> bool {
        self.index(who).is_some()
    }

    /// Whether sources contradict each other on what somebody is.
    pub(crate) fn kind_in_conflict(&self, who: &Who) -> bool {
        self.group(who).is_some_and(|group| group.conflict_of_kinds().is_some())
    }
}

impl Group {
    /// The first row has the first key of each sort. What it has no place for follows in rows that are tied to it by one key.
    fn rows(&self) -> Vec<Row> {
        let origin = if self.source.is_some() { Origin::List } else { Origin::Mention };
        let mut first = Who { display_name: self.names.first().cloned(), ..Who::default() };
        for sort in SORTS {
            if let Some(key) = self.keys.iter().find(|key| sort(key)) {
                self.put(&mut first, key);
            }
        }
        first.upn = self.accounts.first().cloned();
        let kinds: Vec<(PrincipalKind, Origin)> = if self.conflict_of_kinds().is_some() {
            Vec::new()
        } else if self.native_kinds.is_empty() {
            // A kind that no record states is the form of a word.
            let of = |stated: bool| if stated { origin } else { Origin::Mention };
            self.kinds.iter().map(|(kind, source)| (*kind, of(source.is_some()))).collect()
        } else {
            self.native_kinds.iter().map(|(kind, _)| (*kind, Origin::Hand)).collect()
        };
        let one = |said: &std::collections::BTreeMap<bool, super::Disabled>| {
            said.keys().next().copied().filter(|_| said.len() == 1)
        };
        let anchor = self.anchor(None);
        let tied = |origin| Row { who: anchor.clone(), origin, ..Row::default() };
        let mut rows = vec![Row { who: first, disabled: one(&self.disabled), deleted: self.deleted, origin }];
        for sort in SORTS {
            // Accounts are told as they are written, below.
            let more = self.keys.iter().filter(|key| sort(key) && !matches!(key, Key::Account(_))).skip(1);
            for key in more {
                let mut who = self.anchor(Some(sort));
                self.put(&mut who, key);
                rows.push(Row { who, origin, ..Row::default() });
            }
        }
        let mut accounts: Vec<String> = self.accounts.iter().take(1).map(|account| account.to_lowercase()).collect();
        for account in self.accounts.iter().skip(1) {
            if accounts.contains(&account.to_lowercase()) {
                continue;
            }
            accounts.push(account.to_lowercase());
            rows.push(Row { who: Who { upn: Some(account.clone()), ..anchor.clone() }, origin, ..Row::default() });
        }
        for name in self.names.iter().skip(1) {
            let who = Who { display_name: Some(name.clone()), ..anchor.clone() };
            rows.push(Row { who, origin, ..Row::default() });
        }
        for (kind, origin) in kinds {
            let kind = Some(kind);
            match rows.iter_mut().find(|row| row.origin == origin && row.who.kind.is_none()) {
                Some(row) => row.who.kind = kind,
                None => rows.push(Row { who: Who { kind, ..anchor.clone() }, origin, ..Row::default() }),
            }
        }
        if let Some(disabled) = one(&self.native_disabled) {
            match rows.iter_mut().find(|row| row.origin == Origin::Hand) {
                Some(row) => row.disabled = Some(disabled),
                None => rows.push(Row { disabled: Some(disabled), ..tied(Origin::Hand) }),
            }
        }
        rows
    }

    /// A mention by the first key that is not of a sort: an id, else the account.
    fn anchor(&self, but: Option<fn(&Key) -> bool>) -> Who {
        let mut who = Who::default();
        let mut sorts =
            SORTS.iter().filter(|sort| but.is_none_or(|but| self.keys.iter().all(|key| !(sort(key) && but(key)))));
        if let Some(key) = sorts.find_map(|sort| self.keys.iter().find(|key| sort(key))) {
            self.put(&mut who, key);
        }
        who
    }

    fn put(&self, who: &mut Who, key: &Key) {
        let id = Some(key.id().clone());
        match key {
            Key::SystemUser(_) => who.system_user_id = id,
            Key::Object(_) => who.object_id = id,
            Key::Application(_) => who.application_id = id,
            Key::Native(_) => who.key = id,
            // As it is written.
            Key::Account(folded) => {
                who.upn = self.accounts.iter().find(|account| account.to_lowercase() == **folded).cloned().or(id);
            }
            Key::Name(_) => {}
        }
    }
}
