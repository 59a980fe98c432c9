//! Every command that the README and the book show works: those of powerlint are run here, each in a fresh folder that holds what pages
//! speak of; of every other it is known who runs it. docs/start-here.md is followed from the top by `crates/cli/tests/start_here.py`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{fs, path::Path, process::Output};

use support::{Case, powerlint, root};

/// Commands of other programs by their first word, and where they are run.
const ELSEWHERE: [(&str, &str); 20] = [
    ("cargo", "by .ci/run and .ci/wheel; benchmarks, fuzzing and tests that write files by hand"),
    ("INSTA_UPDATE=always", "by hand: it writes snapshots"),
    ("UPDATE_DOCS=1", "by hand: it writes pages"),
    (".ci/run", "is what CI runs"),
    ("pip", "by .ci/wheel"),
    ("uvx", "nowhere: there is no release yet; .ci/wheel installs the wheel that it would take"),
    ("npm", "by .ci/npm and .ci/formats"),
    ("npx", "by .ci/npm"),
    ("/tmp/sarif/node_modules/.bin/sarif-multitool", "by .ci/formats"),
    ("docker", "nowhere: it needs a container engine"),
    ("git", "by start_here.py and .ci/pre-commit"),
    ("cd", "by start_here.py"),
    ("cp", "by start_here.py"),
    ("cat", "needs a job of GitHub; .ci/formats runs the line of action.yml"),
    ("az", "needs a tenant; tests/script.rs runs the script that holds such lines against a made-up one"),
    ("Get-DlpPolicy", "needs a tenant"),
    ("Add-PowerAppsAccount", "needs a tenant"),
    ("Get-AdminPowerAppConnection", "needs a tenant"),
    ("Get-AdminFlow", "needs a tenant"),
    ("python3", "by hand: it measures"),
];

/// Languages of blocks that hold commands, a line each.
const SHELLS: [&str; 4] = ["console", "sh", "bash", "powershell"];

/// A command of a page.
struct Command {
    page: String,
    line: String,
    /// Stands in a sentence: it may only name a command whose arguments the sentence leaves open.
    inline: bool,
}

fn commands() -> Vec<Command> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut pages: Vec<String> = docs.map(|name| format!("docs/{}", name.to_string_lossy())).collect();
    pages.retain(|page| Path::new(page).extension().is_some_and(|extension| extension == "md"));
    pages.extend(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned));
    pages.sort();
    let mut found = Vec::new();
    for page in pages {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        let mut language = None;
        for line in text.lines() {
            if let Some(fence) = line.trim_start().strip_prefix("```") {
                language = if language.is_some() { None } else { Some(fence.to_owned()) };
                continue;
            }
            let command = |line: &str, inline| Command { page: page.clone(), line: line.to_owned(), inline };
            match language.as_deref() {
                Some(shell) if SHELLS.contains(&shell) && !line.trim().is_empty() => found.push(command(line, false)),
                Some("yaml") => {
                    let start = line.find("powerlint check").or_else(|| line.find("powerlint settings"));
                    found.extend(start.map(|start| command(&line[start..], false)));
                }
                Some(_) => {}
                None => {
                    let code = line.split('`').skip(1).step_by(2);
                    found.extend(code.filter(|code| code.starts_with("powerlint ")).map(|code| command(code, true)));
                }
            }
        }
    }
    found
}

/// The words of a line as a shell reads them, up to a comment, a redirection or the next command. Words that stand for others are filled in.
fn words(line: &str) -> Vec<String> {
    let filled = line
        .replace("$(Build.ArtifactStagingDirectory)", "drop")
        .replace("$(Agent.TempDirectory)", "reports")
        .replace("${{ matrix.part }}", "1")
        .replace("$(System.JobPositionInPhase)", "1")
        .replace("$(System.TotalJobsInPhase)", "4")
        .replace("<id>", "aaaa0000-0000-0000-0000-000000000001");
    let mut words = Vec::new();
    for word in filled.split_whitespace() {
        match word {
            ">" | ">>" | "|" | "&&" => break,
            word if word.starts_with('#') => break,
            "…" => {}
            "NAME" if words.first().is_some_and(|first| first == "impact") => words.push("ada@contoso.com".to_owned()),
            "RULE" | "NAME" => words.push("personal-connection".to_owned()),
            "FILE" => words.push("powerlint-baseline.json".to_owned()),
            "FILE…" => words.push("src/Other/Solution.xml".to_owned()),
            "FOLDER" => words.push("new-folder".to_owned()),
            word => words.push(word.trim_matches(['"', '\'']).to_owned()),
        }
    }
    words
}

/// What pages speak of: exported zips, sources, facts, settings, what was deployed before.
fn lay_out(folder: &Path) {
    let sample = Case::of_folder(&root().join("testdata/contoso"));
    let mut case = Case { files: sample.files.clone() };
    // Here `inventory/` holds the facts of one environment.
    case.files.retain(|path, _| !path.starts_with("inventory/"));
    let mut copy = |from: &str, to: &str| {
        for (path, bytes) in &sample.files {
            if let Some(rest) = path.strip_prefix(from) {
                case.files.insert(format!("{to}{rest}"), bytes.clone());
            }
        }
    };
    copy("ContosoFinance/", "src/");
    copy("ContosoHR_1_0_2_0.zip", "Contoso_1_0_0_0.zip");
    copy("ContosoHR_1_0_2_0.zip", "previous/ContosoHR_1_0_1_0.zip");
    copy("ContosoHR_1_0_2_0.zip", "released/ContosoHR_1_0_1_0.zip");
    for zip in ["ContosoCommon_1_0_0_3.zip", "ContosoHR_1_0_2_0.zip"] {
        copy(zip, &format!("drop/{zip}"));
    }
    copy("inventory/development/", "inventory/");
    copy("inventory/development/", "facts/");
    copy("inventory/production.toml", "production/facts.toml");
    copy("", "testdata/contoso/");
    let config = String::from_utf8(sample.files["powerlint.toml"].clone()).unwrap();
    let config =
        config.replace("inventory/development", "inventory").replace("inventory/production.toml", "production");
    case.files.insert("powerlint.toml".to_owned(), config.into_bytes());
    for (path, bytes) in &case.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn run(words: &[String]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path());
    // `init` is for folders that have no configuration yet, and lines that say what a baseline does follow its making.
    if words.first().is_some_and(|word| word == "init") {
        fs::remove_file(folder.path().join("powerlint.toml")).unwrap();
    }
    if words.iter().any(|word| word == "powerlint-baseline.json" || word == "--prune") {
        powerlint(folder.path()).args(["baseline", "."]).output().unwrap();
    }
    // What is merged was checked in two parts before.
    if words.first().is_some_and(|word| word == "merge") {
        for part in ["1", "2"] {
            let (shard, file) = (format!("{part}/2"), format!("shards/{part}.jsonl"));
            powerlint(folder.path()).args(["check", "drop/", "--shard", &shard, "--output", &file]).output().unwrap();
        }
    }
    powerlint(folder.path()).args(words).output().unwrap()
}

#[test]
fn every_command_of_the_book_works() {
    let mut faults = Vec::new();
    let mut count = 0;
    for command in commands() {
        // What is piped into powerlint, or goes on in another line, is powerlint's as well.
        let Some(start) = command.line.find("powerlint ").filter(|&start| {
            let before = command.line[..start].trim_end();
            before.is_empty() || before.ends_with("xargs -0r")
        }) else {
            continue;
        };
        let mut words = words(&command.line[start + "powerlint ".len()..]);
        if command.line.contains("xargs") {
            words.push("src/Other/Solution.xml".to_owned());
        }
        let output = run(&words);
        let said = String::from_utf8_lossy(&output.stderr);
        let names_only = command.inline
            && ["required arguments were not provided", "a value is required", "requires a subcommand"]
                .iter()
                .any(|open| said.contains(open));
        if !matches!(output.status.code(), Some(0 | 1)) && !names_only || said.contains("panicked") {
            faults.push(format!("{}: `{}` as {words:?}:\n{said}", command.page, command.line));
        }
        count += 1;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 60, "{count} commands");
}

#[test]
fn of_every_other_command_it_is_known_who_runs_it() {
    let mut seen = Vec::new();
    let mut faults = Vec::new();
    for command in commands().into_iter().filter(|command| !command.inline) {
        let first = command.line.split_whitespace().next().unwrap_or_default().to_owned();
        // A command that goes on, or a comment.
        let own = command.line.starts_with([' ', '\t']) || first == "powerlint" || first.starts_with('#');
        if own {
            continue;
        }
        if !ELSEWHERE.iter().any(|(known, _)| *known == first) {
            faults.push(format!("{}: {}", command.page, command.line));
        }
        seen.push(first);
    }
    assert!(faults.is_empty(), "nobody runs\n{}", faults.join("\n"));
    for (known, _) in ELSEWHERE {
        assert!(seen.iter().any(|first| first == known), "no page shows {known} any more");
    }
}
