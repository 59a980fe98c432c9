//! Which operation of a table an action calls, in both dialects of connector actions: by its `operationId`
//! (`OpenApiConnection`), or by method and path (`ApiConnection`, exports up to about 2021).

use engine::SolutionContext;
use solution::{
    FlowIndex,
    flow_index::Step,
    model::{Action, Flow},
};
use syntax::{
    Kind, Value,
    expr::{ExprKind, Part, Template, parse},
};

/// Where rows are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Store {
    /// Dataverse, with the present connector and the one before it.
    Dataverse,
    /// A list or library.
    SharePoint,
    /// SQL Server.
    Sql,
    /// A table in a workbook.
    Excel,
}

/// What is done with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Many rows are read.
    List,
    /// One row is read.
    Get,
    /// A row is added.
    Create,
    /// A row is changed.
    Update,
    /// A row is changed, or added where it does not exist.
    Upsert,
    /// A row is deleted.
    Delete,
}

/// An operation on rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation<'t> {
    /// The connector's name.
    pub(crate) connector: &'t str,
    /// Where.
    pub(crate) store: Store,
    /// What.
    pub(crate) verb: Verb,
    inputs: &'t Value<'t>,
}

/// The operation on rows that an action calls; `None` for everything else.
pub(crate) fn of<'t>(flow: &Flow<'t>, action: &Action<'t>) -> Option<Operation<'t>> {
    let inputs = action.inputs?;
    let connector = connector(flow, action)?;
    let store = store(connector)?;
    let verb = match operation_id(action) {
        Some(id) => verb_of_id(store, id)?,
        None => verb_of_path(store, inputs)?,
    };
    Some(Operation { connector, store, verb, inputs })
}

/// The name of the connector that an action calls (`shared_sharepointonline`), where it can be told.
pub(crate) fn connector<'t>(flow: &Flow<'t>, action: &Action<'t>) -> Option<&'t str> {
    if let Some(api) = action.inputs.and_then(|inputs| inputs.at(&["host", "apiId"])).and_then(Value::as_str) {
        return api.rsplit('/').next().filter(|name| !name.is_empty());
    }
    let key = action.connection.as_ref()?.key.value;
    let entry = flow.connections.iter().find(|one| one.key.value.eq_ignore_ascii_case(key))?;
    entry.connector.map(|at| at.value)
}

/// The operation's id, as the connector names it; `None` in the dialect of method and path.
pub(crate) fn operation_id<'t>(action: &Action<'t>) -> Option<&'t str> {
    let id = action.inputs?.at(&["host", "operationId"])?.as_str()?;
    Some(id).filter(|id| !id.is_empty())
}

/// Whether an action leaves the flow: a connector, HTTP, a custom API.
pub(crate) fn is_call(action: &Action<'_>) -> bool {
    const KINDS: [&str; 8] = [
        "OpenApiConnection",
        "OpenApiConnectionWebhook",
        "OpenApiConnectionNotification",
        "ApiConnection",
        "ApiConnectionWebhook",
        "ApiConnectionNotification",
        "Http",
        "HttpWebhook",
    ];
    KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(action.kind))
}

/// Every action of the package's flows that reads many rows.
pub(crate) fn lists<'c, 'a, 't>(
    cx: &'c SolutionContext<'a, 't>,
) -> impl Iterator<Item = (&'c FlowIndex<'a, 't>, &'c Step<'a, 't>, Operation<'t>)> {
    cx.flows().flat_map(|flow| {
        flow.steps().iter().filter_map(move |step| {
            let operation = of(flow.flow(), step.action)?;
            (operation.verb == Verb::List).then_some((flow, step, operation))
        })
    })
}

impl<'t> Operation<'t> {
    /// A parameter of the operation, such as `$filter`; `None` where it is absent, `null` or an empty text.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'t Value<'t>> {
        let inputs: &'t Value<'t> = self.inputs;
        let lists = ["parameters", "queries"].into_iter().filter_map(|list| inputs.get(list));
        let mut found = lists.filter_map(|list| list.get_ignore_case(name));
        found.find(|value| {
            !matches!(value.kind, Kind::Null) && value.as_str().is_none_or(|text| !text.trim().is_empty())
        })
    }

    /// Whether the parameters can be seen: not so where an expression makes all of them.
    pub(crate) fn parameters_known(&self) -> bool {
        ["parameters", "queries"].iter().all(|list| self.inputs.get(list).is_none_or(Value::is_object))
    }

    /// The table as the action names it: for Dataverse the name of its set (`accounts`), for a list its name or id. `None` where
    /// an expression makes it.
    pub(crate) fn table(&self) -> Option<String> {
        let named = ["entityName", "table"].into_iter().find_map(|name| self.parameter(name));
        match named {
            Some(name) => name.as_str().filter(|name| !name.starts_with('@')).map(str::to_owned),
            None => table_of_path(self.inputs.get("path")?.as_str()?),
        }
    }
}

fn store(connector: &str) -> Option<Store> {
    const STORES: [(&str, Store); 6] = [
        ("shared_commondataserviceforapps", Store::Dataverse),
        ("shared_commondataservice", Store::Dataverse),
        ("shared_sharepointonline", Store::SharePoint),
        ("shared_sql", Store::Sql),
        ("shared_excelonlinebusiness", Store::Excel),
        ("shared_excelonline", Store::Excel),
    ];
    STORES.iter().find(|(name, _)| name.eq_ignore_ascii_case(connector)).map(|(_, store)| *store)
}

/// By the ids in the connectors' definitions (<https://learn.microsoft.com/connectors/>), without a version at the end.
fn verb_of_id(store: Store, id: &str) -> Option<Verb> {
    const VERBS: [(&str, Verb); 16] = [
        ("ListRecords", Verb::List),
        ("GetItems", Verb::List),
        ("GetFileItems", Verb::List),
        ("GetItem", Verb::Get),
        ("GetFileItem", Verb::Get),
        ("CreateRecord", Verb::Create),
        ("PostItem", Verb::Create),
        ("AddRow", Verb::Create),
        ("UpdateRecord", Verb::Upsert),
        ("UpdateOnlyRecord", Verb::Update),
        ("PatchItem", Verb::Update),
        ("PatchFileItem", Verb::Update),
        ("DeleteRecord", Verb::Delete),
        ("DeleteItem", Verb::Delete),
        ("CreateOrUpdateRecord", Verb::Upsert),
        ("UpdateRow", Verb::Update),
    ];
    let stem = id.trim_end_matches(|char: char| char.is_ascii_digit());
    let stem = if stem.len() < id.len() { stem.strip_suffix(['V', 'v']).unwrap_or(id) } else { id };
    let stem = stem.trim_end_matches('_');
    // The same operations for another environment.
    let stem = if store == Store::Dataverse { stem.strip_suffix("WithOrganization").unwrap_or(stem) } else { stem };
    VERBS.iter().find(|(name, _)| name.eq_ignore_ascii_case(stem)).map(|(_, verb)| *verb)
}

/// By method and path: `get /datasets/…/tables/…/items` lists, with a key behind it one row is meant.
fn verb_of_path(store: Store, inputs: &Value<'_>) -> Option<Verb> {
    let method = inputs.get("method")?.as_str()?.to_ascii_lowercase();
    let path = plain_path(inputs.get("path")?.as_str()?)?;
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let items = segments.iter().rposition(|segment| segment.eq_ignore_ascii_case("items"))?;
    let behind = segments.get(items + 1..).unwrap_or_default();
    let tables = segments.iter().any(|segment| segment.eq_ignore_ascii_case("tables"));
    if !tables || (store != Store::SharePoint && behind.len() > 1) {
        return None;
    }
    let last = behind.get(1).map(|last| last.to_ascii_lowercase());
    match (method.as_str(), behind.len(), last.as_deref()) {
        ("get", 0, _) => Some(Verb::List),
        ("get", 1, _) | ("get", 2, Some("getfileitem")) => Some(Verb::Get),
        ("post", 0, _) => Some(Verb::Create),
        ("patch", 1, _) | ("patch", 2, Some("patchfileitem")) => Some(Verb::Update),
        ("delete", 1, _) => Some(Verb::Delete),
        _ => None,
    }
}

/// A path in which `*` stands for each expression; `None` where the whole path is one or it cannot be read.
fn plain_path(path: &str) -> Option<String> {
    match parse(path).ok()? {
        Template::Text(text) => Some(text.into_owned()),
        Template::Expression(_) => None,
        Template::Interpolated(parts) => {
            let texts = parts.iter().map(|part| match part {
                Part::Text(text, _) => text.as_ref(),
                Part::Expression(_) => "*",
            });
            Some(texts.collect())
        }
    }
}

/// The table in `…/tables/@{encodeURIComponent('accounts')}/items`: the only literal of its expression.
fn table_of_path(path: &str) -> Option<String> {
    let Template::Interpolated(parts) = parse(path).ok()? else { return None };
    let at = parts.iter().position(|part| matches!(part, Part::Text(text, _) if text.ends_with("/tables/")))?;
    let Some(Part::Expression(expression)) = parts.get(at + 1) else { return None };
    let mut inner = expression;
    while let ExprKind::Call(call) = &inner.kind {
        if !call.name.eq_ignore_ascii_case("encodeURIComponent") {
            return None;
        }
        inner = call.arguments.first()?;
    }
    inner.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Store, Verb, plain_path, table_of_path, verb_of_id};

    #[test]
    fn ids_are_told_with_and_without_versions() {
        assert_eq!(verb_of_id(Store::Dataverse, "ListRecords"), Some(Verb::List));
        assert_eq!(verb_of_id(Store::Dataverse, "UpdateOnlyRecordWithOrganization"), Some(Verb::Update));
        assert_eq!(verb_of_id(Store::Sql, "GetItems_V2"), Some(Verb::List));
        assert_eq!(verb_of_id(Store::Excel, "AddRowV2"), Some(Verb::Create));
        assert_eq!(verb_of_id(Store::SharePoint, "HttpRequest"), None);
        assert_eq!(verb_of_id(Store::SharePoint, "GetItems2"), None);
    }

    #[test]
    fn paths_lose_their_expressions_and_tell_their_table() {
        let path = "/v2/datasets/@{encodeURIComponent('org')}/tables/@{encodeURIComponent(encodeURIComponent('accounts'))}/items";
        assert_eq!(plain_path(path).as_deref(), Some("/v2/datasets/*/tables/*/items"));
        assert_eq!(table_of_path(path).as_deref(), Some("accounts"));
        assert_eq!(table_of_path("/datasets/@{'x'}/tables/@{variables('t')}/items"), None);
        assert_eq!(plain_path("@variables('path')"), None);
    }
}
