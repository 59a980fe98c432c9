use super::{LONGEST, render};
use crate::report::{annotations::tests::many, samples};

#[test]
fn a_comment_reads() {
    insta::assert_snapshot!(render(&samples::reported(&samples::outcome(), &samples::troubles())));
}

#[test]
fn a_comment_has_room_and_says_what_it_leaves_out() {
    let outcome = many(900, 900);
    let text = render(&samples::reported(&outcome, &[]));
    assert!(text.len() < LONGEST + 1000, "{}", text.len());
    let rows = text.lines().filter(|line| line.contains("`rule`")).count();
    let left_out = outcome.findings.len() - rows;
    assert!(text.contains(&format!("\n{left_out} more findings are in the log")), "{text}");
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

#[test]
fn hostile_names_stay_text() {
    let text = render(&samples::reported(&samples::hostile(), &[]));
    insta::assert_snapshot!(text);
}
