//! A flow uses connectors that need a premium licence.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{FlowIndex, Loc};

use crate::{connector_names::looks_custom, flows::mentions::subject, wording};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PremiumConnector {
    /// Further connectors that need a premium licence.
    premium: Vec<String>,
    /// Connectors that need none, whatever the list says.
    standard: Vec<String>,
}

impl Rule for PremiumConnector {
    const META: Meta = Meta {
        name: "premium-connector",
        summary: "A flow uses connectors that need a premium licence",
        category: Category::Policies,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("premium_connector.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for flow in cx.flows() {
            let found = self.premium(flow);
            let Some((_, place)) = found.first() else { continue };
            let names: Vec<&str> = found.keys().map(String::as_str).collect();
            report
                .at(
                    cx.at(*place),
                    subject(flow),
                    format!("flow \"{}\" needs a premium licence for {}", flow.flow().name, wording::list(&names)),
                )
                .help("see that everybody who needs one has a licence, or that the flow has one of its own")
                .remark("from a list of frequent connectors as of November 2026; the options premium and standard correct it");
        }
    }
}

impl PremiumConnector {
    /// The premium connectors of a flow by their names for people, each with the first place that uses it.
    fn premium(&self, flow: &FlowIndex<'_, '_>) -> IndexMap<String, Loc> {
        let mut found = IndexMap::new();
        for connection in &flow.flow().connections {
            let Some(connector) = connection.connector else { continue };
            if self.is_premium(connector.value) {
                found.entry(connector.value.to_owned()).or_insert(connection.key.loc);
            }
        }
        let http = flow.steps().iter().find(|step| step.is("Http") || step.is("HttpWebhook"));
        if let Some(step) = http {
            found.entry("HTTP".to_owned()).or_insert(step.action.name.loc);
        }
        found
    }

    fn is_premium(&self, connector: &str) -> bool {
        let listed = |list: &[String]| list.iter().any(|one| one.eq_ignore_ascii_case(connector));
        let known = PREMIUM.iter().any(|one| one.eq_ignore_ascii_case(connector));
        !listed(&self.standard) && (listed(&self.premium) || known || looks_custom(connector))
    }
}

/// Frequent connectors that need a premium licence. Custom connectors and HTTP always do.
///
/// <https://learn.microsoft.com/connectors/connector-reference/connector-reference-premium-connectors>
const PREMIUM: [&str; 22] = [
    "shared_azureautomation",
    "shared_azureblob",
    "shared_azuredatafactory",
    "shared_azurefile",
    "shared_azurequeues",
    "shared_azuretables",
    "shared_commondataserviceforapps",
    "shared_db2",
    "shared_documentdb",
    "shared_eventhubs",
    "shared_keyvault",
    "shared_mysql",
    "shared_oracle",
    "shared_postgresql",
    "shared_salesforce",
    "shared_saperp",
    "shared_sapodata",
    "shared_servicebus",
    "shared_service-now",
    "shared_sql",
    "shared_teradata",
    "shared_webcontents",
];
