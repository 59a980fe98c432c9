//! Which columns an action writes.

use solution::flow_index::Step;
use syntax::Value;

/// The columns that an action writes.
#[derive(Debug)]
pub(super) struct Written {
    /// Their names in lower case, and whether a name is that of a relation (`…@odata.bind`); `None` where they are computed.
    columns: Option<Vec<(String, bool)>>,
}

impl Written {
    /// Reads `item/<column>` or `item` of the parameters, or the body of a request.
    pub(super) fn by(step: &Step<'_, '_>) -> Self {
        let inputs = step.action.inputs;
        let parameters = inputs.and_then(|inputs| inputs.get("parameters"));
        let Some(parameters) = parameters else {
            return Self { columns: inputs.and_then(|inputs| inputs.get("body")).and_then(of_object) };
        };
        if !parameters.is_object() {
            return Self { columns: None };
        }
        let whole = match parameters.get_ignore_case("item") {
            Some(item) => of_object(item),
            None => Some(Vec::new()),
        };
        let single = parameters.members().iter().filter_map(|member| member.key.strip_prefix("item/")).map(column);
        Self { columns: whole.map(|columns| columns.into_iter().chain(single).collect()) }
    }

    /// Whether one of these columns is written; no columns stand for any. What is computed touches none that are named, since nobody knows.
    pub(super) fn touches(&self, named: &[&str]) -> bool {
        let Some(columns) = &self.columns else { return named.is_empty() };
        named.is_empty() || named.iter().any(|name| columns.iter().any(|column| is(column, &name.to_lowercase())))
    }

    /// Whether a condition or filter asks for what is written, or for who wrote it, so that its answer is another one next time. Where the
    /// columns are computed, any condition may.
    pub(super) fn is_asked_for_in(&self, text: &str) -> bool {
        let Some(columns) = &self.columns else { return true };
        let words = text.split(|char: char| !char.is_alphanumeric() && char != '_').filter(|word| !word.is_empty());
        words.map(str::to_lowercase).any(|word| {
            let name = word.strip_prefix('_').and_then(|inner| inner.strip_suffix("_value")).unwrap_or(&word);
            ["modifiedby", "modifiedonbehalfby", "editor"].contains(&name)
                || columns.iter().any(|column| is(column, name))
        })
    }
}

/// Whether a written column is the one of this name, in lower case. A relation to several tables has the table's name behind it.
fn is((column, relation): &(String, bool), name: &str) -> bool {
    let behind = column.strip_prefix(name);
    behind.is_some_and(|rest| rest.is_empty() || (*relation && rest.starts_with('_')))
}

fn of_object(value: &Value<'_>) -> Option<Vec<(String, bool)>> {
    value.is_object().then(|| value.members().iter().map(|member| column(&member.key)).collect())
}

/// `item/Status/Value` writes `Status`, `item/ownerid@odata.bind` writes `ownerid`.
fn column(key: &str) -> (String, bool) {
    let name = key.split('/').next().unwrap_or(key);
    match name.split_once('@') {
        Some((name, _)) => (name.to_lowercase(), true),
        None => (name.to_lowercase(), false),
    }
}
