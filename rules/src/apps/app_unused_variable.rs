//! A variable or collection of an app is set, and never read.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::DataSourceKind;
use std::{borrow::Cow, collections::BTreeMap};

use super::formulas::{Made, named_in, sources_of, state_named};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppUnusedVariable {}

impl Rule for AppUnusedVariable {
    const META: Meta = Meta {
        name: "app-unused-variable",
        summary: "A variable or collection of an app is set, and never read",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_unused_variable.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_formulas().iter().filter(|app| app.is_whole) {
            // Collect adds to data sources, too.
            let sources = sources_of(app, |kind| kind != DataSourceKind::Collection);
            let mut made: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
            for one in &app.formulas {
                for (kind, name) in named_in(one.formula()) {
                    // The names of a context are fields of a record there, and named nowhere.
                    let entry = made.entry(name).or_default();
                    *entry += usize::from(kind != Made::Context);
                }
            }
            let mentions = app.mentions();
            // What names it more often than it is given, reads it.
            let unread: Vec<&str> = made
                .iter()
                .filter(|(name, given)| {
                    mentions.get(*name).copied().unwrap_or_default() <= **given && !sources.contains(*name)
                })
                .map(|(name, _)| name.as_ref())
                .collect();
            let what = match unread.as_slice() {
                [] => continue,
                [name] => format!("sets {name}, and reads it nowhere"),
                names => format!("sets {} variables and collections, and reads them nowhere", names.len()),
            };
            state_named(cx, report, app, &what, &unread)
                .help("remove them, or read them where they were meant to be; what fills a collection may be a query that nobody needs");
        }
    }
}
