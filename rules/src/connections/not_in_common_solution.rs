//! A used reference is not declared in the common solution, or not only there.

use engine::{
    Category, Meta, Missing, PackageId, Place, Reason, Report, Rule, Severity, Subject, SubjectKind, UsedReference,
    WorkspaceContext,
};
use serde::Deserialize;

use super::facts;
use crate::wording;

/// Options: none. The common solutions are a setting of the whole configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotInCommonSolution {}

impl Rule for NotInCommonSolution {
    const META: Meta = Meta {
        name: "not-in-common-solution",
        summary: "A connection reference is not held by the common solution, or not only by it",
        category: Category::Connections,
        severity: Severity::Warning,
        on_by_default: true,
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
        if !facts::is_common(cx, package) && !comes_with_common(cx, package, &used.logical_name) {
            unproved.get_or_insert((package, one));
        }
    }
    let Some((package, one)) = unproved else {
        report.judged();
        return;
    };
    let absent: Vec<&str> = cx
        .config
        .common_solutions
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| !facts::shows_declarations(cx, name))
        .collect();
    if absent.is_empty() {
        report.judged();
        let names = common_names(cx);
        report
            .at(
                Place::Package(package, Some(one.loc)),
                Subject::new(SubjectKind::ConnectionReference, &used.logical_name),
                format!("connection reference {} is missing from the common solution {names}", used.logical_name),
            )
            .label(format!("used by {}", wording::user(one)))
            .help(format!("add the reference to {names} in the source environment and export that solution again"));
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
    let names = common_names(cx);
    let here = outline.unique_name.as_deref().unwrap_or("this solution");
    let subject = Subject::new(SubjectKind::ConnectionReference, &used.logical_name);
    let place = Place::Package(package, Some(declaration.name_loc));
    let Some((holder, at)) = common else {
        report
            .at(
                place,
                subject,
                format!("connection reference {} is declared in {here} instead of the common solution {names}", used.logical_name),
            )
            .label("declared here")
            .remark(format!("used by {}", wording::list(&wording::users(cx, used))))
            .help(format!(
                "in the source environment, add the reference to {names} (Add existing, Connection reference) and remove it from {here}; \
                 the flows keep it, since they know it by its logical name"
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

/// Whether a missing dependency of a package says that the reference comes with a common solution.
fn comes_with_common(cx: &WorkspaceContext<'_>, package: PackageId, logical_name: &str) -> bool {
    cx.workspace.package(package).missing.iter().any(|missing| {
        missing.logical_name.eq_ignore_ascii_case(logical_name)
            && missing.provider.as_ref().is_some_and(|(name, _)| cx.config.is_common(name))
    })
}

fn common_names(cx: &WorkspaceContext<'_>) -> String {
    let names: Vec<&str> = cx.config.common_solutions.iter().map(|(name, _)| name.as_str()).collect();
    wording::list(&names)
}
