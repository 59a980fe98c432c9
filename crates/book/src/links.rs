//! Links as they work in the repository become links as they work in the book.

use mdbook_driver::errors::{Error, Result};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::shelf::Shelf;

/// The text of the repository's page `page`, whose chapter stands at `place`, with its links turned.
pub(crate) fn turned(text: &str, page: &str, place: &str, shelf: &Shelf) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        if dest_url.contains("://") || dest_url.starts_with(['#']) || dest_url.starts_with("mailto:") {
            continue;
        }
        let (path, anchor) = dest_url.split_once('#').map_or((&*dest_url, None), |(path, anchor)| (path, Some(anchor)));
        let target = shelf
            .place_of(&joined(page, path))
            .ok_or_else(|| Error::msg(format!("{page}: the link to {dest_url} leads nowhere")))?;
        let link = text.get(range.clone()).unwrap_or_default();
        let start = link.rfind(&*dest_url).map(|found| range.start + found);
        let start =
            start.ok_or_else(|| Error::msg(format!("{page}: the link to {dest_url} is not written as such")))?;
        let Some(before) = text.get(at..start) else { continue };
        out.push_str(before);
        out.push_str(&from_to(place, &target));
        if let Some(anchor) = anchor {
            out.push('#');
            out.push_str(anchor);
        }
        at = start + dest_url.len();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok(out)
}

/// The path that a relative path in a page means, `/` between its parts.
fn joined(page: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The relative link from one place to another.
fn from_to(from: &str, to: &str) -> String {
    let depth = from.matches('/').count();
    format!("{}{to}", "../".repeat(depth))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn links_lead_to_places_of_the_book() {
        let shelf = Shelf::of(&crate::repository()).unwrap();
        let turn = |text: &str, page, place| turned(text, page, place, &shelf).unwrap();
        assert_eq!(
            turn("[a](../rules/src/connections/several_owners.md#options)", "docs/rules.md", "rules.md"),
            "[a](rules/several-owners.md#options)"
        );
        let page = "rules/src/connections/several_owners.md";
        assert_eq!(
            turn("see [b](../../../docs/inventory.md), [c](https://x.y)", page, "rules/several-owners.md"),
            "see [b](../inventory.md), [c](https://x.y)"
        );
        assert_eq!(turn("[d](../Dockerfile)", "docs/installing.md", "installing.md"), "[d](files/Dockerfile)");
        assert_eq!(turn("`[e](nowhere.md)` [f](#here)", "docs/ci.md", "ci.md"), "`[e](nowhere.md)` [f](#here)");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_an_error() {
        let shelf = Shelf::of(&crate::repository()).unwrap();
        let error = turned("[a](gone.md)", "docs/ci.md", "ci.md", &shelf).unwrap_err();
        assert_eq!(error.to_string(), "docs/ci.md: the link to gone.md leads nowhere");
    }
}
