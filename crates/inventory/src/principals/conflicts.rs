//! Where sources do not say the same of somebody.

use super::{Group, Principals};
use crate::conflict::{Conflict, Judge, kind_in_words};
use crate::read::fold_id;
use crate::{PrincipalKind, Table};

impl Principals {
    /// Where sources do not say the same of somebody.
    pub(crate) fn conflicts(&self, judge: &Judge<'_>) -> Vec<Conflict> {
        let of = |group: &Group| [group.conflict_of_kinds(), group.conflict_of_disabled(judge)];
        self.groups.iter().flat_map(of).flatten().collect()
    }
}

impl Group {
    /// How it is named to people.
    fn label(&self) -> String {
        let key = || self.keys.first().map(crate::key::Key::id);
        self.accounts
            .first()
            .or(self.names.first())
            .or_else(key)
            .map_or_else(|| "somebody".to_owned(), ToString::to_string)
    }

    /// Two kinds of which one is an application and the other a user.
    pub(super) fn conflict_of_kinds(&self) -> Option<Conflict> {
        let said = self.said_where();
        let of = |kind| said.iter().find(|(known, _)| *known == kind).and_then(|(_, source)| Some((kind, (*source)?)));
        let (user, first) = of(PrincipalKind::Person).or_else(|| of(PrincipalKind::ServiceAccount))?;
        let (application, second) = of(PrincipalKind::ServicePrincipal)?;
        Some(Conflict {
            table: Table::Principals,
            subject: self.label(),
            fact: "kind",
            first,
            second,
            first_says: kind_in_words(user).to_owned(),
            second_says: kind_in_words(application).to_owned(),
            certain: true,
        })
    }

    /// Both disabled and not. One principal may have several rows, of which only the last is in use.
    fn conflict_of_disabled(&self, judge: &Judge<'_>) -> Option<Conflict> {
        let said = if self.native_disabled.is_empty() { &self.disabled } else { &self.native_disabled };
        let (active, disabled) = (said.get(&false)?, said.get(&true)?);
        let rows = (&active.system_user_id, &disabled.system_user_id);
        let one_row =
            matches!(rows, (Some(one), Some(other)) if fold_id(one) == fold_id(other)) || rows == (&None, &None);
        Some(Conflict {
            table: Table::Principals,
            subject: self.label(),
            fact: "state",
            first: active.source,
            second: disabled.source,
            first_says: "not disabled".to_owned(),
            second_says: "disabled".to_owned(),
            certain: one_row && !judge.of_two_days(active.source, disabled.source),
        })
    }
}
