//! Packages and inventories that were damaged at random, though the same way each time: none may break the reader or a rule.
//!
//! `POWERLINT_MUTATIONS=5000` makes more of them than the few that every run makes; with `POWERLINT_CORPUS` as well, real
//! packages are damaged too. `cargo test -p powerlint --test mutations -- --nocapture` tells which took the longest.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

use std::{
    env, fs,
    io::{Cursor, Read as _, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use engine::{Outcome, Run};
use powerlint::{
    args::{Cli, Command},
    inputs,
};
use solution::read;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// No turn may take longer.
const LONGEST: Duration = Duration::from_secs(10);
/// What the process may take of the memory, in kilobytes.
const MOST_MEMORY: u64 = 1_500_000;

/// The most memory that this process has had, in kilobytes, where the system tells.
fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Numbers that look random and are the same on every machine: `SplitMix64`.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// What breaks parsers and whoever trusts names.
    fn piece(&mut self) -> &'static str {
        PIECES[self.below(PIECES.len())]
    }
}

const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ",",
    ":",
    "<",
    ">",
    "/>",
    "&",
    "null",
    "{}",
    "[]",
    "\"\"",
    "-1e999",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202e}",
    "é😀",
    "../..",
    "<![CDATA[",
    "\r",
];

/// Damages some bytes in one of several ways.
fn damage(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let from = numbers.below(bytes.len() + 1);
    let to = (from + numbers.below(200)).min(bytes.len());
    match numbers.below(7) {
        0 => bytes.truncate(from),
        1 => drop(bytes.drain(from..to)),
        2 => {
            let piece = bytes[from..to].to_vec();
            let at = numbers.below(bytes.len() + 1);
            bytes.splice(at..at, piece);
        }
        3 => drop(bytes.splice(from..from, numbers.piece().bytes())),
        4 => replace_token(bytes, from, numbers),
        5 => drop(bytes.splice(from..from, "[".repeat(numbers.below(2000)).bytes())),
        _ => {
            if let Some(byte) = bytes.get_mut(from) {
                *byte ^= 1 << numbers.below(8);
            }
        }
    }
}

/// Puts another piece in the place of a string, so that what is left is often still JSON or XML.
fn replace_token(bytes: &mut Vec<u8>, from: usize, numbers: &mut Numbers) {
    let quote = |start: usize| bytes.iter().skip(start).position(|&byte| byte == b'"').map(|at| start + at);
    if let Some(open) = quote(from)
        && let Some(close) = quote(open + 1)
    {
        bytes.splice(open..=close, numbers.piece().bytes());
    }
}

/// The entries of an archive, by name.
fn unpack(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn pack(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        // Two entries of one name are refused by the writer; one of them will do.
        if writer.start_file(name, SimpleFileOptions::default()).is_ok() {
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// An archive with damage: to what lies in it, to its names, or to the archive itself.
fn damaged(zip: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut entries = unpack(zip);
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(entries.len());
        let Some((name, bytes)) = entries.get_mut(at) else { continue };
        match numbers.below(10) {
            0 => name.insert_str(0, numbers.piece()),
            1 => drop(entries.remove(at)),
            _ => damage(bytes, numbers),
        }
    }
    let mut zip = pack(&entries);
    if numbers.below(8) == 0 {
        damage(&mut zip, numbers);
    }
    zip
}

/// Checks what lies in `folder`, as the command does, with every rule on.
fn check(folder: &Path) -> Outcome {
    let shown = folder.to_str().unwrap().to_owned();
    let inventory = format!("{shown}/inventory");
    let arguments = ["powerlint", "check", &shown, "--no-config", "--preset", "all", "--inventory", &inventory];
    let Command::Check(arguments) = <Cli as clap::Parser>::try_parse_from(arguments).unwrap().command else {
        panic!("these are the arguments of check");
    };
    let gathered = match inputs::gather(&arguments.paths, &arguments.run.facts) {
        Ok(gathered) => gathered,
        Err(troubles) => panic!("{troubles:?}"),
    };
    let limits = &gathered.config.limits;
    engine::run(Run {
        found: read::find(&arguments.paths, Path::new("."), limits),
        previous: read::Found::default(),
        config: &gathered.config,
        environment: &gathered.facts.environment,
        today: engine::date::today(),
        limits,
        holdings: true,
        progress: &|_, _| {},
    })
}

/// Whatever broke is caught and told, so it is looked for in what is told.
fn broken(outcome: &Outcome) -> Vec<&str> {
    let errors = outcome.errors.iter().map(|error| &error.message).filter(|said| said.contains(" broke "));
    outcome.broken.iter().chain(errors).map(String::as_str).collect()
}

/// The archives below a folder, in the order of their paths.
fn archives_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The cases of all rules, in the order of their names: between them they make every rule speak.
fn cases() -> Vec<PathBuf> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/rules");
    let below = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
    };
    let mut cases: Vec<PathBuf> = below(&rules).iter().flat_map(|rule| below(rule)).collect();
    cases.sort();
    cases
}

/// Copies a case, with damage to about one file in three.
fn copy_damaged(case: &Path, to: &Path, numbers: &mut Numbers) {
    let mut entries: Vec<PathBuf> = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    fs::create_dir_all(to).unwrap();
    for entry in entries {
        let copy = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy_damaged(&entry, &copy, numbers);
        } else {
            let mut bytes = fs::read(&entry).unwrap();
            if numbers.below(3) == 0 {
                damage(&mut bytes, numbers);
            }
            fs::write(copy, bytes).unwrap();
        }
    }
}

#[test]
fn damage_breaks_nothing() {
    let count = env::var("POWERLINT_MUTATIONS").ok().map_or(200, |count| count.parse().unwrap());
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/contoso");
    let mut archives = archives_below(&sample);
    archives.extend(env::var_os("POWERLINT_CORPUS").iter().flat_map(|corpus| archives_below(Path::new(corpus))));
    let zips: Vec<Vec<u8>> = archives.iter().map(|path| fs::read(path).unwrap()).collect();
    let zips: Vec<&Vec<u8>> = zips.iter().filter(|zip| ZipArchive::new(Cursor::new(zip)).is_ok()).collect();
    let mut facts: Vec<_> =
        fs::read_dir(sample.join("inventory/development")).unwrap().map(|file| file.unwrap().path()).collect();
    facts.sort();

    let cases = cases();
    let mut numbers = Numbers(2);
    let mut longest = (Duration::ZERO, 0);
    let (mut packages, mut findings) = (0, 0);
    for turn in 0..count {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inventory")).unwrap();
        for archive in 0..2 {
            let chosen = zips[numbers.below(zips.len())];
            let zip = damaged(chosen, &mut numbers);
            fs::write(folder.path().join(format!("{archive}.zip")), zip).unwrap();
        }
        for case in 0..2 {
            let chosen = &cases[numbers.below(cases.len())];
            copy_damaged(chosen, &folder.path().join(format!("case-{case}")), &mut numbers);
        }
        for file in &facts {
            let mut bytes = fs::read(file).unwrap();
            if numbers.below(3) == 0 {
                damage(&mut bytes, &mut numbers);
            }
            fs::write(folder.path().join("inventory").join(file.file_name().unwrap()), bytes).unwrap();
        }
        let start = Instant::now();
        let outcome = check(folder.path());
        longest = longest.max((start.elapsed(), turn));
        assert_eq!(broken(&outcome), Vec::<&str>::new(), "turn {turn}");
        packages += outcome.packages.len();
        findings += outcome.findings.len();
    }
    println!(
        "the process took {} kB of memory at most",
        most_memory().map_or_else(|| "?".to_owned(), |most| most.to_string())
    );
    assert!(longest.0 < LONGEST, "turn {} took {:?}", longest.1, longest.0);
    assert!(most_memory().is_none_or(|most| most < MOST_MEMORY), "{:?} kB of memory", most_memory());
    println!("{count} turns, {packages} packages, {findings} findings; the longest took {longest:?}");
    // Damage that leaves nothing to check would show nothing.
    assert!(packages > count && findings > count, "{packages} packages and {findings} findings in {count} turns");
}
