//! The shares of each connection, from the lists of several sources.

use std::{collections::BTreeMap, sync::Arc};

use super::{Said, Settle, by_id, settled};
use crate::conflict::{Agreement, Conflict, Judge, role_in_words};
use crate::key::folded;
use crate::{Facts, PermissionList, Role, Share, Source, Table};

/// The shares of each connection. A native list stands for all others. Of several ingested lists the shares are put
/// together, and the result is whole only if one is whole and names everybody whom the others name.
pub(crate) fn permissions(
    facts: &mut [Facts],
    judge: &Judge<'_>,
    conflicts: &mut Vec<Conflict>,
) -> BTreeMap<Arc<str>, PermissionList> {
    let all = by_id(facts, |file| &mut file.permissions, |row| folded(&row.connection));
    settled(all, |_, _| {}, |_, said| merged(said, judge, conflicts))
}

/// What several lists say of one connection.
fn merged(said: &Said<'_, PermissionList>, judge: &Judge<'_>, conflicts: &mut Vec<Conflict>) -> Option<PermissionList> {
    let native = said.records.iter().any(|(native, _)| *native);
    let lists: Vec<&PermissionList> =
        said.records.iter().filter(|(is_native, _)| *is_native == native).map(|(_, list)| *list).collect();
    let (first, rest) = lists.split_first()?;
    let mut merged = (*first).clone();
    let mut settle = Settle { judge, table: Table::Permissions, subject: &first.connection, conflicts };
    settle.lists(&lists);
    for list in rest {
        let mut whole = merged.whole || list.whole;
        let names =
            |list: &PermissionList, who: &crate::Who| list.shares.iter().any(|share| judge.same_who(&share.who, who));
        whole &= !merged.whole || list.shares.iter().all(|share| names(&merged, &share.who));
        whole &= !list.whole || merged.shares.iter().all(|share| names(list, &share.who));
        merged.whole = whole;
        merged.tells_owner |= list.tells_owner;
        merged.leaves_out_service_principals &= list.leaves_out_service_principals;
        for share in &list.shares {
            let said = |known: &Share| known.role == share.role && judge.same_who(&known.who, &share.who);
            if merged.shares.iter().any(said) {
                continue;
            }
            let mut share = share.clone();
            let mut twins = Vec::new();
            for known in &mut merged.shares {
                if judge.same_who(&known.who, &share.who) && roles_differ(known, &share) {
                    twins.push(known);
                }
            }
            if !twins.is_empty() {
                // Which of the roles it is, nobody knows.
                for known in twins {
                    known.role = None;
                }
                share.role = None;
            }
            merged.shares.push(share);
        }
    }
    Some(merged)
}

/// Whether two shares of one principal are of two roles. An owner may be listed with a role of its own beside.
fn roles_differ(one: &Share, other: &Share) -> bool {
    let sides = (one.role, other.role);
    matches!(sides, (Some(one), Some(other)) if one != other && one != Role::Owner && other != Role::Owner)
}

impl Settle<'_> {
    /// Notes the first contradiction of two lists of different files: two roles of one principal, or somebody whom a whole
    /// list does not name.
    fn lists(&mut self, lists: &[&PermissionList]) {
        let judge = self.judge;
        for (at, &one) in lists.iter().enumerate() {
            for &other in lists.iter().skip(at + 1).filter(|other| other.source.input != one.source.input) {
                let roles = one.shares.iter().find_map(|share| {
                    let mut same = other.shares.iter().filter(|twin| judge.same_who(&twin.who, &share.who));
                    Some((share, same.find(|twin| roles_differ(share, twin))?))
                });
                let found = match roles {
                    Some((share, twin)) => Some([share, twin].map(|share| (share.source, self.share_in_words(share)))),
                    None => self.left_out(one, other).or_else(|| self.left_out(other, one)),
                };
                if let Some([first, second]) = found {
                    let certain = !judge.of_two_days(first.0, second.0);
                    self.note_words("permissions", first, second, certain);
                    return;
                }
            }
        }
    }

    /// A share that a whole list would name, and does not.
    fn left_out(&self, list: &PermissionList, whole: &PermissionList) -> Option<[(Source, String); 2]> {
        if !whole.whole {
            return None;
        }
        // A list need not tell the owner, and who the owner is may be said elsewhere.
        let shares = list.shares.iter().filter(|share| share.role != Some(Role::Owner));
        let mut missing = shares.filter(|share| {
            whole.shares.iter().all(|other| {
                let (one, other) = ((&share.who, share.source), (&other.who, other.source));
                self.judge.who(one, other) == Agreement::Contradict
            })
        });
        let share = missing.next()?;
        let other = format!("a whole list without {}", self.judge.label(&share.who));
        Some([(share.source, self.share_in_words(share)), (whole.source, other)])
    }

    fn share_in_words(&self, share: &Share) -> String {
        let role = share.role.map_or("a role", role_in_words);
        format!("{} with {role}", self.judge.label(&share.who))
    }
}
