//! Picking facts out of a record.

use std::borrow::Cow;

use syntax::{Kind, Span, Value};

use crate::{Fact, InputId, Source};

/// A record of a file, and the file's number.
#[derive(Clone, Copy)]
pub(super) struct Record<'v> {
    pub(super) value: &'v Value<'v>,
    pub(super) input: InputId,
}

impl<'v> Record<'v> {
    pub(super) fn source(self) -> Source {
        self.at(self.value.span)
    }

    pub(super) fn at(self, span: Span) -> Source {
        Source { input: self.input, span }
    }

    /// Whether the record states this member, be it null.
    pub(super) fn has(self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// The text at a path, if it is a string that is not blank.
    pub(super) fn text(self, path: &[&str]) -> Option<&'v str> {
        text(self.value.at(path)?)
    }

    /// Like [`Record::text`], with its place.
    pub(super) fn fact(self, path: &[&str]) -> Option<Fact<String>> {
        let value = self.value.at(path)?;
        self.fact_of(value)
    }

    /// A value's text with its place.
    pub(super) fn fact_of(self, value: &Value<'_>) -> Option<Fact<String>> {
        text(value).map(|text| Fact { value: text.to_owned(), source: self.at(value.span) })
    }

    /// An id: in lower case, without braces.
    pub(super) fn id(self, path: &[&str]) -> Option<String> {
        self.text(path).map(fold_id)
    }

    /// Another value of the same file.
    pub(super) fn inner(self, value: &'v Value<'v>) -> Self {
        Self { value, input: self.input }
    }
}

fn text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// An id in lower case, without braces.
pub(crate) fn fold_id(id: &str) -> String {
    folded_id(id).into_owned()
}

/// Like [`fold_id`], without a copy of what is in lower case already, as nearly every id is.
pub(crate) fn folded_id(id: &str) -> Cow<'_, str> {
    let id = bare_id(id);
    if syntax::is_lower_ascii(id) { Cow::Borrowed(id) } else { Cow::Owned(id.to_lowercase()) }
}

/// An id without braces.
pub(crate) fn bare_id(id: &str) -> &str {
    id.trim().trim_start_matches('{').trim_end_matches('}')
}

/// The segment of a path after a name: `shared_sql` in `/providers/Microsoft.PowerApps/apis/shared_sql/connections/…`.
pub(super) fn segment_after<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let mut segments = path.split('/');
    segments.find(|segment| segment.eq_ignore_ascii_case(name))?;
    segments.next().filter(|segment| !segment.is_empty())
}

/// A connector's name, from its path or as it stands.
pub(super) fn connector_name(connector: &str) -> Option<&str> {
    if connector.contains('/') { segment_after(connector, "apis") } else { Some(connector) }
}

/// The host of an organisation: `contoso.crm4.dynamics.com`, which its Web API also answers to as `contoso.api.crm4.dynamics.com`.
pub(super) fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', ':', '?', '#']).next().filter(|host| !host.is_empty())?;
    Some(host.to_lowercase().replacen(".api.", ".", 1))
}

/// A list as its tools write it.
pub(super) struct List<'v> {
    pub(super) rows: Vec<&'v Value<'v>>,
    /// Rows may be missing: there is a next page, the file says so, or it is one object rather than a list.
    pub(super) partial: bool,
    /// `@odata.context`, of each answer.
    pub(super) contexts: Vec<&'v str>,
}

/// Rows that Dataverse returns on one page.
const PAGE: usize = 5000;

/// The rows in a wrapper: `{"value": […]}`, `{"data": […]}`.
pub(super) fn wrapped<'v, 't>(root: &'v Value<'t>) -> Option<&'v [Value<'t>]> {
    ["value", "data"].iter().find_map(|key| match root.get(key).map(|value| &value.kind) {
        Some(Kind::Array(rows)) => Some(rows.as_slice()),
        _ => None,
    })
}

/// Takes the wrapper off: an array, a wrapper, a list of wrappers (as `jq -s .` makes of several answers), or one object that is
/// the only row. Anything else has no rows.
pub(super) fn unwrap<'v>(root: &'v Value<'v>) -> List<'v> {
    if let Kind::Array(items) = &root.kind {
        let answers: Option<Vec<&[Value<'v>]>> = items.iter().map(wrapped).collect();
        return match answers.filter(|answers| !answers.is_empty()) {
            Some(answers) => List {
                rows: answers.into_iter().flatten().collect(),
                partial: items.iter().any(is_part),
                contexts: items.iter().filter_map(context).collect(),
            },
            // A bare array tells of no next page; one page full to the brim probably has one.
            None => List { rows: items.iter().collect(), partial: items.len() == PAGE, contexts: Vec::new() },
        };
    }
    let contexts = context(root).into_iter().collect();
    match wrapped(root) {
        Some(rows) => List { rows: rows.iter().collect(), partial: is_part(root), contexts },
        None => List { rows: root.is_object().then_some(root).into_iter().collect(), partial: true, contexts },
    }
}

fn context<'v>(wrapper: &'v Value<'v>) -> Option<&'v str> {
    wrapper.get("@odata.context").and_then(Value::as_str)
}

/// Whether rows may be missing from an answer: there is a next page, the service cut it off, or whoever wrote the file says
/// so (`"partial": true`).
fn is_part(wrapper: &Value<'_>) -> bool {
    let next = ["nextLink", "@odata.nextLink"]
        .iter()
        .any(|key| wrapper.get(key).is_some_and(|link| !matches!(link.kind, Kind::Null)));
    let says = |key: &str| wrapper.get(key).and_then(Value::as_bool) == Some(true);
    next || says("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded") || says("partial")
}
