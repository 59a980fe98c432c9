//! A condition: read, checked, and asked of one thing after the other.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::{Arc, LazyLock, atomic::AtomicU64},
};

use cel::{
    Context, Env, ExecutionError, IdedExpr, Value,
    common::{
        ast::operators,
        types::{self, CelBool, CelNull, CelString},
        value::Val,
    },
    parser::PrattParser,
};
use regex::Regex;

use super::{
    Fault, Kind,
    check::{self, METER, METERED, pattern_name},
    thing::Thing,
    value::{self, Meter, Pattern, TooMuch},
};

/// How long a condition may be, in bytes. What lets go of a chain such as `a.b.c` calls itself for each part.
const LONGEST: usize = 2000;

/// How many parts a condition may have.
const PARTS: usize = 1000;

/// How deep brackets, and how deep choices may lie in each other.
const NESTING: u16 = 40;

/// What conditions can call: the language's own functions, and the few that are made here.
static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib().with_optional_support(false);
    // None of these is declared by the library as it is built here, and each is declared once.
    let declared = [
        env.add_member_overload(
            "matches",
            "string_matches_pattern",
            types::STRING_TYPE,
            vec![value::pattern_type()],
            value::matches,
        ),
        env.add_overload(
            "matches",
            "matches_string_pattern",
            vec![types::STRING_TYPE, value::pattern_type()],
            value::matches,
        ),
        env.add_member_overload("lowerAscii", "string_lower_ascii", types::STRING_TYPE, Vec::new(), value::lower),
        env.add_member_overload("size", "object_size", value::object_type(), Vec::new(), value::size),
        env.add_overload("size", "size_object", vec![value::object_type()], value::size),
        env.add_overload(METERED, "metered_range", vec![value::meter_type(), types::DYN_TYPE], value::metered),
    ];
    debug_assert!(declared.iter().all(Result::is_ok), "{declared:?}");
    Arc::new(env)
});

/// A condition about one kind of thing.
#[derive(Debug)]
pub(super) struct Condition {
    text: String,
    expr: IdedExpr,
    patterns: Vec<Regex>,
}

/// Why a condition could not be answered for a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unanswered {
    /// Why, without any value of the package.
    pub(super) message: String,
    /// What to do.
    pub(super) help: Option<String>,
    /// Whether asking of other things is of no use.
    pub(super) ends: bool,
}

impl Condition {
    /// Reads a condition about a kind of thing.
    pub(super) fn parse(text: &str, look_at: Kind) -> Result<Self, Vec<Fault>> {
        let whole =
            |message: String, help: &str| Err(vec![Fault { at: 0..text.len(), message, help: Some(help.to_owned()) }]);
        if text.len() > LONGEST {
            return whole(format!("the condition is longer than {LONGEST} bytes"), "make two rules of it");
        }
        if let Some(at) = too_deep(text) {
            let message = format!("the condition lies more than {NESTING} levels deep in itself");
            return Err(vec![Fault { at: at..text.len(), message, help: Some("make two rules of it".to_owned()) }]);
        }
        let parser = PrattParser::new().max_recursion_depth(NESTING).max_expression_node_count(PARTS);
        // A parser that panics would take the configuration with it; what it was fed is the user's own text.
        let parsed = crate::run::guarded(|| parser.parse(text));
        let mut expr = match parsed {
            Some(Ok(expr)) => expr,
            Some(Err(errors)) => return Err(errors.errors.iter().take(1).map(|error| fault(text, error)).collect()),
            None => return whole("the condition cannot be read".to_owned(), "please report this"),
        };
        let patterns = check::check(&mut expr, text, look_at)?;
        Ok(Self { text: text.to_owned(), expr, patterns })
    }

    /// What is the same for all things of a package.
    pub(super) fn context<'v>(&self, solution: Thing<'v>, stage: Option<&'v str>) -> Context<'v, 'v> {
        let mut context = Context::with_env(Arc::clone(&ENV));
        for (index, pattern) in self.patterns.iter().enumerate() {
            context.add_variable_as_val(pattern_name(index), Box::new(Pattern(pattern.clone())));
        }
        context.add_variable_as_val(METER, Box::new(Meter(Arc::new(AtomicU64::new(0)))));
        context.add_variable_as_val(Kind::Solution.word(), Box::new(solution));
        let stage: Box<dyn Val + 'v> = match stage {
            Some(stage) => Box::new(CelString::from(stage)),
            None => Box::new(CelNull),
        };
        context.add_variable_as_val("stage", stage);
        context
    }

    /// Whether it holds for a thing.
    pub(super) fn holds<'v>(&self, thing: Thing<'v>, package: &Context<'_, 'v>) -> Result<bool, Unanswered> {
        let mut context = package.new_inner_scope();
        context.add_variable_as_val(thing.kind().word(), Box::new(thing));
        if let Some(flow) = thing.flow() {
            context.add_variable_as_val(Kind::Flow.word(), Box::new(flow));
        }
        let evaluated = panic::catch_unwind(AssertUnwindSafe(|| {
            let value = Value::resolve_val(&self.expr, &context).map_err(|error| self.words(&error))?;
            let flag = value.downcast_ref::<CelBool>().map(|flag| *flag.inner());
            flag.ok_or_else(|| {
                let message = format!("it is {}, not true or false", of_type(value.get_type().name()));
                Unanswered { message, help: Some("compare it with something".to_owned()), ends: false }
            })
        }));
        evaluated.unwrap_or_else(|payload| {
            if payload.is::<TooMuch>() {
                let message = "it goes round too often: loops inside loops over large lists".to_owned();
                return Err(Unanswered {
                    message,
                    help: Some("ask with fewer loops inside loops".to_owned()),
                    ends: true,
                });
            }
            // A mistake in the interpreter: the run says that the rule broke.
            panic::resume_unwind(payload)
        })
    }

    /// What went wrong, without what the package says: it may be a secret.
    fn words(&self, error: &ExecutionError) -> Unanswered {
        let mut help = None;
        let message = match error {
            ExecutionError::NoSuchKey(key) if self.text.contains(key.as_str()) => {
                help = Some(format!("ask first: `has(….{key}) && …`"));
                format!("there is no `{key}` there")
            }
            ExecutionError::NoSuchKey(_) => "there is no such key there".to_owned(),
            ExecutionError::NoSuchOverload(overload) => {
                let types = overload.argument_types();
                if types.iter().any(|name| name == "null_type" || name == "null") {
                    help = Some("a field that a thing does not have is null; ask first: `… != null && …`".to_owned());
                }
                if let (operators::INDEX | "_._", Some(of)) = (overload.function(), types.first()) {
                    return Unanswered { message: format!("{} has no fields", of_type(of)), help, ends: false };
                }
                let types: Vec<String> = types.iter().map(|name| of_type(name)).collect();
                let name = overload.function().replace(['_', '@'], "");
                format!("`{name}` cannot be asked of {}", types.join(" and "))
            }
            ExecutionError::UnexpectedType { got, want } => {
                format!("{} stands where {} should", of_type(got), of_type(want))
            }
            ExecutionError::IndexOutOfBounds(_) => "the list has no such entry".to_owned(),
            ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => "it divides by zero".to_owned(),
            ExecutionError::Overflow(..) => "a number is too large".to_owned(),
            ExecutionError::ValuesNotComparable(..) | ExecutionError::UnsupportedBinaryOperator(..) => {
                help = Some("a field that a thing does not have is null; ask first: `… != null && …`".to_owned());
                "two values of different kinds cannot be compared or joined".to_owned()
            }
            ExecutionError::FunctionError { function, .. } => format!("`{function}` cannot be asked of this"),
            _ => "it cannot be worked out".to_owned(),
        };
        Unanswered { message, help, ends: false }
    }
}

/// A type of the language in plain words.
fn of_type(name: &str) -> String {
    match name {
        "string" => "a text".to_owned(),
        "int" | "uint" | "double" => "a number".to_owned(),
        "bool" => "true or false".to_owned(),
        "null_type" | "null" => "null".to_owned(),
        "list" | "iterable" => "a list".to_owned(),
        "map" | "object" => "an object".to_owned(),
        "missing trait Sizer" => "a list, an object or a text".to_owned(),
        name => format!("a {name}"),
    }
}

/// The first place from which on a condition is nested more deeply than is read: brackets in brackets, one choice in another, signs
/// after signs. The parser bounds none of these by itself, and calls itself for each.
fn too_deep(text: &str) -> Option<usize> {
    /// More signs than anybody writes one after the other.
    const SIGNS: usize = 16;
    let (mut brackets, mut choices, mut signs) = (0_usize, 0_usize, 0_usize);
    let mut characters = text.char_indices();
    let mut before = ' ';
    while let Some((at, character)) = characters.next() {
        match character {
            '(' | '[' | '{' => brackets += 1,
            ')' | ']' | '}' => brackets = brackets.saturating_sub(1),
            '?' => choices += 1,
            '\'' | '"' => {
                let raw = matches!(before, 'r' | 'R');
                while let Some((_, inside)) = characters.next() {
                    if inside == '\\' && !raw {
                        characters.next();
                    } else if inside == character {
                        break;
                    }
                }
            }
            _ => {}
        }
        match character {
            '!' | '-' => signs += 1,
            character if character.is_whitespace() => {}
            _ => signs = 0,
        }
        if brackets > usize::from(NESTING) || choices > usize::from(NESTING) || signs > SIGNS {
            return Some(at);
        }
        before = character;
    }
    None
}

/// What the parser says, with its place.
fn fault(text: &str, error: &cel::ParseError) -> Fault {
    let at = offset(text, error.pos).filter(|at| *at < text.len());
    let at = at.map_or(0..text.len(), |at| {
        at..at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    });
    let said = error.msg.trim();
    let message = if said.contains("recursion limit") {
        format!("the condition lies more than {NESTING} levels deep in itself")
    } else if said.contains("node") && said.contains("limit") {
        format!("the condition has more than {PARTS} parts")
    } else {
        format!("the condition cannot be read: {said}")
    };
    let help = if said.contains("unescape") {
        "write r'…' where \\ is to stand for itself"
    } else {
        "conditions are written in CEL; docs/house-rules.md has examples"
    };
    Fault { at, message, help: Some(help.to_owned()) }
}

/// The offset of a line and column, both from 1.
fn offset(text: &str, (line, column): (isize, isize)) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..)?;
    rest.char_indices().map(|(at, _)| start + at).nth(column)
}
