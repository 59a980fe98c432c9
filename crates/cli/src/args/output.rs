//! Where the report goes, and in which format.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use clap::{ValueEnum, builder::TypedValueParser};

use crate::errors::Trouble;

/// A format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on a terminal.
    Text,
    /// For editors and grep: a finding a line.
    Short,
    /// For programs: a versioned contract.
    Json,
    /// For programs that read line by line: the same facts, a line each.
    Jsonl,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: annotations, and the rest in groups of the log.
    Github,
    /// For Azure Pipelines: issues of the run, and the rest in groups of the log.
    Azure,
    /// For GitLab: a code quality report.
    Gitlab,
    /// For everything that shows test results: XML as `JUnit` writes it.
    Junit,
    /// For comments and job summaries.
    Markdown,
    /// For spreadsheets.
    Csv,
    /// For managers and makers: a page that needs no network.
    Html,
}

impl Format {
    /// The word for it on the command line.
    #[must_use]
    pub fn word(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::from_str(word, true).ok()
    }

    /// The formats whose files are called so; that which is meant unless another one is named comes first.
    fn of_name(path: &Path) -> &'static [Self] {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "log" => &[Self::Text, Self::Short, Self::Github, Self::Azure],
            "json" => &[Self::Json, Self::Sarif, Self::Gitlab],
            "jsonl" | "ndjson" => &[Self::Jsonl],
            "sarif" => &[Self::Sarif],
            "md" | "markdown" => &[Self::Markdown],
            "csv" => &[Self::Csv],
            "xml" => &[Self::Junit],
            "html" | "htm" => &[Self::Html],
            _ => &[],
        }
    }
}

/// A file that a report is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The format, where it is named.
    pub format: Option<Format>,
    /// The file.
    pub path: PathBuf,
}

/// Reads `FORMAT=FILE` or `FILE`.
#[derive(Debug, Clone)]
pub(super) struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        output(value)
            .map_err(|message| clap::Error::raw(clap::error::ErrorKind::ValueValidation, message).with_cmd(command))
    }
}

fn output(value: &OsStr) -> Result<Output, String> {
    let whole = |value: &OsStr| Output { format: None, path: PathBuf::from(value) };
    // A file's name that is no Unicode names no format.
    let Some((word, path)) = value.to_str().and_then(|value| value.split_once('=')) else { return Ok(whole(value)) };
    if let Some(format) = Format::of_word(word) {
        if path.is_empty() {
            return Err(format!("--output {word}= names no file\n"));
        }
        return Ok(Output { format: Some(format), path: PathBuf::from(path) });
    }
    if word.is_empty() || !word.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        return Ok(whole(value));
    }
    let words: Vec<String> = Format::value_variants().iter().map(|format| format.word()).collect();
    let near = words.iter().find(|known| strsim::osa_distance(known, &word.to_ascii_lowercase()) <= 2);
    let meant = near.map(|near| format!("; did you mean {near}={path}?")).unwrap_or_default();
    Err(format!(
        "there is no format {word}{meant}\nThe formats are {}. A file of that name can be written as ./{word}={path}\n",
        words.join(", ")
    ))
}

/// What is printed, and which files are written in which format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets {
    /// What standard output gets.
    pub printed: Format,
    /// The files.
    pub files: Vec<(Format, PathBuf)>,
}

impl Targets {
    /// Whether anything is written in a format.
    #[must_use]
    pub fn have(&self, format: Format) -> bool {
        self.printed == format || self.files.iter().any(|(written, _)| *written == format)
    }
}

/// Decides on formats: that which stands before a file, else that which the file's name tells, where it can be several that of
/// `--format`, and this as well where the name tells nothing. Standard output gets `--format`, and text where that has gone to a file.
///
/// # Errors
/// Where the format of a file is not clear, and where two reports would go to one file.
pub fn targets(format: Option<Format>, outputs: &[Output]) -> Result<Targets, Trouble> {
    let mut files: Vec<(Format, PathBuf)> = Vec::new();
    let mut used = false;
    for Output { format: named, path } in outputs {
        let told = Format::of_name(path);
        let given = format.filter(|format| told.is_empty() || told.contains(format));
        used |= named.is_none() && given.is_some();
        let Some(format) = named.or(given).or_else(|| told.first().copied()) else {
            let trouble = Trouble::new(format!("{} does not tell which format it is to have", path.display()));
            return Err(trouble.help(format!("put the format before it, as in --output sarif={}", path.display())));
        };
        if files.iter().any(|(_, known)| known == path) {
            return Err(Trouble::new(format!("two reports would go to {}", path.display())));
        }
        files.push((format, path.clone()));
    }
    let printed = format.filter(|_| !used).unwrap_or(Format::Text);
    Ok(Targets { printed, files })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(format: Option<Format>, values: &[&str]) -> Result<(Format, Vec<(Format, String)>), String> {
        let outputs = values.iter().map(|value| output(OsStr::new(value))).collect::<Result<Vec<_>, _>>()?;
        let targets = targets(format, &outputs).map_err(|trouble| trouble.message)?;
        let files = targets.files.into_iter().map(|(format, path)| (format, path.display().to_string()));
        Ok((targets.printed, files.collect()))
    }

    #[test]
    fn a_format_is_named_given_or_told_by_the_file() {
        let file = |format, path: &str| (format, path.to_owned());
        for (format, values, expected) in [
            (None, &[][..], (Format::Text, vec![])),
            (Some(Format::Json), &[], (Format::Json, vec![])),
            (None, &["a.sarif"], (Format::Text, vec![file(Format::Sarif, "a.sarif")])),
            (Some(Format::Sarif), &["a.json"], (Format::Text, vec![file(Format::Sarif, "a.json")])),
            (Some(Format::Github), &["a.sarif"], (Format::Github, vec![file(Format::Sarif, "a.sarif")])),
            (Some(Format::Github), &["csv=a.txt"], (Format::Github, vec![file(Format::Csv, "a.txt")])),
            (
                Some(Format::Sarif),
                &["out", "junit=b=c.xml"],
                (Format::Text, vec![file(Format::Sarif, "out"), file(Format::Junit, "b=c.xml")]),
            ),
            (None, &["a.html"], (Format::Text, vec![file(Format::Html, "a.html")])),
            (None, &["A.HTM"], (Format::Text, vec![file(Format::Html, "A.HTM")])),
            (None, &["./a=b.csv"], (Format::Text, vec![file(Format::Csv, "./a=b.csv")])),
        ] {
            assert_eq!(of(format, values), Ok(expected), "{values:?}");
        }
    }

    #[test]
    fn what_is_not_clear_is_said() {
        for (values, expected) in [
            (&["report"][..], "report does not tell which format"),
            (&["sarf=x"], "did you mean sarif=x?"),
            (&["sarif="], "names no file"),
            (&["a.csv", "json=a.csv"], "two reports would go to a.csv"),
        ] {
            let said = of(None, values).unwrap_err();
            assert!(said.contains(expected), "{said}");
        }
    }
}
