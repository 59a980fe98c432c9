//! Packages that were made to break, fool or flood whoever reads them: each is answered, as the snapshot beside its recipe says.
//!
//! A new case is a recipe in `testdata/hostile/`; `INSTA_UPDATE=always cargo test -p powerlint --test hostile` writes its answer, and
//! `UPDATE_DOCS=1` the table in docs/hardening.md.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use support::{forged::Recipe, powerlint, root};

/// No answer may take longer, in a build that is not even optimised.
const LONGEST: Duration = Duration::from_secs(10);

struct Answered {
    recipe: Recipe,
    status: i32,
    rules: BTreeSet<String>,
    /// The first line of an error.
    error: Option<String>,
}

fn recipes() -> Vec<(String, Recipe)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join("testdata/hostile")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let recipe =
            toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, recipe)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_hostile_package_is_answered() {
    let mut answers: BTreeMap<String, Vec<Answered>> = BTreeMap::new();
    for (name, recipe) in recipes() {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in recipe.files() {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let start = Instant::now();
        let output = powerlint(folder.path()).args(["check", ".", "--format", "short"]).output().unwrap();
        assert!(start.elapsed() < LONGEST, "{name} took {:?}", start.elapsed());
        let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let status = output.status.code().unwrap_or_else(|| panic!("{name}: it was killed; {complained}"));
        assert!(!said.contains("panicked") && !complained.contains("panicked"), "{name}: {complained}");
        assert!(!complained.contains("please report"), "{name}: {complained}");
        let lines =
            |text: &str| text.lines().map(|line| line.chars().take(400).collect::<String>() + "\n").collect::<String>();
        insta::with_settings!({ snapshot_path => root().join("testdata/hostile"), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, format!("exit status {status}\n{}{}", lines(&said), lines(&complained)));
        });
        let rule = |line: &str| Some(line.split_once(": ")?.1.split_once('[')?.1.split_once(']')?.0.to_owned());
        let rules = said.lines().filter_map(rule).collect();
        // A message goes on in lines that begin with a bar.
        let mut error = complained.lines().skip_while(|line| !line.contains("error")).skip(1);
        let first = error.next().map(|line| line.trim_start_matches([' ', 'x', '×']).trim().to_owned());
        let rest = error.map_while(|line| line.trim_start().strip_prefix("| "));
        let error = first.map(|first| rest.fold(first, |message, line| format!("{message} {}", line.trim())));
        let part = answers.entry(recipe.part.clone()).or_default();
        part.push(Answered { recipe, status, rules, error });
    }
    let page = root().join("docs/hardening.md");
    let text = fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once("<!-- answers -->\n").expect("the beginning of the answers");
    let (_, after) = rest.split_once("<!-- end -->").expect("their end");
    let expected = format!("{before}<!-- answers -->\n{}<!-- end -->{after}", tables(&answers));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&page, &expected).unwrap();
    }
    assert!(
        fs::read_to_string(&page).unwrap() == expected,
        "docs/hardening.md does not say what is answered; UPDATE_DOCS=1 cargo test -p powerlint --test hostile writes it anew"
    );
}

fn tables(answers: &BTreeMap<String, Vec<Answered>>) -> String {
    let mut text = String::new();
    for (part, answers) in answers {
        let _ = write!(text, "\n### {part}\n\n| what comes in | what is answered | exit status |\n|---|---|---|\n");
        for answer in answers {
            let rules: Vec<String> = answer.rules.iter().map(|rule| format!("`{rule}`")).collect();
            let said = match (&answer.error, rules.as_slice()) {
                (Some(error), _) => format!("an error: {}", error.replace('|', "\\|")),
                (None, []) => "nothing: it is read as it is".to_owned(),
                (None, rules) => rules.join(", "),
            };
            let _ = writeln!(text, "| {} | {said} | {} |", answer.recipe.about, answer.status);
        }
    }
    text.push('\n');
    text
}

/// An exported zip that ends at any of its bytes.
#[test]
fn every_beginning_of_an_archive_is_answered() {
    let zip = fs::read(root().join("testdata/contoso/ContosoCommon_1_0_0_3.zip")).unwrap();
    let config = engine::Config::default_for(rules::ALL);
    let environment = inventory::Environment::unknown(inventory::JoinOptions::default());
    let limits = solution::Limits::default();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.zip");
    for length in 0..zip.len() {
        fs::write(&path, &zip[..length]).unwrap();
        let outcome = engine::run(engine::Run {
            found: solution::read::find(&[path.to_str().unwrap().to_owned()], folder.path(), &limits),
            previous: solution::read::Found::default(),
            config: &config,
            environment: &environment,
            today: engine::date::today(),
            limits: &limits,
            holdings: false,
            progress: &|_, _| {},
        });
        assert!(outcome.broken.is_empty(), "{length}: {:?}", outcome.broken);
        let said: Vec<&str> = outcome.errors.iter().map(|error| error.message.as_str()).collect();
        assert!(!said.is_empty() && !said.iter().any(|said| said.contains(" broke ")), "{length} bytes: {said:?}");
    }
}

/// Folders that lead into themselves are walked once.
#[cfg(unix)]
#[test]
fn links_in_circles_end() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b");
    fs::create_dir_all(&deep).unwrap();
    symlink(folder.path(), deep.join("up")).unwrap();
    symlink(deep.join("itself"), deep.join("itself")).unwrap();
    symlink(folder.path().join("gone"), deep.join("dangling.zip")).unwrap();
    fs::copy(root().join("testdata/contoso/ContosoHR_1_0_2_0.zip"), deep.join("ContosoHR.zip")).unwrap();
    let output = powerlint(folder.path()).args(["check", ".", "--format", "json"]).timeout(LONGEST).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = report["packages"].as_array().unwrap();
    assert_eq!(packages.len(), 1, "{packages:?}");
}

/// What a package may take of the memory follows from the limits, whatever it says of itself.
#[cfg(target_os = "linux")]
#[test]
fn limits_bound_the_memory() {
    let flow = |number: usize| {
        format!(
            "[[entry]]\nname = \"Workflows/F{number}.json\"\npacked = true\ntext = \"[{{}}0]\"\nrepeat = [\"0,\", 4000000]\n"
        )
    };
    // 160 MB of texts with 80 million values, which would take some four gigabytes.
    let recipe = format!("about = \"\"\npart = \"\"\n{}", (0..20).map(flow).collect::<String>());
    let recipe: Recipe = toml::from_str(&recipe).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in recipe.files() {
        fs::write(folder.path().join(path), bytes).unwrap();
    }
    fs::write(
        folder.path().join("powerlint.toml"),
        "[limits]\nentry-bytes = 10000000\npackage-bytes = 40000000\nvalues = 500000\n",
    )
    .unwrap();
    let program = assert_cmd::cargo::cargo_bin!("powerlint");
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 600000 && exec \"$0\" check . --jobs 1 --format short"])
        .arg(program)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        said.contains("the limit values = 500000") && said.contains("the limit package-bytes = 40000000"),
        "{said}"
    );
}
