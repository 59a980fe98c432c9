//! What is wrong with a package before any rule looks at it. Each becomes the finding of an ordinary rule.

use crate::{FileId, Loc};

/// Something that could not be read or understood. The rest of the package is still checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub kind: ProblemKind,
    /// Where, as far as a place exists.
    pub loc: Option<Loc>,
    /// The message for people: a sentence without a full stop, naming the thing (not the path, which the place tells).
    pub message: String,
    /// What it is about: the file's name in the package, the missing name, the limit.
    pub subject: String,
    /// Another place that explains it (the first of two equal keys, the element that names the absent file).
    pub related: Option<(Loc, String)>,
}

/// The kinds of problems; each is reported by the rule of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// `malformed-xml`: not well-formed, or its root is not what the layout says.
    MalformedXml,
    /// `malformed-json`: not JSON, or not of the shape that this file must have.
    MalformedJson,
    /// `malformed-yaml`: not YAML that powerlint reads.
    MalformedYaml,
    /// `malformed-text`: neither UTF-8 nor UTF-16 with a byte order mark.
    MalformedText,
    /// `duplicate-key`: a JSON object with the same key twice; readers disagree on which one counts.
    DuplicateKey,
    /// `unreadable-entry`: an archive's entry or a folder's file that cannot be read.
    UnreadableEntry,
    /// `ambiguous-archive`: two readers of the archive could understand it differently.
    AmbiguousArchive,
    /// `missing-file`: a file that another file names is not in the package.
    MissingFile,
    /// `missing-manifest`: a package of a solution's parts without `solution.xml`.
    MissingManifest,
    /// `limit-exceeded`: something is larger, deeper or more than the limits allow.
    LimitExceeded,
}

impl Problem {
    /// A problem at a place.
    #[must_use]
    pub fn new(kind: ProblemKind, loc: Option<Loc>, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, loc, message: message.into(), subject: subject.into(), related: None }
    }

    /// A problem with a file as a whole.
    #[must_use]
    pub fn with_file(kind: ProblemKind, file: FileId, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(kind, Some(Loc::file(file)), subject, message)
    }
}
