//! The parts of an `OpenAPI` 2.0 definition that several rules look at.

use engine::{Subject, SubjectKind};
use solution::model::{ConnectorPart, CustomConnector};
use syntax::{Kind, Value};

/// The members of a path that are operations (`OpenAPI` 2.0, "Path Item Object").
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// An operation of a connector.
pub(super) struct Operation<'t> {
    /// The path, as written.
    pub(super) path: &'t str,
    /// The method, as written.
    pub(super) method: &'t str,
    /// The operation.
    pub(super) value: &'t Value<'t>,
    /// The path's value, which may hold parameters for all its operations.
    pub(super) shared: &'t Value<'t>,
}

/// The operations of a definition, in the order of the text.
pub(super) fn operations<'t>(definition: ConnectorPart<'t>) -> Vec<Operation<'t>> {
    let paths = definition.root.get("paths").map(Value::members).unwrap_or_default();
    let of_path = |path: &'t syntax::Member<'t>| {
        let methods = path.value.members().iter().filter(|member| is_method(&member.key) && member.value.is_object());
        methods.map(|member| Operation {
            path: &path.key,
            method: &member.key,
            value: &member.value,
            shared: &path.value,
        })
    };
    paths.iter().flat_map(of_path).collect()
}

/// Whether a member of a path is an operation.
pub(super) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

/// The host, without its port and in lower case; `None` where it is absent or computed from an environment variable
/// (`@environmentVariables("contoso_Host")`).
pub(super) fn host(definition: ConnectorPart<'_>) -> Option<(String, &Value<'_>)> {
    let value = definition.root.get("host")?;
    let text = value.as_str()?.trim();
    if text.contains(['@', '{', '#']) {
        return None;
    }
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = bare.split(['/', ':']).next().unwrap_or_default().to_ascii_lowercase();
    (!host.is_empty()).then_some((host, value))
}

/// Whether a part says nothing: `{}`, `[]` or `null`.
pub(super) fn is_empty(value: &Value<'_>) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::Array(items) => items.is_empty(),
        Kind::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether connections go through a gateway into a network of one's own.
pub(super) fn has_gateway(connector: &CustomConnector<'_>) -> bool {
    let Some(parameters) = connector.parameters else { return false };
    let is_gateway = |value: &Value<'_>| {
        let text = value.get("type").and_then(Value::as_str);
        text.is_some_and(|text| text.eq_ignore_ascii_case("gatewaySetting"))
    };
    parameters.root.members().iter().any(|member| is_gateway(&member.value))
}

/// Whether a host lies in a network of one's own: a single label, a private address, or an ending kept for such networks.
pub(super) fn is_private(host: &str) -> bool {
    let own = [".local", ".internal", ".intranet", ".lan", ".corp", ".home.arpa", ".localdomain"];
    let address = host.parse::<std::net::Ipv4Addr>();
    !host.contains('.')
        || own.iter().any(|ending| host.ends_with(ending))
        || address.is_ok_and(|address| address.is_private() || address.is_loopback() || address.is_link_local())
}

/// A connector as people know it.
pub(super) fn name<'t>(connector: &CustomConnector<'t>) -> &'t str {
    connector.display_name.unwrap_or(connector.name).value
}

/// A connector as what a finding is about.
pub(super) fn subject(connector: &CustomConnector<'_>) -> Subject {
    Subject::new(SubjectKind::Connector, connector.name.value)
}
