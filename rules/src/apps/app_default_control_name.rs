//! Controls of a canvas app have the names that Power Apps Studio gave them.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Control, Loc};

use super::checker::app_names;
use crate::wording;

/// How many controls are named: as many as a reader looks at before opening the app.
const NAMED: usize = 5;

/// Templates of controls, and what Power Apps Studio calls a new one before its number.
const DEFAULTS: [(&str, &str); 14] = [
    ("screen", "Screen"),
    ("button", "Button"),
    ("label", "Label"),
    ("text", "TextInput"),
    ("gallery", "Gallery"),
    ("icon", "Icon"),
    ("image", "Image"),
    ("rectangle", "Rectangle"),
    ("combobox", "ComboBox"),
    ("dropdown", "Dropdown"),
    ("checkbox", "Checkbox"),
    ("datepicker", "DatePicker"),
    ("timer", "Timer"),
    ("groupContainer", "Container"),
];

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AppDefaultControlName {
    /// The names of controls that may be so.
    except: Vec<String>,
}

impl Rule for AppDefaultControlName {
    const META: Meta = Meta {
        name: "app-default-control-name",
        summary: "Controls of an app have the names that Power Apps Studio gave them",
        category: Category::Apps,
        severity: Severity::Note,
        preset: Preset::All,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("app_default_control_name.md"),
    };

    fn reads_controls(&self) -> bool {
        true
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for app in cx.app_files {
            let is_excepted = |name: &str| self.except.iter().any(|except| except == name);
            let found =
                app.controls().iter().filter(|control| has_default_name(control) && !is_excepted(&control.name));
            let names: Vec<&str> = found.map(|control| control.name.as_str()).collect();
            if names.is_empty() {
                continue;
            }
            let (schema_name, people) = app_names(cx, app);
            let shown: Vec<&str> = names.iter().copied().take(NAMED).collect();
            let more = names.len() - shown.len();
            let rest = if more == 0 { String::new() } else { format!(", and {more} more") };
            let count = wording::count(names.len(), "control", "controls");
            let message = format!("app \"{people}\" has {count} with the name that Power Apps Studio gave");
            report
                .at(cx.at(Loc::file(app.file)), Subject::new(SubjectKind::App, schema_name), message)
                .remark(format!("{}{rest}", wording::list(&shown)))
                .help("give the controls names that say what they are for: the tree view of Power Apps Studio renames them in formulas too");
        }
    }
}

/// Whether it is called as a new control of its template is: `Button1`, or `Button1_2` for a copy.
fn has_default_name(control: &Control) -> bool {
    let Some((_, default)) = DEFAULTS.iter().find(|(template, _)| template.eq_ignore_ascii_case(&control.template))
    else {
        return false;
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    control.name.strip_prefix(default).is_some_and(|number| number.split('_').all(is_number))
}
