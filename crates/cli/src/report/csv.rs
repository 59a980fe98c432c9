//! The findings for spreadsheets, a row each.

use csv::Writer;

use super::{Reported, escape, place::Places};

/// By this mark Excel tells that the text is UTF-8; other readers skip it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes the report.
///
/// # Errors
/// Never in practice: the rows have the same number of cells, and go to memory.
pub fn render(reported: &Reported<'_>) -> Result<String, csv::Error> {
    let places = Places::new(&reported.outcome.packages);
    let mut rows = Rows::new(&[
        "severity",
        "rule",
        "category",
        "solution",
        "subjectKind",
        "subject",
        "message",
        "help",
        "file",
        "line",
        "column",
        "fingerprint",
    ])?;
    for finding in &reported.outcome.findings {
        let start = finding.place.region.map(|region| region.start);
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        rows.push(&[
            &finding.severity.to_string(),
            finding.rule,
            &super::word(finding.category),
            finding.place.solution.as_deref().unwrap_or_default(),
            &super::word(finding.subject.kind),
            &finding.subject.name,
            &finding.message,
            finding.help.as_deref().unwrap_or_default(),
            &places.artifact(&finding.place).whole,
            &number(start.map(|start| start.line)),
            &number(start.map(|start| start.column)),
            &finding.fingerprint,
        ])?;
    }
    Ok(format!("{BYTE_ORDER_MARK}{}", rows.finish()?))
}

/// Rows of cells, none of which a spreadsheet takes for a formula.
pub(crate) struct Rows(Writer<Vec<u8>>);

impl Rows {
    /// Rows under a head.
    pub(crate) fn new(head: &[&str]) -> Result<Self, csv::Error> {
        let mut rows = Self(Writer::from_writer(Vec::new()));
        rows.push(head)?;
        Ok(rows)
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, cells: &[&str]) -> Result<(), csv::Error> {
        self.0.write_record(cells.iter().map(|cell| harmless(cell)))
    }

    /// All of them.
    pub(crate) fn finish(self) -> Result<String, csv::Error> {
        let bytes = self.0.into_inner().map_err(csv::IntoInnerError::into_error)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A cell that no spreadsheet takes for a formula: see OWASP, CSV injection.
fn harmless(cell: &str) -> String {
    // Line ends and what moves the cursor become visible; a cell has no use for them.
    let cell = escape::line(cell);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::render;
    use crate::report::samples;

    #[test]
    fn a_spreadsheet_has_a_row_for_each_finding() {
        insta::assert_snapshot!(render(&samples::reported(&samples::outcome(), &[])).unwrap());
    }

    #[test]
    fn no_cell_is_a_formula_and_no_name_makes_another_row() {
        let mut outcome = samples::hostile();
        outcome.findings[0].message = "=HYPERLINK(\"http://x\";\"y\")\r\n,\"".to_owned();
        let text = render(&samples::reported(&outcome, &[])).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(&rows[0][6], "'=HYPERLINK(\"http://x\";\"y\")\\r\\n,\"");
    }
}
