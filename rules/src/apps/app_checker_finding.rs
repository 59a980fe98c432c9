//! The app checker found an error in a formula.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;

use super::checker::{is_formula, take_over};

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppCheckerFinding {
    /// The checker's rules that are not taken over.
    except: Vec<String>,
}

impl Rule for AppCheckerFinding {
    const META: Meta = Meta {
        name: "app-checker-finding",
        summary: "The app checker found an error in a formula of an app",
        category: Category::Apps,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_checker_finding.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        take_over(cx, report, &self.except, is_formula);
    }
}
