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

/// What tells most texts that none of the words is in them: a part of each word, in lower case, that is seldom part of another one. `auth`,
/// `shared` and `account` stand in every flow.
const PARTS: [&[u8; PART]; 16] = [
    b"ig=", // sig=
    b"ntk", // accountkey=
    b"dac", // sharedaccess…
    b"pwd", b"ssw", // password, passwd
    b"ecr", // secret…
    b"pfx", b"i_k", b"pik", b"i-k", // api_key, apikey, api-key
    b"n-k", // subscription-key
    b"riz", // authorization
    b"://", b"rer", // bearer
    b"eyj", b"y--", // private key-----
];
const PART: usize = 3;
/// How far behind the beginning of its word a part can stand.
const FAR: usize = 11;

/// The library's search by many bytes at once, which knows no case. `None` on processors that cannot do it.
static SEARCH: LazyLock<Option<Searcher>> = LazyLock::new(|| Searcher::new(PARTS));

/// From so many bytes on, a text is copied in lower case, a piece at a time: it takes less time than going through it byte by byte.
const LONG: usize = 64;
/// So many bytes are copied at a time: they stay close to the processor, and a large text needs no room for a second one.
const PIECE: usize = 8 * 1024;

/// What finds the next place where a word may begin, in a long text.
struct Ahead<'t> {
    search: &'static Searcher,
    bytes: &'t [u8],
    /// A piece of the text in lower case, and where it begins. Parts that begin in the first [`PIECE`] bytes of it lie in it wholly.
    lower: Vec<u8>,
    from: usize,
}

impl<'t> Ahead<'t> {
    fn new(search: &'static Searcher, bytes: &'t [u8]) -> Self {
        Self { search, bytes, lower: Vec::new(), from: 0 }
    }

    /// Where the next word may begin, from `from` on, and where its part ends.
    fn next(&mut self, from: usize) -> Option<(usize, usize)> {
        let mut at = from;
        while at < self.bytes.len() {
            if !(self.from..self.from + PIECE).contains(&at) || self.lower.is_empty() {
                let end = (at + PIECE + PART).min(self.bytes.len());
                self.lower.clear();
                self.lower.extend(self.bytes.get(at..end)?.iter().map(u8::to_ascii_lowercase));
                self.from = at;
            }
            let found = self.search.find_in(&self.lower, (at - self.from..self.lower.len()).into());
            match found.filter(|found| found.start() < PIECE) {
                Some(found) => {
                    let begins = (self.from + found.start()).saturating_sub(FAR).max(from);
                    return Some((begins, self.from + found.end()));
                }
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
    /// Up to where a word is certainly looked for.
    until: usize,
    /// Up to where the text has been searched, how many words end there, and how many of them have been told.
    end: usize,
    ending: usize,
    told: usize,
}

impl<'t> Matches<'t> {
    fn new(words: &'static NFA, text: &'t str) -> Option<Self> {
        let start = words.start_state(Anchored::No).ok()?;
        let bytes = text.as_bytes();
        let search = SEARCH.as_ref().filter(|_| bytes.len() >= LONG);
        let ahead = search.map(|search| Ahead::new(search, bytes));
        Some(Self { words, bytes, ahead, start, state: start, until: 0, end: 0, ending: 0, told: 0 })
    }

    /// Goes on to where the next word ends; whether there is one. The library's own search of this sort can be stopped and gone on with,
    /// and takes half as many instructions again for it.
    fn search(&mut self) -> bool {
        loop {
            if self.state == self.start
                && self.end >= self.until
                && let Some(ahead) = &mut self.ahead
            {
                let Some(next) = ahead.next(self.end) else { return false };
                (self.end, self.until) = next;
            }
            let (words, start, until) = (self.words, self.start, self.until);
            let (mut here, mut at, is_long) = (self.state, self.end, self.ahead.is_some());
            let stops = self.bytes.get(self.end..).unwrap_or_default().iter().position(|&byte| {
                here = words.next_state(Anchored::No, here, byte);
                at += 1;
                words.is_match(here) || is_long && here == start && at >= until
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
    use proptest::{prelude::*, sample};

    use super::*;

    #[test]
    fn every_word_has_a_part_that_is_looked_for() {
        for word in all() {
            let word = word.to_ascii_lowercase();
            let begins = |part: &[u8; PART]| word.as_bytes().windows(PART).position(|there| there == part);
            assert!(PARTS.iter().any(|part| begins(part).is_some_and(|at| at <= FAR)), "{word}");
        }
    }

    proptest! {
        #[test]
        fn words_of_a_long_text_are_those_of_a_short_one(
            pieces in prop::collection::vec(
                prop_oneof!["[a-z=:/_ -]{0,3}", "(?i:secret|api_key|sig=|bearer |://)", sample::select(all().map(str::to_owned).collect::<Vec<_>>())],
                0..40
            ),
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
