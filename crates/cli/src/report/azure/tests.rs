use std::path::Path;

use super::{data, render};
use crate::{
    args::Format,
    report::{annotations::tests::many, samples},
};

#[test]
fn a_run_reads_on_azure() {
    insta::assert_snapshot!(render(&samples::reported(&samples::outcome(), &samples::troubles()), &[]));
}

#[test]
fn what_the_agent_would_drop_goes_to_the_log() {
    let text = render(&samples::reported(&many(12, 11), &[]), &[]);
    let count = |begin: &str| text.lines().filter(|line| line.starts_with(begin)).count();
    assert_eq!(count("##vso[task.logissue type=error;"), 10);
    assert_eq!(count("##vso[task.logissue type=warning;"), 10);
    assert!(text.contains("##[group]2 errors, 1 warning, without annotation\n"), "{text}");
}

#[test]
fn a_summary_that_was_written_is_attached() {
    let file = if cfg!(windows) { "C:\\a\\s.md" } else { "/a/s.md" };
    let written = [(Format::Csv, Path::new("x.csv")), (Format::Markdown, Path::new(file))];
    let text = render(&samples::reported(&samples::outcome(), &[]), &written);
    assert!(text.ends_with(&format!("\n##vso[task.uploadsummary]{file}\n")), "{text}");
}

#[test]
fn names_give_the_agent_no_commands() {
    let text = render(&samples::reported(&samples::hostile(), &[]), &[]);
    let commands: Vec<_> = text.lines().flat_map(|line| line.match_indices("##").map(|(at, _)| &line[at..])).collect();
    let known = ["##vso[task.logissue type=warning;sourcepath=", "##[group]What could be judged", "##[endgroup]"];
    let obeyed: Vec<_> = commands.iter().filter(|line| line.starts_with("##vso[") || line.starts_with("##[")).collect();
    assert_eq!(obeyed.len(), known.len(), "{text}");
    assert!(obeyed.iter().zip(known).all(|(line, known)| line.starts_with(known)), "{text}");
}

#[test]
fn percent_signs_stay_where_they_mean_nothing() {
    assert_eq!(data("100 % of 5 %0a and %AZP25"), "100 % of 5 %AZP250a and %AZP25AZP25");
}
