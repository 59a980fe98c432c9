//! Shards, and what is made of them: the report of a single run, byte for byte, or an error that says what to do.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken test must stop")]

mod support;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Output,
};

use rayon::prelude::*;
use support::{Case, powerlint, root, stdout};

/// The day that every run of these tests is on.
const TODAY: [&str; 2] = ["--today", "2026-11-30"];

/// Writes all shards of a run over `paths` in `folder`, and hands over their files.
fn write(folder: &Path, paths: &[&str], of: usize, to: &Path) -> Vec<PathBuf> {
    let numbers = 1..=of;
    let shards = numbers.map(|number| {
        let file = to.join(format!("{number}-{of}.jsonl"));
        let written = powerlint(folder)
            .arg("check")
            .args(paths)
            .args(["--shard", &format!("{number}/{of}"), "--preset", "all", "--output"])
            .arg(&file)
            .args(TODAY)
            .output()
            .unwrap();
        assert!(matches!(written.status.code(), Some(0 | 2)), "{written:?}");
        assert_eq!(stdout(&written), "");
        file
    });
    shards.collect()
}

fn merge(folder: &Path, files: &[PathBuf], extra: &[&str]) -> Output {
    powerlint(folder).arg("merge").args(files).args(["--preset", "all"]).args(extra).output().unwrap()
}

fn check(folder: &Path, paths: &[&str], extra: &[&str]) -> Output {
    powerlint(folder).arg("check").args(paths).args(["--preset", "all"]).args(TODAY).args(extra).output().unwrap()
}

/// Says where the reports of a single run and of merged shards differ first.
fn assert_same(merged: &Output, single: &Output, what: &str) {
    let (one, other) = (stdout(merged), stdout(single));
    let mut lines = one.lines().zip(other.lines()).enumerate();
    let first = lines.find(|(_, (one, other))| one != other);
    assert!(one == other, "{what}: the reports differ, first in {first:?}");
    assert_eq!(String::from_utf8_lossy(&merged.stderr), String::from_utf8_lossy(&single.stderr), "{what}");
    assert_eq!(merged.status.code(), single.status.code(), "{what}");
}

/// Shards of all sizes, also more than there are packages.
fn shards_make_the_report_of_a_single_run(folder: &Path, paths: &[&str], facts: &[&str], sizes: &[usize], what: &str) {
    let written = tempfile::tempdir().unwrap();
    for format in ["json", "text"] {
        let extra = [&["--format", format][..], facts].concat();
        let single = check(folder, paths, &extra);
        for &of in sizes {
            let files = write(folder, paths, of, written.path());
            assert_same(&merge(folder, &files, &extra), &single, &format!("{what} as {format}, {of} shards"));
        }
    }
}

#[test]
fn the_sample_is_the_same_in_parts() {
    let sample = root().join("testdata/contoso");
    shards_make_the_report_of_a_single_run(&sample, &["."], &[], &[1, 2, 3, 7], "the sample");
    let html = |output: &Output| stdout(output);
    let written = tempfile::tempdir().unwrap();
    let files = write(&sample, &["."], 2, written.path());
    let (merged, single) =
        (merge(&sample, &files, &["--format", "html"]), check(&sample, &["."], &["--format", "html"]));
    assert!(html(&merged) == html(&single), "the pages differ");
}

#[test]
fn what_is_broken_is_the_same_in_parts() {
    // Damaged archives, unpacked solutions and everything else that the other tests need: most of it is no package of the field.
    shards_make_the_report_of_a_single_run(&root().join("testdata"), &["."], &["--no-config"], &[3], "the test data");
}

/// Every case of every rule: the outline holds what each of them needs, and how its places look.
#[test]
fn every_case_is_the_same_in_parts() {
    let cases: Vec<PathBuf> = fs::read_dir(root().join("testdata/rules"))
        .unwrap()
        .flat_map(|rule| fs::read_dir(rule.unwrap().path()).unwrap())
        .map(|case| case.unwrap().path())
        .filter(|case| case.is_dir())
        .collect();
    assert!(cases.len() > 100, "{}", cases.len());
    cases.par_iter().for_each(|folder| {
        let mut case = Case::of_folder(folder);
        let laid = tempfile::tempdir().unwrap();
        case.lay_out(laid.path());
        let facts: Vec<&str> = ["inventory", "settings"]
            .into_iter()
            .filter(|name| laid.path().join(name).exists())
            .flat_map(|name| [if name == "inventory" { "--inventory" } else { "--settings" }, name])
            .collect();
        let extra = [&["--format", "json"][..], &facts].concat();
        let written = tempfile::tempdir().unwrap();
        let files = write(laid.path(), &["."], 2, written.path());
        let (merged, single) = (merge(laid.path(), &files, &extra), check(laid.path(), &["."], &extra));
        assert_same(&merged, &single, &folder.display().to_string());
    });
}

#[test]
fn real_packages_are_the_same_in_parts() {
    let Some(corpus) = env::var_os("POWERLINT_CORPUS").map(PathBuf::from) else {
        println!("skipped: POWERLINT_CORPUS is not set");
        return;
    };
    let written = tempfile::tempdir().unwrap();
    let files = write(&corpus, &["."], 4, written.path());
    let extra = ["--format", "json"];
    assert_same(&merge(&corpus, &files, &extra), &check(&corpus, &["."], &extra), "the real packages");
}

/// As a cluster does it: each machine has some packages in a folder of its own, and all of them.
#[test]
fn any_number_of_whole_parts_make_one_report() {
    let sample = root().join("testdata/contoso");
    let packages = ["ContosoCommon_1_0_0_3.zip", "ContosoHR_1_0_2_0.zip", "Remind-me-of-expenses_20260105093012.zip"];
    let all = tempfile::tempdir().unwrap();
    let written = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for package in packages {
        let own = tempfile::tempdir().unwrap();
        fs::copy(sample.join(package), own.path().join(package)).unwrap();
        fs::copy(sample.join(package), all.path().join(package)).unwrap();
        let [file] = write(own.path(), &["."], 1, written.path()).try_into().unwrap();
        let named = written.path().join(format!("{package}.jsonl"));
        fs::rename(file, &named).unwrap();
        files.push(named);
    }
    let facts = sample.join("inventory").display().to_string();
    let extra = ["--format", "json", "--inventory", &facts];
    let single = check(all.path(), &["."], &extra);
    assert_same(&merge(all.path(), &files, &extra), &single, "in this order");
    files.reverse();
    assert_same(&merge(all.path(), &files, &extra), &single, "in the other order");
    // All of them in one file, and the folder that holds it.
    let together: Vec<u8> = files.iter().flat_map(|file| fs::read(file).unwrap()).collect();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("all.jsonl"), together).unwrap();
    assert_same(&merge(all.path(), &[folder.path().to_owned()], &extra), &single, "in one file");
}

/// A machine whose folder lacks a package deals out others: nothing else would tell.
#[test]
fn parts_that_saw_other_files_are_refused() {
    let sample = root().join("testdata/contoso");
    let written = tempfile::tempdir().unwrap();
    let fewer = tempfile::tempdir().unwrap();
    for package in ["ContosoCommon_1_0_0_3.zip", "ContosoHR_1_0_2_0.zip"] {
        fs::copy(sample.join(package), fewer.path().join(package)).unwrap();
    }
    let files: Vec<PathBuf> = ["1/2", "2/2"]
        .into_iter()
        .zip([&sample, &fewer.path().to_owned()])
        .map(|(shard, folder)| {
            let file = written.path().join(shard.replace('/', "-"));
            let arguments = ["check", "--no-config", "--shard", shard, "--output"];
            let output = powerlint(folder).args(arguments).arg(format!("jsonl={}", file.display())).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{output:?}");
            file
        })
        .collect();
    let output = powerlint(&sample).args(["merge", "--no-config"]).args(&files).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && error.contains("saw other files than shard 1/2"), "{error}");
}

/// Two folders with a package of the same name: one of them would stand for both.
#[test]
fn whole_parts_that_hold_the_same_path_are_refused() {
    let sample = root().join("testdata/contoso");
    let written = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = ["ContosoCommon_1_0_0_3.zip", "ContosoHR_1_0_2_0.zip"]
        .into_iter()
        .map(|package| {
            let own = tempfile::tempdir().unwrap();
            fs::copy(sample.join(package), own.path().join("Solution.zip")).unwrap();
            let [file] = write(own.path(), &["."], 1, written.path()).try_into().unwrap();
            let named = written.path().join(format!("{package}.jsonl"));
            fs::rename(file, &named).unwrap();
            named
        })
        .collect();
    let output = merge(written.path(), &files, &[]);
    let error = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        output.status.code() == Some(2) && error.contains("it holds Solution.zip, which another holds, too"),
        "{error}"
    );
}

/// PowerShell redirects output as UTF-16; editors put a byte order mark before UTF-8.
#[test]
fn shards_are_read_in_every_encoding_that_windows_writes() {
    let sample = root().join("testdata/contoso");
    let written = tempfile::tempdir().unwrap();
    let files = write(&sample, &["."], 2, written.path());
    let single = merge(&sample, &files, &[]);
    let texts: Vec<String> = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let utf16: Vec<u8> =
        format!("\u{feff}{}", texts[0].replace('\n', "\r\n")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&files[0], utf16).unwrap();
    fs::write(&files[1], format!("\u{feff}{}", texts[1])).unwrap();
    assert_same(&merge(&sample, &files, &[]), &single, "other encodings");
}

/// What is told of the inputs is told once and in the order of the paths, whatever the order of the parts.
#[test]
fn remarks_and_errors_of_whole_parts_are_in_the_order_of_a_single_run() {
    const POINTER: &str = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    let all = tempfile::tempdir().unwrap();
    let written = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for part in [["b.zip", "d.zip"], ["a.zip", "c.zip"]] {
        let own = tempfile::tempdir().unwrap();
        for folder in [own.path(), all.path()] {
            fs::write(folder.join(part[0]), POINTER).unwrap();
            fs::write(folder.join(part[1]), "PK\u{3}\u{4} is damaged").unwrap();
            fs::copy(
                root().join("testdata/contoso/ContosoHR_1_0_2_0.zip"),
                folder.join(format!("{}.zip", part.concat())),
            )
            .unwrap();
        }
        let [file] = write(own.path(), &["."], 1, written.path()).try_into().unwrap();
        let named = written.path().join(part[0]).with_extension("jsonl");
        fs::rename(file, &named).unwrap();
        files.push(named);
    }
    let single = check(all.path(), &["."], &[]);
    assert!(String::from_utf8_lossy(&single.stderr).contains("d.zip"), "{single:?}");
    for _ in 0..2 {
        assert_same(&merge(all.path(), &files, &[]), &single, "remarks and errors");
        files.reverse();
    }
}

/// What is done to the two files of a run, and what is said of it.
type Damage = (&'static str, fn(&mut Vec<String>), &'static str);

const DAMAGED: [Damage; 16] = [
    ("missing", |files| drop(files.pop()), "shard 2/2 is missing, so that the report would not be whole"),
    ("twice", |files| files[1] = files[0].clone(), "is shard 1/2, which another file is, too"),
    (
        "three",
        |files| files.push(files[0].replace("\"of\":2", "\"of\":3")),
        "is one of 3 shards, and another file is one of 2",
    ),
    ("cut off", |files| cut(&mut files[1], 1), "is cut off: its last line is missing"),
    (
        "cut within",
        |files| {
            (0..9).for_each(|_| {
                files[1].pop();
            });
        },
        "is no line of a shard: EOF while parsing",
    ),
    ("a line less", |files| take_out(&mut files[1], "\"type\":\"finding\""), "lines of the shard are missing"),
    ("no head", |files| take_out(&mut files[1], "\"type\":\"shard\""), "line 1: the head of the shard is missing"),
    (
        "other version",
        |files| *files = files.iter().map(|file| file.replacen("\"version\":\"", "\"version\":\"9", 1)).collect(),
        "use one version for all shards and for merging",
    ),
    (
        "other configuration",
        |files| files[0] = files[0].replacen("\"configuration\":\"", "\"configuration\":\"x", 1),
        "was written with another configuration, preset or choice of rules",
    ),
    (
        "other files",
        |files| files[1] = files[1].replacen("\"found\":\"", "\"found\":\"0", 1),
        "saw other files than shard 1/2, so that packages would be missing",
    ),
    (
        "a finding of nowhere",
        |files| files[0] = files[0].replacen("\"of\":0", "\"of\":18446744073709551615", 1),
        "it has a finding in a package that it does not hold",
    ),
    ("no such shard", |files| files[0] = files[0].replacen("\"number\":1", "\"number\":7", 1), "there is no shard 7/2"),
    (
        "unknown rule",
        |files| *files = files.iter().map(|file| file.replace("\"rule\":\"", "\"rule\":\"no-")).collect(),
        "it speaks of the rule no-",
    ),
    (
        "unknown line",
        |files| files[0] = files[0].replacen("\"type\":\"opened\"", "\"type\":\"closed\"", 1),
        "a line of the type \"closed\" is not known",
    ),
    ("no shard", |files| files[0].replace_range(.., "[1, 2]\n"), "line 1: is no line of a shard"),
    ("empty", |files| files[0].clear(), "is empty"),
];

fn cut(text: &mut String, lines: usize) {
    let left = text.lines().count() - lines;
    *text = text.split_inclusive('\n').take(left).collect();
}

fn take_out(text: &mut String, what: &str) {
    let at = text.lines().position(|line| line.contains(what)).unwrap();
    let left = text.split_inclusive('\n').enumerate().filter(|(number, _)| *number != at);
    *text = left.map(|(_, line)| line).collect();
}

#[test]
fn what_cannot_be_merged_is_refused_with_what_to_do() {
    let sample = root().join("testdata/contoso");
    let written = tempfile::tempdir().unwrap();
    let whole: Vec<String> =
        write(&sample, &["."], 2, written.path()).iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    for (name, damage, said) in DAMAGED {
        let folder = tempfile::tempdir().unwrap();
        let mut texts = whole.clone();
        damage(&mut texts);
        let files: Vec<PathBuf> =
            (0..texts.len()).map(|number| folder.path().join(format!("{number}.jsonl"))).collect();
        files.iter().zip(&texts).for_each(|(file, text)| fs::write(file, text).unwrap());
        let output = merge(&sample, &files, &[]);
        let error = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(2), "{name}: {output:?}");
        assert!(error.contains(said) && error.contains("help:"), "{name}: {error}");
        assert_eq!(stdout(&output), "", "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("binary.jsonl");
    fs::write(&binary, [0xc3, 0x28, 0, 1]).unwrap();
    for (files, said) in [
        (vec![binary], "is no text"),
        (vec![folder.path().join("absent.jsonl")], "cannot read it"),
        (vec![root().join("testdata/contoso/inventory")], "holds no file that ends with .jsonl"),
    ] {
        let output = merge(&sample, &files, &[]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && error.contains(said), "{error}");
    }
}

#[test]
fn a_shard_is_lines_on_standard_output_unless_a_file_is_named() {
    let sample = root().join("testdata/contoso");
    let output = powerlint(&sample).args(["check", "--shard", "2/2"]).args(TODAY).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let lines = stdout(&output);
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["type"].is_string()));
    for (arguments, said) in [
        (&["--shard", "0/2"][..], "is named like 3/8"),
        (&["--shard", "3/2"], "is named like 3/8"),
        (&["--shard", "1/2", "--format", "json"], "cannot be used with"),
        (&["--shard", "1/2", "--inventory", "inventory"], "cannot be used with"),
        (&["--shard", "1/2", "--output", "x.sarif"], "a shard is written as JSON lines only"),
    ] {
        let output = powerlint(&sample).arg("check").args(arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && error.contains(said), "{arguments:?}: {error}");
    }
}
