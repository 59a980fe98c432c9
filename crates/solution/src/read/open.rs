//! From a task to the packages in it.

use super::{Address, InputError, Limits, PackageFiles, Task};

/// What opening a task led to, beside the packages that were handed over.
#[derive(Debug, Default)]
pub struct Opened {
    /// Packages of packages that were met, outermost first.
    pub containers: Vec<Address>,
    /// What cannot be opened although it should.
    pub errors: Vec<InputError>,
    /// Archives that were met on a walk or in a container and are no packages.
    pub skipped: usize,
}

/// Opens a task and hands over every package in it, in the order of their paths, one at a time:
/// only the archives that lead to it are in memory meanwhile.
pub fn open(task: &Task, limits: &Limits, each: &mut dyn FnMut(PackageFiles)) -> Opened {
    let _ = (task, limits, each);
    todo!()
}

/// Opens a package again, by its address.
///
/// # Errors
/// When it is no longer there or has changed.
pub fn reopen(address: &Address, limits: &Limits) -> Result<PackageFiles, InputError> {
    let _ = (address, limits);
    todo!()
}
