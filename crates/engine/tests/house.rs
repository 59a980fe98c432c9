//! No condition breaks a run, whatever it says and whatever the package is.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use inventory::{Environment, JoinOptions};
use powerlint_engine::{Config, Outcome, Run, run};
use proptest::prelude::*;
use solution::{Limits, read::find};

const FLOW: &str = r#"{"properties":{"connectionReferences":{},"definition":{"parameters":{},
"triggers":{"manual":{"type":"Request","kind":"Button","inputs":{"schema":{}}}},
"actions":{"Scope":{"type":"Scope","runAfter":{},"actions":{"Call":{"type":"Http","runAfter":{},
"inputs":{"method":"GET","uri":"https://api.contoso.com/x","n":[1,2.5,99999999999999999999,null,true,{"a":{"b":"c"}}]}}}}}}}}"#;

/// Pieces of conditions, right and wrong.
const PIECES: [&str; 64] = [
    "action",
    "flow",
    "solution",
    "stage",
    ".name",
    ".inputs",
    ".inputs.n",
    ".inputs.n[5]",
    ".actions",
    ".trigger",
    ".connections",
    ".texts",
    ".depth",
    ".interval_minutes",
    ".publisher.prefix",
    ".x",
    "[0]",
    "[-1]",
    "['a']",
    "[9999999999]",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'a'",
    "r'\\d'",
    "b'a'",
    "1",
    "-1",
    "9223372036854775807",
    "1u",
    "1.5",
    "0",
    "true",
    "false",
    "null",
    "==",
    "!=",
    "<",
    "+",
    "-",
    "*",
    "/",
    "%",
    "&&",
    "||",
    "!",
    "? true : false",
    " in ",
    ".size()",
    ".lowerAscii()",
    ".matches('a')",
    ".contains('a')",
    ".exists(x, x == 'a')",
    ".all(x, ",
    ".map(x, x)",
    ".filter(x, true)",
    "has(action.inputs.n)",
    "string(",
    "int(",
    "double(",
    ",",
];

/// What conditions speak of.
const STARTS: [&str; 24] = [
    "action.name",
    "action.inputs",
    "action.inputs.n",
    "action.inputs.n[5]",
    "action.depth",
    "action.in_loop",
    "action.after",
    "action.retry",
    "flow.actions",
    "flow.trigger.interval_minutes",
    "flow.trigger.inputs",
    "flow",
    "solution",
    "stage",
    "null",
    "'a'",
    "-9223372036854775808",
    "1.5",
    "1u",
    "true",
    "[1, 'a']",
    "{'a': 1}",
    "b'a'",
    "action.texts",
];

/// What they ask of it.
const ENDS: [&str; 17] = [
    ".size()",
    ".lowerAscii()",
    ".matches('a')",
    ".contains('a')",
    ".exists(x, x == 'a')",
    ".all(x, x > 1)",
    ".map(x, x + x)",
    ".filter(x, x != null)",
    ".exists_one(x, x)",
    "[0]",
    "[-1]",
    "['a']",
    ".a",
    ".schema",
    " + 1",
    " * 2",
    " % 0",
];

/// How they compare it.
const SIGNS: [&str; 12] = ["==", "!=", "<", ">=", "&&", "||", "in", "+", "-", "/", "? true :", "== !"];

fn check(folder: &Path, config: String) -> Option<Outcome> {
    let config = Config::parse("powerlint.toml", config, None, &[]).ok()?;
    let limits = Limits::default();
    Some(run(Run {
        found: find(&[".".to_owned()], folder, &limits),
        previous: solution::read::Found::default(),
        config: &config,
        environment: &Environment::unknown(JoinOptions::default()),
        today: powerlint_engine::Date::constant(2026, 11, 1),
        limits: &limits,
        holdings: false,
        progress: &|_, _| {},
    }))
}

fn package() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("solution.xml"),
        "<ImportExportXml><SolutionManifest><UniqueName>Contoso</UniqueName></SolutionManifest></ImportExportXml>",
    )
    .unwrap();
    fs::write(folder.path().join("customizations.xml"), "<ImportExportXml></ImportExportXml>").unwrap();
    fs::create_dir(folder.path().join("Workflows")).unwrap();
    let name = "Send-44444444-0000-0000-0000-000000000001.json";
    fs::write(folder.path().join("Workflows").join(name), FLOW).unwrap();
    let workflow = format!(
        "<Workflow WorkflowId=\"{{44444444-0000-0000-0000-000000000001}}\" Name=\"Send\"><JsonFileName>/Workflows/{name}</JsonFileName>\
         <Category>5</Category></Workflow>"
    );
    fs::write(folder.path().join("Workflows").join(format!("{name}.data.xml")), workflow).unwrap();
    folder
}

fn config(condition: &str) -> String {
    let quoted = toml::Value::from(condition);
    format!("[[house-rule]]\nname = 'house'\nlook-at = 'action'\nmessage = '{{action.path}}'\ncondition = {quoted}\n")
}

#[test]
fn numbers_and_lists_at_their_ends_are_answered() {
    let folder = package();
    for (condition, finds, misuses) in [
        ("action.type == 'Http'", 1, 0),
        ("action.in_loop || action.depth == 1 && action.parent == 'Scope'", 1, 0),
        ("has(action.inputs.n) && size(action.inputs.n) == 6 && action.inputs.n[0] == 1", 1, 0),
        ("has(action.inputs.n) && action.inputs.n[5].a.b == 'c'", 1, 0),
        ("has(action.inputs.n) && 'a' in action.inputs.n[5] && action.inputs.n[5].exists(key, key == 'a')", 1, 0),
        ("has(action.inputs.n) && action.inputs.n[7] == 1", 0, 1),
        ("action.depth / 0 == 1", 0, 1),
        ("action.depth + 9223372036854775807 < 0", 0, 1),
        ("-9223372036854775808 / (action.depth - 2) == 0", 0, 1),
        ("action.path.size() > 0 && action.name < 1", 0, 1),
    ] {
        let outcome = check(folder.path(), config(condition)).unwrap_or_else(|| panic!("{condition} is refused"));
        assert_eq!(outcome.broken, Vec::<String>::new(), "{condition}");
        assert_eq!(
            (outcome.findings.len(), outcome.misused.len()),
            (finds, misuses),
            "{condition}: {:?}",
            outcome.misused
        );
    }
}

#[test]
fn the_deepest_conditions_that_are_taken_are_answered() {
    let folder = package();
    let shapes: [fn(usize) -> String; 7] = [
        |depth| format!("{}true{}", "(".repeat(depth), ")".repeat(depth)),
        |depth| format!("{}true", "true ? true : ".repeat(depth)),
        |depth| format!("{}true{}", "[1].all(x, ".repeat(depth), ")".repeat(depth)),
        |depth| format!("{}true{}", "[1].exists_one(x, has(action.inputs.n) || ".repeat(depth), ")".repeat(depth)),
        |depth| format!("size({}1{}) == 1", "[".repeat(depth), "]".repeat(depth)),
        |depth| format!("action.name{} != ''", ".lowerAscii()".repeat(depth)),
        |depth| format!("1{} > 0", " + 1".repeat(depth)),
    ];
    for shape in shapes {
        let deepest = (1..=60).rev().find_map(|depth| Some((depth, check(folder.path(), config(&shape(depth)))?)));
        let (depth, outcome) = deepest.unwrap();
        assert!((5..60).contains(&depth), "{depth}: {}", shape(1));
        assert!(outcome.broken.is_empty() && outcome.misused.is_empty(), "{:?}", outcome.misused);
        assert_eq!(outcome.findings.len(), 2, "{}", shape(depth));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_condition_says_the_run_goes_on(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..12)) {
        let folder = package();
        if let Some(outcome) = check(folder.path(), config(&pieces.concat())) {
            prop_assert!(outcome.broken.is_empty(), "{:?}", outcome.broken);
            prop_assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
        }
    }

    #[test]
    fn whatever_is_asked_of_whatever_the_run_goes_on(
        starts in prop::collection::vec(prop::sample::select(&STARTS[..]), 2),
        ends in prop::collection::vec(prop::collection::vec(prop::sample::select(&ENDS[..]), 0..3), 2),
        sign in prop::sample::select(&SIGNS[..]),
    ) {
        let folder = package();
        let condition = format!("{}{} {sign} {}{}", starts[0], ends[0].concat(), starts[1], ends[1].concat());
        if let Some(outcome) = check(folder.path(), config(&condition)) {
            prop_assert!(outcome.broken.is_empty(), "{condition}: {:?}", outcome.broken);
        }
    }

    #[test]
    fn whatever_stands_for_a_condition_is_answered(text in "\\PC{0,40}") {
        let errors = Config::parse("powerlint.toml", config(&text), None, &[]).err().unwrap_or_default();
        for error in errors {
            prop_assert!(!error.help.is_some_and(|help| help.contains("report this")), "{}", error.message);
        }
    }
}
