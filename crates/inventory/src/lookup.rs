//! Three-valued answers.

/// Not knowing is not the same as knowing that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lookup<T> {
    /// It is known.
    Known(T),
    /// It is known that there is none: the source that would name it is complete and does not.
    Absent,
    /// Nothing that was given tells. Never a finding.
    Unknown,
}

impl<T> Lookup<T> {
    /// The value, if it is known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown => None,
        }
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Changes the value, if it is known.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Lookup<U> {
        match self {
            Self::Known(value) => Lookup::Known(change(value)),
            Self::Absent => Lookup::Absent,
            Self::Unknown => Lookup::Unknown,
        }
    }
}

/// How much of a table of facts was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Completeness {
    /// No source of it.
    #[default]
    Nothing,
    /// A source that may leave rows out (a page of several, a filtered list, a native file): absence proves nothing.
    Partial,
    /// A source that holds every row: absence is absence.
    Whole,
}
