//! Everything in the corpus can be opened. Without `POWERLINT_CORPUS` there is nothing to do.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, path::PathBuf};

use powerlint_solution::{
    Limits, Package, PackageFiles, PackageKind, Texts, Trees,
    read::{find, open, reopen},
};

#[test]
fn the_corpus_is_read_without_errors() {
    let Some(corpus) = std::env::var_os("POWERLINT_CORPUS").map(PathBuf::from) else { return };
    let limits = Limits::default();
    let found = find(&[".".to_owned()], &corpus, &limits);
    assert_eq!(found.errors, []);
    let mut kinds: BTreeMap<PackageKind, usize> = BTreeMap::new();
    let (mut skipped, mut containers) = (0, Vec::new());
    for task in &found.tasks {
        let opened = open(task, &limits, &mut |mut files| {
            *kinds.entry(files.address.kind).or_default() += 1;
            let texts = Texts::read(&mut files);
            let trees = Trees::parse(&files, &texts);
            let package = Package::build(&files, &texts, &trees);
            for problem in &package.problems {
                println!("{}: {:?} {}: {}", files.address.path, problem.kind, problem.subject, problem.message);
            }
            let again = reopen(&files.address, &limits).unwrap();
            let names =
                |files: &PackageFiles| -> Vec<String> { files.table.iter().map(|(_, name)| name.to_owned()).collect() };
            assert_eq!(names(&again), names(&files), "{}", files.address.path);
        });
        assert_eq!(opened.errors, [], "{}", task.path);
        skipped += opened.skipped;
        containers.extend(opened.containers);
    }
    println!("{kinds:?}, {skipped} skipped, {} containers, {} hints", containers.len(), found.hints.len());
    assert!(kinds.values().sum::<usize>() > 100, "{kinds:?}");
}
