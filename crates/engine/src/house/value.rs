//! Things and data as values of the language: nothing is copied out of the package before a condition asks for it.

use std::{
    any::Any,
    panic,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use cel::{
    ExecutionError,
    common::{
        traits::{Container, Indexer, Iterable, Iterator, Sizer},
        types::{CelBool, CelDouble, CelInt, CelList, CelNull, CelString, Type},
        value::{CowVal, StaticVal, Val},
    },
};
use regex::Regex;
use syntax::{Kind as Json, Member, Value};

use super::thing::{Held, Thing};

static THING: Type = Type::new_unspecified_type("thing");
static OBJECT: Type = Type::new_unspecified_type("object");
static PATTERN: Type = Type::new_unspecified_type("pattern");
static METER: Type = Type::new_unspecified_type("meter");

/// The type of objects inside data.
pub(super) fn object_type() -> Type {
    OBJECT.to_owned()
}

/// The type of patterns.
pub(super) fn pattern_type() -> Type {
    PATTERN.to_owned()
}

/// The type of the meter.
pub(super) fn meter_type() -> Type {
    METER.to_owned()
}

/// What a field holds, as a value.
pub(super) fn value<'v>(held: Held<'v>) -> Box<dyn Val + 'v> {
    match held {
        Held::Null => Box::new(CelNull),
        Held::Text(text) => Box::new(CelString::from(text)),
        Held::Number(number) => Box::new(CelInt::from(number)),
        Held::Flag(flag) => Box::new(CelBool::from(flag)),
        Held::Texts(texts) => list(texts.into_iter().map(|text| Box::new(CelString::from(text)) as Box<dyn Val + 'v>)),
        Held::Thing(thing) => Box::new(thing),
        Held::Things(things) => list(things.into_iter().map(|thing| Box::new(thing) as Box<dyn Val + 'v>)),
        Held::Data(Some(value)) => data(value),
        Held::Data(None) => Box::new(Object { members: &[], keys: OnceLock::new() }),
    }
}

fn list<'v>(items: impl std::iter::Iterator<Item = Box<dyn Val + 'v>>) -> Box<dyn Val + 'v> {
    Box::new(CelList::from(items.collect::<Vec<_>>()))
}

/// What a package says somewhere, as a value. What is inside an object is turned when it is asked for.
fn data<'v>(value: &'v Value<'v>) -> Box<dyn Val + 'v> {
    match &value.kind {
        Json::Null => Box::new(CelNull),
        Json::Bool(flag) => Box::new(CelBool::from(*flag)),
        Json::Number(text) => match text.parse::<i64>() {
            Ok(whole) => Box::new(CelInt::from(whole)),
            Err(_) => text.parse::<f64>().map_or_else(
                |_| Box::new(CelString::from(text.as_ref())) as Box<dyn Val + 'v>,
                |number| Box::new(CelDouble::from(number)),
            ),
        },
        Json::String(text) => Box::new(CelString::from(text.as_ref())),
        Json::Array(items) => list(items.iter().map(data)),
        Json::Object(members) => Box::new(Object { members, keys: OnceLock::new() }),
    }
}

/// The text that indexes a value.
fn key(index: &dyn Val) -> Result<&str, ExecutionError> {
    let text = index.downcast_ref::<CelString<'_>>().map(CelString::inner);
    text.ok_or_else(|| ExecutionError::UnexpectedType {
        got: index.get_type().name().to_owned(),
        want: "string".to_owned(),
    })
}

impl Val for Thing<'_> {
    fn get_type(&self) -> &Type {
        &THING
    }

    fn cel_type() -> &'static Type {
        &THING
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(*self)
    }
}

impl Indexer for Thing<'_> {
    fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let field = key(index)?;
        let held = Thing::get(*self, field).ok_or_else(|| ExecutionError::no_such_key(field))?;
        Ok(CowVal::Owned(value(held)))
    }

    fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        Ok(Indexer::get(&*self, index)?.into_owned())
    }
}

/// An object inside data.
#[derive(Debug, Clone)]
struct Object<'v> {
    members: &'v [Member<'v>],
    /// Its keys as values, once something goes through them.
    keys: OnceLock<Vec<CelString<'v>>>,
}

impl<'v> Object<'v> {
    /// The last one of this name, as [`Value::get`] takes it.
    fn member(&self, key: &str) -> Option<&'v Value<'v>> {
        self.members.iter().rev().find(|member| member.key == key).map(|member| &member.value)
    }
}

impl Val for Object<'_> {
    fn get_type(&self) -> &Type {
        &OBJECT
    }

    fn cel_type() -> &'static Type {
        &OBJECT
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_iterable<'b, 'v>(&'b self) -> Option<&'b (dyn Iterable + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }
}

impl Container for Object<'_> {
    fn contains(&self, value: &dyn Val) -> Result<bool, ExecutionError> {
        Ok(self.member(key(value)?).is_some())
    }
}

impl Sizer for Object<'_> {
    fn size(&self) -> CelInt {
        CelInt::from(i64::try_from(self.members.len()).unwrap_or(i64::MAX))
    }
}

impl Indexer for Object<'_> {
    fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let key = key(index)?;
        let found = self.member(key).ok_or_else(|| ExecutionError::no_such_key(key))?;
        Ok(CowVal::Owned(data(found)))
    }

    fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let key = key(index)?;
        Ok(data(self.member(key).ok_or_else(|| ExecutionError::no_such_key(key))?))
    }
}

impl Iterable for Object<'_> {
    fn iter<'b, 'v>(&'b self) -> Box<dyn Iterator<'b, 'v> + 'b>
    where
        Self: 'v,
    {
        let members = self.members.iter();
        let keys = self.keys.get_or_init(|| members.map(|member| CelString::from(member.key.as_ref())).collect());
        Box::new(Keys(keys.iter()))
    }
}

struct Keys<'b, 'k>(std::slice::Iter<'b, CelString<'k>>);

impl<'b, 'k: 'v, 'v> Iterator<'b, 'v> for Keys<'b, 'k>
where
    'k: 'b,
{
    fn next(&mut self) -> Option<&'b (dyn Val + 'v)> {
        self.0.next().map(|key| key as &(dyn Val + 'v))
    }
}

/// A pattern of `matches`, made once with the rule.
#[derive(Debug, Clone)]
pub(super) struct Pattern(pub(super) Regex);

impl Val for Pattern {
    fn get_type(&self) -> &Type {
        &PATTERN
    }

    fn cel_type() -> &'static Type {
        &PATTERN
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Pattern {}

/// `text.matches(pattern)`
#[allow(clippy::needless_pass_by_value, reason = "the interpreter says what a function takes")]
pub(super) fn matches<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    match arguments.as_slice() {
        [text, pattern] => {
            let pattern = pattern.downcast_ref::<Pattern>().ok_or_else(ExecutionError::missing_argument_or_target)?;
            Ok(CowVal::owned(CelBool::from(pattern.0.is_match(key(text.as_ref())?))))
        }
        _ => Err(ExecutionError::missing_argument_or_target()),
    }
}

/// `text.lowerAscii()`
#[allow(clippy::needless_pass_by_value, reason = "the interpreter says what a function takes")]
pub(super) fn lower<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let text = arguments.first().ok_or_else(ExecutionError::missing_argument_or_target)?;
    Ok(CowVal::owned(CelString::from(key(text.as_ref())?.to_ascii_lowercase())))
}

/// `object.size()`
#[allow(clippy::needless_pass_by_value, reason = "the interpreter says what a function takes")]
pub(super) fn size<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let sizer = arguments.first().and_then(|object| object.as_sizer());
    Ok(CowVal::owned(sizer.ok_or_else(ExecutionError::missing_argument_or_target)?.size()))
}

/// Counts how often conditions go round their loops.
#[derive(Debug, Clone)]
pub(super) struct Meter(pub(super) Arc<AtomicU64>);

/// Why an evaluation was given up.
pub(super) struct TooMuch;

/// How often the conditions of one rule may go round in one package. Asking every action of a package of 200 flows with 100 actions
/// each about every other action of its flow takes two million rounds; five million take some seconds.
const ROUNDS: u64 = 5_000_000;

impl Val for Meter {
    fn get_type(&self) -> &Type {
        &METER
    }

    fn cel_type() -> &'static Type {
        &METER
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Meter {}

/// Counts what a loop goes through, and hands it on. The interpreter cannot be told to stop, and goes on after errors inside
/// `exists`; so it is left by unwinding, which the evaluation catches.
pub(super) fn metered<'b, 'v>(mut arguments: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let (Some(range), Some(meter)) = (arguments.pop(), arguments.pop()) else {
        return Err(ExecutionError::missing_argument_or_target());
    };
    let size = range.as_sizer().and_then(|sizer| u64::try_from(*sizer.size().inner()).ok()).unwrap_or(1);
    if let Some(Meter(rounds)) = meter.downcast_ref::<Meter>()
        && rounds.fetch_add(size, Ordering::Relaxed).saturating_add(size) > ROUNDS
    {
        panic::resume_unwind(Box::new(TooMuch));
    }
    Ok(range)
}
