//! A solution requires what no given package brings.

use engine::{
    Category, Meta, Missing, PackageId, Place, Preset, Reason, Report, Rule, Severity, Subject, SubjectKind,
    WorkspaceContext,
};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{
    Outline,
    model::Version,
    outline::{RequiredFrom, Requirement},
};

use super::kinds;
use crate::wording;
use engine::calls::layers;

/// How the names of solutions begin that the platform or Microsoft's own applications install.
const FIRST_PARTY: [&str; 31] = [
    "msdyn",
    "msft",
    "mspp",
    "mspcat",
    "Microsoft",
    "PowerPages",
    "PowerApps",
    "PowerPlatform",
    "PowerVirtualAgents",
    "Omnichannel",
    "UnifiedRouting",
    "IoTConnector",
    "ActivityFeeds",
    "AppModule",
    "AppSetting",
    "BaseCustomControls",
    "EnvironmentVariables",
    "RelationshipAnalytics",
    "MetadataExtension",
    "AuthorizationCore",
    "MobileOffline",
    "Solution",
    "SystemCustomizations",
    "System",
    "Basic",
    "CustomAPIFramework",
    "ConnectionReference",
    "BotsCore",
    "ProcessSimple",
    "DataverseSearch",
    "AIBuilder",
];

/// Options.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MissingDependency {
    /// The names of solutions that every environment has; `*` at the end stands for any rest.
    installed: Vec<String>,
}

impl Rule for MissingDependency {
    const META: Meta = Meta {
        name: "missing-dependency",
        summary: "A solution requires components that no given package brings",
        category: Category::Solutions,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "required components",
        page: include_str!("missing_dependency.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for package in cx.workspace.solutions().iter().flat_map(layers) {
            self.check_versions(cx, package, report);
            check_active(cx, package, report);
        }
    }
}

impl MissingDependency {
    /// What comes with other managed solutions: only a version that is too low can be told from packages.
    fn check_versions(&self, cx: &WorkspaceContext<'_>, package: PackageId, report: &mut Report) {
        let mut providers: IndexMap<String, (&str, Option<Version>, &Requirement)> = IndexMap::new();
        for required in &cx.workspace.package(package).required {
            let RequiredFrom::Solution { name, version } = &required.from else { continue };
            let entry = providers.entry(name.to_lowercase()).or_insert((name, *version, required));
            if *version > entry.1 {
                *entry = (name, *version, required);
            }
        }
        for (name, version, required) in providers.into_values() {
            let Some(given) = cx.workspace.solution(name) else {
                if self.is_installed(name) {
                    report.judged();
                } else {
                    let what = "the solution that carries them was not given";
                    report.unknown(
                        what_of(required),
                        Missing::new(Reason::NoData, what, format!("the package of {name}")),
                    );
                }
                continue;
            };
            report.judged();
            let (Some(wanted), Some(has)) = (version, given.version) else { continue };
            if has >= wanted {
                continue;
            }
            let whose = cx.workspace.package(package).unique_name.as_deref().unwrap_or("the solution");
            let manifest = cx.workspace.package(given.leading).manifest;
            report
                .at(
                    Place::Package(package, Some(required.loc)),
                    Subject::new(SubjectKind::Solution, name),
                    format!(
                        "{whose} requires version {wanted} of solution {name}, and the given package of it has {has}"
                    ),
                )
                .label(format!("requires {}", what_of(required)))
                .note(Place::Package(given.leading, manifest), "the given package")
                .help(format!(
                    "deploy version {wanted} or later of {name} first, or export this solution against the older one"
                ));
        }
    }

    fn is_installed(&self, name: &str) -> bool {
        let starts = |start: &str| name.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
        let own = self.installed.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => starts(start),
            None => pattern.eq_ignore_ascii_case(name),
        });
        own || FIRST_PARTY.iter().any(|start| starts(start))
    }
}

/// What is unmanaged in the source environment.
fn check_active(cx: &WorkspaceContext<'_>, package: PackageId, report: &mut Report) {
    let outline = cx.workspace.package(package);
    let mut open: IndexMap<String, &Requirement> = IndexMap::new();
    for required in outline.required.iter().filter(|required| required.from == RequiredFrom::Active) {
        if said_elsewhere(outline, required) {
            continue;
        }
        if others(cx, package).any(|other| brings(other, required)) {
            report.judged();
        } else if let Some(parent) = outline.patch_of.as_deref().filter(|name| cx.workspace.solution(name).is_none()) {
            let what = "the solution that the patch belongs to may carry them";
            report.unknown(what_of(required), Missing::new(Reason::NoData, what, format!("the package of {parent}")));
        } else {
            report.judged();
            open.entry(what_of(required)).or_insert(required);
        }
    }
    let Some((_, first)) = open.first() else { return };
    let names: Vec<&str> = open.keys().map(String::as_str).collect();
    let whose = outline.unique_name.as_deref().unwrap_or("the solution");
    let mut stated = report
        .at(
            Place::Package(package, Some(first.loc)),
            Subject::new(SubjectKind::Solution, whose),
            format!(
                "{whose} requires {} that no given package brings: {}",
                components(names.len()),
                wording::list(&names)
            ),
        )
        .label("required from \"Active\"")
        .detail("Active");
    for required in open.values().skip(1) {
        let message = match &required.dependent {
            Some(dependent) => format!("{} is required by {dependent}", what_of(required)),
            None => what_of(required),
        };
        stated = stated.note(Place::Package(package, Some(required.loc)), message);
    }
    stated
        .remark(
            "\"Active\" is the unmanaged layer of the source environment: either they were forgotten, so that the import fails, or another \
             unmanaged solution brings them",
        )
        .help(
            "in the source environment, add them to the solution (Advanced, Add required objects) and export it again; if another \
             solution brings them, check that package together with this one",
        );
}

fn components(number: usize) -> String {
    wording::count(number, "component", "components")
}

/// `table account`, as a person would say it.
fn what_of(required: &Requirement) -> String {
    let name = required.name.as_deref().or(required.display_name.as_deref()).or(required.id.as_deref());
    let name = name.unwrap_or("without a name");
    match kinds::word(&required.kind) {
        Some(word) => format!("{word} {name}"),
        None => name.to_owned(),
    }
}

/// Whether another rule speaks of it: of the child flow that is called, of the variable that is read.
fn said_elsewhere(outline: &Outline, required: &Requirement) -> bool {
    let called = |id: &str| outline.flows.iter().any(|flow| flow.calls.iter().any(|call| call.flow == id));
    let read = |name: &str| outline.variable_uses.iter().any(|one| one.schema_name.eq_ignore_ascii_case(name));
    required.is(&["29", "Workflow"]) && required.id.as_deref().is_some_and(called)
        || required.is(&["380", "EnvironmentVariableDefinition"]) && required.name.as_deref().is_some_and(read)
}

/// The packages that can bring something: all but the other forms of the same solution, each of which is installed by itself.
fn others<'w>(cx: &WorkspaceContext<'w>, package: PackageId) -> impl Iterator<Item = &'w Outline> {
    let workspace = cx.workspace;
    let solution = workspace.solution_of(package);
    let patched = solution.patches.contains(&package);
    let others = workspace.packages().filter(move |(other, _)| patched || !solution.forms.contains(other));
    others.map(|(_, outline)| outline)
}

/// Whether a package carries a component: by its root components, its flows, or its variables.
fn brings(outline: &Outline, required: &Requirement) -> bool {
    let same_name = |name: Option<&str>| {
        name.zip(required.name.as_deref()).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    let same_id = |id: Option<&str>| id.is_some() && id == required.id.as_deref();
    outline
        .components
        .iter()
        .any(|own| *own.kind == required.kind && (same_name(own.name.as_deref()) || same_id(own.id.as_deref())))
        || outline.processes.iter().any(|process| same_id(process.id.as_deref()))
        || outline.variables.iter().any(|variable| variable.defined && same_name(Some(&variable.schema_name)))
}
