//! The places of values that must never be printed.

use syntax::{Kind, Span, Value};

use super::psobject::looks_like_object;

/// The places of such values below `root`, in the order of the text.
pub(super) fn spans(root: &Value<'_>) -> Vec<Span> {
    members_named(root, is_sensitive)
}

/// Whether an inventory of powerlint, which has no place for secrets, holds one all the same.
pub(super) fn in_native(root: &Value<'_>) -> bool {
    // The `key` of a principal is a word that the inventory names it by.
    !members_named(root, |key| key != "key" && is_sensitive(key)).is_empty()
}

fn members_named(root: &Value<'_>, is_sensitive: impl Fn(&str) -> bool) -> Vec<Span> {
    let mut spans = Vec::new();
    // Without recursion: records may be nested as deep as the parser allows.
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::Array(items) => open.extend(items),
            Kind::Object(members) => {
                for member in members {
                    let key = member.key.to_ascii_lowercase();
                    match key.as_str() {
                        "connectionparameters" => parameters(&member.value, &mut spans),
                        "connectionparametersset" => {
                            for inner in member.value.members() {
                                if inner.key.eq_ignore_ascii_case("values") {
                                    parameters(&inner.value, &mut spans);
                                } else {
                                    open.push(&inner.value);
                                }
                            }
                        }
                        "passwordcredentials" | "keycredentials" if matches!(member.value.kind, Kind::Array(_)) => {
                            entra_credentials(&member.value, &mut spans);
                        }
                        _ if is_sensitive(&key) => spans.push(member.value.span),
                        _ => open.push(&member.value),
                    }
                }
            }
            // An object as PowerShell writes it that could not be taken apart: what it holds cannot be told.
            Kind::String(content) if looks_like_object(content) => spans.push(value.span),
            _ => {}
        }
    }
    spans.sort_unstable();
    spans
}

/// All parameters but those that tell how one signs in.
fn parameters(value: &Value<'_>, spans: &mut Vec<Span>) {
    match &value.kind {
        Kind::Object(members) => {
            let secret = members.iter().filter(|member| !is_harmless(&member.key));
            spans.extend(secret.map(|member| member.value.span));
        }
        Kind::Null => {}
        _ => spans.push(value.span),
    }
}

/// Whether a parameter of this name tells how one signs in, and nothing that is secret.
fn is_harmless(key: &str) -> bool {
    ["token:grantType", "sku"].iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// Whether text under this name may be a secret, so that its end cannot be told from what stands in it.
pub(super) fn may_hold_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let parameters = ["connectionparameters", "connectionparametersset", "values"].contains(&key.as_str());
    parameters || is_sensitive(&key) && !is_harmless(&key)
}

/// The credentials of an application in Microsoft Entra: all but what tells one from another, and its dates.
fn entra_credentials(credentials: &Value<'_>, spans: &mut Vec<Span>) {
    const HARMLESS: [&str; 8] =
        ["keyId", "displayName", "startDateTime", "endDateTime", "startDate", "endDate", "type", "usage"];
    for credential in credentials.items() {
        if !credential.is_object() {
            spans.push(credential.span);
        }
        let secret = credential.members().iter().filter(|member| !HARMLESS.contains(&member.key.as_ref()));
        spans.extend(secret.filter(|member| !matches!(member.value.kind, Kind::Null)).map(|member| member.value.span));
    }
}

/// Whether a member of this name (in lower case) may hold a secret, or holds what nobody needs to see.
fn is_sensitive(key: &str) -> bool {
    const NAMES: [&str; 10] = [
        "testlinks",
        "clientdata",
        "definition",
        // Of flows.
        "parameters",
        "connectionparametersconfig",
        "connectionparametersetconfig",
        // Terraform: JSON in a string.
        "connection_parameters",
        "connection_parameters_set",
        // The first letters of a secret, and the thumbprint of a certificate or the name of a secret.
        "hint",
        "customkeyidentifier",
    ];
    NAMES.contains(&key)
        || key.ends_with("key")
        || ["secret", "password", "token", "credential", "connectionstring"].iter().any(|part| key.contains(part))
}
