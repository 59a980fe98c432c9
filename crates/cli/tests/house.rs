//! House rules: the page of documentation against the model, its examples against packages, and what users see of mistakes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{fmt::Write as _, fs, path::Path};

use engine::{
    Config,
    house::{Kind, Shape},
};
use support::{Case, findings, powerlint, root, stdout};

const PAGE: &str = "docs/house-rules.md";

fn page() -> String {
    fs::read_to_string(root().join(PAGE)).unwrap()
}

/// The blocks of TOML below a heading, or in the whole page.
fn blocks(page: &str) -> Vec<&str> {
    page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// The rules that the page offers, each with its block.
fn offered(page: &str) -> Vec<(String, &str)> {
    let (_, below) = page.split_once("## Twelve to start from").unwrap();
    let name = |block: &str| {
        let table: toml::Table = block.parse().unwrap();
        table["house-rule"][0]["name"].as_str().unwrap().to_owned()
    };
    blocks(below).into_iter().map(|block| (name(block), block)).collect()
}

/// The case with these house rules, and no rule of powerlint itself.
fn with(mut case: Case, house: &str) -> Case {
    let own = case.files.remove("powerlint.toml").map(|bytes| String::from_utf8(bytes).unwrap()).unwrap_or_default();
    let mut config: toml::Table = format!("{own}\n{house}").parse().unwrap();
    let rules = config.entry("rules").or_insert_with(|| toml::Table::new().into()).as_table_mut().unwrap();
    for entry in rules::ALL {
        rules.entry(entry.meta.name).or_insert_with(|| "off".into());
    }
    case.files.insert("powerlint.toml".to_owned(), config.to_string().into_bytes());
    case
}

fn case(name: &str) -> Case {
    Case::of_folder(&root().join("testdata/house").join(name))
}

fn seen(case: &Case) -> String {
    let output = case.check(&[]);
    format!("{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr))
}

fn snapshot(name: &str, seen: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("testdata/house"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, seen));
}

#[test]
fn the_page_shows_every_field_there_is() {
    let path = root().join(PAGE);
    let page = page();
    let (before, rest) = page.split_once("--test house -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let wanted = format!("{before}--test house -->\n{}\n<!-- end -->{after}", tables());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    assert!(wanted == fs::read_to_string(&path).unwrap(), "UPDATE_DOCS=1 cargo test -p powerlint --test house");
}

fn tables() -> String {
    let mut text = String::new();
    for kind in Kind::ALL {
        let _ = write!(text, "\n### `{}`\n\n| field | holds | what it is |\n|---|---|---|\n", kind.word());
        for field in kind.fields() {
            let holds = match field.shape {
                Shape::Text => "text".to_owned(),
                Shape::Number => "number".to_owned(),
                Shape::Flag => "true or false".to_owned(),
                Shape::Texts => "list of texts".to_owned(),
                Shape::Thing(kind) => format!("[{0}](#{0})", kind.word()),
                Shape::Things(kind) => format!("list of [{0}s](#{0})", kind.word()),
                Shape::Data => "whatever is there".to_owned(),
            };
            let _ = writeln!(text, "| `{}` | {holds} | {} |", field.name, field.says);
        }
    }
    text
}

/// What every kind is met as somewhere in the test data.
const PACKAGES: [&str; 3] =
    ["testdata/contoso", "testdata/house/silent/Contoso", "testdata/rules/undeclared-reference"];

#[test]
fn every_field_of_the_page_can_be_asked_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    for kind in Kind::ALL {
        let looked_at = if kind.is_looked_at() { kind } else { Kind::Solution };
        let variable = if kind.is_looked_at() { kind.word().to_owned() } else { format!("solution.{}", kind.word()) };
        let mut config = String::new();
        let mut names = Vec::new();
        for field in kind.fields() {
            let name = format!("{}-{}", kind.word(), field.name.replace('_', "-"));
            let (asked, path) = (format!("{variable}.{}", field.name), format!("{{{variable}.{}}}", field.name));
            // What holds of every value of the shape, and of none of another shape.
            let condition = match field.shape {
                Shape::Text => format!("{asked} == null || size({asked}) >= 0"),
                Shape::Number => format!("{asked} == null || {asked} + 1 > {asked}"),
                Shape::Flag => format!("{asked} == null || {asked} || !{asked}"),
                Shape::Texts => format!("{asked}.all(text, size(text) >= 0)"),
                Shape::Thing(inner) => format!("{asked}.{0} == null || {asked}.{0} != null", inner.fields()[0].name),
                Shape::Things(inner) => {
                    format!("{asked}.all(one, one.{0} == null || one.{0} != null)", inner.fields()[0].name)
                }
                Shape::Data => format!("{asked} == null || {asked} != null"),
            };
            let _ = writeln!(
                config,
                "[[house-rule]]\nname = \"{name}\"\nlook-at = \"{}\"\ncondition = \"{condition}\"\nmessage = \"{}\"",
                looked_at.word(),
                if field.shown { path } else { "is there".to_owned() }
            );
            names.push(name);
        }
        fs::write(folder.path().join("powerlint.toml"), config).unwrap();
        let mut command = powerlint(&root());
        command.arg("check").args(PACKAGES).args(["--format", "json", "--config"]);
        let output = command.arg(folder.path().join("powerlint.toml")).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("cannot be answered"), "{said}");
        let findings = findings(&output);
        for name in names {
            assert!(findings.iter().any(|finding| finding["rule"] == *name), "{name} was asked of nothing: {said}");
        }
    }
}

#[test]
fn every_block_of_the_page_is_a_configuration() {
    for block in blocks(&page()) {
        let errors = Config::parse(PAGE, block.to_owned(), None, rules::ALL).err().unwrap_or_default();
        assert!(errors.is_empty(), "{errors:?} in\n{block}");
    }
}

#[test]
fn every_rule_that_the_page_offers_fires_where_it_should_and_only_there() {
    let page = page();
    let offered = offered(&page);
    assert_eq!(offered.len(), 12);
    for (name, block) in &offered {
        for (package, expected) in [("fires", true), ("silent", false)] {
            let output = with(case(package), block).check(&["--format", "json"]);
            let fired = findings(&output).iter().any(|finding| finding["rule"] == **name);
            assert_eq!(fired, expected, "{name} in {package}: {}", String::from_utf8_lossy(&output.stderr));
            assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    let all: String = offered.into_iter().map(|(_, block)| block).collect();
    snapshot("fires", &seen(&with(case("fires"), &all)));
}

#[test]
fn mistakes_are_told_at_their_places() {
    for name in ["conditions", "keys"] {
        let case = case(&format!("errors/{name}"));
        let mut files = case;
        files.files.insert("arguments".to_owned(), b".\n".to_vec());
        assert_eq!(files.check(&[]).status.code(), Some(2));
        snapshot(&format!("errors-{name}"), &seen(&files));
    }
    let case = with(case("errors/while-it-runs"), "");
    let output = case.check(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("fakefakefake"));
    snapshot("errors-while-it-runs", &seen(&case));
}

#[test]
fn levels_stages_ignores_and_solutions_are_those_of_every_rule() {
    snapshot("like-other-rules", &seen(&with(case("like-other-rules"), "")));
}

#[test]
fn reports_and_lists_know_house_rules() {
    let case = with(case("like-other-rules"), "");
    let output = case.check(&["--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("A house rule of powerlint.toml"), "{rule}");
    }

    let folder = tempfile::tempdir().unwrap();
    case.clone().lay_out(folder.path());
    let said = |folder: &Path, arguments: &[&str]| {
        let output = powerlint(folder).args(arguments).output().unwrap();
        (output.status.code().unwrap(), stdout(&output), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, list, _) = said(folder.path(), &["rules"]);
    assert!(status == 0 && list.contains("louder-in-production") && list.contains("personal-connection"), "{list}");
    let (status, page, _) = said(folder.path(), &["explain", "louder-in-production"]);
    assert!(status == 0 && page.contains("stage == 'production'"), "{page}");

    // A mistake in the configuration is told, and costs nobody the rules of powerlint itself.
    fs::write(folder.path().join("powerlint.toml"), "[[house-rule]]\nname = \"half\"\n").unwrap();
    let (status, list, told) = said(folder.path(), &["rules"]);
    assert!(status == 2 && list.contains("personal-connection") && told.contains("must have"), "{list}{told}");
    assert_eq!(said(folder.path(), &["explain", "personal-connection"]).0, 0);
    let (status, _, told) = said(folder.path(), &["explain", "half"]);
    assert!(status == 2 && told.contains("must have") && told.contains("no rule half"), "{told}");
}
