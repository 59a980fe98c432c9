//! The strings of a flow, and those of them in which expressions stand.

use syntax::{
    Kind, Member, Value,
    expr::{Expr, ExprError, ReadKind, Template},
};

use std::sync::Arc;

use super::{
    Letters, Step, StepId,
    parsed::{FlowRead, Parsed, Said, SaidRead},
};
use crate::{Loc, model::Flow};

/// Whose string it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// A trigger's, by its place in [`Flow::triggers`].
    Trigger(usize),
    /// An action's.
    Step(StepId),
}

/// A string of a trigger or action that the run time reads as an expression, or as text with expressions in it: a value, or the
/// key of an object (`{ "@{variables('column')}": 1 }`).
///
/// Plain text is left out, and so are the strings that are never evaluated: names, types, notes (`description`), `metadata`,
/// and the JSON Schemas of triggers, of *Parse JSON* and of responses.
#[derive(Debug, Clone)]
pub struct FlowString<'a, 't> {
    /// Whose it is.
    pub owner: Owner,
    /// The member of the trigger or action that holds it: `inputs`, `expression`, `foreach`, `conditions` …
    pub section: &'a str,
    /// The key nearest to it: `$filter`, `uri`, `value`; that of the list for a string in a list.
    pub key: &'a str,
    /// The string.
    pub text: &'a str,
    /// Where it stands, quotes included.
    pub loc: Loc,
    /// The string's value in the tree; `None` where the string is the key of an object, which the run time evaluates, too.
    pub value: Option<&'a Value<'t>>,
    /// The characters that it has.
    pub letters: Letters,
    /// What it says: one for all strings with the same text.
    pub(super) said: Arc<Said<'a>>,
}

/// A text of a trigger or action, evaluated or not: notes are among them, and JSON Schemas. Names and types are not.
#[derive(Debug, Clone, Copy)]
pub struct FlowText<'a> {
    /// Whose it is.
    pub owner: Owner,
    /// The key nearest to it; that of the list for a text in a list.
    pub key: &'a str,
    /// The text.
    pub text: &'a str,
    /// Where it stands, quotes included.
    pub loc: Loc,
    /// The characters that it has.
    pub letters: Letters,
}

impl<'a> FlowString<'a, '_> {
    /// What it says.
    ///
    /// # Errors
    /// Why it says nothing.
    pub fn template(&self) -> Result<&Template<'a>, &ExprError> {
        self.said.template.as_ref()
    }

    /// The expressions in the string, none where it is not well-formed.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr<'a>> {
        self.template().ok().into_iter().flat_map(Template::expressions)
    }

    /// Its expressions and all inside them.
    pub fn walk(&self) -> impl Iterator<Item = &Expr<'a>> {
        self.expressions().flat_map(Expr::walk)
    }

    /// What its expressions read.
    pub fn reads(&self) -> impl Iterator<Item = FlowRead<'_>> {
        self.said.reads.iter().map(SaidRead::read)
    }

    /// Whether its expressions read something of this kind: the quick question.
    #[must_use]
    pub fn may_read(&self, what: ReadKind) -> bool {
        self.said.signs.reads(what)
    }

    /// Whether its expressions call functions that the language does not have.
    #[must_use]
    pub fn has_unknown_functions(&self) -> bool {
        self.said.signs.has_unknown_functions()
    }

    /// Whether its expressions call functions with too few or too many arguments.
    #[must_use]
    pub fn has_wrong_argument_counts(&self) -> bool {
        self.said.signs.has_wrong_argument_counts()
    }

    /// Whether its expressions may call this function, in any case: the quick question.
    #[must_use]
    pub fn may_call(&self, function: &str) -> bool {
        self.said.signs.may_call(function)
    }

    /// How many functions the expression that calls most of them calls.
    #[must_use]
    pub fn most_calls(&self) -> usize {
        self.said.signs.most_calls()
    }

    /// The step that holds it; `None` for a trigger's string.
    #[must_use]
    pub fn step(&self) -> Option<StepId> {
        match self.owner {
            Owner::Step(id) => Some(id),
            Owner::Trigger(_) => None,
        }
    }
}

/// Members of a trigger or action that hold others, or nothing that anybody wrote.
const LEFT_OUT: [&str; 8] = ["type", "kind", "metadata", "runAfter", "actions", "else", "cases", "default"];

/// A member that holds notes, which are never evaluated.
const NOTES: &str = "description";

/// What is still to be looked at.
enum Part<'a, 't> {
    /// A value, and whether it is evaluated.
    Value(&'a Value<'t>, bool),
    Key(&'a Member<'t>),
}

/// Without it nothing is evaluated.
const AT: Letters = Letters::of("@");

/// Whether a key is meant to hold an expression: `@odata.bind` and the like are names.
fn is_computed(key: &str) -> bool {
    key.contains('@') && key.contains('(')
}

/// All strings of a flow, in the order of the file.
#[derive(Debug)]
pub(super) struct Strings<'a, 't> {
    /// Whether all of them could be read.
    pub(super) all_read: bool,
    pub(super) evaluated: Vec<FlowString<'a, 't>>,
    pub(super) texts: Vec<FlowText<'a>>,
}

impl Default for Strings<'_, '_> {
    fn default() -> Self {
        Self { all_read: true, evaluated: Vec::new(), texts: Vec::new() }
    }
}

impl<'a, 't> Strings<'a, 't> {
    /// Those of the triggers, then those of the steps.
    pub(super) fn of(flow: &'a Flow<'t>, steps: &[Step<'a, 't>], parsed: &mut Parsed<'a>) -> Self {
        let mut all = Self::default();
        let mut open = Vec::new();
        for (number, trigger) in flow.triggers.iter().enumerate() {
            all.collect(flow, Owner::Trigger(number), true, trigger.definition, parsed, &mut open);
        }
        for step in steps {
            let described = ["ParseJson", "Response"].iter().any(|one| step.is(one));
            all.collect(flow, Owner::Step(step.id), described, step.action.definition, parsed, &mut open);
        }
        all
    }

    /// Adds those of a trigger or action. A described one has a schema in its inputs. `open` is empty before and after.
    fn collect(
        &mut self,
        flow: &'a Flow<'t>,
        owner: Owner,
        described: bool,
        definition: &'a Value<'t>,
        parsed: &mut Parsed<'a>,
        open: &mut Vec<(&'a str, Part<'a, 't>)>,
    ) {
        for member in definition.members() {
            let section = member.key.as_ref();
            if LEFT_OUT.contains(&section) {
                continue;
            }
            // What is still to be looked at, with the key nearest to it; the next one last.
            open.push((section, Part::Value(&member.value, section != NOTES)));
            let mut top = true;
            while let Some((key, part)) = open.pop() {
                let (value, is_evaluated) = match part {
                    Part::Value(value, is_evaluated) => (value, is_evaluated),
                    Part::Key(member) => {
                        let (text, loc) = (member.key.as_ref(), Loc::new(flow.file, member.key_span));
                        let of = FlowText { owner, key, text, loc, letters: Letters::of(text) };
                        self.evaluate(of, section, None, parsed);
                        continue;
                    }
                };
                match &value.kind {
                    Kind::String(text) => {
                        let (loc, letters) = (Loc::new(flow.file, value.span), Letters::of(text));
                        let of = FlowText { owner, key, text, loc, letters };
                        self.texts.push(of);
                        // `operationOptions` and the like are plain: without an `@` nothing is evaluated.
                        if is_evaluated && letters.may_hold(AT) {
                            self.evaluate(of, section, Some(value), parsed);
                        }
                    }
                    Kind::Array(items) => {
                        open.extend(items.iter().rev().map(|item| (key, Part::Value(item, is_evaluated))));
                    }
                    Kind::Object(members) => {
                        for inner in members.iter().rev() {
                            let is_evaluated = is_evaluated && !(top && described && inner.key == "schema");
                            open.push((inner.key.as_ref(), Part::Value(&inner.value, is_evaluated)));
                            if is_evaluated && is_computed(&inner.key) {
                                open.push((key, Part::Key(inner)));
                            }
                        }
                    }
                    Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
                }
                top = false;
            }
        }
    }

    fn evaluate(&mut self, of: FlowText<'a>, section: &'a str, value: Option<&'a Value<'t>>, parsed: &mut Parsed<'a>) {
        let Some(said) = parsed.said(of.text) else { return };
        self.all_read &= said.template.is_ok();
        let FlowText { owner, key, text, loc, letters } = of;
        self.evaluated.push(FlowString { owner, section, key, text, loc, value, letters, said });
    }
}
