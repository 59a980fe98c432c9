//! What kind of package lies somewhere, told by the files it is made of, and which of its files are read.
//!
//! Everything here looks at names only, with `/` between their parts and without regard to case, so that a package is
//! the same one zipped and unpacked.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::read::names::{ends_with, fold, starts_with, stem_is_guid};

/// The kinds of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackageKind {
    /// An exported solution: a zip with `solution.xml` at its root.
    SolutionZip,
    /// A solution unpacked by `SolutionPackager` or `pac`: `Other/Solution.xml` or `solution.xml` in a folder.
    SolutionFolder,
    /// One solution of a repository in the YAML source layout (`solutions/<unique name>/solution.yml`).
    YamlRepository,
    /// A legacy flow or app package: `manifest.json` beside `Microsoft.Flow/` or `Microsoft.PowerApps/`, zipped or unpacked.
    LegacyPackage,
    /// The JSON of a single cloud flow.
    Flow,
    /// A package of packages (Package Deployer, `AppSource`, a zip of zips): itself without a model.
    Container,
}

/// A folder (or an archive, or a folder in one) that is a package's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Root {
    /// The folder, `""` for the top.
    pub(crate) prefix: String,
    /// What lies there.
    pub(crate) kind: RootKind,
}

/// What lies at a root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RootKind {
    /// A solution, exported or unpacked.
    Solution {
        /// `solution.xml` or `customizations.xml` lies in `Other/`: unpacked.
        unpacked: bool,
        /// There is a `solution.xml`.
        manifest: bool,
    },
    /// A legacy package.
    Legacy,
    /// A repository in the YAML layout, with the names of the folders below `solutions/` that hold a `solution.yml`.
    Yaml(Vec<String>),
}

/// Folders of an unpacked or exported solution, in lower case: a `customizations.xml` beside one of them is a solution's.
const COMPONENT_FOLDERS: [&str; 11] = [
    "workflows",
    "canvasapps",
    "entities",
    "webresources",
    "environmentvariabledefinitions",
    "botcomponents",
    "bots",
    "connector",
    "connectors",
    "pluginassemblies",
    "appmodules",
];

/// What was seen of one folder: independent facts, from any number of files.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
struct Signs {
    prefix: String,
    manifest: bool,
    unpacked: bool,
    customizations: bool,
    parts: bool,
    legacy_manifest: bool,
    legacy_parts: bool,
    yaml: BTreeMap<String, String>,
}

/// Finds the roots of all packages among the names of files, in the order of their prefixes.
///
/// - a solution: `solution.xml`, or `Other/Solution.xml`, or both (one repository of 43 keeps both; it is one solution);
/// - a solution without manifest: `Other/Customizations.xml`, or `customizations.xml` beside a solution's folders or
///   `[Content_Types].xml`;
/// - a legacy package: `manifest.json` beside a folder whose name begins with `Microsoft.Flow` (one repository renamed it)
///   or `Microsoft.PowerApps`;
/// - a repository in the YAML layout: `solutions/*/solution.yml`.
pub(crate) fn roots<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<Root> {
    let mut folders: BTreeMap<String, Signs> = BTreeMap::new();
    for name in names {
        for (prefix, sign) in signs(name) {
            let entry = folders.entry(fold(prefix)).or_default();
            if entry.prefix.is_empty() {
                prefix.clone_into(&mut entry.prefix);
            }
            match sign {
                Sign::Manifest { unpacked } => {
                    entry.manifest = true;
                    entry.unpacked |= unpacked;
                }
                Sign::Customizations { unpacked } => {
                    entry.customizations = true;
                    entry.unpacked |= unpacked;
                }
                Sign::Part => entry.parts = true,
                Sign::LegacyManifest => entry.legacy_manifest = true,
                Sign::LegacyPart => entry.legacy_parts = true,
                Sign::Yaml(solution) => {
                    entry.yaml.entry(fold(solution)).or_insert_with(|| solution.to_owned());
                }
            }
        }
    }
    let mut roots = Vec::new();
    for signs in folders.into_values() {
        let solution = signs.manifest || (signs.customizations && (signs.unpacked || signs.parts));
        let kind = if solution {
            Some(RootKind::Solution { unpacked: signs.unpacked, manifest: signs.manifest })
        } else if signs.legacy_manifest && signs.legacy_parts {
            Some(RootKind::Legacy)
        } else {
            None
        };
        let yaml = (!signs.yaml.is_empty()).then(|| RootKind::Yaml(signs.yaml.into_values().collect()));
        roots.extend(kind.into_iter().chain(yaml).map(|kind| Root { prefix: signs.prefix.clone(), kind }));
    }
    roots
}

/// Whether [`roots`] looks at a name at all; a walk keeps only these.
pub(crate) fn is_sign(name: &str) -> bool {
    signs(name).next().is_some()
}

/// What the name of a file tells of a folder above it.
enum Sign<'n> {
    Manifest { unpacked: bool },
    Customizations { unpacked: bool },
    Part,
    LegacyManifest,
    LegacyPart,
    Yaml(&'n str),
}

/// What a name tells, with the folders it tells it of.
fn signs(name: &str) -> impl Iterator<Item = (&str, Sign<'_>)> {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    let unpacked = last.eq_ignore_ascii_case("other");
    let root = if unpacked { above } else { folder };
    let by_file = if file.eq_ignore_ascii_case("solution.xml") {
        Some((root, Sign::Manifest { unpacked }))
    } else if file.eq_ignore_ascii_case("customizations.xml") {
        Some((root, Sign::Customizations { unpacked }))
    } else if file.eq_ignore_ascii_case("manifest.json") {
        Some((folder, Sign::LegacyManifest))
    } else if file.eq_ignore_ascii_case("[content_types].xml") {
        Some((folder, Sign::Part))
    } else if file.eq_ignore_ascii_case("solution.yml") {
        let (repository, solutions) = above.rsplit_once('/').unwrap_or(("", above));
        solutions.eq_ignore_ascii_case("solutions").then_some((repository, Sign::Yaml(last)))
    } else {
        None
    };
    // A name that leaves its archive says nothing of what is in it.
    let leaves = name.split('/').any(|part| part == "..");
    let by_folder = name.match_indices('/').filter_map(|(end, _)| {
        let path = name.get(..end)?;
        let (prefix, segment) = path.rsplit_once('/').unwrap_or(("", path));
        if starts_with(segment, "microsoft.flow") || starts_with(segment, "microsoft.powerapps") {
            Some((prefix, Sign::LegacyPart))
        } else if COMPONENT_FOLDERS.iter().any(|folder| segment.eq_ignore_ascii_case(folder)) {
            Some((prefix, Sign::Part))
        } else {
            None
        }
    });
    by_file.into_iter().chain(by_folder).filter(move |_| !leaves)
}

/// The prefixes of roots, to tell which root a file belongs to.
#[derive(Debug, Default)]
pub(crate) struct Prefixes(BTreeSet<String>);

impl Prefixes {
    /// Notes the prefixes.
    pub(crate) fn of(roots: &[Root]) -> Self {
        Self(roots.iter().map(|root| fold(&root.prefix)).collect())
    }

    /// The innermost root that holds a file, as a folded prefix.
    pub(crate) fn holding(&self, name: &str) -> Option<&str> {
        let folded = fold(name);
        let mut path = folded.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            if let Some(prefix) = self.0.get(folder) {
                return Some(prefix);
            }
            path = folder;
        }
        self.0.get("").map(String::as_str)
    }
}

/// Whether a JSON file outside of any package may be a flow, by its name: it lies in a folder called `Workflows` or
/// `modernflows`, or its name ends with a GUID, as flows' files do. No other JSON is opened on a walk.
pub(crate) fn may_be_loose_flow(name: &str) -> bool {
    if !ends_with(name, ".json") {
        return false;
    }
    let name = fold(name);
    let stem = name.strip_suffix(".json").unwrap_or_default();
    let above = stem.rsplit('/').nth(1).unwrap_or_default();
    matches!(above, "workflows" | "modernflows") || stem_is_guid(stem)
}

/// Whether the model is made from a file, by its name in the package. Images, apps, scripts and the like are never read.
///
/// One list for all layouts, because packages mix them: a repository in the YAML layout keeps environment variables in
/// XML, and an unpacked solution may keep its XML at the root and in `Other/`.
#[must_use]
pub fn is_read(kind: PackageKind, name: &str) -> bool {
    let folded = fold(name);
    let parts: Vec<&str> = folded.split('/').collect();
    let Some((&file, folders)) = parts.split_last() else { return false };
    match kind {
        PackageKind::Flow => true,
        PackageKind::Container => false,
        PackageKind::LegacyPackage => is_read_in_legacy(folders, file),
        PackageKind::SolutionZip | PackageKind::SolutionFolder => is_read_in_solution(folders, file),
        // Where the YAML layout keeps the declarations is not documented, so they are looked for by name.
        PackageKind::YamlRepository if folded.contains("connectionreference") => is_data(extension(file)),
        PackageKind::YamlRepository => is_read_in_solution(folders, file) || is_read_in_repository(folders, file),
    }
}

fn extension(file: &str) -> &str {
    file.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The notations that components are written in.
fn is_data(extension: &str) -> bool {
    extension == "json" || is_metadata(extension)
}

/// The notations that metadata are written in: XML, and in the YAML layout YAML.
fn is_metadata(extension: &str) -> bool {
    matches!(extension, "xml" | "yml" | "yaml")
}

/// `manifest.json` at the root and of the flows, and each flow with its two maps.
fn is_read_in_legacy(folders: &[&str], file: &str) -> bool {
    match file {
        "manifest.json" => folders.is_empty() || matches!(folders, [top, "flows"] if top.starts_with("microsoft.flow")),
        "definition.json" | "apismap.json" | "connectionsmap.json" => !folders.is_empty(),
        _ => false,
    }
}

/// The parts of an exported or unpacked solution. Unpacked sources of apps (`CanvasApps/src/…/*.fx.yaml`) are not read:
/// they are YAML by name only.
fn is_read_in_solution(folders: &[&str], file: &str) -> bool {
    match folders {
        // The root, and `Other/` of unpacked solutions.
        [] | ["other"] => {
            matches!(file, "solution.xml" | "customizations.xml" | "environment_variable_values.json")
                || is_agent_project(file)
        }
        // `X-GUID.json`, and the `Workflow` elements beside them: `X-GUID.json.data.xml`, `X-GUID.xaml.data.xml`.
        ["workflows" | "modernflows", ..] => extension(file) == "json" || file.ends_with(".data.xml"),
        ["canvasapps", ..] => file.ends_with(".meta.xml"),
        ["environmentvariabledefinitions", ..] => matches!(extension(file), "xml" | "json"),
        // Not the icons and code beside them.
        ["connector" | "connectors", ..] => extension(file) == "xml" || is_connector_part(file),
        ["botcomponents", ..] => matches!(file, "data" | "botcomponent.xml"),
        ["webresources", ..] => file.ends_with(".data.xml"),
        ["sdkmessageprocessingsteps", ..] => extension(file) == "xml",
        ["assets"] => file == "botcomponent_connectionreferenceset.xml",
        _ => is_agent_project(file),
    }
}

/// What a repository in the YAML layout has beyond that: the same components, with their metadata in YAML.
fn is_read_in_repository(folders: &[&str], file: &str) -> bool {
    match folders {
        ["solutions" | "publishers", _, ..] => matches!(extension(file), "yml" | "yaml"),
        ["canvasapps", ..] => {
            is_metadata(extension(file)) && !file.ends_with(".pa.yaml") && !file.ends_with(".fx.yaml")
        }
        ["workflows" | "modernflows" | "environmentvariabledefinitions" | "connector" | "connectors", ..] => {
            is_metadata(extension(file))
        }
        ["botcomponents", ..] => is_metadata(extension(file)),
        _ => false,
    }
}

/// The JSON that a custom connector consists of, by its file's name in lower case: `<schema name>_openapidefinition.json` and its
/// neighbours.
pub(crate) fn is_connector_part(file: &str) -> bool {
    ["_openapidefinition.json", "_connectionparameters.json", "_policytemplateinstances.json"]
        .iter()
        .any(|ending| file.ends_with(ending))
}

/// The list of connection references that agent projects of the Copilot Studio extension keep.
fn is_agent_project(file: &str) -> bool {
    matches!(file, "connectionreferences.mcs.yml" | "connectionreferences.mcs.yaml")
}
