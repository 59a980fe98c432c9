//! The pages of the rules that found something, inside the report.

use std::collections::BTreeSet;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use syntax::Span;

use crate::report::{Reported, answers, escape};

/// The page of one rule.
pub(super) struct RulePage {
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    /// HTML, safe as it is.
    pub(super) html: String,
}

/// The pages of the rules that found something and of those that answer the four questions, by name.
pub(super) fn of(reported: &Reported<'_>) -> Vec<RulePage> {
    let outcome = reported.outcome;
    let found = outcome.findings.iter().map(|finding| finding.rule);
    let asked = outcome.coverage.iter().map(|line| line.rule);
    let asked = asked.filter(|rule| answers::QUESTIONS.iter().any(|(name, _)| name == rule));
    let wanted: BTreeSet<&str> = found.chain(asked).collect();
    let metas = wanted.iter().filter_map(|name| reported.rules.iter().find(|meta| meta.name == *name));
    metas.map(|meta| RulePage { name: meta.name, summary: meta.summary, html: render(meta.page, &wanted) }).collect()
}

/// Whether a rule has its page here. The pages are sorted by name.
pub(super) fn have(pages: &[RulePage], rule: &str) -> bool {
    pages.binary_search_by(|page| page.name.cmp(rule)).is_ok()
}

/// A page in HTML: without its title, which stands above it, and its headings below that. The pages of house rules hold text from
/// the configuration, so that markup in it is text, and a link leads to the web or to a page in this report.
fn render(page: &str, embedded: &BTreeSet<&str>) -> String {
    let mut events = Vec::new();
    // A link that leads nowhere is text; links do not nest.
    let mut dropped = false;
    let mut title = false;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        if title {
            title = !matches!(event, Event::End(TagEnd::Heading(_)));
            continue;
        }
        let event = match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                title = true;
                continue;
            }
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level: below(level), id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let Some(dest_url) = target(&dest_url, embedded) else {
                    dropped = true;
                    continue;
                };
                Event::Start(Tag::Link { link_type, dest_url, title: CowStr::from(""), id: CowStr::from("") })
            }
            Event::End(TagEnd::Link) if dropped => {
                dropped = false;
                continue;
            }
            // Their text stands for them.
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => {
                continue;
            }
            // Alignment would be a style attribute, which the page's policy forbids.
            Event::Start(Tag::Table(columns)) => {
                Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()]))
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => Event::Text(visible(&text)),
            Event::Code(text) => Event::Code(visible(&text)),
            other => other,
        };
        events.push(event);
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    // A table or example that is wider than the page can be scrolled, also by keyboard.
    out.replace("<pre>", "<pre tabindex=\"0\">")
        .replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>")
}

/// The headings of a page stand below the name of its rule, which is one of the third level.
fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn visible(text: &str) -> CowStr<'static> {
    escape::lines(text, Span::new(0, 0)).0.into()
}

/// Where a link of a page leads in this report.
fn target(address: &str, embedded: &BTreeSet<&str>) -> Option<CowStr<'static>> {
    if address.starts_with("https://") || address.starts_with("http://") {
        return Some(address.to_owned().into());
    }
    let file = address.split('#').next()?.rsplit('/').next()?;
    let rule = file.strip_suffix(".md")?.replace('_', "-");
    embedded.contains(rule.as_str()).then(|| format!("#rule-{rule}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_text_with_links_to_the_web_and_to_pages_that_are_here() {
        let page = "# x\n\nSee [a](../connections/personal_connection.md), [b](other.md), [c](https://example.com/?a=1&b=2), \
                    [d](javascript:alert(1)), ![e](https://example.com/e.png).\n\n## Why\n\n<script>alert(1)</script>\n\n\
                    a <b onclick=x> b\n\n```xml file=a.xml\n<a/>\u{202e}\n```\n\n| a | b |\n|--:|---|\n| `<1>` | 2 |\n";
        insta::assert_snapshot!(render(page, &BTreeSet::from(["personal-connection"])));
    }
}
