//! What the rules about formulas of canvas apps share: what formulas name, and how it is said. An app is an archive in the package, so that a
//! finding stands at its file and names controls and properties.

use std::{borrow::Cow, collections::HashSet};

use aho_corasick::AhoCorasick;
use engine::{Report, SolutionContext, Stated, Subject, SubjectKind};
use solution::{AppFile, AppFormulas, Control, DataSourceKind, Loc};
use syntax::powerfx::{Formula, TokenKind};

use super::checker::app_names;

/// How many names a finding has: as many as a reader looks at before opening the app.
const NAMED: usize = 8;

/// States a finding about an app: `app "Orders": …`.
pub(super) fn state_about<'r>(
    cx: &SolutionContext<'_, '_>,
    report: &'r mut Report,
    app: &AppFile,
    what: &str,
) -> Stated<'r> {
    let (schema_name, people) = app_names(cx, app);
    let subject = Subject::new(SubjectKind::App, schema_name);
    report.at(cx.at(Loc::file(app.file)), subject, format!("app \"{people}\": {what}"))
}

/// States a finding about things of an app, with their names: `app "Orders" sets …`.
pub(super) fn state_named<'r>(
    cx: &SolutionContext<'_, '_>,
    report: &'r mut Report,
    app: &AppFormulas<'_>,
    what: &str,
    names: &[&str],
) -> Stated<'r> {
    let (schema_name, people) = app_names(cx, app.app);
    let subject = Subject::new(SubjectKind::App, schema_name);
    let stated = report.at(cx.at(Loc::file(app.app.file)), subject, format!("app \"{people}\" {what}"));
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => stated.remark(shown),
        more => stated.remark(format!("{shown} and {more} more")),
    }
}

/// States a finding about formulas of an app, by the controls and properties that they are of.
pub(super) fn state_places<'r>(
    cx: &SolutionContext<'_, '_>,
    report: &'r mut Report,
    app: &AppFormulas<'_>,
    what: &str,
    places: &[String],
) -> Stated<'r> {
    let names: Vec<&str> = places.iter().map(String::as_str).collect();
    state_named(cx, report, app, what, &names)
}

/// Where formulas of an app are as they should not be: `btnSave.OnSelect`.
pub(super) fn places_of(app: &AppFormulas<'_>, is_found: impl Fn(&Formula<'_>) -> bool) -> Vec<String> {
    let found = app.formulas.iter().filter(|one| is_found(one.formula()));
    found.map(|one| format!("{}.{}", one.control.name, one.property)).collect()
}

/// The names of data sources of some kinds; none where the list could not be read.
pub(super) fn sources_of<'a>(
    app: &AppFormulas<'a>,
    is_wanted: impl Fn(DataSourceKind) -> bool,
) -> HashSet<Cow<'a, str>> {
    let sources = app.app.contents.as_ref().and_then(|contents| contents.data_sources.as_deref()).unwrap_or_default();
    sources.iter().filter(|source| is_wanted(source.kind)).map(|source| Cow::Borrowed(source.name.as_str())).collect()
}

/// States which data sources of some kinds no formula of an app names.
pub(super) fn state_unnamed(
    cx: &SolutionContext<'_, '_>,
    report: &mut Report,
    app: &AppFormulas<'_>,
    is_wanted: impl Fn(DataSourceKind) -> bool,
    what: impl Fn(&[&str]) -> String,
) {
    let sources = app.app.contents.as_ref().and_then(|contents| contents.data_sources.as_deref());
    let Some(sources) = sources.filter(|_| app.is_whole) else { return };
    let wanted = sources.iter().filter(|source| is_wanted(source.kind) && !source.is_sample);
    let unnamed = unnamed(app, wanted.map(|source| source.name.as_str()).collect());
    if !unnamed.is_empty() {
        state_named(cx, report, app, &what(&unnamed), &unnamed)
            .help("remove it in Power Apps Studio (Data, …, Remove), then save and publish the app");
    }
}

/// Those names that no formula of an app names. Only formulas in which one of them is written are read, and none behind the last of them.
fn unnamed<'n>(app: &AppFormulas<'_>, names: Vec<&'n str>) -> Vec<&'n str> {
    let written = names.iter().map(|name| name.replace('\'', "''"));
    // Names that are too many or too long for a search are looked for in every formula.
    let search = AhoCorasick::new(written).ok();
    let mut left: HashSet<&str> = names.iter().copied().collect();
    let mut formulas = app.formulas.iter();
    while !left.is_empty()
        && let Some(one) = formulas.next()
    {
        if search.as_ref().is_none_or(|search| search.is_match(one.text)) {
            for (_, name) in one.formula().names() {
                left.remove(name.as_ref());
            }
        }
    }
    names.into_iter().filter(|name| left.contains(name)).collect()
}

/// What a name that a formula gives is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// A variable of the whole app: `Set`.
    Global,
    /// A variable of one screen: `UpdateContext`, and the context of `Navigate`.
    Context,
    /// A collection: `Collect`, `ClearCollect`.
    Collection,
}

/// The names that a formula gives to variables and collections, each as often as it does so.
pub(super) fn named_in<'t>(formula: &Formula<'t>) -> Vec<(Made, Cow<'t, str>)> {
    let mut made = Vec::new();
    for call in formula.calls() {
        let first = |kind| formula.name_in(call, 0).map(|name| (kind, name));
        match formula.function(call) {
            "Set" => made.extend(first(Made::Global)),
            "Collect" | "ClearCollect" => made.extend(first(Made::Collection)),
            "UpdateContext" => {
                made.extend(fields(formula, call.arguments.first()).into_iter().map(|name| (Made::Context, name)));
            }
            "Navigate" => {
                made.extend(fields(formula, call.arguments.get(2)).into_iter().map(|name| (Made::Context, name)));
            }
            _ => {}
        }
    }
    made
}

/// The names of a record's own fields, where an argument is a record that is written out.
fn fields<'t>(formula: &Formula<'t>, argument: Option<&std::ops::Range<usize>>) -> Vec<Cow<'t, str>> {
    let tokens = argument.and_then(|range| formula.tokens.get(range.clone())).unwrap_or_default();
    let mut depth = 0_usize;
    let mut names = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Sign {
            match token.text {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        let before = place.checked_sub(1).and_then(|before| tokens.get(before)).map(|token| token.text);
        let is_field = depth == 1
            && matches!(before, Some("{" | ","))
            && tokens.get(place + 1).is_some_and(|next| next.text == ":");
        if is_field {
            names.extend(token.name());
        }
    }
    names
}

/// The place of the screen that a control is or stands in; `None` in the app itself and in components.
pub(super) fn screen_of(app: &AppFile, place: usize) -> Option<usize> {
    let controls = app.controls();
    let mut place = place;
    while let Some(parent) = controls.get(place)?.parent {
        place = parent;
    }
    controls.get(place).filter(|control| is_screen(control)).map(|_| place)
}

/// Whether a control is a screen.
pub(super) fn is_screen(control: &Control) -> bool {
    control.parent.is_none() && !control.in_component && control.template.eq_ignore_ascii_case("screen")
}
