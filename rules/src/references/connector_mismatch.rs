//! A flow uses a reference for another connector than the reference is for.

use engine::{
    Category, Meta, PackageId, Place, Preset, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::outline::{DeclaredReference, ReferenceUse, UserKind};

use crate::{connector_names, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorMismatch {}

impl Rule for ConnectorMismatch {
    const META: Meta = Meta {
        name: "connector-mismatch",
        summary: "A flow uses a connection reference for another connector than it is for",
        category: Category::References,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_mismatch.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (package, outline) in cx.workspace.packages() {
            for one in outline.uses.iter().filter(|one| one.user_kind == UserKind::Flow) {
                let (Some(name), Some(used)) = (one.reference.as_deref(), one.connector.as_deref()) else { continue };
                let declarations = declarations(cx, package, name);
                let fits = declarations.iter().any(|(_, declared)| may_be_one(used, declared));
                if let Some(&(holder, declared)) = declarations.first().filter(|_| !fits) {
                    finding(cx, (package, one), (holder, declared), report);
                }
            }
        }
    }
}

/// What a package's use of a reference means: its own declaration, else that of any other solution.
fn declarations<'w>(
    cx: &WorkspaceContext<'w>,
    package: PackageId,
    name: &str,
) -> Vec<(PackageId, &'w DeclaredReference)> {
    let solution = cx.workspace.solution_of(package);
    let all = cx.workspace.declarations(name).iter();
    let all: Vec<_> = all
        .filter_map(|&(declarer, index)| Some((declarer, cx.workspace.package(declarer).declared.get(index)?)))
        .collect();
    let own: Vec<_> = all.iter().copied().filter(|(declarer, _)| *declarer == package).collect();
    if own.is_empty() {
        all.into_iter()
            .filter(|(declarer, _)| !solution.forms.contains(declarer) || solution.patches.contains(&package))
            .collect()
    } else {
        own
    }
}

fn finding(
    cx: &WorkspaceContext<'_>,
    (package, one): (PackageId, &ReferenceUse),
    (holder, declared): (PackageId, &DeclaredReference),
    report: &mut Report,
) {
    let connectors = cx.environment.connectors();
    let used = one.connector.as_deref().unwrap_or_default();
    let meant = declared.connector.as_deref().unwrap_or_default();
    let who = one.user_id.as_deref().unwrap_or(&one.user);
    let mut stated = report
        .at(
            Place::Package(package, Some(one.loc)),
            Subject::new(SubjectKind::ConnectionReference, &declared.logical_name),
            format!(
                "{} uses connection reference {} for {}, but the reference is for {}",
                wording::user(one),
                declared.logical_name,
                connectors.label(used),
                connectors.label(meant)
            ),
        )
        .label(format!("used for {used}"))
        .detail(format!("{who} {}", one.key.as_deref().unwrap_or_default()))
        .note(Place::Package(holder, Some(declared.loc)), format!("declared for {meant} here"));
    if one.stale {
        stated = stated.at_most(Severity::Warning).remark(wording::STALE);
    }
    stated.help("choose a reference for the right connector in the flow, save it, and export the solution again");
}

/// Whether the connector that a flow names can be the one that a reference is for.
fn may_be_one(used: &str, declared: &DeclaredReference) -> bool {
    declared.connector.as_deref().is_none_or(|meant| connector_names::may_be_one(used, meant, declared.custom))
}
