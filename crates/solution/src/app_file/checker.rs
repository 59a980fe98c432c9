//! What the app checker found when an app was saved: `AppCheckerResult.sarif`.
//!
//! SARIF 2.1.0: `runs[].tool.driver.rules[]` with texts in `messageStrings` and `primaryCategory`, `runs[].results[]` with `ruleId`,
//! arguments of the text, `properties.level` and the place by name.

use std::collections::{HashMap, HashSet};

use syntax::{Value, json};

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

/// The findings of a result; none where it is no JSON.
pub(super) fn read(text: &str) -> Vec<CheckerFinding> {
    let Ok(document) = json::parse(text) else { return Vec::new() };
    let runs = document.root.get("runs").map(Value::items).unwrap_or_default();
    runs.iter().flat_map(findings).collect()
}

/// When an app was saved, by its `Header.json`.
pub(super) fn saved(text: &str) -> Option<String> {
    let document = json::parse(text).ok()?;
    string(document.root.get("LastSavedDateTimeUTC"))
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
