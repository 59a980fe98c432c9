//! Files that were dropped on the program: whoever has no command line drags a solution onto it, and gets a page.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use clap::CommandFactory as _;

use crate::args::Cli;

/// The page that is written beside the first of the files.
const PAGE: &str = "powerlint-report.html";

/// The command line that is meant where a program is given nothing but files and folders that are there, as Explorer and Finder do it:
/// `check`, with a page beside the first of them. Also gives where that page is.
pub(crate) fn meant(arguments: &[OsString]) -> Option<(Vec<OsString>, PathBuf)> {
    let (program, paths) = arguments.split_first()?;
    let first = paths.first()?;
    if !paths.iter().all(|path| Path::new(path).exists()) {
        return None;
    }
    // A folder that is called like a command stands behind `check`.
    let is_command =
        Cli::command().get_subcommands().any(|command| OsStr::new(command.get_name()) == first) || first == "help";
    if is_command {
        return None;
    }
    let page = Path::new(first).parent().unwrap_or(Path::new("")).join(PAGE);
    let mut meant = vec![program.clone(), OsString::from("check")];
    meant.extend(paths.iter().cloned());
    let mut output = OsString::from("html=");
    output.push(&page);
    meant.extend([OsString::from("--output"), output]);
    Some((meant, page))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(arguments: &[&str]) -> Option<(Vec<OsString>, PathBuf)> {
        let arguments: Vec<OsString> =
            std::iter::once("powerlint").chain(arguments.iter().copied()).map(OsString::from).collect();
        meant(&arguments)
    }

    #[test]
    fn files_alone_are_checked() {
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("Contoso.zip");
        std::fs::write(&zip, "").unwrap();
        let shown = zip.to_str().unwrap();
        let (meant, page) = of(&[shown]).unwrap();
        assert_eq!(page, folder.path().join("powerlint-report.html"));
        assert_eq!(meant[1..3], [OsString::from("check"), OsString::from(shown)]);
        for other in [
            &[][..],
            &["check"],
            &["check", shown],
            &["--help"],
            &["gone.zip"],
            &[shown, "--quiet"],
            &[shown, "gone.zip"],
        ] {
            assert_eq!(of(other), None, "{other:?}");
        }
    }
}
