//! Brings a settings file up to its packages: adds what is missing, fills what is blank, and leaves all else as it is written.

use std::collections::HashSet;

use inventory::settings::is_placeholder;
use syntax::{Kind, Span, Value, json};

use super::{
    CONNECTION, Entry, List, Wanted, WantedList,
    edits::Edits,
    layout::{Layout, Place, is_blank, quoted},
};

/// How a file is updated.
pub struct Options<'a> {
    /// Whether entries that no package holds are removed.
    pub prune: bool,
    /// Whether two ids are two ways to write one connection's.
    pub same_connection: &'a dyn Fn(&str, &str) -> bool,
}

/// What an update led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Updated {
    /// The whole text.
    pub text: String,
    /// What was done and seen, list by list.
    pub changes: Vec<Change>,
}

/// Something that was done to an entry, or seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The list.
    pub list: List,
    /// The entry's name.
    pub name: String,
    /// What.
    pub deed: Deed,
}

/// What was done or seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// It was missing, and is there now.
    Added,
    /// It was bound to nothing, and is bound now.
    Filled {
        /// The connection.
        connection: String,
        /// The file that says so.
        source: String,
    },
    /// It is bound to another connection than the facts say, and stays so.
    Kept {
        /// The connection in the settings file.
        here: String,
        /// The connection that the facts name.
        connection: String,
        /// The file that says so.
        source: String,
    },
    /// No package holds it.
    Surplus,
    /// No package holds it, and it is gone.
    Removed,
}

/// A text that is no settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, in words.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// Updates a settings file.
///
/// Nothing that stands there is written anew: new text is put in between, in the manner of what is beside it.
///
/// # Errors
/// When the text is no settings file.
pub fn update(text: &str, wanted: &Wanted, options: &Options<'_>) -> Result<Updated, Refused> {
    let mut updated = Updated { text: text.to_owned(), changes: Vec::new() };
    check(&parse(text)?)?;
    for list in List::ALL {
        let list = wanted.list(list);
        for step in [fill, add, prune] {
            // Each step sees what the one before it left.
            let root = parse(&updated.text)?;
            let edits = step(&updated.text, &root, list, options, &mut updated.changes)?;
            updated.text = edits.apply(&updated.text);
        }
    }
    Ok(updated)
}

fn parse(text: &str) -> Result<Value<'_>, Refused> {
    match json::parse(text) {
        Ok(document) => Ok(document.root),
        Err(error) => Err(Refused { message: format!("not valid JSON: {}", error.message), span: error.span }),
    }
}

/// Refuses what was surely not meant: any other JSON file.
fn check(root: &Value<'_>) -> Result<(), Refused> {
    let named = List::ALL.iter().any(|list| root.get_ignore_case(list.name()).is_some());
    if root.is_object() && (named || root.members().is_empty()) {
        return Ok(());
    }
    let message = "this is no deployment settings file: it has neither EnvironmentVariables nor ConnectionReferences";
    // The beginning, not all of it.
    Err(Refused { message: message.to_owned(), span: Span { start: root.span.start, end: root.span.start + 1 } })
}

/// The list in the file.
fn found<'v, 't>(root: &'v Value<'t>, list: List) -> Result<Option<&'v Value<'t>>, Refused> {
    match root.get_ignore_case(list.name()) {
        None => Ok(None),
        Some(value) if matches!(value.kind, Kind::Array(_) | Kind::Null) => Ok(Some(value)),
        Some(value) => Err(Refused { message: format!("{} is not a list", list.name()), span: value.span }),
    }
}

/// The entries that have a name, with it.
fn entries<'v, 't>(list: Option<&'v Value<'t>>, key: &str) -> Vec<(&'v str, &'v Value<'t>)> {
    let items = list.map(Value::items).unwrap_or_default();
    items.iter().filter_map(|item| Some((item.get_ignore_case(key)?.as_str()?.trim(), item))).collect()
}

/// Binds references whose connection is blank.
fn fill(
    text: &str,
    root: &Value<'_>,
    wanted: &WantedList,
    options: &Options<'_>,
    changes: &mut Vec<Change>,
) -> Result<Edits, Refused> {
    let mut edits = Edits::default();
    for (name, item) in entries(found(root, wanted.list)?, wanted.list.key()) {
        let Some(bound) = wanted.entry(name).and_then(|entry| entry.bound.as_ref()) else { continue };
        let (connection, source) = (bound.connection.clone(), bound.source.clone());
        let current = item.get_ignore_case(CONNECTION);
        let here = current.and_then(Value::as_str).unwrap_or_default();
        let deed = match current {
            Some(value) if is_blank(value) => {
                edits.replace(value.span, quoted(&connection));
                Deed::Filled { connection, source }
            }
            // Filled in later, or done.
            Some(_) if is_placeholder(here) || (options.same_connection)(here, &connection) => continue,
            Some(_) => Deed::Kept { here: here.to_owned(), connection, source },
            None => {
                // It has a member: its name.
                let (Some(layout), Some(end)) = (Layout::of_entry(text, item), item.members().last()) else {
                    continue;
                };
                let member = layout.member(CONNECTION, &quoted(&connection));
                edits.insert(end.value.span.end, format!("{}{member}", layout.between));
                Deed::Filled { connection, source }
            }
        };
        changes.push(Change { list: wanted.list, name: name.to_owned(), deed });
    }
    Ok(edits)
}

/// Adds what is missing at the end.
fn add(
    text: &str,
    root: &Value<'_>,
    wanted: &WantedList,
    _: &Options<'_>,
    changes: &mut Vec<Change>,
) -> Result<Edits, Refused> {
    let mut edits = Edits::default();
    let list = found(root, wanted.list)?;
    let there: HashSet<String> =
        entries(list, wanted.list.key()).into_iter().map(|(name, _)| name.to_lowercase()).collect();
    let missing: Vec<&Entry> =
        wanted.entries.iter().filter(|entry| !there.contains(&entry.name.to_lowercase())).collect();
    if missing.is_empty() {
        return Ok(edits);
    }
    let layout = Layout::learn(text, root, list);
    let written: Vec<String> = missing.iter().map(|entry| layout.entry(&entry.members(wanted.list))).collect();
    match list {
        Some(Value { span, kind: Kind::Array(items) }) => match items.last() {
            Some(end) => {
                let new = written.iter().flat_map(|entry| [layout.separator.as_ref(), entry.as_str()]);
                edits.insert(end.span.end, new.collect::<String>());
            }
            // Between the brackets is nothing but white space.
            None => edits.replace(*span, format!("[{}]", layout.list(&written))),
        },
        Some(null) => edits.replace(null.span, format!("[{}]", layout.list(&written))),
        None => {
            let place = Place::at_the_end(text, root, &layout);
            let member = layout.member(wanted.list.name(), &format!("[{}]", layout.list(&written)));
            edits.insert(place.at, format!("{}{member}{}", place.before, place.after));
        }
    }
    let added = |entry: &&Entry| Change { list: wanted.list, name: entry.name.clone(), deed: Deed::Added };
    changes.extend(missing.iter().map(added));
    Ok(edits)
}

/// Finds what no package holds, and removes it where that is wanted.
fn prune(
    _: &str,
    root: &Value<'_>,
    wanted: &WantedList,
    options: &Options<'_>,
    changes: &mut Vec<Change>,
) -> Result<Edits, Refused> {
    let mut edits = Edits::default();
    let Some(list) = found(root, wanted.list)?.filter(|_| wanted.known) else { return Ok(edits) };
    let surplus = |item: &Value<'_>| {
        let name = item.get_ignore_case(wanted.list.key())?.as_str()?.trim();
        (!wanted.holds(name)).then(|| name.to_owned())
    };
    let names: Vec<Option<String>> = list.items().iter().map(surplus).collect();
    if options.prune && names.iter().any(Option::is_some) {
        remove(list, &names, &mut edits);
    }
    let deed = if options.prune { Deed::Removed } else { Deed::Surplus };
    let change = |name| Change { list: wanted.list, name, deed: deed.clone() };
    changes.extend(names.into_iter().flatten().map(change));
    Ok(edits)
}

/// Takes the items out of a list whose name is given, each with one comma.
fn remove(list: &Value<'_>, names: &[Option<String>], edits: &mut Edits) {
    let inside = Span { start: list.span.start + 1, end: list.span.end.saturating_sub(1) };
    let mut items = list.items().iter().zip(names).peekable();
    let mut kept: Option<&Value<'_>> = None;
    while let Some((item, name)) = items.next() {
        if name.is_none() {
            kept = Some(item);
            continue;
        }
        let mut end = item;
        while let Some((next, _)) = items.next_if(|(_, name)| name.is_some()) {
            end = next;
        }
        let span = match (kept, items.peek()) {
            (Some(kept), _) => Span { start: kept.span.end, end: end.span.end },
            (None, Some((next, _))) => Span { start: item.span.start, end: next.span.start },
            (None, None) => inside,
        };
        edits.replace(span, "");
    }
}
