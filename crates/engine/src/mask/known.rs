//! Places of a package that hold secrets whatever they look like, because the format says so: defaults of secure parameters, the
//! members of an action's authentication, defaults of environment variables of the secret type, scripts of desktop flows.

use solution::Tree;
use syntax::{Kind, Span, Value, xml::Element};

/// The element, or key of the YAML layout, that holds a desktop flow's script. No line of it belongs into an excerpt: scripts hold
/// passwords in a language of their own, whose secrets cannot be told by their surroundings.
const SCRIPT: &str = "Definition";
/// The type of a secret environment variable.
const SECRET_TYPE: &str = "100000005";
/// The members that hold the value of what their object declares.
const VALUES: [&str; 4] = ["defaultValue", "default", "value", "defaultvalue"];
/// The members of an action's or trigger's `authentication` that say how, where and as whom it signs in.
const OPEN: [&str; 11] = [
    "type",
    "scheme",
    "username",
    "tenant",
    "authority",
    "audience",
    "clientId",
    "identity",
    "name",
    "in",
    "identityProvider",
];

/// The places that hold secrets in a text.
pub(crate) fn places(text: &str, tree: &Tree<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    match tree {
        // Hardly any text has one.
        Tree::Xml(root) if holds(text, SCRIPT) || holds(text, SECRET_TYPE) => in_elements(root, &mut found),
        Tree::Xml(_) => {}
        Tree::Yaml(root) | Tree::Json(root) => in_values(root, &mut found),
    }
    found
}

/// Whether a word stands anywhere in a text: the standard library goes through it byte by byte.
fn holds(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

fn in_elements(root: &Element<'_>, found: &mut Vec<Span>) {
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        if element.name == "Workflow" {
            found.extend(element.children_named(SCRIPT).map(|script| script.span));
            continue;
        }
        let is_secret = element.children_named("type").any(|of| of.text.trim() == SECRET_TYPE);
        if is_secret {
            let values = element.children_named("defaultvalue").filter(|value| is_plain(value.text.trim()));
            found.extend(values.map(|value| value.text_span));
        }
        open.extend(&element.children);
    }
}

fn in_values(root: &Value<'_>, found: &mut Vec<Span>) {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::Object(members) => {
                if is_secret(value) {
                    let values = members.iter().filter(|member| VALUES.contains(&&*member.key));
                    values.for_each(|member| within(&member.value, found));
                }
                for member in members {
                    if member.key == SCRIPT && matches!(member.value.kind, Kind::String(_)) {
                        found.push(member.value.span);
                    } else if member.key.eq_ignore_ascii_case("authentication") {
                        let closed = member
                            .value
                            .members()
                            .iter()
                            .filter(|inner| !OPEN.iter().any(|open| inner.key.eq_ignore_ascii_case(open)));
                        closed.for_each(|inner| within(&inner.value, found));
                    }
                    open.push(&member.value);
                }
            }
            Kind::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

/// Whether an object declares something secret: a parameter of a secure type, an environment variable of the secret type.
fn is_secret(object: &Value<'_>) -> bool {
    match object.get("type").map(|of| &of.kind) {
        Some(Kind::String(name) | Kind::Number(name)) => {
            name == SECRET_TYPE
                || ["SecureString", "SecureObject"].iter().any(|secure| name.eq_ignore_ascii_case(secure))
        }
        _ => false,
    }
}

/// Every text and number in a value.
fn within(value: &Value<'_>, found: &mut Vec<Span>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::String(text) if is_plain(text) => found.push(value.span),
            Kind::Number(_) => found.push(value.span),
            Kind::Array(items) => open.extend(items),
            Kind::Object(members) => open.extend(members.iter().map(|member| &member.value)),
            _ => {}
        }
    }
}

/// Whether a value is one, rather than an expression, or the name of a secret in a vault.
fn is_plain(value: &str) -> bool {
    let names_a_vault =
        value.get(.."/subscriptions/".len()).is_some_and(|start| start.eq_ignore_ascii_case("/subscriptions/"));
    !value.is_empty() && !value.starts_with('@') && !names_a_vault
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(text: &str, tree: &Tree<'_>) -> String {
        let places: Vec<_> = places(text, tree).into_iter().map(Span::range).collect();
        crate::mask::collapse(&crate::mask::blanked(text, &places)).0
    }

    #[test]
    fn what_the_format_calls_secret_is_hidden() {
        for (text, expected) in [
            (
                r#"{"key": {"type": "SecureString", "defaultValue": "plover"}, "city": {"type": "String", "defaultValue": "x"}}"#,
                r#"{"key": {"type": "SecureString", "defaultValue": "***"}, "city": {"type": "String", "defaultValue": "x"}}"#,
            ),
            (
                r#"{"p": {"type": "securestring", "default": "plover"}, "o": {"type": "SecureObject", "defaultValue": {"a": ["plover", 12]}}}"#,
                r#"{"p": {"type": "securestring", "default": "***"}, "o": {"type": "SecureObject", "defaultValue": {"a": ["***", ***]}}}"#,
            ),
            (
                r#"{"authentication": {"type": "Raw", "value": "plover", "username": "app"}}"#,
                r#"{"authentication": {"type": "Raw", "value": "***", "username": "app"}}"#,
            ),
        ] {
            let tree = Tree::Json(syntax::json::parse(text).unwrap().root);
            assert_eq!(shown(text, &tree), expected);
        }
        let text = "<environmentvariabledefinition><defaultvalue>plover</defaultvalue><type>100000005</type></environmentvariabledefinition>";
        let root = syntax::xml::parse(text).unwrap();
        assert_eq!(
            shown(text, &Tree::Xml(root)),
            "<environmentvariabledefinition><defaultvalue>***</defaultvalue><type>100000005</type></environmentvariabledefinition>"
        );
    }

    #[test]
    fn what_names_a_secret_is_not_hidden() {
        for text in [
            r#"{"authentication": {"type": "Basic", "username": "app", "value": "@parameters('x')"}}"#,
            r#"{"type": 100000005, "defaultvalue": "/subscriptions/1/resourceGroups/x/providers/Microsoft.KeyVault/vaults/v/secrets/s"}"#,
            r#"{"key": {"type": "SecureString", "defaultValue": ""}}"#,
        ] {
            let tree = Tree::Json(syntax::json::parse(text).unwrap().root);
            assert_eq!(shown(text, &tree), text);
        }
    }
}
