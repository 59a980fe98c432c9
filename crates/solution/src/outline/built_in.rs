//! Built-in operations that data policies treat as connectors.

use serde::{Deserialize, Serialize};

use crate::{Loc, model::Flow};

/// A built-in operation that a data policy puts into a group, though a flow needs no connection for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BuiltIn {
    /// The HTTP action.
    Http,
    /// The trigger "When an HTTP request is received".
    HttpRequestReceived,
    /// The HTTP webhook, as action or trigger.
    HttpWebhook,
}

impl BuiltIn {
    /// The name that a policy knows it by: these have no path. The first two as the tests of the provider
    /// `microsoft/power-platform` for Terraform have them; the third was not seen, and is named as they are.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "Http",
            Self::HttpRequestReceived => "HttpRequestReceived",
            Self::HttpWebhook => "HttpWebhook",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::HttpRequestReceived => "the trigger \"When an HTTP request is received\"",
            Self::HttpWebhook => "HTTP Webhook",
        }
    }

    /// Those that a flow uses, each with its first place.
    pub(super) fn of(flow: &Flow<'_>) -> Vec<(Self, Loc)> {
        let triggers = flow.triggers.iter().map(|trigger| (trigger.kind, trigger.sub_kind, trigger.name.loc));
        let actions = flow.all_actions().map(|action| (action.kind, action.sub_kind, action.name.loc));
        let mut seen: Vec<Self> = Vec::new();
        let found = triggers.chain(actions).filter_map(|(kind, sub_kind, loc)| {
            let request = || sub_kind.is_some_and(|sub_kind| sub_kind.eq_ignore_ascii_case("Http"));
            let is = |name: &str| kind.eq_ignore_ascii_case(name);
            let one = match () {
                () if is("Http") => Self::Http,
                () if is("HttpWebhook") => Self::HttpWebhook,
                () if is("Request") && request() => Self::HttpRequestReceived,
                () => return None,
            };
            Some((one, loc))
        });
        found
            .filter(|(one, _)| {
                let new = !seen.contains(one);
                seen.extend(new.then_some(*one));
                new
            })
            .collect()
    }
}
