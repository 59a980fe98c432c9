//! The settings leave out what a solution declares.

use std::collections::{BTreeMap, HashMap, HashSet};

use engine::{
    Category, Meta, Missing, PackageId, Place, Preset, Reason, Report, Rule, Severity, SolutionForms, Subject,
    WorkspaceContext,
};
use inventory::Settings;
use schemars::JsonSchema;
use serde::Deserialize;
use solution::Loc;

use super::packages::{self, Entry, Name, Packages};

/// Options: none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsMissingEntry {}

impl Rule for SettingsMissingEntry {
    const META: Meta = Meta {
        name: "settings-missing-entry",
        summary: "The deployment settings have no entry for a connection reference or environment variable of a solution",
        category: Category::Settings,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "declared names",
        page: include_str!("settings_missing_entry.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let Some((files, known)) = packages::with_files(cx) else { return };
        let entries: Vec<HashSet<Name>> =
            files.iter().map(|file| packages::names(file).map(|(name, _)| name).collect()).collect();
        let declared: Vec<_> = cx.workspace.solutions().iter().map(|solution| declared(cx, solution)).collect();
        let mut times: HashMap<&Name, usize> = HashMap::new();
        for name in declared.iter().flat_map(BTreeMap::keys) {
            *times.entry(name).or_default() += 1;
        }
        let is_shared = |name: &Name| times.get(name).is_some_and(|times| *times > 1);
        let mut said = HashSet::new();
        for (solution, declared) in cx.workspace.solutions().iter().zip(&declared) {
            if let Some(missing) = unread(cx, solution) {
                let name = solution.unique_name.as_deref().unwrap_or("a package without a unique name");
                report.unknown(name, missing);
            }
            // What others declare, too, may be there for them.
            let own: Vec<&Name> = declared.keys().filter(|name| !is_shared(name)).collect();
            let telling: Vec<&Name> = if own.is_empty() { declared.keys().collect() } else { own };
            let meant: Vec<usize> =
                (0..files.len()).filter(|&file| telling.iter().any(|name| has(&entries, file, name))).collect();
            for (name, place) in declared {
                let anywhere = (0..files.len()).any(|file| has(&entries, file, name));
                let without = meant.iter().filter(|&&file| !has(&entries, file, name));
                let without: Vec<&Settings> = without.filter_map(|&file| files.get(file).copied()).collect();
                if anywhere && (is_shared(name) || without.is_empty()) {
                    report.judged();
                } else if meant.is_empty() {
                    report.unknown(&place.name, for_others(solution));
                } else if said.insert(name) {
                    missing(&known, &without, name, place, report);
                }
            }
        }
    }
}

/// Whether a file has an entry of a name.
fn has(entries: &[HashSet<Name>], file: usize, name: &Name) -> bool {
    entries.get(file).is_some_and(|names| names.contains(name))
}

/// Where a name is declared.
struct Declared {
    /// The name, as written.
    name: String,
    package: PackageId,
    loc: Loc,
}

/// What a solution declares, in its leading form and its patches.
fn declared(cx: &WorkspaceContext<'_>, solution: &SolutionForms) -> BTreeMap<Name, Declared> {
    let mut found = BTreeMap::new();
    for &package in solution.patches.iter().rev().chain([&solution.leading]) {
        let outline = cx.workspace.package(package);
        let references = outline.declared.iter().map(|one| {
            (
                Name::reference(&one.logical_name),
                Declared { name: one.logical_name.to_string(), package, loc: one.name_loc },
            )
        });
        // A value without its definition belongs to a variable of another solution.
        let variables = outline.variables.iter().filter(|one| one.defined).map(|one| {
            (Name::variable(&one.schema_name), Declared { name: one.schema_name.clone(), package, loc: one.name_loc })
        });
        for (name, declared) in references.chain(variables) {
            found.entry(name).or_insert(declared);
        }
    }
    found
}

/// Why it is not known what all a solution declares.
fn unread(cx: &WorkspaceContext<'_>, solution: &SolutionForms) -> Option<Missing> {
    let mut layers = solution.patches.iter().chain([&solution.leading]).map(|&package| cx.workspace.package(package));
    let kinds = [Entry::Reference, Entry::Variable];
    let whole = layers.all(|outline| kinds.iter().all(|kind| packages::shows_declarations(outline, *kind)));
    (!whole).then(|| {
        Missing::new(Reason::Incomplete, "its package does not show all that it declares", "the package as exported")
    })
}

/// Why nothing is said of a solution whose own names the settings do not have.
fn for_others(solution: &SolutionForms) -> Missing {
    let needs = match &solution.unique_name {
        Some(name) => format!("the settings of {name}"),
        None => "the settings of its package".to_owned(),
    };
    Missing::new(Reason::NoData, "the settings name nothing that only its solution declares", needs)
}

fn missing(known: &Packages<'_, '_>, files: &[&Settings], name: &Name, declared: &Declared, report: &mut Report) {
    report.judged();
    let silent = match name.kind {
        Entry::Reference => known.said_unbound(&declared.name),
        Entry::Variable => known.has_value(name),
    };
    if silent {
        return;
    }
    let word = name.kind.word();
    let mut stated = report
        .at(
            Place::Package(declared.package, Some(declared.loc)),
            Subject::new(name.kind.subject(), &declared.name),
            format!("{word} {} has no entry in the deployment settings", declared.name),
        )
        .label("declared here");
    for file in files {
        stated = stated.note(packages::whole(file), "no entry for it in this file");
    }
    match name.kind {
        Entry::Reference => {
            let add =
                "add an entry with its LogicalName, ConnectionId and ConnectorId (powerlint settings --update does)";
            let otherwise = if let Some(reference) = known.bound(&declared.name) {
                stated = stated
                    .at_most(Severity::Note)
                    .note(Place::Input(reference.source), "the environment has it bound to a connection already");
                "a new environment would have it without a connection"
            } else {
                "an import with these settings leaves the reference without a connection, and its flows off"
            };
            stated.help(format!("{add}; {otherwise}"));
        }
        Entry::Variable => {
            if !known.is_required(name) {
                stated = stated.at_most(Severity::Note);
            }
            stated
                .remark("the packages given have neither a default nor a current value for it")
                .help("add an entry with its SchemaName and Value (powerlint settings --update does), or give the variable a default value");
        }
    }
}
