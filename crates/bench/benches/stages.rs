//! Each stage of a run by itself, over one generated solution of 100 flows.
//!
//! ```console
//! cargo bench -p powerlint-bench
//! ```
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark; what cannot be read must stop it")]

use std::{hint::black_box, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine::{Config, Date, Outcome, Preset, Run};
use inventory::{Environment, JoinOptions};
use powerlint::{
    args::Format,
    report::{self, Look, Reported, text::Detail},
};
use powerlint_bench::generate::{Sizes, write};
use solution::{
    FileId, Limits, Outline, Package, PackageFiles, Texts, Trees,
    layout::is_read,
    read::{find, open},
};
use syntax::{expr, json, xml};

/// Hands over the one package in a folder.
fn with_package(paths: &[String], mut job: impl FnMut(PackageFiles)) {
    let limits = Limits::default();
    for task in find(paths, Path::new("."), &limits).tasks {
        open(&task, &limits, &mut |files| job(files));
    }
}

fn stages(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &Sizes { flows: 100, ..Sizes::default() });
    let paths = [folder.path().to_str().unwrap().to_owned()];
    let limits = Limits::default();

    let mut bytes: Vec<Vec<u8>> = Vec::new();
    let mut texts = Texts::default();
    with_package(&paths, |mut files| {
        let wanted: Vec<FileId> =
            files.table.iter().filter(|(_, name)| is_read(files.address.kind, name)).map(|(id, _)| id).collect();
        bytes = wanted.iter().map(|&file| files.read(file).unwrap()).collect();
        texts = Texts::read(&mut files);
    });
    let decoded: Vec<&str> = texts.texts.iter().map(|(_, text)| text.text.as_str()).collect();
    let (in_json, in_xml): (Vec<&str>, Vec<&str>) = decoded.iter().partition(|text| text.starts_with('{'));
    let size = |texts: &[&str]| Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum());

    let mut group = criterion.benchmark_group("stages");
    group.bench_function("find", |bencher| bencher.iter(|| find(&paths, Path::new("."), &limits).tasks.len()));
    group.throughput(size(&decoded));
    group.bench_function("read", |bencher| {
        bencher.iter(|| with_package(&paths, |mut files| drop(black_box(Texts::read(&mut files)))));
    });
    group.bench_function("decode", |bencher| {
        bencher.iter(|| bytes.iter().map(|bytes| syntax::decode(bytes.clone()).unwrap().text.len()).sum::<usize>());
    });
    group.throughput(size(&in_json));
    group.bench_function("parse JSON", |bencher| {
        bencher.iter(|| in_json.iter().for_each(|text| drop(black_box(json::parse(text).unwrap()))));
    });
    group.throughput(size(&in_xml));
    group.bench_function("parse XML", |bencher| {
        bencher.iter(|| in_xml.iter().for_each(|text| drop(black_box(xml::parse(text).unwrap()))));
    });
    let expression =
        "@if(equals(coalesce(outputs('Action_1')?['body/contoso_name'], ''), 'x'), concat('a', variables('b')), null)";
    group.throughput(Throughput::Bytes(expression.len() as u64));
    group.bench_function("parse an expression", |bencher| bencher.iter(|| expr::parse(black_box(expression)).is_ok()));

    group.throughput(size(&decoded));
    with_package(&paths, |mut files| {
        let texts = Texts::read(&mut files);
        let trees = Trees::parse(&files, &texts);
        group.bench_function("model", |bencher| {
            bencher.iter(|| Outline::of(&Package::build(&files, &texts, &trees)).uses.len());
        });
    });
    for preset in [Preset::Recommended, Preset::All] {
        let config = Config::of_preset(preset, rules::ALL);
        let environment = Environment::join(Vec::new(), Vec::new(), None, JoinOptions::default()).unwrap();
        let whole = || run(&paths, &config, &environment, &limits);
        group
            .bench_function(format!("whole run, {}", preset.word()), |bencher| bencher.iter(|| whole().findings.len()));
        let outcome = whole();
        let reported = Reported {
            outcome: &outcome,
            troubles: &[],
            rules: &config.known,
            informed: false,
            fail_on: None,
            exit_code: 0,
        };
        let look = Look { width: 100, unicode: true, colour: false };
        for format in [Format::Text, Format::Json] {
            group.bench_function(format!("report as {}, {}", format.word(), preset.word()), |bencher| {
                bencher.iter(|| report::render(format, &reported, look, Detail::Normal, &[]).unwrap().len());
            });
        }
    }
}

fn run(paths: &[String], config: &Config, environment: &Environment, limits: &Limits) -> Outcome {
    engine::run(Run {
        found: find(paths, Path::new("."), limits),
        previous: find(&[], Path::new("."), limits),
        config,
        environment,
        today: "2026-01-01".parse::<Date>().unwrap(),
        limits,
        holdings: false,
        progress: &|_, _| {},
    })
}

criterion_group!(benches, stages);
criterion_main!(benches);
