use super::render;
use crate::report::{annotations::tests::many, samples};

#[test]
fn a_run_reads_on_github() {
    insta::assert_snapshot!(render(&samples::reported(&samples::outcome(), &samples::troubles())));
}

#[test]
fn what_the_runner_would_drop_goes_to_the_log() {
    let outcome = many(12, 11);
    let text = render(&samples::reported(&outcome, &[]));
    let count = |begin: &str| text.lines().filter(|line| line.starts_with(begin)).count();
    assert_eq!((count("::error "), count("::warning "), count("error["), count("warning[")), (10, 10, 2, 1));
    assert!(text.contains("::group::2 errors, 1 warning, without annotation\n"), "{text}");
}

#[test]
fn names_give_the_runner_no_commands() {
    let text = render(&samples::reported(&samples::hostile(), &[]));
    let commands: Vec<_> = text.lines().filter(|line| line.trim_start().starts_with("::")).collect();
    let known = ["::warning file=", "::group::What could be judged", "::endgroup::"];
    assert_eq!(commands.len(), known.len(), "{text}");
    assert!(commands.iter().zip(known).all(|(line, known)| line.starts_with(known)), "{text}");
    // The one property that holds a name holds all of it.
    let properties = commands[0].trim_start_matches("::warning ").split("::").next().unwrap_or_default();
    assert_eq!(
        properties.split(',').map(|one| one.split('=').next().unwrap_or_default()).collect::<Vec<_>>(),
        ["file", "line", "endLine", "title"]
    );
}
