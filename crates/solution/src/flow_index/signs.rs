//! What a string's expressions call, at a glance: hardly any string has what a rule looks for, and walking through expressions takes
//! time.

use syntax::expr::{Call, ReadKind};

/// What the calls in a string, or in several, are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    kinds: u16,
    /// One bit for several functions.
    functions: u64,
    /// How many calls the expression with most of them has.
    most_calls: u32,
}

const UNKNOWN_FUNCTION: u16 = 1 << 14;
const WRONG_ARGUMENT_COUNT: u16 = 1 << 15;

/// One bit for each kind.
fn bit(what: ReadKind) -> u16 {
    1 << what as u16
}

/// The bit of a function, the same in any case.
fn function_bit(name: &str) -> u64 {
    let ends = [name.as_bytes().first(), name.as_bytes().last()];
    let [first, last] = ends.map(|end| end.map_or(0, |byte| u64::from(byte.to_ascii_lowercase())));
    1 << ((first * 7 + last * 3 + name.len() as u64) % 64)
}

impl Signs {
    /// Adds what a call is.
    pub(super) fn add(&mut self, call: &Call<'_>) {
        self.functions |= function_bit(call.name);
        self.kinds |= match call.function {
            None => UNKNOWN_FUNCTION,
            Some(function) => {
                let wrong = if function.takes(call.arguments.len()) { 0 } else { WRONG_ARGUMENT_COUNT };
                wrong | function.reads.map_or(0, bit)
            }
        };
    }

    /// Adds how many calls an expression has.
    pub(super) fn add_number(&mut self, calls: u32) {
        self.most_calls = self.most_calls.max(calls);
    }

    pub(super) fn reads(self, what: ReadKind) -> bool {
        self.kinds & bit(what) != 0
    }

    pub(super) fn has_unknown_functions(self) -> bool {
        self.kinds & UNKNOWN_FUNCTION != 0
    }

    pub(super) fn has_wrong_argument_counts(self) -> bool {
        self.kinds & WRONG_ARGUMENT_COUNT != 0
    }

    pub(super) fn may_call(self, function: &str) -> bool {
        self.functions & function_bit(function) != 0
    }

    pub(super) fn most_calls(self) -> usize {
        self.most_calls as usize
    }
}
