//! Adds the chapters that do not lie in `docs/`, and turns the links of all.

use mdbook_driver::{
    book::{Book, BookItem, Chapter, SectionNumber},
    errors::{Error, Result},
};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::{links::turned, shelf::Shelf};

/// The chapter below which the rules' pages stand.
const RULES: &str = "rules.md";

pub(crate) struct Chapters(pub(crate) Shelf);

impl Preprocessor for Chapters {
    fn name(&self) -> &'static str {
        "powerlint"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.items.insert(0, self.page("powerlint", "README.md")?.into());
        book.items.push(self.page("Contributing", "CONTRIBUTING.md")?.into());
        book.items.push(self.page("Security", "SECURITY.md")?.into());
        book.items.push(self.page("Changes", "CHANGELOG.md")?.into());
        add_rules(&mut book)?;
        let mut failed = None;
        book.for_each_chapter_mut(|chapter| {
            if let Err(error) = self.turn(chapter) {
                failed.get_or_insert(error);
            }
        });
        failed.map_or(Ok(book), Err)
    }
}

impl Chapters {
    /// A page of the repository as a chapter.
    fn page(&self, name: &str, page: &str) -> Result<Chapter> {
        let place = self.0.place_of(page).ok_or_else(|| Error::msg(format!("there is no {page}")))?;
        Ok(Chapter::new(name, self.0.text(page)?, place, Vec::new()))
    }

    fn turn(&self, chapter: &mut Chapter) -> Result<()> {
        let Some(place) = chapter.path.as_ref().map(|path| path.to_string_lossy().replace('\\', "/")) else {
            return Ok(());
        };
        let page = self.0.page_at(&place).ok_or_else(|| Error::msg(format!("{place} is no page of the repository")))?;
        chapter.content = turned(&chapter.content, page, &place, &self.0)?;
        Ok(())
    }
}

/// A chapter for every rule, below the list of them.
fn add_rules(book: &mut Book) -> Result<()> {
    let list = book.items.iter_mut().find_map(|item| match item {
        BookItem::Chapter(chapter) if chapter.path.as_deref().is_some_and(|path| path == RULES) => Some(chapter),
        _ => None,
    });
    let list = list.ok_or_else(|| Error::msg("docs/SUMMARY.md has no chapter rules.md"))?;
    for (number, entry) in (1..).zip(rules::ALL) {
        let meta = entry.meta;
        let place = format!("rules/{}.md", meta.name);
        let mut chapter = Chapter::new(meta.name, meta.page.to_owned(), place, vec![list.name.clone()]);
        chapter.number = list.number.as_ref().map(|above| {
            let mut numbers = above.to_vec();
            numbers.push(number);
            SectionNumber::new(numbers)
        });
        list.sub_items.push(BookItem::Chapter(chapter));
    }
    Ok(())
}
