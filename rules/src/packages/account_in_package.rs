//! A legacy package carries account names.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountInPackage {}

impl Rule for AccountInPackage {
    const META: Meta = Meta {
        name: "account-in-package",
        summary: "A legacy package carries the account names of whoever exported it",
        category: Category::Packages,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("account_in_package.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let Some(legacy) = &cx.package.legacy else { return };
        let Some(first) = legacy.accounts.first() else { return };
        let mut names: Vec<&str> = Vec::new();
        for account in &legacy.accounts {
            if !names.iter().any(|name| name.eq_ignore_ascii_case(account.account.value)) {
                names.push(account.account.value);
            }
        }
        let mut stated = report
            .at(
                cx.at(first.account.loc),
                Subject::new(SubjectKind::Account, first.account.value),
                format!(
                    "this package carries {}: {}",
                    wording::count(names.len(), "account name", "account names"),
                    wording::list(&names)
                ),
            )
            .label(first.role)
            .help(
                "whoever gets the package reads them; before it leaves the organisation, replace the names in the manifest, or export \
                 the flow in a solution, which carries none",
            );
        for account in legacy.accounts.iter().skip(1).take(4) {
            stated = stated.note(
                cx.at(account.account.loc),
                format!("{} is named here as {}", account.account.value, account.role),
            );
        }
    }
}
