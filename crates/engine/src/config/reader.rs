//! Takes values out of a TOML tree that knows its places, and collects everything that is wrong on the way.

use std::collections::HashSet;

use syntax::Span;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::ConfigError;

/// How alike two words must be (0 to 1) for one to be offered for the other.
const ALIKE: f64 = 0.75;

/// Everything that is wrong with one configuration.
pub(super) struct Errors<'t> {
    path: &'t str,
    text: &'t str,
    found: Vec<ConfigError>,
}

impl<'t> Errors<'t> {
    pub(super) fn new(path: &'t str, text: &'t str) -> Self {
        Self { path, text, found: Vec::new() }
    }

    pub(super) fn add(&mut self, span: Option<Span>, message: impl Into<String>, help: Option<String>) {
        self.found.push(ConfigError {
            path: self.path.to_owned(),
            message: message.into(),
            span,
            text: self.text.to_owned(),
            help,
        });
    }

    /// The errors in the order of the text; those without a place last.
    pub(super) fn into_found(mut self) -> Vec<ConfigError> {
        self.found.sort_by_key(|error| (error.span.is_none(), error.span));
        self.found
    }
}

/// The place of something in the text.
pub(super) fn span_of<T>(spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end)
}

/// A word of a list that was probably meant by another word.
pub(super) fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    words
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&word, &known.to_lowercase()), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

/// `did you mean …?`, or else what there is.
pub(crate) fn suggestion(word: &str, words: &[&str]) -> String {
    match nearest(word, words.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("known here: {}", words.join(", ")),
    }
}

/// One table, from which keys are taken; what is not taken is unknown.
pub(super) struct Reader<'e, 'd, 't> {
    table: &'d DeTable<'t>,
    span: Span,
    /// What the table is, for messages: `[[deployer]]`, or "" for the root.
    what: &'static str,
    taken: HashSet<&'static str>,
    known: Vec<&'static str>,
    pub(super) errors: &'e mut Errors<'t>,
}

impl<'e, 'd, 't> Reader<'e, 'd, 't> {
    pub(super) fn new(table: &'d DeTable<'t>, span: Span, what: &'static str, errors: &'e mut Errors<'t>) -> Self {
        Self { table, span, what, taken: HashSet::new(), known: Vec::new(), errors }
    }

    /// A table's entry, whatever it is.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'t>>> {
        self.known.push(key);
        let value = self.table.get(key)?;
        self.taken.insert(key);
        Some(value)
    }

    /// An entry that another spelling of a known key names; it is not offered in suggestions.
    pub(super) fn take_alias(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'t>>> {
        let value = self.table.get(key)?;
        self.taken.insert(key);
        Some(value)
    }

    /// A string with its place.
    pub(super) fn string(&mut self, key: &'static str) -> Option<(String, Span)> {
        let value = self.take(key)?;
        string(value, key, self.errors)
    }

    /// A string that is not blank.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let (text, span) = self.string(key)?;
        if text.trim().is_empty() {
            self.errors.add(Some(span), format!("`{key}` is empty"), None);
            return None;
        }
        Some(text)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            wrong_type(value, key, "true or false", self.errors);
        }
        flag
    }

    /// A whole number above zero.
    pub(super) fn positive(&mut self, key: &'static str) -> Option<u64> {
        let value = self.take(key)?;
        let number = value.get_ref().as_integer().and_then(|number| {
            let number = u64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()?;
            (number > 0).then_some(number)
        });
        if number.is_none() {
            wrong_type(value, key, "a whole number above zero", self.errors);
        }
        number
    }

    /// A list of strings with their places; a single string is not a list.
    pub(super) fn strings(&mut self, key: &'static str) -> Vec<(String, Span)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            wrong_type(value, key, "a list of strings", self.errors);
            return Vec::new();
        };
        items.iter().filter_map(|item| string(item, key, self.errors)).collect()
    }

    /// A list of strings without their places.
    pub(super) fn plain_strings(&mut self, key: &'static str) -> Vec<String> {
        self.strings(key).into_iter().map(|(text, _)| text).collect()
    }

    /// The table's place.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Says what was not taken; gives the table's place.
    pub(super) fn finish(self) -> Span {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if self.taken.contains(name) {
                continue;
            }
            let place = if self.what.is_empty() { String::new() } else { format!(" in {}", self.what) };
            let help = suggestion(name, &self.known);
            self.errors.add(Some(span_of(key)), format!("unknown key `{name}`{place}"), Some(help));
        }
        self.span
    }
}

/// A string, or an error.
pub(super) fn string<'t>(value: &Spanned<DeValue<'t>>, key: &str, errors: &mut Errors<'t>) -> Option<(String, Span)> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        wrong_type(value, key, "a string", errors);
    }
    Some((text?.to_owned(), span_of(value)))
}

/// Says that a value is of another type than it must be.
pub(super) fn wrong_type<'t>(value: &Spanned<DeValue<'t>>, key: &str, wanted: &str, errors: &mut Errors<'t>) {
    let found = value.get_ref().type_str();
    errors.add(Some(span_of(value)), format!("`{key}` must be {wanted}, not {}", with_article(found)), None);
}

/// A word with `a` or `an` before it.
pub(crate) fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// The tables of an array of tables, each with its place.
pub(super) fn tables<'d, 't>(
    value: &'d Spanned<DeValue<'t>>,
    key: &str,
    errors: &mut Errors<'t>,
) -> Vec<(&'d DeTable<'t>, Span)> {
    let Some(items) = value.get_ref().as_array() else {
        wrong_type(value, key, &format!("a list of tables, such as [[{key}]]"), errors);
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items {
        match item.get_ref().as_table() {
            Some(table) => found.push((table, span_of(item))),
            None => wrong_type(item, key, "a table", errors),
        }
    }
    found
}
