//! A declared reference is used by nothing.

use engine::{
    Category, Meta, Missing, PackageId, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Outline, outline::DeclaredReference};

use super::keys::Keys;
use crate::{connections::facts, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnusedReference {}

impl Rule for UnusedReference {
    const META: Meta = Meta {
        name: "unused-reference",
        summary: "A declared connection reference is used by nothing in the given packages",
        category: Category::References,
        severity: Severity::Note,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: include_str!("unused_reference.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let unread: Vec<_> = cx.workspace.packages().filter(|(_, outline)| !outline.uses_known).collect();
        for (package, outline) in cx.workspace.packages() {
            // References of a common solution are there for others, most of which were perhaps not given.
            if facts::is_common(cx, package) {
                continue;
            }
            let mut seen = Keys::default();
            for declared in &outline.declared {
                if seen.insert(&declared.logical_name) {
                    one_reference(cx, (package, outline), declared, &unread, report);
                }
            }
        }
    }
}

fn one_reference(
    cx: &WorkspaceContext<'_>,
    (package, outline): (PackageId, &Outline),
    declared: &DeclaredReference,
    unread: &[(PackageId, &Outline)],
    report: &mut Report,
) {
    let name = &declared.logical_name;
    if cx.workspace.uses(name).iter().any(|&(user, _)| may_use(cx, user, package)) {
        report.judged();
        return;
    }
    if !outline.uses_known || unread.iter().any(|&(other, user)| may_use_unread(cx, user, other, package, name)) {
        let missing = Missing::new(
            Reason::Incomplete,
            "a part of a package that may use them could not be read",
            "packages whose flows can be read",
        );
        report.unknown(name, missing);
        return;
    }
    if let Some(parent) = outline.patch_of.as_deref().filter(|parent| cx.workspace.solution(parent).is_none()) {
        let what = "the solution that the patch belongs to may use them";
        report.unknown(name, Missing::new(Reason::NoData, what, format!("the package of {parent}")));
        return;
    }
    if outline.flows.is_empty() && outline.uses.is_empty() && outline.app_connectors.is_empty() {
        let missing = Missing::new(
            Reason::NotConfigured,
            "their solution has nothing that could use them, as a common solution would",
            "common-solutions in powerlint.toml, or the packages that use them",
        );
        report.unknown(name, missing);
        return;
    }
    report.judged();
    let mut stated = report
        .at(
            Place::Package(package, Some(declared.name_loc)),
            Subject::new(SubjectKind::ConnectionReference, name),
            format!("connection reference {name} is used by no flow, app or agent in the given packages"),
        )
        .label("declared here, used nowhere");
    let apps: Vec<&str> = outline
        .app_connectors
        .iter()
        .filter(|app| {
            declared.connector.as_deref().is_some_and(|connector| connector.eq_ignore_ascii_case(&app.connector))
        })
        .map(|app| app.app.as_str())
        .collect();
    if let Some((first, more)) = apps.split_first() {
        let others = if more.is_empty() {
            " uses".to_owned()
        } else {
            format!(" and {} use", wording::count(more.len(), "other", "others"))
        };
        stated = stated.remark(format!(
            "not certain: canvas app \"{first}\"{others} the same connector, and apps do not say through which reference"
        ));
    }
    stated.help(
        "it has to be bound at every deployment all the same: if nothing else needs it, delete it in make.powerapps.com (Solutions, \
         Connection references), or remove it from this solution",
    );
}

/// Whether a use in one package is a use of what another declares. Other forms of the same solution are other states of it:
/// what an old version used is not used any more.
fn may_use(cx: &WorkspaceContext<'_>, user: PackageId, declarer: PackageId) -> bool {
    let solution = cx.workspace.solution_of(declarer);
    user == declarer || !solution.forms.contains(&user) || solution.patches.contains(&declarer)
}

/// Whether a part of another package that could not be read may use a reference: what a solution uses of others, it requires.
fn may_use_unread(
    cx: &WorkspaceContext<'_>,
    outline: &Outline,
    user: PackageId,
    declarer: PackageId,
    name: &str,
) -> bool {
    let requires = || outline.missing.iter().any(|missing| missing.logical_name.eq_ignore_ascii_case(name));
    may_use(cx, user, declarer) && (!outline.requirements_known || requires())
}
