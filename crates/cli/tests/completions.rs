//! The completions that are printed for shells.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod support;

use std::{fs, process::Command};

use support::{powerlint, root, stdout};

#[test]
fn every_shell_is_told_the_options_and_bash_can_read_it() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = powerlint(&root()).args(["completions", shell]).output().unwrap();
        assert!(output.status.success());
        let script = stdout(&output);
        assert!(script.contains("fail-on") && script.contains("inventory"), "{shell}");
        if shell == "bash" {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("powerlint");
            fs::write(&file, script).unwrap();
            // Where there is no bash, nobody reads it.
            if let Ok(status) = Command::new("bash").arg("-n").arg(&file).status() {
                assert!(status.success());
            }
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let output = powerlint(folder.path()).args(["man", "--output", "man1"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let help = powerlint(folder.path()).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(names.contains(&"check") && names.len() > 8, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let page = std::fs::read_to_string(folder.path().join(format!("man1/powerlint-{name}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains(&format!("powerlint\\-{name}")), "{name}: {page}");
    }
    let page = powerlint(folder.path()).arg("man").output().unwrap();
    assert!(String::from_utf8_lossy(&page.stdout).contains(".TH powerlint 1"));
}
