//! Tables for people.

use super::{Look, escape, wrap::Style};

/// Writes a table, or where it is wider than the screen, one block for each row: the first cell, and below it the others
/// behind the heads of their columns.
#[must_use]
pub fn fitting<const N: usize>(head: [&str; N], rows: &[[String; N]], look: Look) -> String {
    let plain = Look { colour: false, ..look };
    if render(head, rows, plain).lines().all(|line| line.chars().count() <= look.width) {
        return render(head, rows, look);
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
        let long = [["a".to_owned(), "one two three four five".to_owned()], ["b".to_owned(), "x".to_owned()]];
        let text = "a\n  what: one two three four\n        five\nb\n  what: x\n";
        assert_eq!(fitting(["name", "what"], &long, Look { width: 24, ..look }), text);
    }

    #[test]
    fn columns_line_up_and_cells_are_escaped() {
        let look = Look { width: 80, unicode: false, colour: false };
        let rows = [["a\u{1b}".to_owned(), "x".to_owned()], ["bb".to_owned(), String::new()]];
        assert_eq!(render(["name", "what"], &rows, look), "name     what\na\\u{1b}  x\nbb\n");
    }
}
