//! The strings of a flow in which expressions stand.

use syntax::{
    Kind, Member, Value,
    expr::{Expr, ExprError, Read, Template, parse_within},
};

use super::{Step, StepId};
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
    /// What it says, or why it says nothing.
    pub template: Result<Template<'a>, ExprError>,
    /// The string's value in the tree; `None` where the string is the key of an object, which the run time evaluates, too.
    pub value: Option<&'a Value<'t>>,
}

impl<'a> FlowString<'a, '_> {
    /// The expressions in the string, none where it is not well-formed.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr<'a>> {
        self.template.as_ref().ok().into_iter().flat_map(Template::expressions)
    }

    /// Its expressions and all inside them.
    pub fn walk(&self) -> impl Iterator<Item = &Expr<'a>> {
        self.expressions().flat_map(Expr::walk)
    }

    /// What its expressions read.
    pub fn reads(&self) -> impl Iterator<Item = Read<'_, 'a>> {
        self.expressions().flat_map(Expr::reads)
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

/// Members of a trigger or action that hold no expressions of its own.
const NOT_EVALUATED: [&str; 9] =
    ["type", "kind", "description", "metadata", "runAfter", "actions", "else", "cases", "default"];

/// What is still to be looked at.
enum Part<'a, 't> {
    Value(&'a Value<'t>),
    Key(&'a Member<'t>),
}

/// Whether a key is meant to hold an expression: `@odata.bind` and the like are names.
fn is_computed(key: &str) -> bool {
    key.contains('@') && key.contains('(')
}

/// All strings of a flow, in the order of the file.
pub(super) fn of<'a, 't>(flow: &'a Flow<'t>, steps: &[Step<'a, 't>], depth: u32) -> Vec<FlowString<'a, 't>> {
    let mut found = Vec::new();
    for (number, trigger) in flow.triggers.iter().enumerate() {
        collect(flow, Owner::Trigger(number), trigger.kind, trigger.definition, depth, &mut found);
    }
    for step in steps {
        collect(flow, Owner::Step(step.id), step.action.kind, step.action.definition, depth, &mut found);
    }
    found
}

fn collect<'a, 't>(
    flow: &'a Flow<'t>,
    owner: Owner,
    kind: &str,
    definition: &'a Value<'t>,
    depth: u32,
    found: &mut Vec<FlowString<'a, 't>>,
) {
    let described = ["ParseJson", "Response"].iter().any(|one| kind.eq_ignore_ascii_case(one));
    let schema = matches!(owner, Owner::Trigger(_)) || described;
    for member in definition.members() {
        let section = member.key.as_ref();
        if NOT_EVALUATED.contains(&section) {
            continue;
        }
        // Values that are still to be looked at, with the key nearest to them; the next one last.
        let mut open: Vec<(&'a str, Part<'a, 't>)> = vec![(section, Part::Value(&member.value))];
        let mut top = true;
        while let Some((key, part)) = open.pop() {
            let value = match part {
                Part::Value(value) => value,
                Part::Key(member) => {
                    let (text, loc) = (member.key.as_ref(), Loc::new(flow.file, member.key_span));
                    let template = parse_within(text, depth);
                    if !matches!(template, Ok(Template::Text(_))) {
                        found.push(FlowString { owner, section, key, text, loc, template, value: None });
                    }
                    continue;
                }
            };
            match &value.kind {
                Kind::String(text) => {
                    // `operationOptions` and the like are plain: without an `@` nothing is evaluated.
                    if text.contains('@') {
                        let template = parse_within(text, depth);
                        if !matches!(template, Ok(Template::Text(_))) {
                            let loc = Loc::new(flow.file, value.span);
                            found.push(FlowString { owner, section, key, text, loc, template, value: Some(value) });
                        }
                    }
                }
                Kind::Array(items) => open.extend(items.iter().rev().map(|item| (key, Part::Value(item)))),
                Kind::Object(members) => {
                    let evaluated = members.iter().rev().filter(|inner| !(top && schema && inner.key == "schema"));
                    for inner in evaluated {
                        open.push((inner.key.as_ref(), Part::Value(&inner.value)));
                        if is_computed(&inner.key) {
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
