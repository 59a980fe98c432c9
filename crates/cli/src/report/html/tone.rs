//! What a colour of the page says. It never says so alone: a sign and a word stand beside it.

use engine::Severity;

use crate::report::answers::Verdict;

/// How something is, from well to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    /// It was not asked.
    Nothing,
    /// It is as it should be.
    Fine,
    /// Nothing tells.
    Open,
    /// There is a note.
    Note,
    /// There is a warning.
    Warning,
    /// There is an error.
    Error,
}

impl Tone {
    /// The class of the style, and the end of the sign's name.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Fine => "fine",
            Self::Open => "open",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// What a screen reader says for the sign.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Nothing => "not judged",
            Self::Fine => "fine",
            Self::Open => "not known",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

impl From<Verdict> for Tone {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Fine => Self::Fine,
            Verdict::Nothing => Self::Nothing,
            Verdict::Open => Self::Open,
            Verdict::Found(severity) => severity.into(),
        }
    }
}
