//! Flows are turned off in the package.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::wording;

/// The category of cloud flows.
const CLOUD: u32 = 5;

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FlowTurnedOff {
    /// The names of flows that may be off.
    except: Vec<String>,
}

impl Rule for FlowTurnedOff {
    const META: Meta = Meta {
        name: "flow-turned-off",
        summary: "Flows are turned off in the package, and arrive so",
        category: Category::Solutions,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("flow_turned_off.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        // Where the state is not said, nothing is.
        let off = cx.package.workflows.iter().filter(|entry| entry.category == Some(CLOUD) && entry.on == Some(false));
        let off: Vec<_> = off
            .filter(|entry| !self.except.iter().any(|except| except.eq_ignore_ascii_case(entry.name.value)))
            .collect();
        let Some(first) = off.first() else { return };
        let names: Vec<String> = off.iter().map(|entry| format!("\"{}\"", entry.name.value)).collect();
        let whose = cx.package.unique_name().unwrap_or("the solution");
        let arrive = if off.len() == 1 { "arrives" } else { "arrive" };
        let flows = wording::count(off.len(), "flow", "flows");
        report
            .at(
                cx.at(first.name.loc),
                Subject::new(SubjectKind::Solution, whose),
                format!("{flows} of {whose} {arrive} turned off: {}", wording::list(&names)),
            )
            .label("turned off")
            .help(
                "turn them on before the export, or after each import; name those that are meant to be off under except in \
                 [rules.flow-turned-off]",
            );
    }
}
