//! The book is built, holds every page, and no link of it is dead.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use scraper::{Html, Selector};

/// A page of the built book: the ids of its elements, and where its links lead.
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
}

fn page(path: &Path) -> Page {
    let html = Html::parse_document(&fs::read_to_string(path).unwrap());
    let all = |selector: &str, attribute: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
    };
    let links = ["a[href]", "link[href]"].iter().flat_map(|selector| all(selector, "href"));
    let sources = ["img[src]", "script[src]", "iframe[src]"].iter().flat_map(|selector| all(selector, "src"));
    Page { ids: all("[id]", "id").into_iter().collect(), links: links.chain(sources).collect() }
}

fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The path without `.` and `..`: nothing here is a symbolic link.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out.pop();
            }
            std::path::Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

#[test]
fn the_book_holds_every_page_and_no_dead_link() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    powerlint_book::build(&powerlint_book::repository(), &book).unwrap();

    for entry in rules::ALL {
        let name = entry.meta.name;
        assert!(book.join(format!("rules/{name}.html")).is_file(), "{name} has no page");
    }
    for entry in fs::read_dir(powerlint_book::repository().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".md").filter(|stem| *stem != "SUMMARY") {
            assert!(book.join(format!("{stem}.html")).is_file(), "docs/{name} is not in docs/SUMMARY.md");
        }
    }

    let pages: BTreeMap<PathBuf, Page> = pages_below(&book)
        .into_iter()
        // The page to print holds all the others, whose links it turns into its own; the page for what is not found lies anywhere.
        .filter(|path| !path.ends_with("print.html") && !path.ends_with("404.html"))
        .map(|path| (path.clone(), page(&path)))
        .collect();
    let mut followed = 0;
    let mut faults = Vec::new();
    for (path, page) in &pages {
        for link in &page.links {
            if link.contains("://") || link.starts_with("javascript:") || link.starts_with("mailto:") {
                continue;
            }
            followed += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { plain(&path.parent().unwrap().join(file)) };
            let shown = path.strip_prefix(&book).unwrap().display();
            if !target.exists() {
                faults.push(format!("{shown}: {link} does not exist"));
            } else if let Some(known) =
                pages.get(&target).filter(|known| !anchor.is_empty() && !known.ids.contains(anchor))
            {
                faults.push(format!("{shown}: {link} names no place among {:?}", known.ids));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(followed > 2_000, "{followed} links");
}

#[test]
fn rules_are_found_below_their_list() {
    let folder = tempfile::tempdir().unwrap();
    powerlint_book::build(&powerlint_book::repository(), folder.path()).unwrap();
    let contents = fs::read_to_string(folder.path().join("toc.html")).unwrap();
    let list = contents.find("rules.html").expect("the list");
    let rule = contents.find("rules/personal-connection.html").expect("a rule");
    assert!(list < rule);
    // What a page links to beside pages lies in the book.
    assert!(folder.path().join("files/Dockerfile").is_file());
}
