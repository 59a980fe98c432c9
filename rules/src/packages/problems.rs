//! The reader's problems as findings.

use engine::{Place, Report, SolutionContext, Subject, SubjectKind};
use solution::ProblemKind;

/// States every problem of one kind. The reader has already put it into words; a rule adds what to do.
pub(super) fn state(cx: &SolutionContext<'_, '_>, kind: ProblemKind, help: &'static str, report: &mut Report) {
    for problem in cx.package.problems.iter().filter(|problem| problem.kind == kind) {
        let place = Place::Package(cx.id, problem.loc);
        let mut stated = report
            .at(place, Subject::new(SubjectKind::File, name(&problem.subject)), &problem.message)
            // It names the file, whose case differs between the forms of a package.
            .detail(problem.message.to_lowercase())
            .help(help);
        if let Some((loc, message)) = &problem.related {
            stated = stated.note(cx.at(*loc), message);
        }
    }
}

/// A file by the name that it has in every form of the package: an unpacked solution keeps its two XML files in `Other/`.
fn name(subject: &str) -> &str {
    match subject.split_once('/') {
        Some((folder, file)) if folder.eq_ignore_ascii_case("Other") => file,
        _ => subject,
    }
}
