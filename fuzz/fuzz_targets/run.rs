//! A whole run over one archive, with every rule on: what breaks is caught by the engine, and looked for in what it says.

use std::{cell::RefCell, fs, path::PathBuf, sync::LazyLock};

use powerlint_engine::{Config, Preset, Run, date, run};
use powerlint_inventory::{Environment, JoinOptions};
use powerlint_solution::{
    Limits,
    read::{self, Found},
};

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::of_preset(Preset::All, powerlint_rules::ALL));
static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(|| Environment::unknown(JoinOptions::default()));

thread_local! {
    /// A file in memory, where the system has such files; one for each process.
    static FILE: RefCell<PathBuf> = RefCell::new({
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
        folder.join(format!("powerlint-fuzz-{}.zip", std::process::id()))
    });
}

pub fn over(zip: &[u8]) {
    let path = FILE.with_borrow(Clone::clone);
    fs::write(&path, zip).expect("a file can be written");
    // Small limits, so that what is found is not merely much.
    let limits = Limits { entry_bytes: 1 << 22, package_bytes: 1 << 24, ..Limits::default() };
    let folder = path.parent().expect("a folder");
    let outcome = run(Run {
        found: read::find(&[path.to_string_lossy().into_owned()], folder, &limits),
        previous: Found::default(),
        config: &CONFIG,
        environment: &ENVIRONMENT,
        today: date::today(),
        limits: &limits,
        holdings: true,
        progress: &|_, _| {},
    });
    let errors = outcome.errors.iter().map(|error| &error.message).filter(|said| said.contains(" broke "));
    let broken: Vec<_> = outcome.broken.iter().chain(errors).collect();
    assert!(broken.is_empty(), "{broken:?}");
}
