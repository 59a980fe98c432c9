//! Builds the model of small packages and compares what it says.
//!
//! Each file in `packages` is one package: its kind in the first line, then its files, each after a line
//! `--- name`. A new case is a new file; `INSTA_UPDATE=always cargo test` writes its snapshot, which is to be read.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod corpus;
mod disk;
mod dump;
mod laws;
mod script;
mod size;

use powerlint_solution::{Outline, Package, PackageFiles, PackageKind, Texts, Trees};

/// A package's files: their names and bytes.
type Files = Vec<(String, Vec<u8>)>;

/// Builds a package in memory and hands its model over.
fn with_package<T>(kind: PackageKind, files: Files, look: impl FnOnce(&Package<'_>, &Texts) -> T) -> T {
    let mut files = PackageFiles::in_memory("package", kind, files);
    let texts = Texts::read(&mut files);
    let trees = Trees::parse(&files, &texts);
    look(&Package::build(&files, &texts, &trees), &texts)
}

fn kind(name: &str) -> PackageKind {
    match name {
        "solution-zip" => PackageKind::SolutionZip,
        "solution-folder" => PackageKind::SolutionFolder,
        "yaml-repository" => PackageKind::YamlRepository,
        "legacy-package" => PackageKind::LegacyPackage,
        "flow" => PackageKind::Flow,
        other => panic!("no kind of package is called {other}"),
    }
}

/// Takes a test's package apart.
fn unpack(text: &str) -> (PackageKind, Files) {
    let mut pieces = text.split("--- ");
    let kind = kind(pieces.next().unwrap().trim());
    let file = |piece: &str| {
        let (name, body) = piece.split_once('\n').unwrap_or((piece, ""));
        (name.trim().to_owned(), body.as_bytes().to_vec())
    };
    (kind, pieces.map(file).collect())
}

/// Every package of the folder.
fn all_packages() -> Vec<(PackageKind, Files)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model/packages");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| unpack(&std::fs::read_to_string(path).unwrap())).collect()
}

/// The whole of what a package says.
fn dumped(kind: PackageKind, files: Files) -> String {
    with_package(kind, files, |package, texts| {
        let outline = Outline::of(package);
        format!("{}\n{}", dump::package(package, texts), dump::outline(&outline, texts))
    })
}

#[test]
fn packages() {
    insta::glob!("packages/*.txt", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let (kind, files) = unpack(&text);
        insta::assert_snapshot!(dumped(kind, files));
    });
}
