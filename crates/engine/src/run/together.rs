//! The second pass: rules over all outlines and what is known of the environment.

use inventory::Environment;
use rayon::prelude::*;

use super::{Counts, bounded::bounded, say};
use crate::{Config, Date, Draft, Report, Workspace, WorkspaceContext};

/// What the rules say of all packages together.
pub(super) struct Together {
    /// Rule by rule.
    pub(super) drafts: Vec<Vec<Draft>>,
    pub(super) counts: Vec<Counts>,
    /// The rules that broke, in words.
    pub(super) broken: Vec<String>,
}

/// Asks every rule; the answers are in the order of the rules.
pub(super) fn check(
    workspace: &Workspace,
    config: &Config,
    environment: &Environment,
    today: Date,
    most: usize,
) -> Together {
    let name = |id, file| {
        let files = workspace.get(id).map(|outline| outline.files.as_slice()).unwrap_or_default();
        files.iter().find(|(known, _)| *known == file).map_or_else(|| "a file".to_owned(), |(_, name)| name.clone())
    };
    let context = WorkspaceContext::new(workspace, environment, config, today);
    let said: Vec<_> = config
        .rules
        .par_iter()
        // Those that take long stand side by side.
        .with_max_len(1)
        .map(|active| say(active, "the packages together", |report| active.rule.check_workspace(&context, report)))
        .map(|said| said.map(Report::close))
        .collect();
    let mut together = Together { drafts: Vec::new(), counts: Vec::new(), broken: Vec::new() };
    for (rule, (active, said)) in config.rules.iter().zip(said).enumerate() {
        match said {
            Ok(report) => {
                let meta = active.rule.meta();
                together.drafts.push(bounded(report.drafts, meta, config, most, name));
                together.counts.push(Counts { rule, judged: report.judged, unknown: report.unknown });
            }
            Err(broken) => together.broken.push(broken),
        }
    }
    together
}
