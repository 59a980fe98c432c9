//! A flow, app or agent uses a reference that nothing declares.

use std::collections::{HashMap, HashSet};

use engine::{
    Category, Meta, Missing, PackageId, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Outline, PackageKind,
    outline::{MissingReference, ReferenceUse, UserKind},
};

use crate::{connections::facts, wording};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UndeclaredReference {}

impl Rule for UndeclaredReference {
    const META: Meta = Meta {
        name: "undeclared-reference",
        summary: "A flow, app or agent uses a connection reference that nothing declares",
        category: Category::References,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection uses",
        page: include_str!("undeclared_reference.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (package, outline) in cx.workspace.packages() {
            if outline.kind == PackageKind::LegacyPackage {
                continue;
            }
            let components: HashSet<String> = named(outline, |one| one.user_kind == UserKind::Agent && !one.from_set);
            let required = required(outline);
            let mut seen = HashSet::new();
            for one in &outline.uses {
                let Some(name) = one.reference.as_deref() else { continue };
                if one.user_kind != UserKind::Flow {
                    // A component may name a reference several times, and the agent's set repeats what components name.
                    let folded = name.to_ascii_lowercase();
                    if one.from_set && components.contains(&folded) || !seen.insert((one.user.as_str(), folded)) {
                        continue;
                    }
                }
                match provider(cx, package, outline, &required, name) {
                    Provider::Known => report.judged(),
                    Provider::Unknown(missing) => report.unknown(name, missing),
                    Provider::Nobody(required) => {
                        report.judged();
                        finding(cx, package, one, name, required, report);
                    }
                }
            }
        }
    }
}

/// The references that some of a package's uses name, in lower case.
fn named(outline: &Outline, which: impl Fn(&ReferenceUse) -> bool) -> HashSet<String> {
    let chosen = outline.uses.iter().filter(|one| which(one));
    chosen.filter_map(|one| one.reference.as_deref()).map(str::to_ascii_lowercase).collect()
}

/// What a package requires and does not carry, by the logical name in lower case.
fn required(outline: &Outline) -> HashMap<String, Vec<&MissingReference>> {
    let mut by_name: HashMap<String, Vec<&MissingReference>> = HashMap::new();
    for missing in &outline.missing {
        by_name.entry(missing.logical_name.to_ascii_lowercase()).or_default().push(missing);
    }
    by_name
}

/// Who brings a reference to the environment.
enum Provider<'w> {
    /// A package that was given, or another solution that the package requires.
    Known,
    /// Perhaps a package that was not given.
    Unknown(Missing),
    /// None that is known of; with the dependency on `Active`, where there is one.
    Nobody(Option<&'w MissingReference>),
}

fn provider<'w>(
    cx: &WorkspaceContext<'_>,
    package: PackageId,
    outline: &Outline,
    required: &HashMap<String, Vec<&'w MissingReference>>,
    name: &str,
) -> Provider<'w> {
    let required = required.get(&name.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default();
    if declared_in_reach(cx, package, name) || required.iter().any(|missing| missing.provider.is_some()) {
        return Provider::Known;
    }
    if !outline.declarations_known {
        let what = "the package does not show which references it declares";
        return Provider::Unknown(Missing::new(Reason::Incomplete, what, "the exported solution that declares them"));
    }
    if !outline.requirements_known {
        let what = "what the package requires from other solutions could not be read";
        let needs = "a package with its manifest, solution.xml";
        return Provider::Unknown(Missing::new(Reason::Incomplete, what, needs));
    }
    if let Some(closed) = may_declare(cx, package).next() {
        let what = "another package that may declare them does not show what it declares";
        let whose = closed.unique_name.as_deref().unwrap_or(&closed.address.path);
        let needs = format!("a package of {whose} that shows them");
        return Provider::Unknown(Missing::new(Reason::Incomplete, what, needs));
    }
    if let Some(parent) = outline.patch_of.as_deref().filter(|parent| cx.workspace.solution(parent).is_none()) {
        let what = "the solution that the patch belongs to may declare them";
        return Provider::Unknown(Missing::new(Reason::NoData, what, format!("the package of {parent}")));
    }
    if facts::held_in_common(cx, name) {
        return Provider::Known;
    }
    let absent = facts::common_not_given(cx);
    if !absent.is_empty() {
        if facts::known_in_common(cx, name) {
            return Provider::Known;
        }
        let what = "only the common solution's package can tell whether it declares them";
        let needs = format!("the package of {}", wording::list(&absent));
        return Provider::Unknown(Missing::new(Reason::NoData, what, needs));
    }
    Provider::Nobody(required.first().copied())
}

/// Whether the package declares a reference, or the solution that it is a patch of, a patch of it, or any other solution that
/// was given. Other forms of the same solution do not count: each is installed by itself.
fn declared_in_reach(cx: &WorkspaceContext<'_>, package: PackageId, name: &str) -> bool {
    let solution = cx.workspace.solution_of(package);
    let patched = solution.patches.contains(&package);
    cx.workspace
        .declarations(name)
        .iter()
        .any(|(declarer, _)| *declarer == package || patched || !solution.forms.contains(declarer))
}

/// The packages in whose declarations a reference is looked for and that do not show them.
fn may_declare<'w>(cx: &WorkspaceContext<'w>, package: PackageId) -> impl Iterator<Item = &'w Outline> {
    let solution = cx.workspace.solution_of(package);
    let patched = solution.patches.contains(&package);
    let others = cx.workspace.packages().filter(move |(other, _)| patched || !solution.forms.contains(other));
    others.map(|(_, outline)| outline).filter(|outline| {
        let declares = !matches!(outline.kind, PackageKind::LegacyPackage | PackageKind::Flow);
        declares && !outline.declarations_known
    })
}

/// Where another form of the same solution, which does not count, declares a reference.
fn other_form(cx: &WorkspaceContext<'_>, package: PackageId, name: &str) -> Option<Place> {
    let forms = &cx.workspace.solution_of(package).forms;
    let &(form, index) = cx.workspace.declarations(name).iter().find(|(declarer, _)| forms.contains(declarer))?;
    Some(Place::Package(form, Some(cx.workspace.package(form).declared.get(index)?.name_loc)))
}

fn finding(
    cx: &WorkspaceContext<'_>,
    package: PackageId,
    one: &ReferenceUse,
    name: &str,
    required: Option<&MissingReference>,
    report: &mut Report,
) {
    let user = wording::user(one);
    let whose = one.key.as_deref().map(|key| format!(" for {key}")).unwrap_or_default();
    // The name of a flow can change from one language to the next; its id does not.
    let who = one.user_id.as_deref().unwrap_or(&one.user);
    let mut stated = report
        .at(
            Place::Package(package, Some(one.loc)),
            Subject::new(SubjectKind::ConnectionReference, name),
            format!("{user} uses connection reference {name}{whose}, which neither this package nor any other given solution declares"),
        )
        .label("not declared")
        .detail(format!("{who} {}", one.key.as_deref().unwrap_or_default()));
    if let Some(place) = other_form(cx, package, name) {
        stated = stated.note(place, "another form of the solution declares it here");
    }
    if one.stale {
        stated = stated.at_most(Severity::Warning).remark(wording::STALE);
    }
    let in_environment = "in the source environment, add the reference to the solution (Add existing, More, Connection reference) \
                          and export it again";
    let Some(required) = required else {
        stated.help(format!(
            "{in_environment}; where no such reference exists, choose another one in the flow, app or agent"
        ));
        return;
    };
    stated = stated.note(
        Place::Package(package, Some(required.loc)),
        "the solution requires it from \"Active\", the unmanaged layer of the source environment",
    );
    if !cx.config.common_solutions.is_empty() {
        stated.help(format!("{in_environment}, best to the common solution"));
        return;
    }
    stated
        .at_most(Severity::Warning)
        .remark(
            "this is either a reference that was forgotten, so that the import fails, or one that an unmanaged common solution brings",
        )
        .help(format!(
            "if it was forgotten, {in_environment}; if a common solution brings it, check that package together with this one, or \
             name the solution under common-solutions in powerlint.toml"
        ));
}
