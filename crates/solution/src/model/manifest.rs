//! What a solution says of itself: `solution.xml`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{At, Loc};

/// The solution's manifest.
#[derive(Debug, Clone)]
pub struct Manifest<'t> {
    /// The whole `SolutionManifest`, for findings about the solution as such.
    pub loc: Loc,
    /// The unique name, by which the platform knows the solution.
    pub unique_name: Option<At<&'t str>>,
    /// The name for people: the first localized name.
    pub display_name: Option<At<&'t str>>,
    /// The version; `None` where it is absent or not a version.
    pub version: Option<At<Version>>,
    /// The version as it is written, whether or not it is one.
    pub version_text: Option<At<&'t str>>,
    /// Managed, unmanaged or both.
    pub managed: Option<At<Managed>>,
    /// The unique name of the solution that this patch belongs to (`ParentSolution`), where it is a patch.
    pub patch_of: Option<At<&'t str>>,
    /// The publisher.
    pub publisher: Option<Publisher<'t>>,
    /// The root components. They never hold connection references (0 of 981).
    pub root_components: Vec<RootComponent<'t>>,
    /// What the solution needs and does not carry.
    pub missing: Vec<MissingDependency<'t>>,
}

/// The `<Managed>` element: 0, 1 or 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Managed {
    /// `0`: can be changed; the source form.
    Unmanaged,
    /// `1`: for installation.
    Managed,
    /// `2`: unpacked for both.
    Both,
}

/// A version of up to four numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(pub [u32; 4]);

impl Version {
    /// Reads `1.2.3.4`; absent parts are 0.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = [0; 4];
        for (index, piece) in text.trim().split('.').enumerate() {
            *parts.get_mut(index)? = piece.parse().ok()?;
        }
        Some(Self(parts))
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text} is no version"))
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, build, revision] = self.0;
        write!(f, "{major}.{minor}.{build}.{revision}")
    }
}

/// The publisher of a solution.
#[derive(Debug, Clone)]
pub struct Publisher<'t> {
    /// Its unique name.
    pub unique_name: Option<At<&'t str>>,
    /// The prefix of the names of its components, without the underscore.
    pub prefix: Option<At<&'t str>>,
}

/// A root component of a solution.
#[derive(Debug, Clone)]
pub struct RootComponent<'t> {
    /// The component type: 29 a process, 300 a canvas app, 372 a custom connector, 380 an environment variable …
    pub kind: &'t str,
    /// The id, braces removed, in lower case.
    pub id: Option<String>,
    /// The schema name.
    pub schema_name: Option<&'t str>,
    /// 0 with all subcomponents, 1 without, 2 as a shell.
    pub behavior: Option<&'t str>,
    /// The element.
    pub loc: Loc,
}

/// Something that the solution needs and does not carry.
#[derive(Debug, Clone)]
pub struct MissingDependency<'t> {
    /// What is required.
    pub required: Component<'t>,
    /// Who carries it.
    pub provider: Provider<'t>,
    /// What requires it.
    pub dependent: Option<Component<'t>>,
    /// The `Required` element.
    pub loc: Loc,
}

/// One end of a missing dependency.
#[derive(Debug, Clone)]
pub struct Component<'t> {
    /// The component type: a number, or a word such as `connectionreference`.
    pub kind: &'t str,
    /// The schema name, or the value of the attribute with a dot (`id.connectionreferencelogicalname`).
    pub name: Option<At<&'t str>>,
    /// The id, braces removed, in lower case.
    pub id: Option<String>,
    /// The name for people.
    pub display_name: Option<&'t str>,
}

/// Who carries a required component, by the attribute `solution`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider<'t> {
    /// `Active`: it is unmanaged in the source environment. A leftover that will be missing in the target, or an unmanaged
    /// common solution beside this one: the package alone cannot tell.
    Active,
    /// `Name (version)`: it comes with another managed solution.
    Solution {
        /// The unique name.
        name: &'t str,
        /// The version.
        version: Option<Version>,
    },
    /// Not said.
    Unstated,
}
