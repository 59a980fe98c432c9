//! Packages that only make sense on disk.

use powerlint_solution::{Limits, Package, PackageKind, Texts, Trees, read};

/// One repository in the YAML layout holds several solutions: each is a package of its own, with its own manifest and its
/// own share of the components.
#[test]
fn the_solutions_of_a_yaml_repository_are_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for (solution, flow) in [("ContosoCommon", "Common"), ("ContosoSales", "Sales")] {
        write(
            &format!("solutions/{solution}/solution.yml"),
            &format!("SolutionManifest:\n  UniqueName: {solution}\n  Version: 1.0\n"),
        );
        write(
            &format!("solutions/{solution}/solutioncomponents.yml"),
            &format!("SolutionComponents:\n  Component:\n    '@path': /modernflows/{flow}\n"),
        );
        write(
            &format!("modernflows/{flow}.json"),
            r#"{"properties":{"connectionReferences":{},"definition":{"triggers":{},"actions":{}}}}"#,
        );
    }
    let limits = Limits::default();
    let found = read::find(&[".".to_owned()], folder.path(), &limits);
    let mut seen = Vec::new();
    for task in &found.tasks {
        read::open(task, &limits, &mut |mut files| {
            let texts = Texts::read(&mut files);
            let trees = Trees::parse(&files, &texts);
            let package = Package::build(&files, &texts, &trees);
            assert!(package.problems.is_empty(), "{:?}", package.problems);
            let flows: Vec<String> = package.flows.iter().map(|flow| flow.name.to_owned()).collect();
            seen.push((package.address.kind, package.unique_name().map(str::to_owned), flows));
        });
    }
    let expected =
        |solution: &str, flow: &str| (PackageKind::YamlRepository, Some(solution.to_owned()), vec![flow.to_owned()]);
    assert_eq!(seen, [expected("ContosoCommon", "Common"), expected("ContosoSales", "Sales")]);
}
