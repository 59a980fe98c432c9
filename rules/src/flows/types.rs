//! The types of actions, and what each needs.

use std::{collections::HashMap, sync::LazyLock};

/// A type of actions.
pub(crate) struct ActionType {
    /// The type's name; compared without regard to case.
    pub(crate) name: &'static str,
    /// The members without which the platform refuses an action of it: paths from the action.
    pub(crate) needs: &'static [&'static [&'static str]],
}

const fn of(name: &'static str, needs: &'static [&'static [&'static str]]) -> ActionType {
    ActionType { name, needs }
}

/// The types by their names as they are written here, and nearly always in exports.
static AS_WRITTEN: LazyLock<HashMap<&str, &ActionType, foldhash::fast::RandomState>> =
    LazyLock::new(|| TYPES.iter().map(|known| (known.name, known)).collect());

/// The type of this name, without regard to case; `None` where there is no such type.
pub(crate) fn type_named(name: &str) -> Option<&'static ActionType> {
    let in_another_case = || TYPES.iter().find(|known| known.name.eq_ignore_ascii_case(name));
    AS_WRITTEN.get(name).copied().or_else(in_another_case)
}

/// Every type: those of the documentation, and those met in exports. Types of Logic Apps that need an integration account are known
/// too, so that nothing is said of them.
///
/// <https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers>
pub(crate) static TYPES: &[ActionType] = &[
    of("Agent", &[]),
    of("ApiConnection", &[&["inputs", "host"], &["inputs", "method"], &["inputs", "path"]]),
    of("ApiConnectionNotification", &[]),
    of("ApiConnectionWebhook", &[&["inputs", "host"], &["inputs", "path"]]),
    of("ApiManagement", &[]),
    of("AppendToArrayVariable", &[&["inputs", "name"]]),
    of("AppendToStringVariable", &[&["inputs", "name"]]),
    of("Batch", &[]),
    of("Changeset", &[]),
    of("Compose", &[]),
    of("DecrementVariable", &[&["inputs", "name"]]),
    of("Expression", &[&["kind"]]),
    of("FlatFileDecoding", &[]),
    of("FlatFileEncoding", &[]),
    of("Foreach", &[&["foreach"]]),
    of("Function", &[]),
    of("Http", &[&["inputs", "method"], &["inputs", "uri"]]),
    of("HttpWebhook", &[]),
    of("If", &[&["expression"]]),
    of("IncrementVariable", &[&["inputs", "name"]]),
    of("InitializeVariable", &[&["inputs", "variables"]]),
    of("IntegrationAccountArtifactLookup", &[]),
    of("InvokeFunction", &[]),
    of("JavaScriptCode", &[]),
    of("Join", &[&["inputs", "from"]]),
    of("Liquid", &[]),
    of("OpenApiConnection", &[&["inputs", "host"]]),
    of("OpenApiConnectionNotification", &[&["inputs", "host"]]),
    of("OpenApiConnectionWebhook", &[&["inputs", "host"]]),
    of("ParseJson", &[&["inputs", "content"], &["inputs", "schema"]]),
    of("Query", &[&["inputs", "from"], &["inputs", "where"]]),
    of("Recurrence", &[]),
    of("Request", &[]),
    of("Response", &[]),
    of("Scope", &[]),
    of("Select", &[&["inputs", "from"], &["inputs", "select"]]),
    of("SendToBatch", &[]),
    of("ServiceProvider", &[]),
    of("SetVariable", &[&["inputs", "name"]]),
    of("Switch", &[&["expression"]]),
    of("Table", &[&["inputs", "from"], &["inputs", "format"]]),
    of("Terminate", &[&["inputs", "runStatus"]]),
    of("Until", &[&["expression"]]),
    of("Wait", &[&["inputs"]]),
    of("Workflow", &[&["inputs", "host", "workflowReferenceName"]]),
    of("XmlParse", &[]),
    of("XmlValidation", &[]),
    of("Xslt", &[]),
];

#[cfg(test)]
mod tests {
    use super::{TYPES, type_named};

    #[test]
    fn every_type_is_found_in_any_case() {
        for known in TYPES {
            for name in [known.name.to_owned(), known.name.to_uppercase(), known.name.to_lowercase()] {
                assert_eq!(type_named(&name).map(|found| found.name), Some(known.name));
            }
        }
        assert!(type_named("").is_none() && type_named("Scopes").is_none());
    }
}
