//! The default of an environment variable is an address in one environment.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EnvironmentUrlInVariable {
    /// Schema names of variables whose address is the same everywhere.
    except: Vec<String>,
}

impl Rule for EnvironmentUrlInVariable {
    const META: Meta = Meta {
        name: "environment-url-in-variable",
        summary: "The default value of an environment variable is an address of one environment or site",
        category: Category::Variables,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("environment_url_in_variable.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for variable in &cx.package.variables {
            let name = variable.schema_name.value;
            let Some(value) = variable.default_value else { continue };
            if self.except.iter().any(|except| except.eq_ignore_ascii_case(name)) {
                continue;
            }
            let Some(host) = hosts(value.value).find_map(|host| Home::of(host).map(|home| (host, home))) else {
                continue;
            };
            let (host, home) = host;
            // The whole file: what stands beside the host may be secret.
            report
                .at(
                    cx.at(Loc::file(value.loc.file)),
                    Subject::new(SubjectKind::EnvironmentVariable, name),
                    format!("the default value of environment variable {name} points at {host}, {}", home.words()),
                )
                .help(
                    "leave the default empty and give each environment its own value, in the deployment settings or at the import: an \
                     environment without one works on this address, and nobody is told",
                );
        }
    }
}

/// What a host belongs to.
#[derive(Clone, Copy)]
enum Home {
    Environment,
    Tenant,
}

impl Home {
    /// `org1a2b3c.crm4.dynamics.com`, `contoso.sharepoint.com`; not what stands for a name in documentation.
    fn of(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let (name, rest) = host.split_once('.')?;
        // Documentation's companies, and words that ask to be replaced.
        let placeholder = name.is_empty()
            || name.contains(|char: char| !char.is_ascii_alphanumeric() && char != '-')
            || ["contoso", "fabrikam", "example", "domain", "your", "mytenant", "tenant", "org", "xxx"]
                .iter()
                .any(|word| name == *word || (name.starts_with(word) && *word != "org" && *word != "tenant"));
        if placeholder {
            return None;
        }
        let region = rest.strip_suffix(".dynamics.com").and_then(|region| region.strip_prefix("crm"));
        let is_crm = region.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            || matches!(rest, "crm.dynamics.cn" | "crm.microsoftdynamics.us" | "crm.appsplatform.us");
        let is_site = matches!(rest, "sharepoint.com" | "sharepoint.us" | "sharepoint.cn" | "sharepoint.de");
        if is_crm { Some(Self::Environment) } else { is_site.then_some(Self::Tenant) }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Environment => "a Dataverse environment",
            Self::Tenant => "a SharePoint site",
        }
    }
}

/// The hosts of the addresses in a text.
fn hosts(text: &str) -> impl Iterator<Item = &str> {
    text.split("://").skip(1).filter_map(|rest| {
        let end = rest.find(|char: char| !char.is_alphanumeric() && !matches!(char, '-' | '.' | '{' | '}' | '_'));
        rest.get(..end.unwrap_or(rest.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::{Home, hosts};

    #[test]
    fn addresses_of_environments_are_told() {
        let found = |text: &str| hosts(text).any(|host| Home::of(host).is_some());
        for text in [
            "https://orgfake1.crm4.dynamics.com/",
            "see https://orgfake1.crm.dynamics.com",
            "https://tailspin.sharepoint.com/sites/hr",
            r#"{"site":"https://tailspin.sharepoint.com"}"#,
        ] {
            assert!(found(text), "{text}");
        }
        for text in [
            "https://contoso.sharepoint.com/sites/hr",
            "https://yourtenant.sharepoint.com",
            "https://{tenant}.sharepoint.com",
            "https://org.crm.dynamics.com",
            "https://make.powerapps.com",
            "https://login.microsoftonline.com/x.sharepoint.com",
            "tailspin.sharepoint.com",
        ] {
            assert!(!found(text), "{text}");
        }
    }
}
