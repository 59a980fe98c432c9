//! Connection references have the names that the designer made up.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceDefaultName {}

impl Rule for ReferenceDefaultName {
    const META: Meta = Meta {
        name: "reference-default-name",
        summary: "Connection references have the names that the designer made up",
        category: Category::References,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("reference_default_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let found: Vec<_> =
            cx.package.references.iter().filter(|one| is_default_name(one.logical_name.value)).collect();
        let Some(first) = found.first() else { return };
        let names: Vec<&str> = found.iter().map(|one| one.logical_name.value).collect();
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let have = if names.len() == 1 {
            "has a name that the designer made up"
        } else {
            "have names that the designer made up"
        };
        report
            .at(
                cx.at(first.logical_name.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!(
                    "{} of {whose} {have}: {}",
                    wording::count(names.len(), "connection reference", "connection references"),
                    wording::list(&names)
                ),
            )
            .label("made up")
            .help("make a reference with a name that says what it is for (contoso_sharepoint_invoices), and let the flows use that");
    }
}

/// `contoso_sharedoffice365_1a2b3`: the connector's name, and five hexadecimal digits.
fn is_default_name(name: &str) -> bool {
    const DIGITS: usize = 5;
    let Some((start, digits)) = name.rsplit_once('_') else { return false };
    let made = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    made && start.split('_').skip(1).any(|word| word.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("shared")))
}

#[cfg(test)]
mod tests {
    use super::is_default_name;

    #[test]
    fn names_that_the_designer_made_are_told() {
        for name in ["contoso_sharedoffice365_1a2b3", "con__sharedazureblob_b2d2f"] {
            assert!(is_default_name(name), "{name}");
        }
        for name in ["contoso_mail", "contoso_invoices_12345", "contoso_sharedoffice365", "contoso_shared_office365"] {
            assert!(!is_default_name(name), "{name}");
        }
    }
}
