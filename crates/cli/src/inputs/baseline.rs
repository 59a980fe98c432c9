//! Finds and reads the baseline.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use engine::{Baseline, Config};

use super::beside;
use crate::errors::Trouble;

/// The name of a baseline that nobody has named.
pub const BASELINE: &str = "powerlint-baseline.json";

/// The path of the baseline: as named, else as configured.
#[must_use]
pub fn baseline_path(named: Option<&Path>, config: &Config) -> Option<PathBuf> {
    let configured = || {
        let (file, _) = config.baseline_file.as_ref()?;
        let folder = config.path.as_deref().and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder);
        Some(PathBuf::from(beside(folder, file)))
    };
    named.map(Path::to_owned).or_else(configured)
}

/// Reads a baseline; `None` where there is no such file.
///
/// # Errors
/// Where it cannot be read, or is none.
pub fn baseline(path: &Path) -> Result<Option<Baseline>, Trouble> {
    let shown = path.to_string_lossy().replace('\\', "/");
    let trouble = |message: String| Trouble { path: Some(shown.clone()), ..Trouble::new(message) };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(trouble(format!("cannot read the baseline: {error}"))),
    };
    let text = syntax::decode(bytes).map_err(|error| trouble(error.to_string()))?.text;
    Ok(Some(Baseline::parse(&shown, text)?))
}
