//! The app checker has advice: accessibility, performance and the like.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::CheckerFinding;

use super::checker::{category, is_formula, take_over};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppCheckerAdvice {
    /// The checker's rules that are not taken over.
    except: Vec<String>,
    /// What the advice may be about; all where it is empty.
    categories: Vec<String>,
}

impl Rule for AppCheckerAdvice {
    const META: Meta = Meta {
        name: "app-checker-advice",
        summary: "The app checker has advice about an app: accessibility, performance",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_checker_advice.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let wanted = |finding: &CheckerFinding| {
            self.categories.is_empty() || self.categories.iter().any(|one| one.eq_ignore_ascii_case(category(finding)))
        };
        take_over(cx, report, &self.except, |finding| !is_formula(finding) && wanted(finding));
    }
}
