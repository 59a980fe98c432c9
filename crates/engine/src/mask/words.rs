//! The words by which secrets are found, all looked for at once: every text that is shown is searched for them.

use std::sync::LazyLock;

use aho_corasick::{Anchored, PatternID, automaton::Automaton as _, dfa::DFA};

use super::{ASSIGNED, NAMES};

/// What a word announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Announced {
    /// A value without quotes right behind it.
    Value,
    /// The value of a member, attribute, element or parameter.
    Member,
    /// What a client says who it is with: a scheme and what proves it.
    Authorization,
    /// An address, which may hold a name and a password before its host.
    UserInfo,
    /// A token.
    Bearer,
    /// A JSON Web Token begins with it.
    WebToken,
    /// A private key stands behind it.
    PrivateKey,
}

const AUTHORIZATION: &str = "authorization";
const ADDRESS: &str = "://";
const BEARER: &str = "bearer ";
/// Words that count in this case only.
const WEB_TOKEN: &str = "eyJ";
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// `None` would mean that the words are too many for the library, which they are not: nothing would be masked then, and the tests
/// of masking fail.
static WORDS: LazyLock<Option<DFA>> = LazyLock::new(|| {
    let words = ASSIGNED.iter().chain(&NAMES).chain(&[AUTHORIZATION, ADDRESS, BEARER, WEB_TOKEN, PRIVATE_KEY]);
    DFA::builder().ascii_case_insensitive(true).build(words).ok()
});

/// Every match of the words, also where they lie in each other: which word, and where it ends. The library's own search of this sort
/// can be stopped and gone on with, and takes half as many instructions again for it.
fn matches<'t>(words: &'static DFA, text: &'t str) -> impl Iterator<Item = (PatternID, usize)> + use<'t> {
    let bytes = text.as_bytes();
    let mut state = words.start_state(Anchored::No).ok();
    // Up to where the text has been searched, how many words end there, and how many of them have been told.
    let (mut end, mut ending, mut told) = (0, 0, 0);
    std::iter::from_fn(move || {
        let state = state.as_mut()?;
        if told == ending {
            let mut here = *state;
            let found = bytes.get(end..)?.iter().position(|byte| {
                here = words.next_state(Anchored::No, here, *byte);
                words.is_match(here)
            });
            *state = here;
            end = found.map_or(bytes.len(), |at| end + at + 1);
            found?;
            (ending, told) = (words.match_len(here), 0);
        }
        told += 1;
        Some((words.match_pattern(*state, told - 1), end))
    })
}

/// Every word in a text: what it announces, where it begins and ends.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Announced, usize, usize)> {
    let found = WORDS.as_ref().into_iter().flat_map(move |words| {
        let found = matches(words, text);
        found.map(|(word, end)| (word, end.saturating_sub(words.pattern_len(word)), end))
    });
    found.filter_map(move |(word, start, end)| {
        let announced = match word.as_usize() {
            at if at < ASSIGNED.len() => Announced::Value,
            at if at < ASSIGNED.len() + NAMES.len() => Announced::Member,
            at => match (at - ASSIGNED.len() - NAMES.len(), text.get(start..end)?) {
                (0, _) => Announced::Authorization,
                (1, _) => Announced::UserInfo,
                (2, _) => Announced::Bearer,
                (_, WEB_TOKEN) => Announced::WebToken,
                (_, PRIVATE_KEY) => Announced::PrivateKey,
                _ => return None,
            },
        };
        Some((announced, start, end))
    })
}
