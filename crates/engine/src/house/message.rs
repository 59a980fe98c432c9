//! The message of a house rule: a text with fields of the thing in braces.

use std::borrow::Cow;

use super::{
    Fault, Kind,
    model::Shape,
    thing::{Held, Thing},
};
use crate::config::{suggestion, with_article};

/// How much of a field a message shows, in characters: names are longer nowhere.
const LONGEST: usize = 200;

/// A message.
#[derive(Debug)]
pub(super) struct Message(Vec<Part>);

#[derive(Debug)]
enum Part {
    Text(String),
    /// The fields from the variable to the one that is shown.
    Field {
        variable: Kind,
        path: Vec<&'static str>,
    },
}

impl Message {
    /// Reads a message of a rule about a kind of thing. `{flow.name}` is a field; `{{` and `}}` are braces.
    pub(super) fn parse(text: &str, look_at: Kind) -> Result<Self, Vec<Fault>> {
        let mut parts = Vec::new();
        let mut faults = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if rest.starts_with("{{") || rest.starts_with("}}") {
                plain.push_str(&rest[..1]);
                at += 2;
            } else if let Some(inside) = rest.strip_prefix('{') {
                let Some(end) = inside.find('}') else {
                    let message = "a brace is not closed".to_owned();
                    let help = Some("`{{` stands for a brace".to_owned());
                    faults.push(Fault { at: at..text.len(), message, help });
                    break;
                };
                parts.push(Part::Text(std::mem::take(&mut plain)));
                match field(&inside[..end], look_at) {
                    Ok(part) => parts.push(part),
                    Err((message, help)) => faults.push(Fault { at: at + 1..at + 1 + end, message, help }),
                }
                at += end + 2;
            } else {
                let next = rest.find(['{', '}']).map_or(rest.len(), |next| next.max(1));
                plain.push_str(&rest[..next]);
                at += next;
            }
        }
        parts.push(Part::Text(plain));
        if faults.is_empty() { Ok(Self(parts)) } else { Err(faults) }
    }

    /// The message about no thing in particular.
    pub(super) fn outline(&self) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Field { .. } => "…",
        });
        parts.collect()
    }

    /// The message about a thing.
    pub(super) fn about(&self, thing: Thing<'_>, solution: Thing<'_>) -> String {
        let mut message = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => message.push_str(text),
                Part::Field { variable, path } => {
                    let start = if *variable == thing.kind() {
                        Some(thing)
                    } else if *variable == Kind::Solution {
                        Some(solution)
                    } else {
                        thing.flow()
                    };
                    message
                        .push_str(&start.map_or_else(|| shown(&Held::Null).into_owned(), |start| follow(start, path)));
                }
            }
        }
        message
    }
}

/// A field that a message may show.
fn field(text: &str, look_at: Kind) -> Result<Part, (String, Option<String>)> {
    let mut names = text.trim().split('.').map(str::trim);
    let variable = names.next().unwrap_or_default();
    let mut roots = vec![look_at, Kind::Solution];
    if look_at.is_in_flow() {
        roots.push(Kind::Flow);
    }
    let words: Vec<&str> = roots.iter().map(|kind| kind.word()).collect();
    let Some(variable) = roots.iter().copied().find(|kind| kind.word() == variable) else {
        let help =
            format!("messages show fields, such as {{{}.name}}; {}", look_at.word(), suggestion(variable, &words));
        return Err((format!("there is no `{variable}` here"), Some(help)));
    };
    let (mut kind, mut path, mut last) = (variable, Vec::new(), None);
    for name in names {
        let Some(field) = kind.field(name) else {
            let known: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
            return Err((format!("{} has no `{name}`", with_article(kind.word())), Some(suggestion(name, &known))));
        };
        path.push(field.name);
        last = Some(field);
        match field.shape {
            Shape::Thing(inner) => kind = inner,
            _ => break,
        }
    }
    match last {
        // Whatever follows the last field that has fields is too much.
        Some(field) if field.shown && path.len() == text.split('.').count() - 1 => Ok(Part::Field { variable, path }),
        Some(field) if !field.shown && !matches!(field.shape, Shape::Thing(_)) => {
            let help = "it can hold values, and values can be secrets; show names".to_owned();
            Err((format!("messages do not show `{}`", field.name), Some(help)))
        }
        _ => Err((
            format!("`{}` is not one text", text.trim()),
            Some(format!("show a field, such as {{{}.name}}", variable.word())),
        )),
    }
}

fn follow(start: Thing<'_>, path: &[&str]) -> String {
    let mut thing = start;
    for name in path {
        match thing.get(name) {
            Some(Held::Thing(inner)) => thing = inner,
            Some(held) => return shown(&held).into_owned(),
            None => break,
        }
    }
    shown(&Held::Null).into_owned()
}

fn shown<'h>(held: &'h Held<'_>) -> Cow<'h, str> {
    let text = match held {
        Held::Text(text) => Cow::Borrowed(text.as_ref()),
        Held::Number(number) => Cow::Owned(number.to_string()),
        Held::Flag(flag) => Cow::Owned(flag.to_string()),
        Held::Texts(texts) => Cow::Owned(texts.join(", ")),
        Held::Null | Held::Thing(_) | Held::Things(_) | Held::Data(_) => Cow::Borrowed("(none)"),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => text,
    }
}
