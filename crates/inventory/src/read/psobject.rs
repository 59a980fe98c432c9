//! What PowerShell leaves of objects where it writes them as text: in cells of CSV, and below the depth of `ConvertTo-Json`.
//!
//! An object becomes `@{name=value; name=value}`, a list or table the name of its type, and nothing becomes nothing. Objects are made
//! objects again. What became the name of a type, or nothing, is left out: it is not known, and neither absent nor empty.

use std::borrow::Cow;
use std::ops::Range;

use syntax::{Kind, Member, Span, Value};

use super::sensitive::may_hold_secret;

/// How deep objects may lie inside each other. PowerShell itself writes one or two levels.
const MAX_DEPTH: usize = 8;

/// Makes objects of the strings below `root` that were objects. `text` is the whole text: inside a string that stands in it without
/// escapes, every part has its own place; else all parts have the place of the string.
pub(super) fn restore(root: &mut Value<'_>, text: &str) {
    // Without recursion: values may be nested as deep as the parser allows.
    let mut open = vec![(root, 0)];
    while let Some((value, depth)) = open.pop() {
        let mut depth = depth;
        if depth < MAX_DEPTH
            && let Kind::String(content) = &value.kind
            && let Some(kind) = object(content, value.span, text)
        {
            value.kind = kind;
            depth += 1;
        }
        match &mut value.kind {
            Kind::Array(items) => {
                items.retain(|item| !is_lost(item));
                open.extend(items.iter_mut().map(|item| (item, depth)));
            }
            Kind::Object(members) => {
                members.retain(|member| !is_lost(&member.value));
                open.extend(members.iter_mut().map(|member| (&mut member.value, depth)));
            }
            _ => {}
        }
    }
}

/// Whether a string still looks like an object: it could not be taken apart.
pub(super) fn looks_like_object(content: &str) -> bool {
    content.trim_start().starts_with("@{")
}

/// Whether an object had a member that is lost.
pub(super) fn has_lost(object: &Value<'_>, name: &str, text: &str) -> bool {
    let names = || {
        object.span.of(text).match_indices(name).any(|(at, _)| {
            let rest = object.span.of(text).get(at + name.len()..).unwrap_or_default();
            rest.starts_with(['=', '"'])
        })
    };
    object.get(name).is_none() && names()
}

/// Whether a value is a string that stands for something that is lost.
fn is_lost(value: &Value<'_>) -> bool {
    value.as_str().is_some_and(is_placeholder)
}

fn is_placeholder(content: &str) -> bool {
    let content = content.trim();
    let of_type = |character: char| character.is_ascii_alphanumeric() || "._+`,[]".contains(character);
    content.eq_ignore_ascii_case("$null")
        || ["System.", "Microsoft."].iter().any(|namespace| content.starts_with(namespace))
            && content.chars().all(of_type)
}

/// The object, or the list of objects, that a string was.
fn object<'t>(content: &Cow<'t, str>, span: Span, text: &str) -> Option<Kind<'t>> {
    let objects = split(content)?;
    let start = place(content, span, text);
    let at = |range: &Range<usize>| match start {
        Some(start) => Span::new(start + range.start, start + range.end),
        None => span,
    };
    let part = |range: &Range<usize>| match content {
        Cow::Borrowed(content) => content.get(range.clone()).map(Cow::Borrowed),
        Cow::Owned(content) => content.get(range.clone()).map(|part| Cow::Owned(part.to_owned())),
    };
    let mut values = Vec::new();
    for (whole, pairs) in objects {
        let mut members = Vec::new();
        for Pair { key, value } in pairs {
            if part(&value)?.trim().is_empty() {
                continue;
            }
            let kind = Kind::String(part(&value)?);
            members.push(Member { key: part(&key)?, key_span: at(&key), value: Value { span: at(&value), kind } });
        }
        values.push(Value { span: at(&whole), kind: Kind::Object(members) });
    }
    if values.len() == 1 { values.pop().map(|value| value.kind) } else { Some(Kind::Array(values)) }
}

/// Where a string's content begins in the text, if it stands there as such, with or without quotes.
fn place(content: &str, span: Span, text: &str) -> Option<usize> {
    let written = span.of(text);
    let quote = usize::from(written != content);
    let inner = if quote == 1 { written.get(1..written.len().checked_sub(1)?)? } else { written };
    (inner == content).then_some(span.start as usize + quote)
}

/// A name and its value.
struct Pair {
    key: Range<usize>,
    value: Range<usize>,
}

/// The objects of a string, each with its place and its pairs: mostly one, or several with a space between them. `None` where it is
/// no such string, or its braces do not match.
fn split(content: &str) -> Option<Vec<(Range<usize>, Vec<Pair>)>> {
    let mut objects = Vec::new();
    let mut at = 0;
    loop {
        let rest = content.get(at..)?;
        let start = at + (rest.len() - rest.trim_start().len());
        if start == content.len() {
            return (!objects.is_empty()).then_some(objects);
        }
        let body = start + 2;
        if content.get(start..body)? != "@{" {
            return None;
        }
        let (pairs, end) = pairs(content, body)?;
        objects.push((start..end, pairs));
        at = end;
    }
}

/// The pairs of an object whose first one begins at `at`, and where the object ends, its brace included.
fn pairs(content: &str, at: usize) -> Option<(Vec<Pair>, usize)> {
    let bytes = content.as_bytes();
    let mut pairs: Vec<Pair> = Vec::new();
    let mut depth = 0_usize;
    let mut key = key(content, at);
    // An object without members.
    if key.is_none() && content.get(at..)?.trim_start().starts_with('}') {
        return Some((pairs, at + content.get(at..)?.find('}')? + 1));
    }
    let mut from = key.clone()?.end + 1;
    let mut position = from;
    loop {
        let next = match *bytes.get(position)? {
            b'{' => {
                depth += 1;
                None
            }
            b'}' if depth == 0 => {
                let value = from..position;
                pairs.extend(key.map(|key| Pair { key, value }));
                return Some((pairs, position + 1));
            }
            b'}' => {
                depth -= 1;
                None
            }
            b';' if depth == 0 && !(key.as_ref().is_some_and(|key| hides_the_rest(content, key, from..position))) => {
                self::key(content, position + 1)
            }
            _ => None,
        };
        position += 1;
        if let Some(next) = next {
            let value = from..position - 1;
            from = next.end + 1;
            position = from;
            pairs.extend(key.replace(next).map(|key| Pair { key, value }));
        }
    }
}

/// The name that stands at `at`, after spaces and before `=`.
fn key(content: &str, at: usize) -> Option<Range<usize>> {
    let rest = content.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let is_name = |character: char| character.is_alphanumeric() || "_-.:@$#".contains(character);
    let name = content.get(start..)?;
    let length = name.find(|character| !is_name(character))?;
    (length > 0 && name.get(length..)?.starts_with('=')).then_some(start..start + length)
}

/// Whether what follows a value may still be part of it: a secret may hold whatever stands between two pairs.
fn hides_the_rest(content: &str, key: &Range<usize>, value: Range<usize>) -> bool {
    let name = content.get(key.clone()).unwrap_or_default();
    let value = content.get(value).unwrap_or_default().trim();
    let said = ["", "true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word));
    may_hold_secret(name) && !said && !looks_like_object(value) && !is_placeholder(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    /// A restored string in few words: values with what stands at their places.
    fn restored(content: &str) -> String {
        fn show(value: &Value<'_>, text: &str, out: &mut String) {
            match &value.kind {
                Kind::Object(members) => {
                    out.push('{');
                    for member in members {
                        assert_eq!(member.key_span.of(text), member.key);
                        write!(out, "{}:", member.key).unwrap();
                        show(&member.value, text, out);
                    }
                    out.push('}');
                }
                Kind::Array(items) => items.iter().for_each(|item| show(item, text, out)),
                Kind::String(content) => {
                    assert_eq!(value.span.of(text), content);
                    write!(out, "<{content}>").unwrap();
                }
                other => panic!("{other:?}"),
            }
        }
        let span = Span::new(0, content.len());
        let mut value = Value { span, kind: Kind::String(Cow::Borrowed(content)) };
        restore(&mut value, content);
        let mut out = String::new();
        show(&value, content, &mut out);
        out
    }

    #[test]
    fn objects_come_back() {
        assert_eq!(
            restored("@{id=1; displayName=Ada Lovelace; type=User}"),
            "{id:<1>displayName:<Ada Lovelace>type:<User>}"
        );
        assert_eq!(restored("@{a=@{b=@{c=1}; d={2}}; e=3}"), "{a:{b:{c:<1>}d:<{2}>}e:<3>}");
        assert_eq!(restored("@{status=Connected} @{status=Error}"), "{status:<Connected>}{status:<Error>}");
        assert_eq!(restored("@{}"), "{}");
        assert_eq!(
            restored("@{token:grantType=code; a=x=y; z; b=Hopper; Grace}"),
            "{token:grantType:<code>a:<x=y; z>b:<Hopper; Grace>}"
        );
    }

    #[test]
    fn what_is_lost_is_left_out() {
        let types =
            "@{a=; b=$null; c=System.Object[]; d=System.Collections.Hashtable; e=Microsoft.PowerApps.Thing; f=1; g= }";
        assert_eq!(restored(types), "{f:<1>}");
        assert_eq!(
            restored("@{type=Microsoft.PowerApps/apis/connections}"),
            "{type:<Microsoft.PowerApps/apis/connections>}"
        );
    }

    #[test]
    fn what_is_no_object_stays_a_string() {
        for content in ["", "@{", "@{variables('a')}", "@{a=1", "@{a={1}", "@{a=1} and @{b=2}", "@{a=1}}", "{a=1}"] {
            assert_eq!(restored(content), format!("<{content}>"));
        }
    }

    #[test]
    fn nothing_is_told_from_what_follows_a_secret() {
        let secret = "@{a=1; password=s3cret; type=User; b=2}";
        assert_eq!(restored(secret), "{a:<1>password:<s3cret; type=User; b=2>}");
        assert_eq!(restored("@{testLinks=System.Object[]; token=; a=1}"), "{a:<1>}");
    }

    #[test]
    fn objects_inside_of_objects_end_somewhere() {
        let deep = format!("{}{}", "@{a=".repeat(5000), "}".repeat(5000));
        assert!(restored(&deep).starts_with(&"{a:".repeat(MAX_DEPTH)));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_places_fit(content in "(@\\{a=)?(@\\{|[@{}a=; \"é.]|token=|; b=){0,20}") {
            let text = format!("\"{content}\"");
            let mut value = Value { span: Span::new(0, text.len()), kind: Kind::String(Cow::Borrowed(&content)) };
            restore(&mut value, &text);
            let mut open = vec![&value];
            while let Some(value) = open.pop() {
                prop_assert!(text.get(value.span.range()).is_some());
                if let Some(content) = value.as_str() {
                    prop_assert!(value.span.of(&text).trim_matches('"').contains(content.trim_matches('"')));
                }
                open.extend(value.items());
                open.extend(value.members().iter().map(|member| &member.value));
            }
        }
    }
}
