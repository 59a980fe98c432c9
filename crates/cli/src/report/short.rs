//! The findings as compilers tell theirs, a line each, for editors and `grep`.

use super::{Pieces, Reported, escape, place::Places};

/// Writes the report: `path:line:column: severity[rule]: message`. Where a place has no line, it is 1:1, so that every line has the
/// same form. What cannot be known, and the sum, are not told.
pub(super) fn write(out: &mut Pieces<'_, '_>, reported: &Reported<'_>) {
    let places = Places::new(&reported.outcome.packages);
    for finding in &reported.outcome.findings {
        let artifact = places.artifact(&finding.place);
        // What is about no file is about the configuration, or about what is not there.
        let path = if artifact.whole.is_empty() { "powerlint.toml" } else { artifact.whole.as_str() };
        let (line, column) = finding.place.region.map_or((1, 1), |region| (region.start.line, region.start.column));
        let written = format!(
            "{}:{line}:{column}: {}[{}]: {}",
            escape::line(path),
            finding.severity,
            finding.rule,
            escape::line(&finding.message)
        );
        out.push(&escape::line_start(&written));
        out.push("\n");
    }
}

#[cfg(test)]
fn render(reported: &Reported<'_>) -> String {
    Pieces::whole(|out| write(out, reported))
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::samples;

    #[test]
    fn a_line_for_each_finding() {
        insta::assert_snapshot!(render(&samples::reported(&samples::outcome(), &[])));
    }

    #[test]
    fn no_name_makes_another_line() {
        let outcome = samples::hostile();
        let text = render(&samples::reported(&outcome, &[]));
        assert_eq!(text.lines().count(), outcome.findings.len());
        assert!(!text.contains('\u{1b}'));
    }
}
