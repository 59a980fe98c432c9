//! A solution belongs to the publisher that every environment has.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultPublisher {}

impl Rule for DefaultPublisher {
    const META: Meta = Meta {
        name: "default-publisher",
        summary: "A solution belongs to an environment's default publisher",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("default_publisher.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(manifest) = &cx.package.manifest else { return };
        let Some(publisher) = &manifest.publisher else { return };
        let Some(name) = publisher.unique_name.filter(|name| is_default(name.value)) else { return };
        let prefix = publisher.prefix.map_or_else(String::new, |prefix| format!(" with the prefix {}", prefix.value));
        let whose = cx.package.unique_name().unwrap_or("the solution");
        report
            .at(
                cx.at(name.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!("{whose} belongs to {}, a default publisher{prefix}", name.value),
            )
            .label("made with the environment")
            .help(
                "make a publisher of your own with a prefix that says who you are, and choose it in the solution before more components are \
                 made: names keep the prefix that they were made with",
            );
    }
}

/// `DefaultPublisher` with the organization's name, and `Cr` with the five hexadecimal digits of "CDS Default Publisher".
fn is_default(name: &str) -> bool {
    const LONG: &str = "DefaultPublisher";
    let long = name.get(..LONG.len()).is_some_and(|start| start.eq_ignore_ascii_case(LONG));
    let digits = name.get(..2).filter(|start| start.eq_ignore_ascii_case("cr")).and_then(|_| name.get(2..));
    long || digits.is_some_and(|digits| digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::is_default;

    #[test]
    fn default_publishers_are_told_by_their_names() {
        for name in ["DefaultPublisherorg1a2b3c4d", "Cr6235f", "cra12d8"] {
            assert!(is_default(name), "{name}");
        }
        for name in ["contoso", "Credit", "CrossTeam", "Cr62", "MyDefaultPublisher"] {
            assert!(!is_default(name), "{name}");
        }
    }
}
