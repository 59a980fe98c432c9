//! What the strings of several flows say, each text worked out once: flows repeat themselves, and one another.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use syntax::{
    Span,
    expr::{Expr, ExprError, ExprKind, MAX_DEPTH, ReadKind, Template, parse_within},
};

use super::signs::Signs;

/// What a string says.
#[derive(Debug)]
pub(super) struct Said<'a> {
    /// Or why it says nothing.
    pub(super) template: Result<Template<'a>, ExprError>,
    /// What its expressions call.
    pub(super) signs: Signs,
    /// What they read.
    pub(super) reads: Vec<SaidRead<'a>>,
}

/// Something that an expression reads, apart from the expression.
#[derive(Debug)]
pub(super) struct SaidRead<'a> {
    what: ReadKind,
    name: Option<Cow<'a, str>>,
    call: &'a str,
    span: Span,
}

/// One thing that a string's expressions read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlowRead<'s> {
    /// What kind of thing.
    pub what: ReadKind,
    /// Its name, quotes resolved; `None` where it has none (`item()`, `triggerBody()`) or where it is computed.
    pub name: Option<&'s str>,
    /// The function that is called, as written.
    pub call: &'s str,
    /// The whole call, or the literal name where there is one.
    pub span: Span,
}

impl SaidRead<'_> {
    pub(super) fn read(&self) -> FlowRead<'_> {
        FlowRead { what: self.what, name: self.name.as_deref(), call: self.call, span: self.span }
    }
}

impl<'a> Said<'a> {
    fn of(template: Result<Template<'a>, ExprError>) -> Self {
        let (mut signs, mut reads) = (Signs::default(), Vec::new());
        for expression in template.iter().flat_map(Template::expressions) {
            let mut calls = 0;
            for inner in expression.walk() {
                let ExprKind::Call(call) = &inner.kind else { continue };
                calls += 1;
                signs.add(call);
                reads.extend(inner.read().map(|read| SaidRead {
                    what: read.what,
                    // The same text as the expression has, which is nearly always the string's own.
                    name: read.name.and_then(|_| call.arguments.first()).and_then(text_of),
                    call: call.name,
                    span: read.span,
                }));
            }
            signs.add_number(calls);
        }
        Self { template, signs, reads }
    }
}

/// The text of a literal.
fn text_of<'a>(literal: &Expr<'a>) -> Option<Cow<'a, str>> {
    match &literal.kind {
        ExprKind::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// What the texts say that have come by so far.
#[derive(Debug)]
pub struct Parsed<'a> {
    depth: u32,
    /// `None` for plain text.
    by_text: HashMap<&'a str, Option<Arc<Said<'a>>>, foldhash::fast::RandomState>,
}

impl Default for Parsed<'_> {
    fn default() -> Self {
        Self::within(MAX_DEPTH)
    }
}

impl<'a> Parsed<'a> {
    /// Expressions are read at most `depth` deep.
    #[must_use]
    pub fn within(depth: u32) -> Self {
        Self { depth, by_text: HashMap::default() }
    }

    /// What a text says; `None` where it is nothing but text.
    pub(super) fn said(&mut self, text: &'a str) -> Option<Arc<Said<'a>>> {
        match self.by_text.entry(text) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let template = parse_within(text, self.depth);
                let said = (!matches!(template, Ok(Template::Text(_)))).then(|| Arc::new(Said::of(template)));
                new.insert(said).clone()
            }
        }
    }
}
