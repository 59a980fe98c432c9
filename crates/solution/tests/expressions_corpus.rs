//! Every expression of every flow in the corpus is read, calls only known functions, and calls them with as many arguments as they
//! take, but for the mistakes listed here. Without `POWERLINT_CORPUS` there is nothing to do.
#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use powerlint_solution::{
    FlowIndex, Limits, Package, Texts, Trees,
    read::{find, open},
};
use syntax::expr::{Expr, ExprKind, function};

/// Mistakes that people made: the language has no such function. `Filter array` and `Select` are actions.
const NOT_OF_THE_LANGUAGE: [&str; 2] = ["filter", "select"];

/// A generator's mistake: quotes escaped twice, and an operator that the language does not have. `actions('x')?[''outputs''] ?? ''n/a''`
const ESCAPED_TWICE: &str = "?[''outputs''] ?? ''n/a''";

#[derive(Default)]
struct Seen {
    strings: usize,
    expressions: usize,
    calls: usize,
    deepest: usize,
    malformed: BTreeMap<String, usize>,
    unknown: BTreeMap<String, usize>,
    arguments: BTreeMap<String, usize>,
    functions: BTreeSet<&'static str>,
}

#[test]
fn the_expressions_of_the_corpus_are_understood() {
    let Some(corpus) = std::env::var_os("POWERLINT_CORPUS").map(PathBuf::from) else {
        println!("skipped: POWERLINT_CORPUS is not set");
        return;
    };
    let limits = Limits::default();
    let mut seen = Seen::default();
    for task in &find(&[".".to_owned()], &corpus, &limits).tasks {
        open(task, &limits, &mut |mut files| {
            let texts = Texts::read(&mut files);
            let trees = Trees::parse(&files, &texts);
            for flow in &Package::build(&files, &texts, &trees).flows {
                look(&FlowIndex::new(flow), &mut seen);
            }
        });
    }
    let Seen { strings, expressions, calls, deepest, malformed, unknown, arguments, functions } = seen;
    println!(
        "{strings} strings, {expressions} expressions up to {deepest} deep, {calls} calls of {} functions",
        functions.len()
    );
    println!("malformed: {malformed:#?}\nunknown functions: {unknown:#?}\nwrong numbers of arguments: {arguments:#?}");
    assert!(expressions > 1000);
    assert!(malformed.keys().all(|shown| shown.contains(ESCAPED_TWICE)));
    assert!(unknown.keys().all(|name| NOT_OF_THE_LANGUAGE.contains(&name.as_str())));
    assert!(arguments.is_empty());
}

fn look(index: &FlowIndex<'_, '_>, seen: &mut Seen) {
    for string in index.strings() {
        seen.strings += 1;
        if let Err(error) = string.template() {
            *seen.malformed.entry(format!("{error}: {}", string.text)).or_default() += 1;
        }
        for expression in string.expressions() {
            seen.expressions += 1;
            seen.deepest = seen.deepest.max(depth(expression));
            for inner in expression.walk() {
                assert!(string.text.get(inner.span.range()).is_some());
                let ExprKind::Call(call) = &inner.kind else { continue };
                seen.calls += 1;
                match function(call.name) {
                    None => *seen.unknown.entry(call.name.to_owned()).or_default() += 1,
                    Some(known) => {
                        seen.functions.insert(known.name);
                        if !known.takes(call.arguments.len()) {
                            *seen.arguments.entry(inner.span.of(string.text).to_owned()).or_default() += 1;
                        }
                    }
                }
            }
        }
    }
}

/// How many expressions lie inside each other at most.
fn depth(root: &Expr<'_>) -> usize {
    root.walk().map(|inner| root.walk().filter(|outer| outer.span.contains(inner.span)).count()).max().unwrap_or(0)
}
