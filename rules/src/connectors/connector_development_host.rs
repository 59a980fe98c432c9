//! A custom connector calls a host that is no production service.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::model::CustomConnector;
use syntax::Value;

use super::definition::{host, name, subject};

/// Options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ConnectorDevelopmentHost {
    /// Words in the names of hosts for development.
    words: Vec<String>,
    /// Domains that only sound like it.
    except: Vec<String>,
}

impl Default for ConnectorDevelopmentHost {
    fn default() -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            words: owned(&["dev", "development", "test", "uat", "staging", "sandbox", "qa"]),
            except: owned(&["dev.azure.com"]),
        }
    }
}

/// Domains of services that lead to a port of somebody's computer.
const TUNNELS: [&str; 9] = [
    "devtunnels.ms",
    "ngrok.io",
    "ngrok.app",
    "ngrok.dev",
    "ngrok-free.app",
    "ngrok-free.dev",
    "loca.lt",
    "trycloudflare.com",
    "serveo.net",
];

/// What a host is.
enum Kind<'w> {
    Tunnel,
    Machine,
    Word(&'w str),
}

impl ConnectorDevelopmentHost {
    fn kind(&self, host: &str) -> Option<Kind<'_>> {
        if TUNNELS.iter().any(|tunnel| is_under(host, tunnel)) {
            return Some(Kind::Tunnel);
        }
        let address = host.parse::<std::net::Ipv4Addr>();
        if host == "localhost" || address.is_ok_and(|address| address.is_loopback()) {
            return Some(Kind::Machine);
        }
        // The last two labels are the domain, which may be called anything.
        let (name, _) = host.rsplit_once('.').and_then(|(rest, _)| rest.rsplit_once('.'))?;
        let mut parts = name.split(['.', '-']);
        let word = parts.find_map(|part| self.words.iter().find(|word| word.eq_ignore_ascii_case(part)))?;
        Some(Kind::Word(word))
    }
}

/// Whether a host is of a domain.
fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether a policy sets another host for all operations.
fn is_replaced(connector: &CustomConnector<'_>) -> bool {
    let policies = connector.policies.map(|part| part.root.items()).unwrap_or_default();
    policies.iter().any(|policy| {
        let template = policy.get_ignore_case("TemplateId").and_then(Value::as_str);
        let parameters = policy.get_ignore_case("Parameters");
        let some = parameters.and_then(|parameters| parameters.get_ignore_case("x-ms-apimTemplate-operationName"));
        template.is_some_and(|template| template.eq_ignore_ascii_case("dynamichosturl"))
            && some.is_none_or(|operations| operations.items().is_empty())
    })
}

impl Rule for ConnectorDevelopmentHost {
    const META: Meta = Meta {
        name: "connector-development-host",
        summary: "A custom connector calls a host for development",
        category: Category::Connectors,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_development_host.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            let Some((host, value)) = host(definition) else { continue };
            if is_replaced(connector) || self.except.iter().any(|except| is_under(&host, &except.to_ascii_lowercase()))
            {
                continue;
            }
            let (why, certain) = match self.kind(&host) {
                Some(Kind::Tunnel) => ("a tunnel to somebody's computer".to_owned(), true),
                Some(Kind::Machine) => ("the machine itself, where nothing of the service is".to_owned(), true),
                Some(Kind::Word(word)) => (format!("by its name (\"{word}\") no production service"), false),
                None => continue,
            };
            let stated = report
                .at(
                    cx.at(definition.loc(value)),
                    subject(connector),
                    format!("connector \"{}\" calls {host}, which is {why}", name(connector)),
                )
                .help(
                    "take the host from an environment variable: @environmentVariables(\"contoso_Host\"), so that each environment has \
                     its own",
                );
            if !certain {
                stated.lowered();
            }
        }
    }
}
