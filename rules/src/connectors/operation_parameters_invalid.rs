//! The parameters of operations of a custom connector contradict each other or the path.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use syntax::{Kind, Value};

use super::definition::{Operation, name, operations, subject};
use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationParametersInvalid {}

impl Rule for OperationParametersInvalid {
    const META: Meta = Meta {
        name: "operation-parameters-invalid",
        summary: "Parameters of a custom connector's operation contradict each other or the path",
        category: Category::Connectors,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("operation_parameters_invalid.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for connector in &cx.package.connectors {
            let Some(definition) = connector.definition else { continue };
            for operation in operations(definition) {
                let Some(parameters) = parameters(definition.root, &operation) else { continue };
                let mut wrong = contradictions(&parameters);
                wrong.extend(path_mismatches(operation.path, &parameters));
                if wrong.is_empty() {
                    continue;
                }
                let what = format!("{} {}", operation.method, operation.path);
                report
                    .at(
                        cx.at(definition.loc(operation.value)),
                        subject(connector),
                        format!(
                            "connector \"{}\": the parameters of {what} do not fit: {}",
                            name(connector),
                            wording::list(&wrong)
                        ),
                    )
                    .detail(what)
                    .help(
                        "correct the parameters on the page \"Definition\" of the connector, or in its Swagger editor",
                    );
            }
        }
    }
}

/// A parameter, as far as these checks go.
struct Parameter<'t> {
    name: &'t str,
    place: &'t str,
    required: bool,
}

/// The parameters that an operation has, those of its path included where it does not define them anew; `None` where one
/// cannot be read.
fn parameters<'t>(root: &'t Value<'t>, operation: &Operation<'t>) -> Option<Vec<Parameter<'t>>> {
    let read = |holder: &'t Value<'t>| -> Option<Vec<Parameter<'t>>> {
        let Some(list) = holder.get("parameters") else { return Some(Vec::new()) };
        let Kind::Array(items) = &list.kind else { return None };
        items.iter().map(|item| parameter(root, item)).collect()
    };
    let mut all = read(operation.value)?;
    let own: HashSet<(&str, String)> = all.iter().map(key).collect();
    all.extend(read(operation.shared)?.into_iter().filter(|one| !own.contains(&key(one))));
    Some(all)
}

/// What an operation may define once: its body, and each name in each other place.
fn key<'t>(one: &Parameter<'t>) -> (&'t str, String) {
    match one.place {
        "body" => ("body", String::new()),
        place => (place, one.name.to_lowercase()),
    }
}

fn parameter<'t>(root: &'t Value<'t>, item: &'t Value<'t>) -> Option<Parameter<'t>> {
    let item = match item.get("$ref") {
        Some(target) => root.get("parameters")?.get(target.as_str()?.strip_prefix("#/parameters/")?)?,
        None => item,
    };
    Some(Parameter {
        name: item.get("name")?.as_str()?,
        place: item.get("in")?.as_str()?,
        required: item.get("required").and_then(Value::as_bool) == Some(true),
    })
}

/// What cannot be true of one operation at a time.
fn contradictions(parameters: &[Parameter<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen: HashMap<(&str, &str), u32> = HashMap::new();
    for one in parameters {
        let times = seen.entry((one.name, one.place)).or_default();
        *times += 1;
        // Told at the second of several; more than one body is told below.
        if *times == 2 && one.place != "body" {
            wrong.push(format!("{} stands twice in {}", one.name, one.place));
        }
    }
    let bodies = parameters.iter().filter(|one| one.place == "body").count();
    if bodies > 1 {
        wrong.push(format!("there are {bodies} bodies"));
    }
    if bodies > 0 && parameters.iter().any(|one| one.place == "formData") {
        wrong.push("there is a body beside a form".to_owned());
    }
    wrong
}

/// What does not fit the path.
fn path_mismatches(path: &str, parameters: &[Parameter<'_>]) -> Vec<String> {
    let Some(named) = in_braces(path) else { return Vec::new() };
    let of_path = || parameters.iter().filter(|one| one.place == "path");
    let defined: HashSet<String> = of_path().map(|one| one.name.to_lowercase()).collect();
    let held: HashSet<String> = named.iter().map(|name| name.to_lowercase()).collect();
    let mut wrong = Vec::new();
    for name in named {
        if !defined.contains(&name.to_lowercase()) {
            wrong.push(format!("no parameter stands for {{{name}}} of the path"));
        }
    }
    for one in of_path() {
        if !held.contains(&one.name.to_lowercase()) {
            wrong.push(format!("{} is not in the path", one.name));
        } else if !one.required {
            wrong.push(format!("{} is in the path, but not required", one.name));
        }
    }
    wrong
}

/// The names in the braces of a path; `None` where braces do not close, or hold more than a name.
fn in_braces(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if name.is_empty() || name.contains(['{', '=', '/', '@', '(']) {
            return None;
        }
        names.push(name);
        rest = behind;
    }
    (!rest.contains('}')).then_some(names)
}
