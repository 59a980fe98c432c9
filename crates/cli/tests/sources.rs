//! It makes no difference which tool exported a fact: the sample's inventory in the forms of other tools gives the same answers
//! where they carry the same facts, and accuses nobody anew where they carry fewer.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::forms::{self, Files};
use support::{Case, findings, root};

/// The four answers.
const ANSWERS: [&str; 4] =
    ["personal-connection", "several-owners", "not-in-common-solution", "not-shared-with-deployer"];

const FOLDER: &str = "inventory/development/";

/// What a run answers: its findings about connections (rule, severity, subject, fingerprint, message), and how much the four rules
/// could judge.
#[derive(Debug, PartialEq, Eq)]
struct Answers {
    found: BTreeSet<[String; 5]>,
    coverage: Vec<(String, u64, u64)>,
}

impl Answers {
    fn of(case: &Case, what: &str) -> Self {
        let output = case.check(&["--format", "json"]);
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{what}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{what}");
        let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
        let found = findings(&output)
            .iter()
            .filter(|finding| finding["category"] == "connections")
            .map(|finding| ["rule", "severity", "subject", "fingerprint", "message"].map(|key| text(finding, key)))
            .collect();
        let lines = report["coverage"].as_array().unwrap();
        let coverage = ANSWERS.iter().filter_map(|rule| {
            let line = lines.iter().find(|line| line["rule"] == *rule)?;
            Some(((*rule).to_owned(), line["judged"].as_u64().unwrap(), line["unknown"].as_u64().unwrap()))
        });
        Self { found, coverage: coverage.collect() }
    }
}

/// The sample, and its inventory of development.
fn sample() -> (Case, Files) {
    let mut case = Case::of_folder(&root().join("testdata/contoso"));
    case.files.insert("arguments".to_owned(), b".".to_vec());
    let facts = forms::facts_of(&case, FOLDER);
    (case, facts)
}

#[test]
fn the_same_facts_give_the_same_answers() {
    let (case, facts) = sample();
    let expected = Answers::of(&case, "as exported");
    // The law is about something: each rule that the sample's inventory answers has something to say.
    assert!(expected.found.len() > 5 && expected.coverage.len() == ANSWERS.len(), "{expected:#?}");
    for (name, form) in forms::WHOLE {
        assert_eq!(Answers::of(&forms::with(&case, FOLDER, &form(&facts)), name), expected, "{name}");
    }
}

#[test]
fn fewer_facts_accuse_nobody_and_say_less() {
    let (case, facts) = sample();
    let whole = Answers::of(&case, "as exported");
    for (name, form) in forms::PARTS {
        let less = Answers::of(&forms::with(&case, FOLDER, &form(&facts)), name);
        let identity = |answers: &Answers| -> BTreeSet<[String; 3]> {
            answers
                .found
                .iter()
                .map(|[rule, _, subject, fingerprint, _]| [rule, subject, fingerprint].map(Clone::clone))
                .collect()
        };
        let added: Vec<_> = identity(&less).difference(&identity(&whole)).cloned().collect();
        assert!(added.is_empty(), "{name}: {added:#?}");
        let unknown = |answers: &Answers| answers.coverage.iter().map(|(_, _, unknown)| unknown).sum::<u64>();
        assert!(unknown(&less) > unknown(&whole), "{name}: {:?} and {:?}", less.coverage, whole.coverage);
    }
}

#[test]
fn all_sources_together_agree() {
    let (case, facts) = sample();
    let expected = Answers::of(&case, "as exported");
    let mut all = facts.clone();
    for (number, (_, form)) in [forms::WHOLE, forms::PARTS].concat().iter().enumerate() {
        all.extend(form(&facts).into_iter().map(|(name, bytes)| (format!("{number}-{name}"), bytes)));
    }
    let case = forms::with(&case, FOLDER, &all);
    let conflicts: Vec<Value> = findings(&case.check(&["--format", "json"]))
        .into_iter()
        .filter(|one| one["rule"] == "inventory-conflict")
        .collect();
    assert!(conflicts.is_empty(), "{conflicts:#?}");
    assert_eq!(Answers::of(&case, "all together"), expected);
}
