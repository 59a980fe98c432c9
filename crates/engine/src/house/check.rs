//! Judges a condition before anything is evaluated: names, fields, functions, patterns, nesting.
//!
//! What the model says of a field is known here, so that a misspelt one is told with the configuration, whatever the packages are.

use cel::{
    IdedExpr,
    common::{
        ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, SelectExpr, operators},
        types::CelString,
    },
};
use regex::{Regex, RegexBuilder};

use super::{Fault, Kind, model::Shape};
use crate::config::{suggestion, with_article};

/// How deep expressions may lie in each other: what evaluates them calls itself for each level.
const DEPTH: usize = 40;

/// How much memory one pattern may take, in bytes. The default of the crate is ten times as much.
const PATTERN_BYTES: usize = 1 << 20;

/// The name of the variable with the meter, which no condition can write.
pub(super) const METER: &str = "@meter";
/// The name of the function that counts what a loop goes through.
pub(super) const METERED: &str = "@metered";

/// The functions that conditions may call, operators and macros aside.
const FUNCTIONS: [&str; 9] =
    ["size", "contains", "startsWith", "endsWith", "matches", "lowerAscii", "string", "int", "double"];

/// What is known of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Flag,
    Number,
    Text,
    Texts,
    Thing(Kind),
    Things(Kind),
    /// A list of whatever.
    List,
    /// Anything: what a package says somewhere, or what could not be told.
    Any,
}

impl Known {
    fn of(shape: Shape) -> Self {
        match shape {
            Shape::Text => Self::Text,
            Shape::Number => Self::Number,
            Shape::Flag => Self::Flag,
            Shape::Texts => Self::Texts,
            Shape::Thing(kind) => Self::Thing(kind),
            Shape::Things(kind) => Self::Things(kind),
            Shape::Data => Self::Any,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Flag => "true or false".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::Thing(kind) => format!("the {} as a whole", kind.word()),
            Self::Things(kind) => format!("a list of {}s", kind.word()),
            Self::List => "a list".to_owned(),
            Self::Any => "a value".to_owned(),
        }
    }
}

/// Checks a condition about a kind of thing, and makes it ready to be evaluated: patterns become variables, loops are counted.
pub(super) fn check(expr: &mut IdedExpr, text: &str, look_at: Kind) -> Result<Vec<Regex>, Vec<Fault>> {
    let mut roots = vec![look_at, Kind::Solution];
    if look_at.is_in_flow() {
        roots.push(Kind::Flow);
    }
    let mut checker = Checker { text, roots, scope: Vec::new(), patterns: Vec::new(), faults: Vec::new() };
    let known = checker.known(expr, 0);
    if checker.faults.is_empty() && !matches!(known, Known::Flag | Known::Any) {
        let message = format!("the condition is {}, not true or false", known.words());
        checker.faults.push(Fault { at: 0..text.len(), message, help: Some("compare it with something".to_owned()) });
    }
    if checker.faults.is_empty() { Ok(checker.patterns) } else { Err(checker.faults) }
}

struct Checker<'c> {
    text: &'c str,
    /// The variables that stand for things.
    roots: Vec<Kind>,
    /// The variables of the loops around, the innermost last.
    scope: Vec<(String, Known)>,
    patterns: Vec<Regex>,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    /// States a fault where the condition first says `word`, as a whole word.
    fn fault(&mut self, word: &str, message: String, help: Option<String>) -> Known {
        let own = |at: usize| {
            let part = |character: char| character.is_alphanumeric() || character == '_';
            let before = self.text.get(..at).and_then(|before| before.chars().next_back());
            let after = self.text.get(at + word.len()..).and_then(|after| after.chars().next());
            !before.is_some_and(part) && !after.is_some_and(part)
        };
        let at = self.text.match_indices(word).map(|(at, _)| at).find(|at| own(*at));
        let at = at.filter(|_| !word.is_empty()).map_or(0..self.text.len(), |at| at..at + word.len());
        self.faults.push(Fault { at, message, help });
        Known::Any
    }

    fn known(&mut self, expr: &mut IdedExpr, depth: usize) -> Known {
        if depth > DEPTH {
            let message = format!("the condition lies more than {DEPTH} levels deep in itself");
            // Said once; what lies deeper is not looked at.
            if self.faults.iter().all(|fault| fault.message != message) {
                self.fault("", message, Some("make two rules of it".to_owned()));
            }
            return Known::Any;
        }
        match &mut expr.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => Known::Flag,
            Expr::Literal(LiteralValue::String(_)) => Known::Text,
            Expr::Literal(LiteralValue::Int(_) | LiteralValue::UInt(_) | LiteralValue::Double(_)) => Known::Number,
            Expr::Literal(LiteralValue::Null | LiteralValue::Bytes(_)) => Known::Any,
            Expr::Ident(name) => {
                let name = name.clone();
                self.variable(&name)
            }
            Expr::Select(select) => self.select(select, depth),
            Expr::Call(call) => self.call(call, depth),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension, depth),
            Expr::List(list) => {
                for element in &mut list.elements {
                    self.known(element, depth + 1);
                }
                Known::List
            }
            Expr::Map(map) => {
                for entry in &mut map.entries {
                    if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                        self.known(&mut entry.key, depth + 1);
                        self.known(&mut entry.value, depth + 1);
                    }
                }
                Known::Any
            }
            Expr::Struct(made) => {
                let name = made.type_name.clone();
                self.fault(&name, format!("there is no type `{name}`"), None)
            }
            Expr::Unspecified => self.fault("", "the condition is not complete".to_owned(), None),
        }
    }

    fn variable(&mut self, name: &str) -> Known {
        if let Some((_, known)) = self.scope.iter().rev().find(|(variable, _)| variable == name) {
            return *known;
        }
        if name == "stage" {
            return Known::Text;
        }
        if let Some(kind) = self.roots.iter().find(|kind| kind.word() == name) {
            return Known::Thing(*kind);
        }
        let words: Vec<&str> = self.roots.iter().map(|kind| kind.word()).chain(["stage"]).collect();
        let help = match Kind::ALL.iter().find(|kind| kind.word() == name) {
            Some(kind) => format!(
                "a rule that looks at {}s has: {}; look-at = \"{name}\" looks at {name}s",
                self.roots.first().unwrap_or(kind).word(),
                words.join(", ")
            ),
            None => suggestion(name, &words),
        };
        self.fault(name, format!("there is no `{name}` here"), Some(help))
    }

    fn select(&mut self, select: &mut SelectExpr, depth: usize) -> Known {
        let field = select.field.clone();
        let found = match self.known(&mut select.operand, depth + 1) {
            Known::Thing(kind) => match kind.field(&field) {
                Some(found) if select.test => {
                    let message = format!("every {} has `{}`", kind.word(), found.name);
                    let help = format!("`{} != null` asks whether it has a value", found.name);
                    self.fault(&field, message, Some(help))
                }
                Some(found) => Known::of(found.shape),
                None => {
                    let names: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
                    let help = suggestion(&field, &names);
                    self.fault(&field, format!("{} has no `{field}`", with_article(kind.word())), Some(help))
                }
            },
            Known::Any => Known::Any,
            other => self.fault(&field, format!("{} has no `{field}`", other.words()), None),
        };
        if select.test { Known::Flag } else { found }
    }

    fn call(&mut self, call: &mut CallExpr, depth: usize) -> Known {
        let name = call.func_name.clone();
        if name == "matches" {
            return self.matches(call, depth);
        }
        let target = call.target.as_deref_mut().map(|target| self.known(target, depth + 1));
        let arguments: Vec<Known> = call.args.iter_mut().map(|argument| self.known(argument, depth + 1)).collect();
        match name.as_str() {
            operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT => {
                let wrong = arguments.iter().find(|known| !matches!(known, Known::Flag | Known::Any));
                if let Some(wrong) = wrong {
                    let sign = name.replace('_', "");
                    let message = format!("`{sign}` joins what is true or false, not {}", wrong.words());
                    return self.fault("", message, None);
                }
                Known::Flag
            }
            operators::EQUALS
            | operators::NOT_EQUALS
            | operators::LESS
            | operators::LESS_EQUALS
            | operators::GREATER
            | operators::GREATER_EQUALS
            | operators::IN
            | operators::NOT_STRICTLY_FALSE => Known::Flag,
            operators::ADD
            | operators::SUBSTRACT
            | operators::MULTIPLY
            | operators::DIVIDE
            | operators::MODULO
            | operators::NEGATE => Known::Any,
            operators::CONDITIONAL => match arguments.as_slice() {
                [_, one, other] if one == other => *one,
                _ => Known::Any,
            },
            operators::INDEX => match arguments.first() {
                Some(Known::Thing(kind)) => {
                    let message = format!("fields of {} are written with a dot", with_article(kind.word()));
                    self.fault(kind.word(), message, Some(format!("such as {}.name", kind.word())))
                }
                Some(Known::Things(kind)) => Known::Thing(*kind),
                Some(Known::Texts) => Known::Text,
                _ => Known::Any,
            },
            "size" | "int" | "double" => Known::Number,
            "string" | "lowerAscii" => Known::Text,
            "contains" if matches!(target, Some(Known::Texts | Known::Things(_) | Known::List)) => {
                self.fault("contains", "a list is asked with `in`".to_owned(), Some("such as 'x' in list".to_owned()))
            }
            "contains" | "startsWith" | "endsWith" => Known::Flag,
            _ => {
                let help = suggestion(&name, &FUNCTIONS);
                self.fault(&name, format!("there is no function `{name}`"), Some(help))
            }
        }
    }

    /// The pattern of `matches` is written out: it is made once, and known to be one before anything runs.
    fn matches(&mut self, call: &mut CallExpr, depth: usize) -> Known {
        let pattern = call.args.pop();
        let text = match (&mut call.target, call.args.as_mut_slice()) {
            (Some(target), []) => self.known(target, depth + 1),
            (None, [text]) => self.known(text, depth + 1),
            _ => return self.fault("matches", "`matches` takes one pattern".to_owned(), None),
        };
        if !matches!(text, Known::Text | Known::Any) {
            return self.fault("matches", format!("`matches` asks a text, not {}", text.words()), None);
        }
        let Some(IdedExpr { id, expr: Expr::Literal(LiteralValue::String(pattern)) }) = pattern else {
            let help = "write it between quotes".to_owned();
            return self.fault("matches", "the pattern of `matches` must be written out".to_owned(), Some(help));
        };
        let pattern: &CelString<'_> = &pattern;
        match RegexBuilder::new(pattern.inner()).size_limit(PATTERN_BYTES).build() {
            Ok(regex) => {
                call.args.push(IdedExpr { id, expr: Expr::Ident(pattern_name(self.patterns.len())) });
                self.patterns.push(regex);
                Known::Flag
            }
            Err(error) => {
                let message = match error {
                    regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
                    // The last line of the crate's words says what is wrong; those before it draw where.
                    error => {
                        let words = error.to_string();
                        let why = words.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
                        format!("this is not a pattern: {why}")
                    }
                };
                let pattern = pattern.inner().to_owned();
                self.fault(&pattern, message, None)
            }
        }
    }

    fn comprehension(&mut self, comprehension: &mut ComprehensionExpr, depth: usize) -> Known {
        let element = match self.known(&mut comprehension.iter_range, depth + 1) {
            Known::Things(kind) => Known::Thing(kind),
            Known::Texts => Known::Text,
            Known::List | Known::Any => Known::Any,
            other => {
                let variable = comprehension.iter_var.clone();
                return self.fault(&variable, format!("{} is not a list", other.words()), None);
            }
        };
        // `exists` and `all` begin with true or false, `exists_one` with a number that it compares, `map` and `filter` with a list.
        let result = match comprehension.accu_init.expr {
            Expr::List(_) => Known::List,
            _ => Known::Flag,
        };
        let variables = self.scope.len();
        self.scope.push((comprehension.accu_var.clone(), Known::Any));
        self.scope.push((comprehension.iter_var.clone(), element));
        if let Some(second) = &comprehension.iter_var2 {
            self.scope.push((second.clone(), Known::Any));
        }
        for part in [&mut comprehension.loop_cond, &mut comprehension.loop_step, &mut comprehension.result] {
            self.known(part, depth + 1);
        }
        self.scope.truncate(variables);
        let range = std::mem::take(&mut comprehension.iter_range);
        let id = range.id;
        let meter = IdedExpr { id, expr: Expr::Ident(METER.to_owned()) };
        let call = CallExpr { func_name: METERED.to_owned(), target: None, args: vec![meter, range] };
        comprehension.iter_range = IdedExpr { id, expr: Expr::Call(call) };
        result
    }
}

/// The name of the variable with a pattern, which no condition can write.
pub(super) fn pattern_name(index: usize) -> String {
    format!("@pattern{index}")
}
