//! `terraform show -json`: what a state says of connections, by the resources and data sources of the provider
//! `microsoft/power-platform`. Of a plan, the state before it is read: what it plans is not there yet.
//! Shapes: <https://developer.hashicorp.com/terraform/internals/json-format>, and the provider's documentation of
//! `powerplatform_connections`, `powerplatform_connection_shares`, `powerplatform_connection` and `powerplatform_connection_share`.
//! Terraform writes sensitive values in plain text: whatever is not read here must not be printed.

use syntax::{Kind, Span, Value};

use super::record::Record;
use super::source::{self, SourceKind};
use super::{Content, Problem};
use crate::{ConnectionFact, Fact, Facts, InputKind, PermissionList, Role, Share, Status, Who};

/// A state, or a plan with the state before it.
pub(super) static STATE: SourceKind = SourceKind {
    name: "a Terraform state (terraform show -json)",
    recognises: |document| {
        let root = &document.root;
        root.at(&["values", "root_module"]).is_some()
            || root.get("terraform_version").is_some() && root.get("format_version").is_some()
            || root.get("planned_values").is_some()
    },
    read: |document| {
        let root = &document.root;
        let state = root.get("prior_state").unwrap_or(root);
        let Some(values) = state.get("values") else {
            let what = if root.get("planned_values").is_some() {
                "this Terraform plan holds no state before it: what it plans is not there yet"
            } else {
                "this Terraform state is empty"
            };
            return Err(Problem::new(what).help("give the output of terraform show -json after terraform apply"));
        };
        let mut state = State { facts: source::facts(document, &[]), records: 0, sensitive: Vec::new() };
        // What the account that runs Terraform may see, and what Terraform manages: there may be more.
        state.facts.partial = true;
        state.module(Record { value: values, input: document.id });
        let hidden = root.members().iter().filter(|member| !HARMLESS.contains(&member.key.as_ref()));
        state.sensitive.extend(hidden.map(|member| member.value.span));
        let Content { kind, read, date, records, mut sensitive } =
            source::content(document, InputKind::TerraformState, state.facts, state.records);
        sensitive.extend(state.sensitive);
        sensitive.sort_unstable();
        Ok(Content { kind, read, date, records, sensitive })
    },
};

/// What of a file may be printed, or is looked at piece by piece.
const HARMLESS: [&str; 8] =
    ["format_version", "terraform_version", "values", "prior_state", "timestamp", "complete", "applyable", "errored"];

/// What is collected from a state.
struct State {
    facts: Facts,
    records: usize,
    /// The values of all that is not about connections.
    sensitive: Vec<Span>,
}

impl State {
    /// Reads the root module and all below it.
    fn module(&mut self, values: Record<'_>) {
        self.sensitive.extend(values.value.get("outputs").map(|outputs| outputs.span));
        let mut open: Vec<&Value<'_>> = values.value.get("root_module").into_iter().collect();
        while let Some(module) = open.pop() {
            for resource in module.get("resources").map(Value::items).unwrap_or_default() {
                self.resource(values.inner(resource));
            }
            open.extend(module.get("child_modules").map(Value::items).unwrap_or_default().iter().rev());
        }
    }

    fn resource(&mut self, resource: Record<'_>) {
        let Some(values) = resource.value.get("values") else { return };
        let row = resource.inner(values);
        // What Terraform is about to destroy in favour of another is under its old key.
        let deposed = resource.has("deposed_key");
        let read = match (resource.text(&["mode"]), resource.text(&["type"])) {
            _ if deposed => None,
            (Some("data"), Some("powerplatform_connections")) => Some(self.connections(row)),
            (Some("data"), Some("powerplatform_connection_shares")) => Some(self.shares(row)),
            (Some("managed"), Some("powerplatform_connection")) => Some(self.connection(row)),
            (Some("managed"), Some("powerplatform_connection_share")) => Some(self.share(row)),
            _ => None,
        };
        match read {
            Some(records) => {
                self.records += records;
                row.id(&["environment_id"]).into_iter().for_each(|environment| self.facts.speaks_of(environment));
            }
            None => self.sensitive.push(values.span),
        }
    }

    fn connections(&mut self, row: Record<'_>) -> usize {
        let connections = row.value.get("connections").map(Value::items).unwrap_or_default();
        connections.iter().map(|connection| self.connection(row.inner(connection))).sum()
    }

    /// A connection. Its `name` is that of its connector.
    fn connection(&mut self, row: Record<'_>) -> usize {
        let Some(id) = row.fact(&["id"]) else { return 0 };
        // Parameters are JSON in a string. Nothing in it has a place that may be shown.
        let said = |text: Option<&str>| text.map(|text| Fact { value: text.to_owned(), source: id.source });
        let set = row.text(&["connection_parameters_set"]).and_then(|text| syntax::json::parse(text).ok());
        let flat = row.text(&["connection_parameters"]).and_then(|text| syntax::json::parse(text).ok());
        let set = set.as_ref().map(|set| &set.root);
        let grant = set
            .and_then(|set| set.at(&["values", "token:grantType"]))
            .or_else(|| flat.as_ref()?.root.get("token:grantType"))
            .and_then(|value| value.get("value").unwrap_or(value).as_str());
        self.facts.connections.push(ConnectionFact {
            connector: row.fact(&["name"]),
            display_name: row.fact(&["display_name"]),
            account: None,
            parameter_set: said(set.and_then(|set| set.get("name")).and_then(Value::as_str)).map(Box::new),
            grant_type: said(grant).map(Box::new),
            auth: None,
            owner: None,
            status: status(row).map(Box::new),
            source: row.source(),
            id: id.value.into(),
        });
        1
    }

    /// All shares of a connection, as the service answers.
    fn shares(&mut self, row: Record<'_>) -> usize {
        let Some(connection) = row.text(&["connection_id"]) else { return 0 };
        let items = row.value.get("shares").filter(|shares| matches!(shares.kind, Kind::Array(_)));
        let rows = items.map(Value::items).unwrap_or_default();
        let shares: Vec<Share> = rows.iter().filter_map(|item| share(row.inner(item))).collect();
        self.facts.permissions.push(PermissionList {
            connection: connection.into(),
            // Where a share does not tell whose it is, it may be anybody's.
            whole: items.is_some() && shares.len() == rows.len(),
            tells_owner: shares.iter().any(|share| share.role == Some(Role::Owner)),
            leaves_out_service_principals: false,
            source: row.source(),
            shares,
        });
        rows.len()
    }

    /// One share, which Terraform manages: others may be beside it.
    fn share(&mut self, row: Record<'_>) -> usize {
        let (Some(connection), Some(share)) = (row.text(&["connection_id"]), share(row)) else { return 0 };
        self.facts.permissions.push(PermissionList {
            connection: connection.into(),
            shares: vec![share],
            whole: false,
            tells_owner: false,
            leaves_out_service_principals: false,
            source: row.source(),
        });
        1
    }
}

/// A share. What kind of principal it is for is not said.
fn share(row: Record<'_>) -> Option<Share> {
    let object_id = row.id(&["principal", "entra_object_id"])?;
    let display_name = row.text(&["principal", "display_name"]).map(Into::into);
    Some(Share {
        who: Who { object_id: Some(object_id.into()), display_name, ..Who::default() },
        role: row.text(&["role_name"]).and_then(Role::parse),
        source: row.source(),
    })
}

/// The status: the first that is not `Connected`, else that. Codes of errors are not in a state.
fn status(row: Record<'_>) -> Option<Fact<Status>> {
    let statuses = row.value.get("status")?.items();
    let is_bad = |status: &&Value<'_>| status.as_str().is_some_and(|word| !word.eq_ignore_ascii_case("Connected"));
    let word = row.fact_of(statuses.iter().find(is_bad).or_else(|| statuses.first())?)?;
    Some(Status::of(word, None))
}
