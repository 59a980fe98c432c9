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
