//! A loop of a desktop flow never ends.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use syntax::robin::{Kind, Statement, literal};

use super::place::{nth, state_at};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndlessScriptLoop {}

impl Rule for EndlessScriptLoop {
    const META: Meta = Meta {
        name: "endless-script-loop",
        summary: "A loop of a desktop flow never ends",
        category: Category::DesktopFlows,
        severity: Severity::Warning,
        preset: Preset::Strict,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("endless_script_loop.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for (flow, script) in cx.scripts() {
            for subflow in script.subflows.iter().filter(|subflow| subflow.is_whole) {
                for statement in subflow.statements() {
                    let Kind::Loop(branch) = &statement.kind else { continue };
                    let Some(condition) = branch.head.strip_prefix("WHILE") else { continue };
                    if !is_always_true(condition) || may_end(&branch.body, false) {
                        continue;
                    }
                    state_at(
                        cx,
                        report,
                        flow,
                        (subflow.name, statement.line),
                        "a loop whose condition is always true has nothing in it that ends it",
                    )
                    .detail(format!("{}/{}", subflow.name, nth(subflow, statement)))
                    .help("add Exit loop under a condition, or let the loop's condition become false");
                }
            }
        }
    }
}

/// Whether a condition of literals is true: `True`, `(1) = (1)`, `(1) <> (2)`.
fn is_always_true(condition: &str) -> bool {
    let plain = |part: &str| part.trim().trim_start_matches('(').trim_end_matches(')').trim().to_owned();
    let fixed = |part: &str| {
        literal(part).is_some()
            || part.parse::<f64>().is_ok()
            || ["true", "false"].iter().any(|word| part.eq_ignore_ascii_case(word))
    };
    // Longer signs hold shorter ones.
    for (sign, equal) in [("<>", false), ("=", true)] {
        if let Some((left, right)) = condition.split_once(sign) {
            let (left, right) = (plain(left), plain(right));
            return fixed(&left) && fixed(&right) && left.eq_ignore_ascii_case(&right) == equal;
        }
    }
    plain(condition).eq_ignore_ascii_case("true")
}

/// Whether something in a loop may end it. An inner loop is left by its own Exit loop; everything else leaves both.
fn may_end(body: &[Statement<'_>], inner: bool) -> bool {
    body.iter().any(|statement| match &statement.kind {
        Kind::ExitLoop => !inner,
        Kind::Goto(_) | Kind::ExitSubflow | Kind::ExitFlow | Kind::Throw | Kind::Call(_) | Kind::Other => true,
        Kind::Loop(branch) => may_end(&branch.body, true),
        _ => statement.bodies().any(|body| may_end(body, inner)),
    })
}
