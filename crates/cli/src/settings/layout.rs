//! How entries are written in a settings file: learned from those beside them, so that a new one looks like them.

use std::borrow::Cow;

use syntax::{Kind, Span, Value};

use crate::report::escape;

/// The text around and inside the entries of a list.
#[derive(Debug, Clone)]
pub(super) struct Layout<'t> {
    /// Before the first entry.
    pub(super) before: Cow<'t, str>,
    /// From one entry to the next, with the comma.
    pub(super) separator: Cow<'t, str>,
    /// After the last entry.
    pub(super) after: Cow<'t, str>,
    /// From the brace to the first key.
    open: Cow<'t, str>,
    /// From one member to the next, with the comma.
    pub(super) between: Cow<'t, str>,
    /// From key to value, with the colon.
    pub(super) colon: Cow<'t, str>,
    /// From the last value to the brace.
    close: Cow<'t, str>,
}

impl<'t> Layout<'t> {
    /// That of a list which is there or to be made: as its own entries are written, else as those of the other lists, else as the
    /// file as a whole.
    pub(super) fn learn(text: &'t str, root: &Value<'_>, list: Option<&Value<'_>>) -> Self {
        let mut lists = list.into_iter().chain(root.members().iter().map(|member| &member.value));
        lists.find_map(|list| Self::of_list(text, list)).unwrap_or_else(|| Self::of_file(text, root))
    }

    /// That of the last entry of a list.
    fn of_list(text: &'t str, list: &Value<'_>) -> Option<Self> {
        let items = list.items();
        let (index, model) = items.iter().enumerate().rev().find(|(_, item)| !item.members().is_empty())?;
        let inner = Self::of_entry(text, model)?;
        let before = gap(text, list.span.start + 1, items.first()?.span.start);
        let separator = match index.checked_sub(1).and_then(|previous| items.get(previous)) {
            Some(previous) => Cow::Borrowed(gap(text, previous.span.end, model.span.start)),
            None => comma(before, &inner.colon),
        };
        let after = gap(text, items.last()?.span.end, list.span.end.saturating_sub(1));
        Some(Self { before: Cow::Borrowed(before), separator, after: Cow::Borrowed(after), ..inner })
    }

    /// The inside of one entry; what is around it stays empty.
    pub(super) fn of_entry(text: &'t str, entry: &Value<'_>) -> Option<Self> {
        let members = entry.members();
        let (first, last) = (members.first()?, members.last()?);
        let colon = gap(text, first.key_span.end, first.value.span.start);
        let open = gap(text, entry.span.start + 1, first.key_span.start);
        let between = match members {
            [.., one, other] => Cow::Borrowed(gap(text, one.value.span.end, other.key_span.start)),
            _ => comma(open, colon),
        };
        let close = gap(text, last.value.span.end, entry.span.end.saturating_sub(1));
        let [before, separator, after] = [Cow::Borrowed(""), Cow::Borrowed(","), Cow::Borrowed("")];
        let [open, colon, close] = [open, colon, close].map(Cow::Borrowed);
        Some(Self { before, separator, after, open, between, colon, close })
    }

    /// That of a file without any entry.
    fn of_file(text: &'t str, root: &Value<'_>) -> Self {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let (unit, colon) = match Self::of_entry(text, root) {
            None => ("  ", Cow::Borrowed(": ")),
            // All on one line.
            Some(Self { open, between, colon, .. }) if !open.contains('\n') => {
                let none = || Cow::Borrowed("");
                let (before, after, close) = (none(), none(), none());
                return Self { before, separator: between.clone(), after, open, between, colon, close };
            }
            Some(Self { open: Cow::Borrowed(open), colon, .. }) => {
                (open.rsplit_once('\n').map_or("", |(_, indent)| indent), colon)
            }
            Some(Self { colon, .. }) => ("  ", colon),
        };
        let line = |level: usize| format!("{line_end}{}", unit.repeat(level));
        let next = |level: usize| Cow::Owned(format!(",{}", line(level)));
        Self {
            before: Cow::Owned(line(2)),
            separator: next(2),
            after: Cow::Owned(line(1)),
            open: Cow::Owned(line(3)),
            between: next(3),
            colon,
            close: Cow::Owned(line(2)),
        }
    }

    /// An entry with these members.
    pub(super) fn entry(&self, members: &[(&str, &str)]) -> String {
        let written: Vec<String> = members.iter().map(|(key, value)| self.member(key, &quoted(value))).collect();
        format!("{{{}{}{}}}", self.open, written.join(&self.between), self.close)
    }

    /// A member, whose value is written already.
    pub(super) fn member(&self, key: &str, value: &str) -> String {
        format!("{}{}{value}", quoted(key), self.colon)
    }

    /// What goes between the brackets of a list with these entries and no other.
    pub(super) fn list(&self, entries: &[String]) -> String {
        format!("{}{}{}", self.before, entries.join(&self.separator), self.after)
    }
}

/// Where a new member goes in the object that is the file, and what stands around it.
pub(super) struct Place<'t> {
    pub(super) at: u32,
    pub(super) before: Cow<'t, str>,
    pub(super) after: Cow<'t, str>,
}

impl<'t> Place<'t> {
    /// The place after the last member.
    pub(super) fn at_the_end(text: &'t str, root: &Value<'_>, list: &Layout<'t>) -> Self {
        if let (Some(inner), Some(end)) = (Layout::of_entry(text, root), root.members().last()) {
            return Self { at: end.value.span.end, before: inner.between, after: Cow::Borrowed("") };
        }
        // An object without members: one level less than the list has.
        let after = list.after.trim_end_matches([' ', '\t']).to_owned();
        Self { at: root.span.start + 1, before: list.after.clone(), after: Cow::Owned(after) }
    }
}

/// A comma and what stands before the next.
fn comma(before: &str, colon: &str) -> Cow<'static, str> {
    // On one line, what has a space after its colons has one after its commas.
    let space = if before.is_empty() && colon.ends_with(' ') { " " } else { before };
    Cow::Owned(format!(",{space}"))
}

fn gap(text: &str, start: u32, end: u32) -> &str {
    Span { start, end }.of(text)
}

/// A JSON string. What hides from the eye or would be obeyed by a terminal is escaped: names come from packages.
pub(super) fn quoted(text: &str) -> String {
    // A string is always JSON.
    escape::json(&serde_json::to_string(text).unwrap_or_default())
}

/// Whether a value says nothing: blank or null.
pub(super) fn is_blank(value: &Value<'_>) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::String(text) => text.trim().is_empty(),
        _ => false,
    }
}
