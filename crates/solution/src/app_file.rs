//! What powerlint reads of the files of canvas apps (`.msapp`): what the app checker found when the app was saved,
//! and the controls where a rule asks for them.
//!
//! An `.msapp` is a zip. Its `AppCheckerResult.sarif` is SARIF 2.1.0: `runs[].tool.driver.rules[]` with texts in `messageStrings` and
//! `primaryCategory`, `runs[].results[]` with `ruleId`, arguments of the text, `properties.level` and the place by name. Its
//! `Header.json` says when the app was saved. All 43 apps of the packages that were looked at have both.

use std::collections::{HashMap, HashSet};

use syntax::{Value, decode, json};

use crate::{FileId, PackageFiles};

/// The file of a canvas app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppFile {
    /// The file.
    pub file: FileId,
    /// When it was saved, as written (`06/23/2024 00:06:45`, UTC).
    pub saved: Option<String>,
    /// What the app checker found, in the order of its result.
    pub findings: Vec<CheckerFinding>,
    /// Its controls, screens among them, each before what stands in it. Empty where they were not asked for.
    pub controls: Vec<Control>,
}

/// A control of a canvas app, from `Controls/*.json`: `TopParent` with `Name`, `Template.Name`, `Rules` (a property and its formula,
/// `InvariantScript`) and `Children`, as in the apps of the packages that were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its name: `btnSend`.
    pub name: String,
    /// The name of its template: `button`, `text`, `screen`.
    pub template: String,
    /// The formula of `DelayOutput`, where it has one.
    pub delay_output: Option<String>,
}

/// A finding of the app checker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckerFinding {
    /// The checker's rule: `app-ErrInvalidName`.
    pub rule: String,
    /// What the rule is about, as written: `formula`, `accessibility`, `performance`. `""` where it is not said.
    pub category: String,
    /// `High`, `Medium` or `Low`, as written; `""` where it is not said.
    pub level: String,
    /// What is wrong, in words, its arguments filled in.
    pub message: String,
    /// The first advice on what to do.
    pub fix: Option<String>,
    /// Where, by name: `'Main Screen'.Button1.OnSelect`.
    pub place: Option<String>,
}

impl AppFile {
    /// Reads the apps of a package. Those that cannot be read are left out. Of their entries only two are inflated, unless their
    /// controls are wanted too.
    #[must_use]
    pub fn read_all(files: &mut PackageFiles, with_controls: bool) -> Vec<Self> {
        let is_app = |name: &str| name.to_ascii_lowercase().ends_with(".msapp");
        let apps: Vec<FileId> = files.table.iter().filter(|(_, name)| is_app(name)).map(|(file, _)| file).collect();
        apps.into_iter().filter_map(|file| Self::read(files, file, with_controls)).collect()
    }

    fn read(files: &mut PackageFiles, file: FileId, with_controls: bool) -> Option<Self> {
        let mut inside = files.read_inside(file, &["AppCheckerResult.sarif", "Header.json"]).ok()?.into_iter();
        let (result, header) = (inside.next()??, inside.next()?);
        let saved = header.and_then(|header| {
            let text = decode(header).ok()?;
            let document = json::parse(&text.text).ok()?;
            string(document.root.get("LastSavedDateTimeUTC"))
        });
        let text = decode(result).ok()?;
        let document = json::parse(&text.text).ok()?;
        let runs = document.root.get("runs").map(Value::items).unwrap_or_default();
        let controls = if with_controls { read_controls(files, file) } else { Vec::new() };
        Some(Self { file, saved, findings: runs.iter().flat_map(findings).collect(), controls })
    }

    /// The day it was saved, as `2024-06-23`, where the text has the form that apps have.
    #[must_use]
    pub fn saved_on(&self) -> Option<String> {
        let day = self.saved.as_ref()?.split(' ').next()?;
        let mut parts = day.split('/');
        let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        (digits(month, 2) && digits(day, 2) && digits(year, 4)).then(|| format!("{year}-{month}-{day}"))
    }
}

/// The controls of an app; none where a file of them cannot be read.
fn read_controls(files: &mut PackageFiles, file: FileId) -> Vec<Control> {
    let mut controls = Vec::new();
    for bytes in files.read_inside_folder(file, "Controls").unwrap_or_default() {
        let Ok(text) = decode(bytes) else { continue };
        let Ok(document) = json::parse(&text.text) else { continue };
        let mut open: Vec<&Value<'_>> = document.root.get("TopParent").into_iter().collect();
        while let Some(value) = open.pop() {
            open.extend(value.get("Children").map(Value::items).unwrap_or_default().iter().rev());
            let Some(name) = string(value.get("Name")) else { continue };
            let Some(template) = string(value.at(&["Template", "Name"])) else { continue };
            let rules = value.get("Rules").map(Value::items).unwrap_or_default();
            let delays = |rule: &&Value<'_>| rule.get("Property").and_then(Value::as_str) == Some("DelayOutput");
            let delay_output = rules.iter().find(delays).and_then(|rule| string(rule.get("InvariantScript")));
            controls.push(Control { name, template, delay_output });
        }
    }
    controls
}

/// The findings of a run, those that repeat another left out.
fn findings(run: &Value<'_>) -> Vec<CheckerFinding> {
    let rules = run.get("tool").and_then(|tool| tool.at(&["driver", "rules"])).map(Value::items).unwrap_or_default();
    let by_id: HashMap<&str, &Value<'_>> =
        rules.iter().filter_map(|rule| Some((rule.get("id")?.as_str()?, rule))).collect();
    let results = run.get("results").map(Value::items).unwrap_or_default();
    let mut seen = HashSet::new();
    let finding = |result: &Value<'_>| {
        let id = result.get("ruleId")?.as_str()?;
        let rule = by_id.get(id).copied();
        let property = |name: &str| {
            let own = string(result.at(&["properties", name]));
            own.or_else(|| string(rule?.at(&["properties", name]))).unwrap_or_default()
        };
        let place = result.get("locations").and_then(|places| places.items().first()).and_then(|place| {
            let logical = place.get("logicalLocations").and_then(|places| places.items().first());
            string(logical.and_then(|place| place.get("fullyQualifiedName")))
        });
        let found = CheckerFinding {
            rule: id.to_owned(),
            category: property("primaryCategory"),
            level: property("level"),
            message: message(result, rule).unwrap_or_else(|| id.to_owned()),
            fix: rule.and_then(|rule| string(rule.at(&["properties", "howToFix"])?.items().first())),
            place,
        };
        seen.insert((id.to_owned(), found.message.clone(), found.place.clone())).then_some(found)
    };
    results.iter().filter_map(finding).collect()
}

/// What is wrong, in words: the text itself, or the rule's text of that name with the arguments filled in.
fn message(result: &Value<'_>, rule: Option<&Value<'_>>) -> Option<String> {
    let stated = result.get("message")?;
    if let Some(text) = string(stated.get("text")) {
        return Some(text);
    }
    let mut text = string(rule?.at(&["messageStrings", stated.get("id")?.as_str()?, "text"]))?;
    for (index, argument) in stated.get("arguments").map(Value::items).unwrap_or_default().iter().enumerate() {
        text = text.replace(&format!("{{{index}}}"), argument.as_str().unwrap_or_default());
    }
    Some(text)
}

fn string(value: Option<&Value<'_>>) -> Option<String> {
    value?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
