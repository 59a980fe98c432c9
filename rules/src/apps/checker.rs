//! What the app checker found when an app was saved: taken over, one finding for each of its rules.

use engine::{Report, Severity, SolutionContext, Subject, SubjectKind};
use solution::{AppFile, CheckerFinding, Loc};

use crate::wording;

/// How many places of one finding are named: as many as a reader looks at before opening the app.
const NAMED: usize = 3;

/// What a finding is about, by what the checker says or else by its rule's name.
pub(super) fn category(finding: &CheckerFinding) -> &str {
    match finding.category.as_str() {
        "" if finding.rule.starts_with("acc-") => "accessibility",
        "" if finding.rule.starts_with("app-Err") || finding.rule.contains("formula-issues") => "formula",
        stated => stated,
    }
}

/// Whether a finding is an error in a formula.
pub(super) fn is_formula(finding: &CheckerFinding) -> bool {
    category(finding).to_ascii_lowercase().starts_with("formula")
}

/// States what the checker found in the apps of a package, as far as it is wanted.
pub(super) fn take_over(
    cx: &SolutionContext<'_, '_>,
    report: &mut Report,
    except: &[String],
    wanted: impl Fn(&CheckerFinding) -> bool,
) {
    for app in cx.app_files {
        let is_excepted = |rule: &str| except.iter().any(|except| except.eq_ignore_ascii_case(rule));
        let mut groups: Vec<(&CheckerFinding, Vec<&CheckerFinding>)> = Vec::new();
        for finding in app.findings.iter().filter(|finding| wanted(finding) && !is_excepted(&finding.rule)) {
            match groups.iter_mut().find(|(first, _)| first.rule == finding.rule) {
                Some((_, all)) => all.push(finding),
                None => groups.push((finding, vec![finding])),
            }
        }
        for (first, all) in groups {
            state(cx, report, app, first, &all);
        }
    }
}

/// States what one rule of the checker found in one app.
fn state(
    cx: &SolutionContext<'_, '_>,
    report: &mut Report,
    app: &AppFile,
    first: &CheckerFinding,
    all: &[&CheckerFinding],
) {
    let (schema_name, name) = app_names(cx, app);
    let text = first.message.trim_end_matches('.');
    let message = match all.len() {
        1 => format!("app \"{name}\": the app checker says: {text} ({})", first.rule),
        count => format!("app \"{name}\": the app checker says {count} times: {text} ({})", first.rule),
    };
    let mut stated = report
        .at(cx.at(Loc::file(app.file)), Subject::new(SubjectKind::App, schema_name), message)
        .detail(&*first.rule);
    let places: Vec<&str> = all.iter().filter_map(|finding| finding.place.as_deref()).take(NAMED).collect();
    if !places.is_empty() {
        let more = all.iter().filter(|finding| finding.place.is_some()).count() - places.len();
        let rest = if more == 0 { String::new() } else { format!(", and at {more} more") };
        stated = stated.remark(format!("at {}{rest}", wording::list(&places)));
    }
    stated = stated.remark(match app.saved_on() {
        Some(day) => format!("the checker's result is of {day}, when the app was saved"),
        None => "the checker's result is of the day the app was saved".to_owned(),
    });
    if !first.level.eq_ignore_ascii_case("high") {
        stated = stated.at_most(Severity::Note);
    }
    stated.help(match &first.fix {
        Some(fix) => {
            let (first, rest) = fix.split_at(fix.chars().next().map_or(0, char::len_utf8));
            let fix = rest.trim_end_matches('.');
            format!("{}{fix}, then save, publish and export the app again", first.to_lowercase())
        }
        None => "open the app checker in the app, mend what it names, then save, publish and export again".to_owned(),
    });
}

/// An app's schema name and its name for people: what the solution says of the app that this is the file of, or the file's own
/// name.
pub(super) fn app_names<'c>(cx: &'c SolutionContext<'_, '_>, app: &AppFile) -> (&'c str, &'c str) {
    let file = cx.package.files.name(app.file);
    let base = file.rsplit('/').next().unwrap_or(file);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let stem = stem.strip_suffix("_DocumentUri").unwrap_or(stem);
    let known = cx.package.apps.iter().find(|app| app.name.value.eq_ignore_ascii_case(stem));
    (stem, known.and_then(|app| app.display_name).map_or(stem, |name| name.value))
}
