//! The objects of the PowerShell modules for administrators and makers of Power Apps, as JSON or CSV.
//!
//! An object has the columns of its cmdlet, and under `Internal` what the service answered, as far as `ConvertTo-Json` went down.

mod connections;
mod flows;
mod roles;

use syntax::{Kind, Value};

pub(super) use self::connections::CONNECTIONS;
pub(super) use self::flows::{FLOW_OWNERS, FLOWS};
pub(super) use self::roles::ROLE_ASSIGNMENTS;
use super::dataverse::{environment_in, is_guid, is_user_account};
use super::powerapps::principal;
use super::record::{Record, fold_id};
use crate::{Fact, Facts, Who};

/// Notes the environment of a row: by the id in a path, else by `EnvironmentName`, which is an id, unless a script put the name for
/// people there and the id into `EnvironmentNameID`.
fn note_environment(row: Record<'_>, paths: &[&str], facts: &mut Facts) {
    let in_path = paths.iter().find_map(|path| environment_in(row.text(&[path])?));
    let named = || row.id(&["EnvironmentNameID"]).or_else(|| row.id(&["EnvironmentName"]));
    if let Some(environment) = in_path.or_else(named) {
        facts.speaks_of(environment);
    }
}

/// What the service answered, if it is still there.
fn internal(row: Record<'_>) -> Option<Record<'_>> {
    row.value.get("Internal").filter(|value| value.is_object()).map(|value| row.inner(value))
}

/// Whoever made something: an object with the keys of the service, or a word where a script took one out of it.
fn creator(row: Record<'_>, value: &Value<'_>) -> Option<Fact<Who>> {
    let who = match &value.kind {
        Kind::Object(_) => {
            let record = Record { value, input: row.input };
            let mut who = principal(record).unwrap_or_default();
            let id = |key| record.id(&[key]).map(Into::into);
            who.object_id = who.object_id.or_else(|| id("objectId")).or_else(|| id("userId"));
            who
        }
        Kind::String(word) if is_guid(word) => Who { object_id: Some(fold_id(word).into()), ..Who::default() },
        Kind::String(word) if is_user_account(word.trim()) => Who { upn: Some(word.trim().into()), ..Who::default() },
        _ => return None,
    };
    let known = who.object_id.is_some() || who.upn.is_some() || who.display_name.is_some();
    known.then(|| Fact { value: who, source: row.at(value.span) })
}
