//! `powerlint init`: a commented powerlint.toml from what lies in a folder.

use std::{fmt::Write as _, path::Path};

use engine::{Config, Outcome, PackageSummary, Run};
use inventory::{Environment, JoinOptions};
use solution::{Limits, PackageKind, read};

use super::{fail, print};
use crate::{
    args::{InitArgs, Screen},
    errors::Trouble,
    output::write_file,
    report::escape,
};

pub(crate) fn run(args: &InitArgs, screen: &Screen) -> u8 {
    let folder = Path::new(&args.folder);
    let path = folder.join("powerlint.toml");
    let trouble = |message: &str| Trouble { path: Some(path.display().to_string()), ..Trouble::new(message) };
    if !folder.is_dir() {
        return fail(screen, &[Trouble { path: Some(args.folder.clone()), ..Trouble::new("there is no such folder") }]);
    }
    if path.exists() && !args.force {
        return fail(screen, &[trouble("it is there already").help("--force overwrites it")]);
    }
    let outcome = look(folder);
    if let Err(trouble) = write_file(&path, &configuration(&outcome)) {
        return fail(screen, &[trouble]);
    }
    let solutions = outcome.packages.iter().filter(|package| package.kind != PackageKind::Container).count();
    let path = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    let said = format!(
        "Wrote {}: {solutions} package{} found here. Fill it in, then: powerlint check {}\n",
        escape::line(&path),
        if solutions == 1 { "" } else { "s" },
        escape::line(&args.folder)
    );
    print(screen, &said)
}

/// What lies in the folder, with no rule at all.
fn look(folder: &Path) -> Outcome {
    let limits = Limits::default();
    let environment = Environment::unknown(JoinOptions::default());
    engine::run(Run {
        // Paths in the configuration are relative to its folder.
        found: read::find(&[".".to_owned()], folder, &limits),
        previous: read::Found::default(),
        config: &Config::default_for(&[]),
        environment: &environment,
        today: engine::date::today(),
        limits: &limits,
        holdings: false,
        progress: &|_, _| {},
    })
}

/// Solutions that hold references and no flows: what a common solution looks like.
fn common(packages: &[PackageSummary]) -> Vec<&str> {
    let like = |package: &&PackageSummary| package.flows == 0 && package.references > 0;
    let mut names: Vec<&str> =
        packages.iter().filter(like).filter_map(|package| package.unique_name.as_deref()).collect();
    names.sort_unstable();
    names.dedup_by(|one, two| one.eq_ignore_ascii_case(two));
    names
}

fn configuration(outcome: &Outcome) -> String {
    let mut out = String::from(
        "# What powerlint cannot see in the packages: how you work. Lines that begin with # are suggestions.\n\
         # Every answer that stays open is named under \"What could be judged\" of a report.\n\n",
    );
    let mut names: Vec<&str> = outcome.packages.iter().filter_map(|package| package.unique_name.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    out.push_str("# The solutions that hold all connection references, by unique name.\n");
    let common = common(&outcome.packages);
    if common.is_empty() {
        out.push_str("# common-solutions = [\"ContosoCommon\"]\n");
    } else {
        out.push_str("# This is a guess: it holds connection references and no flows.\n");
        let quoted: Vec<_> = common.iter().map(|name| quote(name)).collect();
        let _ = writeln!(out, "common-solutions = [{}]", quoted.join(", "));
    }
    if !names.is_empty() {
        let shown: Vec<_> = names.iter().take(20).map(|name| escape::line(name)).collect();
        let more = if names.len() > shown.len() { ", …" } else { "" };
        let _ = writeln!(out, "# Found here: {}{more}", shown.join(", "));
    }
    out.push_str(
        "\n# Accounts that belong to no person.\n# service-accounts = [\"svc-*@contoso.com\"]\n\
         \n# The role that a deployer needs on every connection: CanView, CanViewWithShare, CanEdit.\n# min-role = \"CanView\"\n",
    );
    facts(
        &mut out,
        outcome,
        "inventory",
        "What is known of the environment: connections, owners, permissions, users. A script that exports it:\n\
         # powerlint inventory script --shell powershell (or bash)",
    );
    facts(
        &mut out,
        outcome,
        "settings",
        "The deployment settings that bind references to connections; at most one counts in a run.",
    );
    out.push_str(
        "\n# The service principals that deploy; one of the two ids is enough.\n# [[deployer]]\n# name = \"sp-alm-deploy\"\n\
         # application-id = \"00000000-0000-0000-0000-000000000000\"\n\
         # object-id = \"00000000-0000-0000-0000-000000000000\"\n\
         # re-shares = true   # it shares connections with others, as the ALM Accelerator does\n\
         \n# Several environments: powerlint check --environment production\n# [[environment]]\n# name = \"production\"\n\
         # stage = \"production\"\n# inventory = [\"facts/production/\"]\n# settings = [\"settings.production.json\"]\n\
         \n# Levels: off, note, warning, error.\n# [rules]\n# unused-reference = \"off\"\n\
         \n# What you have decided to live with. The reason is required.\n# [[ignore]]\n# rule = \"personal-connection\"\n\
         # solution = \"ContosoPilot\"\n# reason = \"a pilot of one person, until June\"\n",
    );
    out
}

fn facts(out: &mut String, outcome: &Outcome, kind: &str, what: &str) {
    let _ = write!(out, "\n# {what}\n");
    let like: Vec<_> = outcome.hints.iter().filter(|hint| hint.looks_like == kind).take(20).collect();
    if like.is_empty() {
        let example = if kind == "inventory" { "facts/" } else { "settings.json" };
        let _ = writeln!(out, "# {kind} = [\"{example}\"]");
        return;
    }
    out.push_str("# These files look like it; take the ones that are.\n");
    let _ = writeln!(out, "# {kind} = [");
    for hint in like {
        let _ = writeln!(out, "#   {},", quote(&hint.path));
    }
    out.push_str("# ]\n");
}

/// A TOML string; what is dangerous in a terminal is escaped as TOML does it.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            character if escape::is_dangerous(character) => {
                let _ = write!(out, "\\U{:08X}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use engine::Outcome;

    use super::configuration;
    use crate::report::samples;

    #[test]
    fn the_configuration_names_what_was_found() {
        let mut outcome = samples::outcome();
        let mut common = outcome.packages.remove(0);
        common.unique_name = Some("ContosoCommon".to_owned());
        common.flows = 0;
        outcome.packages.push(common);
        insta::assert_snapshot!(configuration(&outcome));
    }

    #[test]
    fn names_cannot_break_out_of_it() {
        let mut outcome = samples::hostile();
        for package in &mut outcome.packages {
            package.flows = 0;
        }
        let text = configuration(&outcome);
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with(['#', 'c'])), "{text}");
        assert!(text.contains("\\U0000001B"), "{text}");
        assert!(configuration(&Outcome::default()).contains("# common-solutions"));
    }
}
