//! Tables for people.

use super::{Look, escape, wrap::Style};

/// The narrowest last column that is still good to read.
const NARROW: usize = 24;

/// Writes a table whose last column is wrapped to fit the screen. Where too little room is left for it, every row becomes a
/// block: the first cell, and below it the others behind the heads of their columns.
#[must_use]
pub fn fitting<const N: usize>(head: [&str; N], rows: &[[String; N]], look: Look) -> String {
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| escape::line(cell).chars().count());
        cells.chain(head.get(column).map(|cell| cell.chars().count())).max().unwrap_or_default()
    };
    let before: usize = (0..N.saturating_sub(1)).map(|column| longest(column) + 2).sum();
    let last = longest(N.saturating_sub(1));
    if before + last.min(NARROW) <= look.width {
        let mut lines = Vec::new();
        for row in rows {
            let mut row = row.clone();
            let cell = row.last().map(|cell| look.wrapped(before, &escape::line(cell))).unwrap_or_default();
            for part in cell {
                if let Some(last) = row.last_mut() {
                    *last = part;
                }
                lines.push(std::mem::replace(&mut row, std::array::from_fn(|_| String::new())));
            }
        }
        return render(head, &lines, look);
    }
    let mut out = String::new();
    for row in rows {
        for (index, (name, cell)) in head.iter().zip(row).enumerate() {
            let cell = escape::line(cell);
            if index == 0 {
                out.push_str(&look.paint(Style::Bold, &escape::line_start(&cell)));
                out.push('\n');
            } else {
                look.paragraph(&mut out, 2, &format!("{name}:"), Style::Dim, &cell);
            }
        }
    }
    out
}

/// Writes a table: every column as wide as its longest cell, the last one as it comes. Cells are escaped here.
#[must_use]
pub fn render<const N: usize>(head: [&str; N], rows: &[[String; N]], look: Look) -> String {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| escape::line(cell)).collect()).collect();
    let mut widths = head.map(|cell| cell.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (cell, width) in cells.zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat((width + 2).saturating_sub(cell.chars().count())));
        }
        escape::line_start(line.trim_end()).into_owned()
    };
    let mut out = look.paint(Style::Bold, &line(&mut head.into_iter()));
    out.push('\n');
    for row in &rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_does_not_fit_is_told_row_by_row() {
        let look = Look { width: 20, unicode: false, colour: false };
        let rows = [["a".to_owned(), "x".to_owned()], ["b".to_owned(), "one two".to_owned()]];
        assert_eq!(fitting(["name", "what"], &rows, look), "name  what\na     x\nb     one two\n");
        let long = [["a".to_owned(), "one two three four five six".to_owned()], ["b".to_owned(), "x".to_owned()]];
        let text = "a\n  what: one two three four\n        five six\nb\n  what: x\n";
        assert_eq!(fitting(["name", "what"], &long, Look { width: 24, ..look }), text);
        let text = "name  what\na     one two three four five\n      six\nb     x\n";
        assert_eq!(fitting(["name", "what"], &long, Look { width: 31, ..look }), text);
    }

    #[test]
    fn columns_line_up_and_cells_are_escaped() {
        let look = Look { width: 80, unicode: false, colour: false };
        let rows = [["a\u{1b}".to_owned(), "x".to_owned()], ["bb".to_owned(), String::new()]];
        assert_eq!(render(["name", "what"], &rows, look), "name     what\na\\u{1b}  x\nbb\n");
    }
}
