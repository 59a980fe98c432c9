//! The workflow expression language of flows (Logic Apps' workflow definition language).
//!
//! <https://learn.microsoft.com/azure/logic-apps/expression-functions-reference>

mod functions;
mod parser;
#[cfg(test)]
mod parser_tests;
mod reads;
mod tree;

pub use functions::{FUNCTIONS, Function, FunctionKind, function};
pub use parser::{MAX_DEPTH, parse, parse_within};
pub use reads::{Read, ReadKind};
pub use tree::{Access, Call, Expr, ExprKind, Key, Part, Template};

use crate::Span;

/// A string that is no valid expression, and where it goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExprError {
    /// What is wrong, in a few words: `a closing bracket is missing`.
    pub message: String,
    /// Where, in bytes of the string's value.
    pub span: Span,
    /// It lies deeper than is read, and may be valid.
    pub too_deep: bool,
}
