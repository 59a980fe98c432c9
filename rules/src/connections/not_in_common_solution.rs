//! A used reference is not declared in the common solution, or not only there.

use engine::{
    Category, Meta, Missing, PackageId, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    UsedReference, WorkspaceContext,
};
use inventory::Fact;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::facts;
use crate::wording;

/// Options: none. The common solutions are a setting of the whole configuration.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotInCommonSolution {}

impl Rule for NotInCommonSolution {
    const META: Meta = Meta {
        name: "not-in-common-solution",
        summary: "A connection reference is not held by the common solution, or not only by it",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("not_in_common_solution.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for used in cx.workspace.used_references() {
            if cx.config.common_solutions.is_empty() {
                report.unknown(
                    &used.logical_name,
                    Missing::new(
                        Reason::NotConfigured,
                        "no common solution is configured",
                        "common-solutions in powerlint.toml",
                    ),
                );
                continue;
            }
            one_reference(cx, used, report);
        }
    }
}

fn one_reference(cx: &WorkspaceContext<'_>, used: &UsedReference, report: &mut Report) {
    let (common, elsewhere): (Vec<_>, Vec<_>) =
        used.declared.iter().copied().partition(|&(package, _)| facts::is_common(cx, package));
    // A declaration outside is true of the package, whatever the common solution holds.
    if !elsewhere.is_empty() {
        report.judged();
        for &(package, index) in &elsewhere {
            declared_elsewhere(cx, used, package, index, common.first().copied(), report);
        }
        return;
    }
    if !common.is_empty() || facts::held_in_common(cx, &used.logical_name) {
        report.judged();
        return;
    }
    // Declared in no package that was given. Each solution that uses it must say that it comes with the common one.
    let mut unproved = None;
    for &(package, index) in &used.uses {
        let Some(one) = cx.workspace.package(package).uses.get(index) else { continue };
        if facts::is_common(cx, package) {
            continue;
        }
        match provider(cx, package, &used.logical_name) {
            Provider::Common => {}
            Provider::Other(name, loc) => {
                report.judged();
                comes_from(cx, used, name, Place::Package(package, Some(loc)), report);
                return;
            }
            Provider::Unnamed => {
                unproved.get_or_insert((package, one));
            }
        }
    }
    let Some((package, one)) = unproved else {
        report.judged();
        return;
    };
    if let Some(solutions) = held_elsewhere(cx, &used.logical_name) {
        report.judged();
        held_by(cx, used, solutions, Place::Package(package, Some(one.loc)), report);
        return;
    }
    let absent = facts::common_not_given(cx);
    if absent.is_empty() {
        report.judged();
        let names = common_names(cx);
        report
            .at(
                Place::Package(package, Some(one.loc)),
                Subject::new(SubjectKind::ConnectionReference, &used.logical_name),
                format!("connection reference {} is missing from {names}", used.logical_name),
            )
            .label(format!("used by {}", wording::user(one)))
            .help(format!(
                "add the reference to {} in the source environment and export that solution again",
                one_common(cx)
            ));
    } else if facts::known_in_common(cx, &used.logical_name) {
        report.judged();
    } else {
        report.unknown(
            &used.logical_name,
            Missing::new(
                Reason::NoData,
                "only the common solution's package can tell whether it holds them",
                format!("the package of {}", wording::list(&absent)),
            ),
        );
    }
}

/// The solutions that hold a reference, where an inventory names them, and no common one is among them.
fn held_elsewhere<'e>(cx: &WorkspaceContext<'e>, logical_name: &str) -> Option<&'e Fact<Vec<String>>> {
    let solutions = cx.environment.reference(logical_name).known()?.solutions.as_ref()?;
    (!solutions.value.iter().any(|name| cx.config.is_common(name))).then_some(solutions)
}

/// An inventory names the solutions that hold it, and no common one is among them.
fn held_by(
    cx: &WorkspaceContext<'_>,
    used: &UsedReference,
    solutions: &Fact<Vec<String>>,
    place: Place,
    report: &mut Report,
) {
    let names = common_names(cx);
    let holders = if solutions.value.is_empty() { "no solution".to_owned() } else { wording::list(&solutions.value) };
    report
        .at(
            place,
            Subject::new(SubjectKind::ConnectionReference, &used.logical_name),
            format!("connection reference {} is held by {holders}, not by {names}", used.logical_name),
        )
        .label("used here")
        .note(Place::Input(solutions.source), "the inventory names its solutions here")
        .remark(format!("used by {}", wording::list(&wording::users(cx, used))))
        .help(format!(
            "in the source environment, add the reference to {} (Add existing, Connection reference)",
            one_common(cx)
        ));
}

/// Where a reference comes from, by the missing dependencies of a package that uses it.
enum Provider<'w> {
    /// A common solution.
    Common,
    /// Another solution, named at this place.
    Other(&'w str, Loc),
    /// None is named: it is `Active` in the source environment, or not required at all.
    Unnamed,
}

fn provider<'w>(cx: &WorkspaceContext<'w>, package: PackageId, logical_name: &str) -> Provider<'w> {
    let missing = cx.workspace.package(package).missing.iter();
    let mut named = missing
        .filter(|missing| missing.logical_name.eq_ignore_ascii_case(logical_name))
        .filter_map(|missing| Some((missing.provider.as_ref()?.0.as_str(), missing.loc)));
    // One of several that is the common solution is enough.
    match named.clone().find(|(name, _)| facts::names_common(cx, name)).or_else(|| named.next()) {
        Some((name, _)) if facts::names_common(cx, name) => Provider::Common,
        Some((name, loc)) => Provider::Other(name, loc),
        None => Provider::Unnamed,
    }
}

/// A dependency names a solution that is none of the common ones.
fn comes_from(cx: &WorkspaceContext<'_>, used: &UsedReference, solution: &str, place: Place, report: &mut Report) {
    let (names, one) = (common_names(cx), one_common(cx));
    report
        .at(
            place,
            Subject::new(SubjectKind::ConnectionReference, &used.logical_name),
            format!(
                "connection reference {} comes from {solution}, outside {names}",
                used.logical_name
            ),
        )
        .label(format!("required from {solution} here"))
        .remark(format!("used by {}", wording::list(&wording::users(cx, used))))
        .help(format!(
            "if {solution} is yours, move the reference to {one}; else let the flows use a reference of {one} for the same connector"
        ));
}

fn declared_elsewhere(
    cx: &WorkspaceContext<'_>,
    used: &UsedReference,
    package: PackageId,
    index: usize,
    common: Option<(PackageId, usize)>,
    report: &mut Report,
) {
    let outline = cx.workspace.package(package);
    let Some(declaration) = outline.declared.get(index) else { return };
    let (names, one) = (common_names(cx), one_common(cx));
    let here = outline.unique_name.as_deref().unwrap_or("this solution");
    let subject = Subject::new(SubjectKind::ConnectionReference, &used.logical_name);
    let place = Place::Package(package, Some(declaration.name_loc));
    let Some((holder, at)) = common else {
        report
            .at(
                place,
                subject,
                format!("connection reference {} is declared in {here}, outside {names}", used.logical_name),
            )
            .label("declared here")
            .remark(format!("used by {}", wording::list(&wording::users(cx, used))))
            .help(format!(
                "in the source environment, add the reference to {one} (Add existing, Connection reference) and remove it from {here}; \
                 what uses it keeps working, since it knows the reference by its logical name"
            ));
        return;
    };
    let mut stated = report
        .at(
            place,
            subject,
            format!(
                "connection reference {} is declared in {here} although the common solution holds it",
                used.logical_name
            ),
        )
        .label("declared again here");
    if let Some(first) = cx.workspace.package(holder).declared.get(at) {
        stated = stated.note(Place::Package(holder, Some(first.name_loc)), "the common solution declares it here");
    }
    stated.help(format!("remove the reference from {here}; the common solution brings it"));
}

/// `the common solution ContosoCommon`, `one of the common solutions ContosoCommon and FabrikamCommon`.
fn one_common(cx: &WorkspaceContext<'_>) -> String {
    let one_of = if cx.config.common_solutions.len() == 1 { "" } else { "one of " };
    format!("{one_of}{}", common_names(cx))
}

/// `the common solution ContosoCommon`.
fn common_names(cx: &WorkspaceContext<'_>) -> String {
    let names: Vec<&str> = cx.config.common_solutions.iter().map(|(name, _)| name.as_str()).collect();
    let noun = if names.len() == 1 { "the common solution" } else { "the common solutions" };
    format!("{noun} {}", wording::list(&names))
}
