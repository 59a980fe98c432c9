#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

use std::{collections::BTreeSet, sync::Arc};

use engine::Outcome;
use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::report::samples;

fn page(outcome: &Outcome, troubles: &[Trouble]) -> String {
    render(&samples::reported(outcome, troubles)).unwrap()
}

fn select<'p>(page: &'p Html, what: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(what).unwrap()).collect()
}

/// The text of an element, its blanks as a browser shows them.
fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The page without our own style, script and version.
fn body(page: &str) -> String {
    let page = page.replace(STYLE, "…").replace(SCRIPT, "…").replace(env!("CARGO_PKG_VERSION"), "…");
    page.replace(&hash(STYLE), "…").replace(&hash(SCRIPT), "…")
}

#[test]
fn a_page_tells_everything() {
    insta::assert_snapshot!(body(&page(&samples::outcome(), &samples::troubles())));
}

#[test]
fn the_same_outcome_is_the_same_page() {
    let mut outcome = samples::outcome();
    // Many of everything that the page looks up by name.
    let holding = outcome.holdings[0].clone();
    outcome
        .holdings
        .extend((0..30).map(|number| engine::Holding { reference: Some(format!("con_{number}")), ..holding.clone() }));
    let first = page(&outcome, &[]);
    for _ in 0..5 {
        assert_eq!(page(&outcome, &[]), first);
    }
}

#[test]
fn a_run_that_found_nothing_has_a_page() {
    let parsed = Html::parse_document(&page(&Outcome::default(), &[]));
    assert_eq!(select(&parsed, "article, search, .lane").len(), 0);
    assert_eq!(text(select(&parsed, "#findings .lead")[0]), "There is none.");
}

#[test]
fn the_policy_allows_our_own_style_and_script_and_nothing_else() {
    let page = page(&samples::outcome(), &[]);
    let parsed = Html::parse_document(&page);
    let policy = select(&parsed, "meta[http-equiv=Content-Security-Policy]")[0].attr("content").unwrap().to_owned();
    let inner = |what: &str| select(&parsed, what).iter().map(|one| one.text().collect::<String>()).collect::<Vec<_>>();
    let (styles, scripts) = (inner("style"), inner("script"));
    assert_eq!((styles.len(), scripts.len()), (1, 1));
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
            hash(&styles[0]),
            hash(&scripts[0])
        )
    );
    // Nothing that is fetched, and no style that the policy would forbid.
    assert_eq!(select(&parsed, "[style], [src], link, img, iframe, object, embed, base").len(), 0);
    let links = select(&parsed, "a[href]").into_iter().filter_map(|link| link.attr("href"));
    assert!(links.into_iter().all(|link| link.starts_with('#') || link.starts_with("https://")));
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_there_once() {
    let page = page(&samples::outcome(), &[]);
    let parsed = Html::parse_document(&page);
    let all: Vec<&str> = select(&parsed, "[id]").into_iter().filter_map(|one| one.attr("id")).collect();
    let ids: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(all.len(), ids.len());
    for link in select(&parsed, "a[href^='#'], use[href^='#']") {
        let target = link.attr("href").unwrap().trim_start_matches('#');
        assert!(ids.contains(target), "{target}");
    }
    for attribute in ["for", "aria-labelledby", "aria-describedby"] {
        for one in select(&parsed, &format!("[{attribute}]")) {
            assert!(one.attr(attribute).unwrap().split(' ').all(|id| ids.contains(id)), "{attribute}");
        }
    }
}

#[test]
fn hostile_names_are_text() {
    let mut outcome = samples::hostile();
    let breakout = "\"'><img src=x onerror=alert(1)><script>alert(1)</script><!--{{ x }}{% x %}&lt;";
    outcome.findings[0].message = breakout.to_owned();
    Arc::make_mut(&mut outcome.findings[0].place).solution = Some(breakout.into());
    outcome.holdings[0].account = Some(breakout.to_owned());
    let hostile = page(&outcome, &[]);
    assert!(hostile.chars().all(|character| character == '\n' || !escape::is_dangerous(character)));
    let parsed = Html::parse_document(&hostile);
    // The elements are those of the same page with harmless names.
    let calm = hostile_to_calm(&outcome);
    let names = |page: &Html| -> Vec<(String, Vec<String>)> {
        let all = select(page, "*");
        all.iter()
            .map(|one| {
                let attributes = one.value().attrs().map(|(name, _)| name.to_owned()).collect();
                (one.value().name().to_owned(), attributes)
            })
            .collect()
    };
    assert_eq!(names(&parsed), names(&Html::parse_document(&page(&calm, &[]))));
    for what in ["article h5 > span:last-child", ".solution h3", ".lane .node .title"] {
        let texts: Vec<String> = select(&parsed, what).into_iter().map(text).collect();
        assert!(texts.iter().any(|text| text == breakout), "{what}: {texts:?}");
    }
}

/// The same outcome with names that nobody would escape.
fn hostile_to_calm(outcome: &Outcome) -> Outcome {
    let mut calm = samples::hostile();
    for (finding, hostile) in calm.findings.iter_mut().zip(&outcome.findings) {
        finding.message = "calm".to_owned();
        let solution = hostile.place.solution.as_ref().map(|_| "calm".into());
        Arc::make_mut(&mut finding.place).solution = solution;
    }
    calm.holdings[0].account = Some("calm".to_owned());
    calm
}

#[test]
fn what_is_not_known_is_never_drawn_as_fine() {
    let mut outcome = samples::outcome();
    outcome.findings.clear();
    outcome.coverage.clear();
    let page = page(&outcome, &[]);
    let parsed = Html::parse_document(&page);
    // No rule ran: nothing is fine, whatever the facts are.
    assert_eq!(select(&parsed, ".lane .fine").len(), 0);
    let unknown = select(&parsed, ".lane").into_iter().find(|lane| text(*lane).contains("con_teams")).unwrap();
    let tones: Vec<_> =
        unknown.select(&Selector::parse(".node").unwrap()).map(|node| node.attr("class").unwrap()).collect();
    assert_eq!(tones, ["node open", "node open", "node open"]);
}

#[test]
fn many_references_and_many_users_are_folded() {
    let mut outcome = samples::outcome();
    let one = outcome.holdings[1].clone();
    let user = one.users[0].clone();
    outcome.holdings = (0..50)
        .map(|number| engine::Holding {
            reference: Some(format!("con_{number:02}")),
            connector: Some(format!("Connector {number:02}")),
            users: vec![user.clone(); if number == 0 { 20 } else { 1 }],
            ..one.clone()
        })
        .collect();
    let page = page(&outcome, &[]);
    let parsed = Html::parse_document(&page);
    assert_eq!(select(&parsed, ".lane").len(), 50);
    assert_eq!(select(&parsed, ".more .lane").len(), 10);
    assert_eq!(text(select(&parsed, ".more > summary")[0]), "10 more of 50 references, on 10 connections");
    assert_eq!(text(select(&parsed, ".usedby summary")[0]), "14 more");

    for holding in &mut outcome.holdings {
        holding.connector = None;
    }
    let parsed = Html::parse_document(&render(&samples::reported(&outcome, &[])).unwrap());
    assert_eq!(select(&parsed, ".lane").len(), 1);
    assert_eq!(select(&parsed, ".lane .references > li").len(), 50);
    assert_eq!(text(select(&parsed, ".rest > summary")[0]), "40 more references");
}
