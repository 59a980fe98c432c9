//! What kind of package lies somewhere, told by the files it is made of.

use serde::Serialize;

/// The kinds of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackageKind {
    /// An exported solution: a zip with `solution.xml` at its root.
    SolutionZip,
    /// A solution unpacked by SolutionPackager or `pac`: `Other/Solution.xml` or `solution.xml` in a folder.
    SolutionFolder,
    /// One solution of a repository in the YAML source layout (`solutions/<UniqueName>/solution.yml`).
    YamlRepository,
    /// A legacy flow or app package: `manifest.json` beside `Microsoft.Flow/` or `Microsoft.PowerApps/`, zipped or unpacked.
    LegacyPackage,
    /// The JSON of a single cloud flow.
    Flow,
    /// A package of packages (Package Deployer, AppSource, a zip of zips): itself without a model.
    Container,
}
