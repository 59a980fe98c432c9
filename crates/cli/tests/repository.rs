//! What the repository says of itself is true: the README's output, the links, the list of rules.
//!
//! `UPDATE_DOCS=1 cargo test -p powerlint --test repository` writes `docs/rules.md` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use engine::{Category, Config, Meta};
use support::{powerlint, root, stdout};

/// Stands in the README for notes, which it leaves out.
const LEFT_OUT: &str = "[…]";

#[test]
fn the_readme_shows_what_the_first_command_prints() {
    const COMMAND: &str = "cargo run --release -p powerlint -- check testdata/contoso\n";
    let readme = read("README.md");
    let start = readme.find(COMMAND).expect("the command");
    let start = start + readme[start..].find("```text\n").expect("the output") + "```text\n".len();
    let end = start + readme[start..].find("```").expect("its end");
    let expected = format!("{}{}{}", &readme[..start], shown_in_readme(), &readme[end..]);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(root().join("README.md"), &expected).unwrap();
        return;
    }
    assert!(
        readme == expected,
        "the README does not show what the command prints; UPDATE_DOCS=1 cargo test -p powerlint --test repository writes it \
         anew; it prints now:\n{}",
        shown_in_readme()
    );
}

/// What the first command prints, without the paragraphs of notes.
fn shown_in_readme() -> String {
    let output = powerlint(&root()).env_remove("COLUMNS").args(["check", "testdata/contoso"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let mut shown: Vec<&str> = Vec::new();
    let printed = stdout(&output);
    for paragraph in printed.trim_end().split("\n\n") {
        if !paragraph.starts_with("note[") {
            shown.push(paragraph);
        } else if shown.last() != Some(&LEFT_OUT) {
            shown.push(LEFT_OUT);
        }
    }
    shown.join("\n\n") + "\n"
}

#[test]
fn the_sample_shows_the_four_answers() {
    let shown = shown_in_readme();
    for answer in ["personal-connection", "several-owners", "not-in-common-solution", "not-shared-with-deployer"] {
        assert!(shown.contains(&format!("[{answer}]")), "no {answer}");
    }
    assert!(shown.contains("What could be judged") && shown.contains("in part:"), "no coverage");
}

#[test]
fn the_readme_asks_for_the_rust_that_the_workspace_asks_for() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let version = manifest["workspace"]["package"]["rust-version"].as_str().unwrap();
    for page in ["README.md", "docs/start-here.md"] {
        let wanted = format!("[Rust](https://rustup.rs) {version} or later");
        assert!(read(page).contains(&wanted), "{page} does not say \"{wanted}\"");
    }
}

#[test]
fn the_readme_names_the_two_commands_in_their_order() {
    let readme = read("README.md");
    let commands: Vec<&str> = readme.lines().filter(|line| line.starts_with("cargo ")).collect();
    assert_eq!(commands[..2], ["cargo run --release -p powerlint -- check testdata/contoso", "cargo test --workspace"]);
}

#[test]
fn every_link_leads_somewhere() {
    let mut faults = Vec::new();
    let mut pages = vec![root().join("README.md"), root().join("CONTRIBUTING.md"), root().join("CHANGELOG.md")];
    pages.extend(markdown_below(&root().join("docs")));
    pages.extend(markdown_below(&root().join("rules/src")));
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            if link.contains("://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            if !target.exists() {
                faults.push(format!("{}: {link} does not exist", page.display()));
            } else if !anchor.is_empty() && !anchors(&fs::read_to_string(&target).unwrap()).any(|found| found == anchor)
            {
                faults.push(format!("{}: {link} names no heading", page.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_list_of_rules_is_current() {
    let path = root().join("docs/rules.md");
    let expected = rules_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == expected,
        "docs/rules.md is not what the rules say; UPDATE_DOCS=1 cargo test -p powerlint --test repository writes it anew"
    );
}

#[test]
fn every_rule_lies_in_the_folder_of_its_category_under_its_name() {
    for entry in rules::ALL {
        let stem = root().join(stem(entry.meta));
        let page = fs::read_to_string(stem.with_extension("md")).unwrap_or_default();
        assert!(stem.with_extension("rs").is_file(), "{}: no {}.rs", entry.meta.name, stem.display());
        assert!(page == entry.meta.page, "{}: its page is not {}.md", entry.meta.name, stem.display());
    }
}

#[test]
fn every_category_is_among_all() {
    for entry in rules::ALL {
        assert!(Category::ALL.contains(&entry.meta.category), "{:?}", entry.meta.category);
    }
    assert!(Category::ALL.contains(&Category::House));
}

/// The path of a rule and its page, without their extensions.
fn stem(meta: &Meta) -> String {
    let file = meta.name.replace('-', "_");
    // The engine says some itself: only it knows what was suppressed.
    let own = format!("crates/engine/src/suppress/{file}");
    if root().join(&own).with_extension("md").is_file() {
        own
    } else {
        format!("rules/src/{}/{file}", folder(meta.category))
    }
}

#[test]
fn the_comparison_links_to_rules_that_exist() {
    let page = read("docs/compared.md");
    let mut count = 0;
    for part in page.split("[`").skip(1) {
        let (name, rest) = part.split_once("`](").expect("a rule's name is a link");
        let (target, _) = rest.split_once(')').expect("a link ends");
        let entry = rules::ALL.iter().find(|entry| entry.meta.name == name);
        let entry = entry.unwrap_or_else(|| panic!("{name} is no rule"));
        assert_eq!(target, format!("../{}.md", stem(entry.meta)), "{name} is not linked to its page");
        count += 1;
    }
    assert!(count > 100, "{count} rules");
}

#[test]
fn the_configurations_shown_are_configurations() {
    let mut count = 0;
    for page in ["README.md", "docs/four-answers.md", "docs/configuration.md"] {
        for text in blocks(&read(page), "toml") {
            let parsed = Config::parse(page, text.clone(), None, rules::ALL);
            let errors = parsed.err().unwrap_or_default();
            assert!(errors.is_empty(), "{page}: {errors:?} in\n{text}");
            count += 1;
        }
    }
    for entry in rules::ALL {
        let (_, after) = entry.meta.page.split_once("## How to fix it").expect("the section");
        for text in blocks(after, "toml") {
            let parsed = Config::parse(entry.meta.name, text.clone(), None, rules::ALL);
            let errors = parsed.err().unwrap_or_default();
            assert!(errors.is_empty(), "{}: {errors:?} in\n{text}", entry.meta.name);
            count += 1;
        }
    }
    assert!(count > 5, "{count}");
}

#[test]
fn the_inventory_shown_is_an_inventory() {
    let page = read("docs/inventory.md");
    let texts = blocks(&page, "toml");
    assert!(!texts.is_empty());
    for text in texts {
        let (input, _) = inventory::read::read("docs/inventory.md", text.into_bytes(), inventory::InputId(0)).unwrap();
        assert_eq!((input.kind, input.records), (inventory::InputKind::Native, 4));
    }
}

/// The fenced blocks of a language, without those that are files of an example.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    page.split(&fence[..]).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_changelog_has_a_place_for_what_comes_next() {
    assert!(read("CHANGELOG.md").lines().any(|line| line == "## Unreleased"));
}

/// What powerlint is made of can open no connection: none of these is among its dependencies, and no crate of ours names what of the
/// standard library could, or starts another program.
#[test]
fn nothing_in_it_reaches_a_network() {
    const NETWORK: [&str; 18] = [
        "async-std",
        "attohttpc",
        "curl",
        "curl-sys",
        "h2",
        "hyper",
        "isahc",
        "mio",
        "minreq",
        "native-tls",
        "openssl",
        "quinn",
        "reqwest",
        "rustls",
        "smol",
        "socket2",
        "tokio",
        "ureq",
    ];
    let lock: toml::Table = read("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let mut open = vec!["powerlint".to_owned()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let own = packages.iter().filter(|package| package["name"].as_str() == Some(&name));
        // The lock file does not tell what only tests need: that is not asked of our own crates' dependencies below.
        let needed =
            own.flat_map(|package| package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten());
        let dependencies = needed.filter_map(|needed| needed.as_str()?.split(' ').next());
        let tests = ["powerlint", "rules"].contains(&name.as_str()) || name.starts_with("powerlint-");
        let manifest = if tests { Some(manifest_of(&name)) } else { None };
        open.extend(
            dependencies
                .filter(|dependency| manifest.as_ref().is_none_or(|manifest| !is_only_for_tests(manifest, dependency)))
                .map(str::to_owned),
        );
    }
    assert!(seen.contains("zip") && seen.contains("powerlint-syntax") && !seen.contains("proptest"), "{seen:?}");
    let reached: Vec<&&str> = NETWORK.iter().filter(|name| seen.contains(**name)).collect();
    assert!(reached.is_empty(), "{reached:?}");
    for folder in [
        "crates/syntax/src",
        "crates/solution/src",
        "crates/inventory/src",
        "crates/engine/src",
        "crates/cli/src",
        "rules/src",
    ] {
        for file in files_below(&root().join(folder), "rs") {
            let text = fs::read_to_string(&file).unwrap();
            let named = ["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs", "UnixStream", "process::Command"];
            let found = named.iter().find(|name| text.contains(**name));
            assert!(found.is_none(), "{} can reach a network by {found:?}", file.display());
        }
    }
}

/// The manifest of one of our crates.
fn manifest_of(name: &str) -> toml::Table {
    let folder = match name {
        "powerlint" => "crates/cli".to_owned(),
        "powerlint-rules" => "rules".to_owned(),
        name => format!("crates/{}", name.trim_start_matches("powerlint-")),
    };
    read(&format!("{folder}/Cargo.toml")).parse().unwrap()
}

/// Whether a manifest names a dependency for tests alone. Names of the workspace lack our prefix.
fn is_only_for_tests(manifest: &toml::Table, dependency: &str) -> bool {
    let short = dependency.trim_start_matches("powerlint-");
    let names = |table: &str| {
        let table = manifest.get(table).and_then(toml::Value::as_table);
        table.is_some_and(|table| table.contains_key(dependency) || table.contains_key(short))
    };
    names("dev-dependencies") && !names("dependencies")
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn folder(category: Category) -> String {
    // The category's name as JSON output has it. Folders are modules.
    serde_json::to_value(category).unwrap().as_str().unwrap().replace('-', "_")
}

/// All Markdown files below a folder.
fn markdown_below(folder: &Path) -> Vec<PathBuf> {
    files_below(folder, "md")
}

/// All files below a folder whose names end so.
fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The targets of the links of a page, outside its code.
fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (index, part) in page.split("```").enumerate() {
        if index % 2 == 1 {
            continue;
        }
        let mut rest = part;
        while let Some((_, after)) = rest.split_once("](") {
            let (target, after) = after.split_once(')').expect("a link ends");
            found.push(target.to_owned());
            rest = after;
        }
    }
    found
}

/// The anchors of a page's headings, as code hosts make them.
fn anchors(page: &str) -> impl Iterator<Item = String> {
    page.lines().filter(|line| line.starts_with('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        title
            .chars()
            .filter(|char| char.is_alphanumeric() || " -_".contains(*char))
            .collect::<String>()
            .replace(' ', "-")
    })
}

fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\n<!-- Written from the rules themselves: UPDATE_DOCS=1 cargo test -p powerlint --test repository -->\n\n\
         `powerlint explain NAME` shows a rule's page on the terminal, and `powerlint rules` this list. The severity is that of a finding\n\
         that is certain; a less certain one is lower.\n\n\
         The preset says which rules run where nothing else is said: `recommended` is the default, `strict` adds what a careful team holds\n\
         itself to, and `all` also what is taste. `powerlint check --preset strict` tries one, `preset = \"strict\"` in powerlint.toml keeps\n\
         it. One rule is turned off, or on, or given another level below `[rules]`: `unused-reference = \"off\"`.\n\
         [Configuration](configuration.md#rules) says more; [suppressing](suppressing.md) is about single findings,\n\
         [house rules](house-rules.md) are rules of your own, and [another page](compared.md) goes through what other tools check.\n",
    );
    let mut categories: Vec<Category> = rules::ALL.iter().map(|entry| entry.meta.category).collect();
    categories.dedup();
    for category in categories {
        let (title, about) = heading(category);
        let _ = write!(
            page,
            "\n## {title}\n\n{about}\n\n| rule | severity | preset | what is wrong |\n|---|---|---|---|\n"
        );
        for entry in rules::ALL.iter().filter(|entry| entry.meta.category == category) {
            let Meta { name, summary, severity, preset, .. } = entry.meta;
            let file = format!("../{}.md", stem(entry.meta));
            let _ = writeln!(page, "| [`{name}`]({file}) | {severity} | {preset} | {summary} |");
        }
    }
    page
}

fn heading(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Connections => (
            "Connections",
            "Accounts, owners and shares: the four answers, and what goes with them. Most need [an inventory](inventory.md).",
        ),
        Category::References => ("References", "Connection references and what uses them, from the packages alone."),
        Category::Settings => {
            ("Settings", "Deployment settings, against the packages that they are for and against each other.")
        }
        Category::Inventory => {
            ("Inventory", "The files of facts about the environment: whether they can be relied on.")
        }
        Category::Variables => {
            ("Environment variables", "Their definitions, the values that travel with them, and who uses them.")
        }
        Category::Solutions => {
            ("Solutions", "The solution as a whole: dependencies, components, child flows, publisher, version.")
        }
        Category::Flows => ("Flows", "What is wrong in a flow's definition: references, expressions, order, limits."),
        Category::Reliability => ("Reliability", "What makes a flow fail, race, or run more often than it should."),
        Category::Security => ("Security", "Secrets, open doors, injection."),
        Category::Performance => ("Performance", "What makes a flow slow or costly."),
        Category::Naming => ("Naming", "Names and descriptions."),
        Category::Apps => ("Canvas apps", "Their connections, and what the app checker found."),
        Category::Connectors => ("Custom connectors", "Their definitions, hosts and authentication."),
        Category::Agents => ("Agents", "Copilot Studio agents: their tools, flows and topics."),
        Category::DesktopFlows => ("Desktop flows", "As far as the package holds them."),
        Category::Policies => ("Data policies", "Which connectors may be used, and used together."),
        Category::House => ("House rules", "What powerlint.toml defines itself."),
        Category::Packages => ("Packages", "What cannot be read or understood, or should not be in a package."),
    }
}
