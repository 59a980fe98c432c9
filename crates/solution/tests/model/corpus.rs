//! Builds the model of real packages, where `POWERLINT_CORPUS` names a folder of them, and checks what must hold of any.

use std::{collections::BTreeMap, path::Path};

use powerlint_solution::{
    Limits, Outline, Package, Texts, Trees,
    model::{ConnectionMode, Flow, FlowKind, Membership},
    read,
};

/// Counts of one package, or of all.
#[derive(Debug, Default)]
struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    fn of(package: &Package<'_>) -> Self {
        let cloud = || package.flows.iter().filter(|flow| flow.kind != FlowKind::Desktop);
        let app_entries = || package.apps.iter().flat_map(|app| &app.connections);
        let agent_entries = || package.agents.iter().flat_map(|agent| &agent.connections);
        let missing = package.manifest.as_ref().map_or(0, |manifest| manifest.missing.len());
        let child = cloud().flat_map(Flow::all_actions).filter(|action| action.child_flow.is_some()).count();
        Self(BTreeMap::from([
            ("flows", cloud().count()),
            ("stale", cloud().filter(|flow| flow.membership == Membership::Stale).count()),
            ("desktop", package.flows.len() - cloud().count()),
            ("keys", cloud().map(|flow| flow.connections.len()).sum()),
            ("acts", cloud().map(|flow| flow.all_actions().count()).sum()),
            ("uses", cloud().map(|flow| flow.connection_uses().count()).sum()),
            ("child", child),
            ("wf", package.workflows.len()),
            ("refs", package.references.len()),
            ("apps", package.apps.len()),
            ("appconns", app_entries().count()),
            ("appnamed", app_entries().filter(|entry| entry.reference.is_some()).count()),
            ("agents", package.agents.len()),
            ("agentuses", agent_entries().filter(|entry| !entry.from_set).count()),
            ("sets", agent_entries().filter(|entry| entry.from_set).count()),
            ("invoker", agent_entries().filter(|entry| entry.mode == ConnectionMode::Invoker).count()),
            ("connectors", package.connectors.len()),
            ("vars", package.variables.iter().filter(|variable| variable.defined).count()),
            ("vals", package.variables.iter().filter(|variable| variable.value.is_some()).count()),
            ("missing", missing),
            ("accounts", package.legacy.as_ref().map_or(0, |legacy| legacy.accounts.len())),
        ]))
    }

    fn add(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            *self.0.entry(name).or_default() += count;
        }
    }
}

/// What holds of every model: places lie in their texts, and the outline says no more than the model.
fn check(package: &Package<'_>, texts: &Texts, outline: &Outline) {
    for flow in &package.flows {
        for connection in &flow.connections {
            let text = texts.get(connection.key.loc.file).expect("the text of a flow is there");
            assert!(!connection.key.loc.span.of(text).is_empty(), "{}: a key without a place", flow.name);
        }
    }
    for reference in &package.references {
        let text = texts.get(reference.logical_name.loc.file).expect("the text of declarations is there");
        assert_eq!(reference.logical_name.loc.span.of(text), reference.logical_name.value);
    }
    assert_eq!(outline.declared.len(), package.references.len());
    let keys: usize = package.flows.iter().map(|flow| flow.connections.len()).sum();
    assert!(outline.uses.len() >= keys);
    for used in &outline.uses {
        assert!(outline.files.iter().any(|(file, _)| *file == used.loc.file), "the file of a use is named");
    }
}

#[test]
fn real_packages() {
    let Some(corpus) = std::env::var_os("POWERLINT_CORPUS") else {
        eprintln!("POWERLINT_CORPUS is not set: no real packages were looked at");
        return;
    };
    let limits = Limits::default();
    let found = read::find(&[".".to_owned()], Path::new(&corpus), &limits);
    assert!(!found.tasks.is_empty(), "the corpus holds no packages");
    let (mut total, mut problems) = (Counts::default(), BTreeMap::<String, usize>::new());
    for task in &found.tasks {
        read::open(task, &limits, &mut |mut files| {
            let texts = Texts::read(&mut files);
            let trees = Trees::parse(&files, &texts);
            let package = Package::build(&files, &texts, &trees);
            check(&package, &texts, &Outline::of(&package));
            let counts = Counts::of(&package);
            println!("{}\t{:?}\t{:?}", package.address.path, package.address.kind, counts.0);
            total.add(&counts);
            for problem in &package.problems {
                let file = problem.loc.map(|loc| package.files.name(loc.file)).unwrap_or_default();
                println!("{}\t{file}\tproblem {:?}: {}", package.address.path, problem.kind, problem.message);
                *problems.entry(format!("{:?}", problem.kind)).or_default() += 1;
            }
        });
    }
    println!("total\t{:?}\n{problems:?}", total.0);
}
