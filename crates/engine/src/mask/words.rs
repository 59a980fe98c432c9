//! The words by which secrets are found, all looked for at once: every text that is shown is searched for them.

use std::sync::LazyLock;

use aho_corasick::{
    Anchored, PatternID,
    automaton::{Automaton as _, StateID},
    nfa::noncontiguous::NFA,
    packed::Searcher,
};

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
/// of masking fail. A quicker automaton takes longer to be made than a small run has use for it.
static WORDS: LazyLock<Option<NFA>> = LazyLock::new(|| NFA::builder().ascii_case_insensitive(true).build(all()).ok());

fn all() -> impl Iterator<Item = &'static str> {
    let others = [AUTHORIZATION, ADDRESS, BEARER, WEB_TOKEN, PRIVATE_KEY];
    ASSIGNED.into_iter().chain(NAMES).chain(others)
}

/// The same words, for the library's search by many bytes at once, which knows no case. `None` on processors that cannot do it.
static IN_LOWER_CASE: LazyLock<Option<Searcher>> = LazyLock::new(|| Searcher::new(all().map(str::to_ascii_lowercase)));

/// From so many bytes on, a text is copied in lower case, a piece at a time: it takes less time than going through it byte by byte.
const LONG: usize = 64;
/// So many bytes are copied at a time: they stay close to the processor, and a large text needs no room for a second one.
const PIECE: usize = 8 * 1024;

/// What finds the next place where a word may begin, in a long text.
struct Ahead<'t> {
    search: &'static Searcher,
    bytes: &'t [u8],
    /// How long a word can be.
    longest: usize,
    /// A piece of the text in lower case, and where it begins. Words that begin in the first [`PIECE`] bytes of it lie in it wholly.
    lower: Vec<u8>,
    from: usize,
}

impl<'t> Ahead<'t> {
    fn new(search: &'static Searcher, bytes: &'t [u8]) -> Self {
        let longest = all().map(str::len).max().unwrap_or_default();
        Self { search, bytes, longest, lower: Vec::new(), from: 0 }
    }

    /// Where a word begins, from `at` on.
    fn next(&mut self, mut at: usize) -> Option<usize> {
        while at < self.bytes.len() {
            if !(self.from..self.from + PIECE).contains(&at) || self.lower.is_empty() {
                let end = (at + PIECE + self.longest).min(self.bytes.len());
                self.lower.clear();
                self.lower.extend_from_slice(self.bytes.get(at..end)?);
                self.lower.make_ascii_lowercase();
                self.from = at;
            }
            let found = self.search.find_in(&self.lower, (at - self.from..self.lower.len()).into());
            match found.map(|found| found.start()).filter(|&start| start < PIECE) {
                Some(start) => return Some(self.from + start),
                None => at = self.from + PIECE,
            }
        }
        None
    }
}

/// Every match of the words, also where they lie in each other.
struct Matches<'t> {
    words: &'static NFA,
    bytes: &'t [u8],
    /// For a long text.
    ahead: Option<Ahead<'t>>,
    /// Where no word has begun.
    start: StateID,
    state: StateID,
    /// Up to where the text has been searched, how many words end there, and how many of them have been told.
    end: usize,
    ending: usize,
    told: usize,
}

impl<'t> Matches<'t> {
    fn new(words: &'static NFA, text: &'t str) -> Option<Self> {
        let start = words.start_state(Anchored::No).ok()?;
        let bytes = text.as_bytes();
        let search = IN_LOWER_CASE.as_ref().filter(|_| bytes.len() >= LONG);
        let ahead = search.map(|search| Ahead::new(search, bytes));
        Some(Self { words, bytes, ahead, start, state: start, end: 0, ending: 0, told: 0 })
    }

    /// Goes on to where the next word ends; whether there is one. The library's own search of this sort can be stopped and gone on with,
    /// and takes half as many instructions again for it.
    fn search(&mut self) -> bool {
        loop {
            if self.state == self.start
                && let Some(ahead) = &mut self.ahead
            {
                let Some(next) = ahead.next(self.end) else { return false };
                self.end = next;
            }
            let (words, start) = (self.words, self.start);
            let (mut here, is_long) = (self.state, self.ahead.is_some());
            let stops = self.bytes.get(self.end..).unwrap_or_default().iter().position(|&byte| {
                here = words.next_state(Anchored::No, here, byte);
                words.is_match(here) || is_long && here == start
            });
            self.state = here;
            let Some(stops) = stops else {
                self.end = self.bytes.len();
                return false;
            };
            self.end += stops + 1;
            if words.is_match(here) {
                return true;
            }
        }
    }
}

impl Iterator for Matches<'_> {
    /// Which word, and where it ends.
    type Item = (PatternID, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if self.told == self.ending {
            if !self.search() {
                return None;
            }
            (self.ending, self.told) = (self.words.match_len(self.state), 0);
        }
        self.told += 1;
        Some((self.words.match_pattern(self.state, self.told - 1), self.end))
    }
}

/// Every word in a text: what it announces, where it begins and ends.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Announced, usize, usize)> {
    let found = WORDS.as_ref().into_iter().flat_map(move |words| {
        let found = Matches::new(words, text).into_iter().flatten();
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_of_a_long_text_are_those_of_a_short_one(
            pieces in prop::collection::vec("[a-z=:/ ]{0,3}|(?i:secret|secretvalue|api_key|sig=|pwd=|bearer |eyj|://|private key-----)", 0..40),
            pad in prop_oneof![LONG / 2..LONG, PIECE / 2 - 60..PIECE / 2 + 10, PIECE - 60..PIECE + 10]
        ) {
            let text = pieces.concat();
            let short: Vec<_> = words(&text).collect();
            let pad = "é".repeat(pad);
            let long = format!("{pad}{text}");
            let moved: Vec<_> = words(&long).map(|(what, start, end)| (what, start - pad.len(), end - pad.len())).collect();
            if text.len() < LONG {
                prop_assert_eq!(moved, short);
            } else {
                let one_by_one = Matches { ahead: None, ..Matches::new(WORDS.as_ref().unwrap(), &long).unwrap() };
                let all = Matches::new(WORDS.as_ref().unwrap(), &long).unwrap();
                prop_assert_eq!(all.collect::<Vec<_>>(), one_by_one.collect::<Vec<_>>());
            }
        }
    }
}
