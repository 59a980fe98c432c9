//! Names from packages are data in every format: each report of hostile names is read back by a reader of its format, and has the shape of
//! the report of calm ones.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{collections::BTreeMap, fs, path::Path};

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::Html;
use serde_json::{Value, json};
use support::{Case, powerlint};

/// Every format, as an option of `check`, and the file that it is written to.
const FORMATS: [(&str, &str); 12] = [
    ("text", "text.txt"),
    ("short", "short.txt"),
    ("json", "report.json"),
    ("jsonl", "report.jsonl"),
    ("sarif", "report.sarif"),
    ("github", "github.txt"),
    ("azure", "azure.txt"),
    ("gitlab", "gitlab.json"),
    ("junit", "junit.xml"),
    ("markdown", "report.md"),
    ("csv", "report.csv"),
    ("html", "report.html"),
];

/// What terminals, agents, browsers, spreadsheets and readers of Markdown obey, and what hides from the eye.
const PIECES: [&str; 40] = [
    "\u{1b}[2J",
    "\u{1b}]0;owned\u{7}",
    "\u{9b}31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\r",
    "\n",
    "\t",
    "\0",
    "::error::",
    "\n::add-mask::",
    "##vso[task.complete]",
    "##[error]",
    "<script>",
    "</script>",
    "<img src=x onerror=alert(1)>",
    "\" onload=\"",
    "'",
    "&amp;",
    "&#60;",
    "<!--",
    "]]>",
    "`",
    "```\n",
    "|",
    "[a](javascript:x)",
    "![b](https://example.com)",
    "<https://example.com>",
    "**",
    "\n# ",
    "@everyone",
    "=1+1",
    "+cmd",
    "-2",
    "@SUM(1)",
    ",",
    ";\"",
];

fn name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(|char| char.to_string()),
        1 => "[a-z ]{1,6}",
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// A solution whose action, connection reference and text have this name: rules speak about all of them.
fn lay_out(folder: &Path, name: &str) {
    // A reference without a name is none.
    let reference = if name.trim().is_empty() { format!("r{name}") } else { name.to_owned() };
    let flow = json!({ "properties": {
        "connectionReferences": { "shared_x": { "runtimeSource": "embedded", "connection": { "connectionReferenceLogicalName": reference }, "api": { "name": "shared_x" } } },
        "definition": {
            "triggers": { "Recurrence": { "type": "Recurrence", "recurrence": { "frequency": "Day", "interval": 1 } } },
            "actions": {
                name: { "type": "Compose", "inputs": format!("@concat({name}"), "runAfter": {} },
                "Next": { "type": "Compose", "inputs": "done", "runAfter": { "Gone": ["Succeeded"] } },
            },
        },
    }, "schemaVersion": "1.0.0.0" });
    let file = "Contoso/Workflows/Tidyup-44444444-0000-0000-0000-000000000001.json";
    let files = [(file.to_owned(), serde_json::to_vec_pretty(&flow).unwrap())];
    Case { files: files.into() }.lay_out(folder);
}

/// Every report about a package whose things have this name.
fn reports(name: &str) -> BTreeMap<&'static str, String> {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path(), name);
    let outputs = FORMATS.iter().flat_map(|(format, file)| ["--output".to_owned(), format!("{format}={file}")]);
    let output = powerlint(folder.path())
        .args([
            "check",
            ".",
            "--no-config",
            "--quiet",
            "--only",
            "invalid-expression",
            "--only",
            "undeclared-reference",
            "--only",
            "unknown-run-after",
        ])
        .args(outputs)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{name:?}: {}", String::from_utf8_lossy(&output.stderr));
    FORMATS.iter().map(|(format, file)| (*format, fs::read_to_string(folder.path().join(file)).unwrap())).collect()
}

/// What a report is made of, without what it says: the same for all names.
fn shape(format: &str, report: &str) -> String {
    let lines = |begin: &[&str]| {
        let found = report.lines().filter_map(|line| begin.iter().find(|begin| line.contains(**begin)));
        found.copied().collect::<Vec<_>>().join("\n")
    };
    match format {
        "json" | "sarif" | "gitlab" => of_value(&serde_json::from_str(report).unwrap()),
        "jsonl" => {
            report.lines().map(|line| of_value(&serde_json::from_str(line).unwrap())).collect::<Vec<_>>().join("\n")
        }
        "junit" => {
            let mut reader = quick_xml::Reader::from_str(report);
            let mut names = Vec::new();
            loop {
                match reader.read_event().unwrap() {
                    quick_xml::events::Event::Eof => break names.join(" "),
                    quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                        let keys = tag.attributes().map(|one| one.unwrap().key.as_ref().to_owned());
                        names.push(format!("{}({})", tag.name().as_ref(), keys.collect::<Vec<_>>().join(",")));
                    }
                    _ => {}
                }
            }
        }
        "csv" => {
            let mut reader = csv::Reader::from_reader(report.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            for cell in rows.iter().flatten() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula: {cell:?}");
            }
            rows.iter().map(|row| row.len().to_string()).collect::<Vec<_>>().join(" ")
        }
        "html" => {
            let html = Html::parse_document(report);
            let elements = html.root_element().descendants().filter_map(scraper::ElementRef::wrap).map(|element| {
                let keys: Vec<&str> = element.value().attrs().map(|(key, _)| key).collect();
                format!("{}({})", element.value().name(), keys.join(","))
            });
            // A name of several lines has more of them in excerpts: which elements there are counts, not how many.
            let kinds: std::collections::BTreeSet<String> = elements.collect();
            kinds.into_iter().collect::<Vec<_>>().join(" ")
        }
        "markdown" => {
            let events = Parser::new_ext(report, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
            let kept = events.filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    Some(format!("to {dest_url}"))
                }
                Event::Start(tag) => Some(format!("{tag:?}").split(['(', ' ', '{']).next().unwrap().to_owned()),
                Event::Html(html) | Event::InlineHtml(html) => {
                    Some(html.trim().split(['>', ' ']).next().unwrap_or_default().to_owned())
                }
                _ => None,
            });
            kept.collect::<Vec<_>>().join(" ")
        }
        "github" => {
            lines(&["::error", "::warning", "::notice", "::group", "::endgroup", "::add-mask", "::set-", "::stop-"])
        }
        "azure" => lines(&["##vso[", "##[group]", "##[endgroup]", "##["]),
        "short" => report.lines().count().to_string(),
        "text" => String::new(),
        other => panic!("{other}"),
    }
}

/// The keys and kinds of a value.
fn of_value(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(of_value).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            // A place in a name with more lines has them, too.
            let kept =
                members.iter().filter(|(key, _)| *key != "excerpt" && *key != "snippet" && *key != "contextRegion");
            format!(
                "{{{}}}",
                kept.map(|(key, value)| format!("{key}:{}", of_value(value))).collect::<Vec<_>>().join(",")
            )
        }
        Value::String(_) => "s".to_owned(),
        Value::Number(_) => "n".to_owned(),
        Value::Bool(_) | Value::Null => "b".to_owned(),
    }
}

/// What a terminal would obey, or what hides from the eye.
fn is_raw(char: char) -> bool {
    (char.is_control() && char != '\n')
        || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{2028}' | '\u{feff}')
}

fn check(name: &str, calm: &BTreeMap<&'static str, String>) {
    let hostile = reports(name);
    for (format, report) in &hostile {
        let (own, wanted) = (shape(format, report), shape(format, &calm[format]));
        let differ = own.bytes().zip(wanted.bytes()).position(|(one, other)| one != other);
        let from = differ.unwrap_or(own.len().min(wanted.len())).saturating_sub(80);
        let near = |text: &str| text.chars().skip(from).take(240).collect::<String>();
        assert!(own == wanted, "{name:?} changes the {format} report from {} to {}", near(&wanted), near(&own));
        // Spreadsheets want a mark before UTF-8, and their own line ends.
        let text = report.strip_prefix('\u{feff}').unwrap_or(report).replace("\r\n", "\n");
        let raw = text.chars().find(|&char| is_raw(char));
        assert_eq!(raw, None, "{name:?} stands raw in the {format} report");
    }
}

#[test]
fn names_stay_data_in_every_format() {
    let calm = reports("calm");
    for piece in PIECES {
        check(piece, &calm);
    }
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40);
    proptest!(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }, |(name in name())| {
        check(&name, &calm);
    });
}
