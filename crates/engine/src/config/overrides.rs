//! `[[override]]`: other levels for a part of what is checked.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use syntax::Span;
use toml::{Spanned, de::DeValue};

use super::{
    Level,
    ignores::glob,
    reader::{Errors, Reader, span_of, wrong_type},
    rules,
};
use crate::RuleEntry;

/// An `[[override]]` of the configuration: levels for what lies in certain files or solutions.
#[derive(Debug, Clone)]
pub struct Override {
    /// The patterns of paths as they are written, relative to the configuration's folder.
    pub paths: Vec<String>,
    /// The patterns of solutions' unique names.
    pub solutions: Vec<String>,
    /// What it says of rules.
    pub levels: Vec<(&'static str, Level)>,
    /// Its entry.
    pub span: Span,
    path_set: Option<GlobSet>,
    solution_set: Option<GlobSet>,
}

impl Override {
    /// Whether it speaks of a finding: of its file or a folder or package around it, and of its solution. `path` is relative to
    /// the configuration's folder.
    #[must_use]
    pub fn holds(&self, path: &str, solution: Option<&str>) -> bool {
        let fits = |set: &GlobSet| {
            // `legacy` and `legacy/**` both mean everything below.
            let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
            ends.filter_map(|end| path.get(..end)).any(|part| set.is_match(part))
        };
        self.path_set.as_ref().is_none_or(fits)
            && self.solution_set.as_ref().is_none_or(|set| solution.is_some_and(|solution| set.is_match(solution)))
    }

    /// The level that it has for a rule.
    #[must_use]
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.levels.iter().find(|(name, _)| *name == rule).map(|(_, level)| *level)
    }
}

/// Reads one entry.
pub(super) fn read(mut table: Reader<'_, '_, '_>, entries: &[RuleEntry]) -> Option<Override> {
    let mut patterns = |key| {
        let written = table.strings(key);
        written.into_iter().filter_map(|pattern| glob(pattern, table.errors)).collect::<Vec<_>>()
    };
    let (paths, solutions) = (patterns("paths"), patterns("solutions"));
    if !["paths", "solutions"].iter().any(|key| table.has(key)) {
        let help = "name `paths` or `solutions`; what holds everywhere belongs into [rules]".to_owned();
        let span = Some(table.span());
        table.errors.add(span, "an [[override]] must say where it holds", Some(help));
    }
    let levels = table.take("rules").map(|value| levels(value, entries, table.errors));
    if levels.as_ref().is_none_or(Vec::is_empty) && !table.has("rules") {
        let help = "give it a table [override.rules], with rules and their levels".to_owned();
        let span = Some(table.span());
        table.errors.add(span, "an [[override]] must say what it changes", Some(help));
    }
    let span = table.finish();
    // Paths differ in case between systems that share a repository; unique names never differ in case alone.
    let (path_set, solution_set) = (set(&paths), set(&solutions));
    Some(Override { paths, solutions, levels: levels?, span, path_set, solution_set })
}

fn set(patterns: &[String]) -> Option<GlobSet> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        // Patterns that are none were told already.
        if let Ok(glob) =
            GlobBuilder::new(pattern).case_insensitive(true).backslash_escape(true).literal_separator(true).build()
        {
            builder.add(glob);
        }
    }
    (!patterns.is_empty()).then(|| builder.build().ok()).flatten()
}

fn levels<'t>(
    value: &Spanned<DeValue<'t>>,
    entries: &[RuleEntry],
    errors: &mut Errors<'t>,
) -> Vec<(&'static str, Level)> {
    let Some(table) = value.get_ref().as_table() else {
        wrong_type(value, "rules", "a table of rules and levels", errors);
        return Vec::new();
    };
    let mut levels = Vec::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some(entry) = rules::find(name, entries) else {
            rules::unknown(name, span_of(key), entries, errors);
            continue;
        };
        if value.get_ref().is_table() {
            let help = "options hold for a whole run: they belong into [rules]".to_owned();
            errors.add(Some(span_of(value)), format!("`{name}` must be a level here, not a table"), Some(help));
        } else if let Some(level) = rules::level(value, name, entry.meta.severity, errors) {
            levels.push((entry.meta.name, level));
        }
    }
    levels
}
