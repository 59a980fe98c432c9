//! Text inputs of a canvas app hand on each key stroke at once.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use serde::Deserialize;
use solution::{Control, Loc};

use super::checker::app_names;
use crate::wording;

/// How many controls are named: as many as a reader looks at before opening the app.
const NAMED: usize = 5;

/// Options.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppTextInputWithoutDelay {
    /// The names of controls that may be so.
    except: Vec<String>,
}

impl Rule for AppTextInputWithoutDelay {
    const META: Meta = Meta {
        name: "app-text-input-without-delay",
        summary: "Text inputs of an app hand on each key stroke at once",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_text_input_without_delay.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_files {
            let is_excepted = |name: &str| self.except.iter().any(|except| except == name);
            let found = app.controls().iter().filter(|control| is_immediate(control) && !is_excepted(&control.name));
            let names: Vec<&str> = found.map(|control| control.name.as_str()).collect();
            if names.is_empty() {
                continue;
            }
            let (schema_name, people) = app_names(cx, app);
            let shown: Vec<&str> = names.iter().copied().take(NAMED).collect();
            let more = names.len() - shown.len();
            let rest = if more == 0 { String::new() } else { format!(", and {more} more") };
            let count = wording::count(
                names.len(),
                "text input that hands on each key stroke at once",
                "text inputs that hand on each key stroke at once",
            );
            let message = format!("app \"{people}\" has {count}");
            report
                .at(cx.at(Loc::file(app.file)), Subject::new(SubjectKind::App, schema_name), message)
                .remark(format!("{}{rest}", wording::list(&shown)))
                .help("set DelayOutput to true where a formula filters or searches by the text");
        }
    }
}

/// Whether it is a text input that says that it does not delay; a formula may come out either way.
fn is_immediate(control: &Control) -> bool {
    let is_false = |formula: &str| formula.trim().eq_ignore_ascii_case("false");
    control.template.eq_ignore_ascii_case("text") && control.formula("DelayOutput").is_some_and(is_false)
}
