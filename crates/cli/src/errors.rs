//! What keeps powerlint from doing its job, for people. Each leads to the exit status 2, and none stops the rest.

use std::fmt;

use engine::ConfigError;
use inventory::{JoinError, read::InventoryError};
use solution::read::InputError;
use syntax::Span;

/// Something that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The path or pattern as given; `None` where no single input is to blame.
    pub path: Option<String>,
    /// What happened.
    pub message: String,
    /// The text, and the place in it.
    pub place: Option<(String, Span)>,
    /// What to do.
    pub help: Option<String>,
}

impl Trouble {
    /// A trouble that no single input is to blame for.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: None, message: message.into(), place: None, help: None }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{path}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl From<InputError> for Trouble {
    fn from(error: InputError) -> Self {
        Self { path: Some(error.path), message: error.message, place: None, help: error.help }
    }
}

impl From<InventoryError> for Trouble {
    fn from(error: InventoryError) -> Self {
        let place = error.text.zip(error.span);
        Self { path: Some(error.path), message: error.message, place, help: error.help }
    }
}

impl From<ConfigError> for Trouble {
    fn from(error: ConfigError) -> Self {
        let place = error.span.map(|span| (error.text, span));
        Self { path: Some(error.path), message: error.message, place, help: error.help }
    }
}

impl From<JoinError> for Trouble {
    fn from(error: JoinError) -> Self {
        Self::new(error.to_string())
            .help("one run answers for one environment: give the files of one, or name it with --environment")
    }
}
