#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use engine::Outcome;
use proptest::prelude::*;

use super::{Detail, render, render_troubles};
use crate::report::{Look, samples};

const PLAIN: Look = Look { width: 100, unicode: false, colour: false };
const RICH: Look = Look { width: 80, unicode: true, colour: true };

#[test]
fn a_person_reads() {
    let outcome = samples::outcome();
    insta::assert_snapshot!(render(&samples::reported(&outcome, &[]), PLAIN, Detail::Normal));
}

#[test]
fn a_person_reads_everything() {
    let outcome = samples::outcome();
    let look = Look { unicode: true, ..PLAIN };
    let mut outcome = Outcome { findings: outcome.findings.into_iter().take(1).collect(), ..outcome };
    outcome.suppressed.clear();
    insta::assert_snapshot!(render(&samples::reported(&outcome, &[]), look, Detail::Verbose));
}

#[test]
fn quiet_says_findings_only() {
    let outcome = Outcome { findings: Vec::new(), ..samples::outcome() };
    assert_eq!(render(&samples::reported(&outcome, &[]), PLAIN, Detail::Quiet), "");
}

#[test]
fn without_facts_the_open_answers_are_named() {
    let outcome = Outcome { findings: Vec::new(), inputs: Vec::new(), hints: Vec::new(), ..samples::outcome() };
    let mut reported = samples::reported(&outcome, &[]);
    reported.informed = false;
    insta::assert_snapshot!(render(&reported, PLAIN, Detail::Normal));
}

#[test]
fn troubles_point_into_their_file() {
    insta::assert_snapshot!(render_troubles(&samples::troubles(), PLAIN));
}

#[test]
fn colours_only_where_wanted() {
    let outcome = samples::outcome();
    let reported = samples::reported(&outcome, &[]);
    assert!(!render(&reported, PLAIN, Detail::Verbose).contains('\u{1b}'));
    let rich = render(&reported, RICH, Detail::Verbose);
    assert!(rich.contains("\u{1b}["));
    let plain = Look { colour: false, ..RICH };
    assert_eq!(anstream::adapter::strip_str(&rich).to_string(), render(&reported, plain, Detail::Verbose));
}

#[test]
fn nothing_from_a_package_reaches_the_terminal_raw() {
    let outcome = samples::hostile();
    for width in 20..140 {
        let text = render(&samples::reported(&outcome, &[]), Look { width, ..PLAIN }, Detail::Verbose);
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{text}");
        assert!(!text.contains("##vso[") && !text.contains("##["), "{text}");
    }
    let text = render(&samples::reported(&outcome, &[]), PLAIN, Detail::Verbose);
    for character in ['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}', '\u{2028}'] {
        assert!(!text.contains(character), "{character:?} in\n{text}");
    }
    assert!(text.contains("e\\u{1b}[2J\\u{202e}v\\u{9b}31m\\u{7}i\\nl"), "{text}");
}

proptest! {
    #[test]
    fn any_text_can_be_drawn(
        text in "[a-z<\"\n\r\té日👨\u{200d}\u{301}\u{0}\u{1b} ]{0,60}",
        start in 0_u32..70,
        length in 0_u32..70,
        first_line in prop::option::of(1_u32..u32::MAX),
        width in 40_usize..120,
        unicode in any::<bool>(),
    ) {
        let excerpt = engine::Excerpt { text, first_line, mark: syntax::Span { start, end: start + length } };
        let mut outcome = samples::outcome();
        for finding in &mut outcome.findings {
            Arc::make_mut(&mut finding.place).excerpt = Some(excerpt.clone());
            for place in finding.notes.iter_mut().filter_map(|note| note.place.as_mut()) {
                Arc::make_mut(place).excerpt = Some(excerpt.clone());
            }
        }
        let drawn = render(&samples::reported(&outcome, &[]), Look { width, unicode, colour: false }, Detail::Verbose);
        prop_assert!(!drawn.contains("Failed to read"), "{}", drawn);
        prop_assert!(drawn.contains("con_sharepoint runs under"));
        let trouble = crate::errors::Trouble {
            place: Some((excerpt.text, excerpt.mark)),
            ..crate::errors::Trouble::new("it cannot be used")
        };
        let drawn = render_troubles(&[trouble], PLAIN);
        prop_assert!(!drawn.contains("Failed to read") && drawn.contains("it cannot be used"), "{}", drawn);
    }
}
