//! What an expression reads of the flow around it.

use super::{Access, Call, Expr, ExprKind, Key};
use crate::Span;

/// One thing that an expression reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Read<'e, 's> {
    /// What kind of thing.
    pub what: ReadKind,
    /// Its name, quotes resolved; `None` where it has none (`item()`, `triggerBody()`) or where it is computed.
    pub name: Option<&'e str>,
    /// The call.
    pub call: &'e Call<'s>,
    /// The whole call, or the literal name where there is one.
    pub span: Span,
}

/// What kind of thing an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadKind {
    /// An action, by name: `body('x')`, `outputs('x')`, `actions('x')`, `result('x')` and their kin.
    Action,
    /// The action itself: `action()`.
    ThisAction,
    /// The trigger: `trigger()`, `triggerBody()`, `triggerOutputs()` and their kin.
    Trigger,
    /// A variable: `variables('x')`.
    Variable,
    /// A parameter of the definition: `parameters('x')`.
    Parameter,
    /// The present item of a named loop, or its count: `items('loop')`, `iterationIndexes('loop')`.
    Loop,
    /// The present item of the innermost loop or of a data operation: `item()`.
    Item,
}

impl ReadKind {
    /// What a function reads; `None` for functions that calculate only. Names are compared without regard to case.
    ///
    /// <https://learn.microsoft.com/azure/logic-apps/expression-functions-reference>
    #[must_use]
    pub fn of(function: &str) -> Option<Self> {
        super::function(function).and_then(|function| function.reads)
    }

    /// Whether its first argument names the thing.
    fn is_named(self) -> bool {
        matches!(self, Self::Action | Self::Variable | Self::Parameter | Self::Loop)
    }
}

impl<'s> Expr<'s> {
    /// Everything that this expression reads, in no particular order of evaluation.
    pub fn reads(&self) -> impl Iterator<Item = Read<'_, 's>> {
        self.walk().filter_map(Self::read)
    }

    /// What this expression reads by itself, without those inside it.
    #[must_use]
    pub fn read(&self) -> Option<Read<'_, 's>> {
        let ExprKind::Call(call) = &self.kind else { return None };
        let what = call.function?.reads?;
        let literal = call.arguments.first().filter(|_| what.is_named());
        let name = literal.and_then(Expr::as_str);
        let span = match literal {
            Some(argument) if name.is_some() => argument.span,
            _ => self.span,
        };
        Some(Read { what, name, call, span })
    }

    /// The steps of look-ups with literal names from the inside out, and the expression that they begin at:
    /// `triggerBody()?['a']?['b']` is `triggerBody()` with `a`, `b`. A computed key ends the path.
    #[must_use]
    pub fn path(&self) -> (&Expr<'s>, Vec<&str>) {
        let mut names = Vec::new();
        let mut inner = self;
        while let ExprKind::Access(access) = &inner.kind {
            let Access { base, key, .. } = access.as_ref();
            let name = match key {
                Key::Name(name, _) => Some(*name),
                Key::Index(index) => index.as_str(),
            };
            match name {
                Some(name) => names.push(name),
                None => names.clear(),
            }
            inner = base;
        }
        names.reverse();
        (inner, names)
    }
}
