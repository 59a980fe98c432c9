//! What a string's expressions call, at a glance: hardly any string has what a rule looks for, and walking through expressions takes
//! time.

use syntax::expr::{Expr, ExprKind, ReadKind, Template};

/// What the calls in a string, or in several, are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs(u16);

const UNKNOWN_FUNCTION: u16 = 1 << 14;
const WRONG_ARGUMENT_COUNT: u16 = 1 << 15;

/// One bit for each kind.
fn bit(what: ReadKind) -> u16 {
    1 << what as u16
}

impl Signs {
    pub(super) fn of(template: &Template<'_>) -> Self {
        let mut signs = 0;
        for expression in template.expressions().flat_map(Expr::walk) {
            let ExprKind::Call(call) = &expression.kind else { continue };
            signs |= match call.function {
                None => UNKNOWN_FUNCTION,
                Some(function) => {
                    let wrong = if function.takes(call.arguments.len()) { 0 } else { WRONG_ARGUMENT_COUNT };
                    wrong | function.reads.map_or(0, bit)
                }
            };
        }
        Self(signs)
    }

    pub(super) fn reads(self, what: ReadKind) -> bool {
        self.0 & bit(what) != 0
    }

    pub(super) fn has_unknown_functions(self) -> bool {
        self.0 & UNKNOWN_FUNCTION != 0
    }

    pub(super) fn has_wrong_argument_counts(self) -> bool {
        self.0 & WRONG_ARGUMENT_COUNT != 0
    }
}
