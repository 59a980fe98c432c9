//! Deployment settings: what a pipeline will bind at import.

use crate::read::fold_id;
use crate::{Fact, InputId, Lookup, Source};

/// A deployment settings file.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file.
    pub input: InputId,
    /// The entries for connection references.
    pub references: Vec<SettingsReference>,
    /// The entries for environment variables.
    pub variables: Vec<SettingsVariable>,
}

/// An entry for a connection reference.
#[derive(Debug, Clone)]
pub struct SettingsReference {
    /// The logical name.
    pub logical_name: Fact<String>,
    /// The connection; unknown where it is empty or stands for one that is filled in later. Never absent.
    pub connection: Lookup<Fact<String>>,
    /// The connection is a token that a pipeline fills in, or words that stand for one.
    pub filled_later: bool,
    /// What stands where the connection belongs.
    pub filling: Filling,
    /// Where it stands: the connection's id, or the entry that has none.
    pub connection_at: Source,
    /// The connector's name.
    pub connector: Option<Fact<String>>,
    /// `ConnectionOwner` of the ALM Accelerator: who owns the connection, not what it is signed in with.
    pub owner: Option<Fact<String>>,
    /// An entry of the same name stands above it.
    pub repeats: Option<Repeat>,
}

/// An entry for an environment variable. Its value stays in the file.
#[derive(Debug, Clone)]
pub struct SettingsVariable {
    /// The schema name.
    pub schema_name: Fact<String>,
    /// What stands where the value belongs.
    pub filling: Filling,
    /// Where it stands: the value, or the entry that has none.
    pub value_at: Source,
    /// The value names a secret in a Key Vault.
    pub names_vault: bool,
    /// The file itself says that the variable is of the secret type (`TypeId` of newer generators).
    pub secret: bool,
    /// An entry of the same name stands above it.
    pub repeats: Option<Repeat>,
}

/// That an entry repeats another one of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// The name in the first entry.
    pub first: Source,
    /// Both say the same.
    pub same: bool,
}

/// What stands where a connection's id or a variable's value belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filling {
    /// Nothing, or only blanks.
    Empty,
    /// A token that a pipeline replaces.
    Token,
    /// Words or a number of a template, which a person should have replaced.
    Template,
    /// Something else.
    Literal,
}

impl Filling {
    /// What a connection's id is.
    #[must_use]
    pub fn of_id(id: &str) -> Self {
        let own = |id: &str| {
            let word = id.split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default();
            is_zero_id(id)
                || is_half_token(id)
                || ["todo", "tbd", "fixme"].iter().any(|known| known.eq_ignore_ascii_case(word))
        };
        match Self::of(id, own) {
            // `[Dataverse]`: seen in real settings files. A variable may well have a list for its value.
            Self::Literal if id.trim().starts_with('[') && id.trim().ends_with(']') => Self::Token,
            filling => filling,
        }
    }

    /// What a variable's value is. A value may well be a word or number that would be no connection's id.
    #[must_use]
    pub fn of_value(value: &str) -> Self {
        Self::of(value, |_| false)
    }

    fn of(text: &str, is_template: impl Fn(&str) -> bool) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Self::Empty
        } else if is_template_text(text) || is_template(text) {
            Self::Template
        } else if is_token(text) {
            Self::Token
        } else {
            Self::Literal
        }
    }
}

/// The token styles that pipelines fill in: the built-in ones, and those of the configuration.
#[derive(Debug, Clone, Default)]
pub struct Placeholders {
    own: globset::GlobSet,
}

impl Placeholders {
    /// Patterns such as `__*__` for whole values, beside the built-in styles.
    ///
    /// # Errors
    /// The first pattern that is not one, and why.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, (String, String)> {
        let mut set = globset::GlobSetBuilder::new();
        for pattern in patterns {
            let glob = globset::GlobBuilder::new(pattern)
                .backslash_escape(true)
                .build()
                .map_err(|error| (pattern.to_owned(), error.kind().to_string()))?;
            set.add(glob);
        }
        let own = set.build().map_err(|error| (String::new(), error.kind().to_string()))?;
        Ok(Self { own })
    }

    /// Whether a text is a token of one of the configured styles.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.own.is_match(text.trim())
    }
}

impl Settings {
    /// The logical names in lower case, each with the place of its first entry in `references`. An iterator of pairs would let the
    /// last entry win, so that they come from the end.
    pub(crate) fn by_name(&self) -> impl Iterator<Item = (String, usize)> {
        self.references.iter().enumerate().rev().map(|(index, entry)| (fold_id(&entry.logical_name.value), index))
    }

    /// Takes for tokens what the configuration says are tokens. `text` is the decoded text of the settings' file.
    pub fn mark_tokens(&mut self, text: &str, placeholders: &Placeholders) {
        let is_token = |at: Source| value_at(text, at).is_some_and(|value| placeholders.matches(&value));
        for entry in &mut self.references {
            if is_token(entry.connection_at) {
                entry.filling = Filling::Token;
                entry.filled_later = true;
                entry.connection = Lookup::Unknown;
            }
            entry.connector = entry.connector.take().filter(|connector| !is_token(connector.source));
            entry.owner = entry.owner.take().filter(|owner| !is_token(owner.source));
        }
        for entry in &mut self.variables {
            if is_token(entry.value_at) {
                entry.filling = Filling::Token;
            }
        }
    }
}

/// The string that stands at a place of a settings file, escapes resolved.
#[must_use]
pub fn value_at(text: &str, at: Source) -> Option<String> {
    let written = text.get(at.span.range())?;
    let document = syntax::json::parse(written).ok()?;
    document.root.as_str().map(str::to_owned)
}

/// Whether a value stands for one that is filled in later: empty, a token, or words of a template.
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    Filling::of_id(value) != Filling::Literal
}

/// The tokens that may stand anywhere in a value: how they begin and end. Octopus Deploy writes `#{…}`.
const TOKENS: [(&str, &str); 7] =
    [("#{", "}#"), ("#{", "}"), ("#connection[", "#"), ("{{", "}}"), ("$(", ")"), ("${", "}"), ("@@", "@@")];

/// Whether an id has the beginning of a token and no end.
fn is_half_token(id: &str) -> bool {
    let begun = ["#{", "{{", "$(", "${"].iter().any(|open| id.contains(open));
    begun && !is_token(id)
}

/// Whether a value is or holds a token: `#{…}#`, `#{…}`, `#connection[…]…#`, `{{…}}`, `$(…)`, `${…}`, `@@…@@`, `%X%`, `<…>`.
fn is_token(value: &str) -> bool {
    let between = |open: &str, close: &str| value.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    let whole = |open: char, close: char| {
        value
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|name| !name.is_empty() && !name.contains([open, close]))
    };
    TOKENS.iter().any(|(open, close)| between(open, close)) || whole('%', '%') || whole('<', '>')
}

/// Whether a value is a template's, whatever it is for: `<your connection id>`, `xxxxxxxx-xxxx-…`, `CHANGEME`.
fn is_template_text(value: &str) -> bool {
    const WORDS: [&str; 4] = ["changeme", "replaceme", "fillmein", "yourvaluehere"];
    // A token is a name; what has blanks in it, or speaks to the reader, is written for people.
    let for_people = value.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).is_some_and(|inner| {
        let inner = inner.trim().to_ascii_lowercase();
        let speaks = ["your", "insert", "enter", "replace"].iter().any(|word| inner.starts_with(word));
        !inner.contains(['<', '>', '/', '=']) && (speaks || inner.contains(char::is_whitespace))
    });
    let crossed = value.chars().filter(|char| matches!(char, 'x' | 'X')).count() >= 4
        && value.chars().all(|char| matches!(char, 'x' | 'X' | '-' | '{' | '}'));
    let bare: String = value.chars().filter(|char| !matches!(char, '_' | '-' | ' ')).collect();
    for_people || crossed || WORDS.iter().any(|word| word.eq_ignore_ascii_case(&bare))
}

/// Whether an id is nothing but noughts.
fn is_zero_id(id: &str) -> bool {
    id.chars().filter(|char| *char == '0').count() >= 32 && id.chars().all(|char| matches!(char, '0' | '-' | '{' | '}'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Filling, Placeholders, is_placeholder};

    #[test]
    fn tokens_and_blanks_are_placeholders() {
        for value in [
            "",
            "  ",
            "#{connectionreference.X}#",
            "#connection[shared_sql]#",
            "%X%",
            "{{ id }}",
            "$(ConnectionId)",
            "${ID}",
            "@@shared_sql@@",
            "${{ secrets.ID }}",
            "<connection id>",
            "<CONNECTION_ID>",
            "https://#{host}#/sites/hr",
        ] {
            assert!(is_placeholder(value), "{value:?}");
        }
    }

    #[test]
    fn ids_and_values_are_not() {
        for value in [
            "22222222000000000000000000000001",
            "shared-sql-22222222-0000-0000-0000-000000000001",
            "50%",
            "a%20b%20c",
            "#1",
            "%%",
            "<>",
            "a@@b",
        ] {
            assert!(!is_placeholder(value), "{value:?}");
        }
    }

    #[test]
    fn what_a_template_says_is_told_from_tokens() {
        for id in [
            "<connection id>",
            "<your-connection-id>",
            "00000000-0000-0000-0000-000000000000",
            "{00000000-0000-0000-0000-000000000000}",
            "00000000000000000000000000000000",
            "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            "TODO",
            "TODO: ask Ada",
            "CHANGE_ME",
            "#{connectionreference.X",
            "{{ id }",
            "$(ConnectionId",
        ] {
            assert_eq!(Filling::of_id(id), Filling::Template, "{id:?}");
        }
        for id in ["<CONNECTION_ID>", "[Dataverse]", "#{TODO}#", "$(your connection)", "#{ConnectionId}"] {
            assert_eq!(Filling::of_id(id), Filling::Token, "{id:?}");
        }
    }

    #[test]
    fn a_value_may_be_a_word_or_a_number() {
        for value in ["TODO", "0", "[1, 2]", "00000000-0000-0000-0000-000000000000", "<p>Hello reader</p>", "xx"] {
            assert_eq!(Filling::of_value(value), Filling::Literal, "{value:?}");
        }
        for value in ["<your site>", "xxxx"] {
            assert_eq!(Filling::of_value(value), Filling::Template, "{value:?}");
        }
    }

    #[test]
    fn token_styles_can_be_added() {
        let placeholders = Placeholders::new(["__*__"]).unwrap();
        assert!(placeholders.matches("__ConnectionId__"));
        assert!(!placeholders.matches("a__b__"));
        assert_eq!(Placeholders::new(["["]).unwrap_err().0, "[");
    }
}
