//! Finding and opening packages: every layout, in folders and archives, whole and damaged.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    io::{Cursor, Write},
    path::Path,
};

use powerlint_solution::{
    AppFile, Limits, PackageFiles, PackageKind, ProblemKind, Texts, Trees,
    read::{Found, Opened, ReadError, find, open, reopen},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const SOLUTION: &[(&str, &str)] = &[
    ("solution.xml", "<ImportExportXml/>"),
    ("customizations.xml", "<ImportExportXml/>"),
    ("Workflows/Send-6f1c2a34-0000-4aaa-8bbb-0123456789ab.json", r#"{"properties":{"definition":{}}}"#),
    ("[Content_Types].xml", "<Types/>"),
];

const LEGACY: &[(&str, &str)] = &[
    ("manifest.json", r#"{"schema":"1.0","details":{},"resources":{}}"#),
    ("Microsoft.Flow/flows/manifest.json", "{}"),
    ("Microsoft.Flow/flows/a/definition.json", "{}"),
];

fn pack_bytes(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn pack(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack_bytes(&files, CompressionMethod::Deflated)
}

fn lay_out(base: &Path, folder: &str, files: &[(&str, &str)]) {
    for (name, text) in files {
        put(base, &format!("{folder}/{name}"), text.as_bytes());
    }
}

fn put(base: &Path, name: &str, bytes: &[u8]) {
    let path = base.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn finding(inputs: &[&str], base: &Path) -> Found {
    let inputs: Vec<String> = inputs.iter().map(|&input| input.to_owned()).collect();
    find(&inputs, base, &Limits::default())
}

/// The paths of what was found, `!` before those that were named.
fn tasks(inputs: &[&str], base: &Path) -> Vec<String> {
    let found = finding(inputs, base);
    assert_eq!(found.errors, [], "{inputs:?}");
    found.tasks.iter().map(|task| format!("{}{}", if task.named { "!" } else { "" }, task.path)).collect()
}

fn open_all(inputs: &[&str], base: &Path, limits: &Limits) -> (Vec<PackageFiles>, Opened) {
    let (mut packages, mut all) = (Vec::new(), Opened::default());
    let found = finding(inputs, base);
    assert_eq!(found.errors, [], "{inputs:?}");
    for task in found.tasks {
        let opened = open(&task, limits, &mut |files| packages.push(files));
        all.containers.extend(opened.containers);
        all.errors.extend(opened.errors);
        all.skipped += opened.skipped;
    }
    for files in &packages {
        let again = reopen(&files.address, limits).unwrap();
        assert_eq!((&again.address, names(&again)), (&files.address, names(files)));
    }
    (packages, all)
}

fn packages(inputs: &[&str], base: &Path) -> Vec<(String, PackageKind)> {
    let (packages, opened) = open_all(inputs, base, &Limits::default());
    assert_eq!(opened.errors, []);
    packages.into_iter().map(|files| (files.address.path, files.address.kind)).collect()
}

fn names(files: &PackageFiles) -> Vec<String> {
    files.table.iter().map(|(_, name)| name.to_owned()).collect()
}

fn texts(files: &mut PackageFiles) -> Vec<(String, String)> {
    let read = Texts::read(files);
    assert_eq!(read.problems, []);
    read.texts.into_iter().map(|(file, text)| (files.table.name(file).to_owned(), text.text)).collect()
}

#[test]
fn a_solution_is_the_same_zipped_unpacked_and_with_backslashes() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    let turned: Vec<_> = SOLUTION.iter().map(|(name, text)| (name.replace('/', "\\"), *text)).collect();
    let turned: Vec<_> = turned.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let below: Vec<_> = SOLUTION.iter().map(|(name, text)| (format!("Contoso/{name}"), *text)).collect();
    let below: Vec<_> = below.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    put(base, "a.zip", &pack(SOLUTION));
    put(base, "b.zip", &pack(&turned));
    put(base, "c.zip", &pack(&below));
    lay_out(base, "d", SOLUTION);
    let (mut all, _) = open_all(&["."], base, &Limits::default());
    let kinds: Vec<_> = all.iter().map(|files| (files.address.path.as_str(), files.address.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("a.zip", PackageKind::SolutionZip),
            ("b.zip", PackageKind::SolutionZip),
            ("c.zip", PackageKind::SolutionZip),
            ("d", PackageKind::SolutionFolder),
        ]
    );
    let read: Vec<_> = all.iter_mut().map(|files| (names(files), texts(files))).collect();
    assert_eq!(read[0].1.len(), 3, "[Content_Types].xml is not read");
    assert!(read.iter().all(|one| *one == read[0]), "{read:?}");
    let table = &all[1].table;
    let flow = table.find("/workflows\\SEND-6f1c2a34-0000-4aaa-8bbb-0123456789ab.json").unwrap();
    assert_eq!(all[1].size(flow), 32);
    assert_eq!(table.find("Workflows/Other.json"), None);
}

#[test]
fn every_layout_is_told_by_its_names() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    lay_out(base, "lower", &[("other/solution.xml", "<a/>"), ("workflows/x.json", "{}")]);
    lay_out(base, "both", &[("Other/Solution.xml", "<a/>"), ("solution.xml", "<a/>"), ("customizations.xml", "<a/>")]);
    lay_out(base, "bare", &[("customizations.xml", "<a/>"), ("Workflows/x.json", "{}")]);
    lay_out(base, "unrelated", &[("customizations.xml", "<a/>"), ("manifest.json", "{}")]);
    lay_out(base, "legacy", LEGACY);
    lay_out(base, "renamed", &[("manifest.json", "{}"), ("Microsoft.Flow_Meeting/flows/a/definition.json", "{}")]);
    put(base, "legacy.zip", &pack(LEGACY));
    lay_out(
        base,
        "yaml",
        &[("solutions/One/solution.yml", "a: b"), ("solutions/Two/solution.yml", "a: b"), ("modernflows/x.json", "{}")],
    );
    assert_eq!(
        packages(&["."], base),
        [
            ("bare".to_owned(), PackageKind::SolutionFolder),
            ("both".to_owned(), PackageKind::SolutionFolder),
            ("legacy".to_owned(), PackageKind::LegacyPackage),
            ("legacy.zip".to_owned(), PackageKind::LegacyPackage),
            ("lower".to_owned(), PackageKind::SolutionFolder),
            ("renamed".to_owned(), PackageKind::LegacyPackage),
            ("yaml".to_owned(), PackageKind::YamlRepository),
            ("yaml".to_owned(), PackageKind::YamlRepository),
        ]
    );
    let (repository, _) = open_all(&["yaml"], base, &Limits::default());
    assert_eq!(names(&repository[1]), ["modernflows/x.json", "solutions/Two/solution.yml"]);
}

#[test]
fn a_solution_below_a_solution_is_its_own() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    lay_out(base, "src", SOLUTION);
    lay_out(base, "src/Deep/Inner", SOLUTION);
    put(base, "src/Solution Zip/x.zip", &pack(SOLUTION));
    assert_eq!(tasks(&["src"], base), ["!src", "src/Deep/Inner", "src/Solution Zip/x.zip"]);
    let (all, _) = open_all(&["src"], base, &Limits::default());
    assert_eq!(names(&all[0]).len(), SOLUTION.len() + 1, "{:?}", names(&all[0]));
    assert_eq!(names(&all[1]), names(&all[2]));
}

#[test]
fn a_walk_passes_by_what_is_no_source_and_hints_at_facts() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    for folder in ["src", "BIN/x", "obj", "node_modules/y", ".git", ".hidden"] {
        lay_out(base, folder, SOLUTION);
    }
    put(base, "dev.deploymentSettings.json", b"{}");
    put(base, "facts/connections.json", b"{}");
    put(base, "CanvasApps/src/contoso_app/Connections/Connections.json", b"{}");
    put(base, "readme.zip", b"not an archive");
    put(base, "other.json", br#"{"properties":{"definition":{}}}"#);
    assert_eq!(tasks(&["."], base), [".hidden", "readme.zip", "src"]);
    assert_eq!(tasks(&["BIN"], base), ["BIN/x"], "a folder that is named is walked");
    let hints = finding(&["."], base).hints;
    let hints: Vec<_> = hints.iter().map(|hint| (hint.path.as_str(), hint.looks_like.as_ref())).collect();
    assert_eq!(hints, [("dev.deploymentSettings.json", "settings"), ("facts/connections.json", "inventory")]);
    let (_, opened) = open_all(&["."], base, &Limits::default());
    assert_eq!((opened.skipped, opened.errors.len()), (1, 0));
}

#[test]
fn the_same_thing_given_twice_is_one_task() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    put(base, "a/x.zip", &pack(SOLUTION));
    lay_out(base, "src", SOLUTION);
    let flow = "src/Workflows/Send-6f1c2a34-0000-4aaa-8bbb-0123456789ab.json";
    assert_eq!(tasks(&["a", "./a/x.zip", "a/../a/x.zip", "a/*.zip"], base), ["!./a/x.zip"]);
    assert_eq!(tasks(&["./src/", "src", "src/Other/..", flow][..2], base), ["!./src"]);
    assert_eq!(tasks(&["src", flow], base), ["!src"], "the flow is checked with its solution");
    assert_eq!(tasks(&[flow], base), [format!("!{flow}")]);
    assert_eq!(tasks(&["src/solution.xml", "src/Workflows"], base), ["!src"], "a part stands for its package");
}

#[test]
fn other_folders_and_files_stand_for_the_package_around_them() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    lay_out(base, "src", &[("Other/Solution.xml", "<a/>"), ("Other/Customizations.xml", "<a/>")]);
    lay_out(base, "src", &[("botcomponents/x/data", "kind: y")]);
    lay_out(base, "repo", &[("solutions/One/solution.yml", "a: b"), ("modernflows/x.yml", "a: b")]);
    for part in ["src/Other", "src/Other/Solution.xml", "src/botcomponents/x/data", "src/botcomponents"] {
        assert_eq!(tasks(&[part], base), ["!src"], "{part}");
    }
    for part in ["repo/solutions/One", "repo/modernflows/x.yml", "repo/solutions"] {
        assert_eq!(tasks(&[part], base), ["!repo"], "{part}");
    }
    assert_eq!(tasks(&["Solution.xml"], &base.join("src/Other")), ["!.."]);
}

#[test]
fn inputs_that_lead_to_nothing_are_errors() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    put(base, "notes.txt", b"hello");
    put(base, "facts.json", b"{}");
    put(base, "pointer.zip", b"version https://git-lfs.github.com/spec/v1\n");
    put(base, "empty.zip", b"");
    fs::create_dir(base.join("nothing")).unwrap();
    let inputs = ["notes.txt", "facts.json", "pointer.zip", "empty.zip", "nothing", "absent.zip", "*.cab", "*.t?t"];
    let found = finding(&inputs, base);
    let paths: Vec<_> = found.errors.iter().map(|error| error.path.as_str()).collect();
    assert_eq!(
        paths,
        ["notes.txt", "facts.json", "pointer.zip", "empty.zip", "nothing", "absent.zip", "*.cab", "notes.txt"]
    );
    assert_eq!(found.tasks, []);
}

#[test]
fn single_flows_are_told_by_their_content() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    let flow = r#"{"properties":{"definition":{}}}"#;
    put(base, "flow.json", flow.as_bytes());
    put(base, "broken.json", br#"{"properties":{"definition":{}"#);
    put(base, "loose/Workflows/a.json", flow.as_bytes());
    put(base, "loose/Workflows/b.json", b"{}");
    put(base, "zipped.bin", &pack(&[("x/Workflows/a.json", flow), ("x/Workflows/b.json", "{}")]));
    assert_eq!(
        packages(&["flow.json", "broken.json", "loose", "zipped.bin"], base),
        [
            ("broken.json".to_owned(), PackageKind::Flow),
            ("flow.json".to_owned(), PackageKind::Flow),
            ("loose/Workflows/a.json".to_owned(), PackageKind::Flow),
            ("zipped.bin!/x/Workflows/a.json".to_owned(), PackageKind::Flow),
        ]
    );
}

#[test]
fn archives_in_archives_are_opened() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    let solution = pack(SOLUTION);
    let package = pack_bytes(&[("PkgAssets\\x_managed.zip", &solution), ("a.txt", b"")], CompressionMethod::Stored);
    let outer = pack_bytes(
        &[("package.zip", &package), ("[Content_Types].xml", b"<Types/>"), ("junk.zip", &pack(&[("a", "b")]))],
        CompressionMethod::Deflated,
    );
    put(base, "outer.zip", &outer);
    let (all, opened) = open_all(&["outer.zip"], base, &Limits::default());
    assert_eq!(all[0].address.path, "outer.zip!/package.zip!/PkgAssets/x_managed.zip");
    let containers: Vec<_> = opened.containers.iter().map(|at| at.path.as_str()).collect();
    assert_eq!((all.len(), containers), (1, vec!["outer.zip", "outer.zip!/package.zip"]));
    assert_eq!((opened.skipped, opened.errors), (1, vec![]));

    let shallow = Limits { nesting: 1, ..Limits::default() };
    let (all, opened) = open_all(&["outer.zip"], base, &shallow);
    assert_eq!((all.len(), opened.errors.len()), (0, 1));

    let mut inside: Vec<(&str, &[u8])> = SOLUTION.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    inside.push(("WebResources/more.zip", &solution));
    put(base, "holds.zip", &pack_bytes(&inside, CompressionMethod::Deflated));
    let (all, opened) = open_all(&["holds.zip"], base, &Limits::default());
    let paths: Vec<_> = all.iter().map(|files| files.address.path.as_str()).collect();
    assert_eq!((paths, opened.containers), (vec!["holds.zip", "holds.zip!/WebResources/more.zip"], vec![]));
}

#[test]
fn an_archive_without_package_is_an_error_only_where_it_was_named() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    put(base, "a/junk.zip", &pack(&[("a", "b")]));
    let (all, opened) = open_all(&["a"], base, &Limits::default());
    assert_eq!((all.len(), opened.errors.len(), opened.skipped, opened.containers.len()), (0, 0, 1, 0));
    let (all, opened) = open_all(&["a/junk.zip"], base, &Limits::default());
    assert_eq!((all.len(), opened.errors.len(), opened.skipped), (0, 1, 0));
}

#[test]
fn a_damaged_archive_is_never_green() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    let solution = pack(SOLUTION);
    let outer = pack_bytes(&[("x.zip", &solution), ("y.zip", &solution)], CompressionMethod::Stored);
    for whole in [&solution, &outer] {
        for length in 2..whole.len() {
            put(base, "cut.zip", &whole[..length]);
            let (all, opened) = open_all(&["."], base, &Limits::default());
            assert_eq!((all.len(), opened.errors.len()), (0, 1), "cut to {length} of {}", whole.len());
        }
    }
    // Every damaged byte leads to a package, an error or a problem, and never to a panic.
    for at in 0..solution.len() {
        let mut bytes = solution.clone();
        bytes[at] ^= 0xFF;
        put(base, "cut.zip", &bytes);
        let found = finding(&["."], base);
        for task in &found.tasks {
            open(task, &Limits::default(), &mut |mut files| {
                let texts = Texts::read(&mut files);
                let _ = Trees::parse(&files, &texts);
            });
        }
    }
}

#[test]
fn an_archive_padded_with_zeros_is_read() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    let mut bytes = pack(SOLUTION);
    bytes.resize(1_065_033, 0);
    put(base, "padded.zip", &bytes);
    let (mut all, _) = open_all(&["padded.zip"], base, &Limits::default());
    assert_eq!(texts(&mut all[0]).len(), 3);
}

#[test]
fn entries_that_cannot_be_read_are_problems() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    // Bit 0 of the flags, in the local header and in the directory, says that an entry is encrypted.
    let mut bytes = pack(SOLUTION);
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == signature).unwrap();
        bytes[at + flags] |= 1;
    }
    put(base, "encrypted.zip", &bytes);
    let (mut all, _) = open_all(&["encrypted.zip"], base, &Limits::default());
    let texts = Texts::read(&mut all[0]);
    let problems: Vec<_> = texts.problems.iter().map(|one| (one.kind, one.message.as_str())).collect();
    assert_eq!(problems, [(ProblemKind::UnreadableEntry, "`solution.xml` cannot be read: it is encrypted")]);
    assert_eq!(texts.texts.len(), 2);
}

#[test]
fn limits_hold_even_where_sizes_are_lies() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    let long = " ".repeat(100_000);
    let mut bytes = pack(&[("solution.xml", &long), ("customizations.xml", "<a/>")]);
    put(base, "big.zip", &bytes);
    let limits = Limits { entry_bytes: 1000, ..Limits::default() };
    let read = |limits: &Limits| {
        let (mut all, _) = open_all(&["big.zip"], base, limits);
        let file = all[0].table.find("solution.xml").unwrap();
        all[0].read(file)
    };
    assert!(matches!(read(&limits), Err(ReadError::TooLarge(_))));
    // The directory claims that the entry is small.
    let at = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&10u32.to_le_bytes());
    put(base, "big.zip", &bytes);
    assert!(read(&limits).is_err());
    let few = Limits { entries: 1, ..Limits::default() };
    let (all, _) = open_all(&["big.zip"], base, &few);
    assert_eq!(all[0].problems[0].kind, ProblemKind::LimitExceeded);
    let little = Limits { package_bytes: 10, ..Limits::default() };
    assert!(matches!(read(&little), Err(ReadError::TooLarge(_) | ReadError::Unreadable(_))));
}

#[test]
fn of_two_files_with_one_name_the_first_counts() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    put(
        base,
        "twice.zip",
        &pack(&[("solution.xml", "<first/>"), ("Solution.XML", "<second/>"), ("../solution.xml", "")]),
    );
    let (mut all, _) = open_all(&["twice.zip"], base, &Limits::default());
    let problems: Vec<_> = all[0].problems.iter().map(|one| (one.kind, one.subject.as_str())).collect();
    let ambiguous = |name| (ProblemKind::AmbiguousArchive, name);
    assert_eq!(problems, [ambiguous("Solution.XML"), ambiguous("../solution.xml")]);
    assert_eq!(texts(&mut all[0])[0].1, "<first/>");
}

#[test]
fn data_descriptors_are_read() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    let mut writer = ZipWriter::new_stream(Vec::new());
    for (name, text) in SOLUTION {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    put(base, "stream.zip", &writer.finish().unwrap().into_inner());
    let (mut all, _) = open_all(&["stream.zip"], base, &Limits::default());
    assert_eq!(texts(&mut all[0]).len(), 3);
}

#[test]
fn trees_follow_names_and_malformed_files_are_problems() {
    let file = |name: &str, text: &[u8]| (name.to_owned(), text.to_vec());
    let mut files = PackageFiles::in_memory(
        "x",
        PackageKind::SolutionFolder,
        vec![
            file("Other\\Solution.xml", b"<a>"),
            file("Other/Customizations.xml", "\u{FEFF}<a/>".as_bytes()),
            file("Workflows/a.json", br#"{"k":1,"k":2}"#),
            file("Workflows/b.json", b"{"),
            file("Workflows/c.json", b"\xFF\xFE{\0}\0"),
            file("Workflows/d.json", b"\xC0"),
            file("botcomponents/one/data", b"kind: x"),
            file("botcomponents/two/data", br#"{"kind":"x"}"#),
            file("CanvasApps/src/App.fx.yaml", b"\tno: yaml: [at all"),
        ],
    );
    let texts = Texts::read(&mut files);
    let trees = Trees::parse(&files, &texts);
    let problems: Vec<_> =
        texts.problems.iter().chain(&trees.problems).map(|one| (one.kind, one.subject.as_str())).collect();
    assert_eq!(
        problems,
        [
            (ProblemKind::MalformedText, "Workflows/d.json"),
            (ProblemKind::MalformedXml, "Other/Solution.xml"),
            (ProblemKind::DuplicateKey, "k"),
            (ProblemKind::MalformedJson, "Workflows/b.json"),
        ]
    );
    assert!(trees.problems[1].related.is_some());
    let read: Vec<_> = trees.trees.iter().map(|(file, _)| files.table.name(*file)).collect();
    assert_eq!(
        read,
        [
            "Other/Customizations.xml",
            "Workflows/a.json",
            "Workflows/c.json",
            "botcomponents/one/data",
            "botcomponents/two/data"
        ]
    );
}

#[test]
fn apps_are_read_without_a_checker_result_and_in_spite_of_damage() {
    let screen = r#"{"TopParent":{"Name":"Main \u0041","Template":{"Name":"screen"},"Rules":[],"Children":[
        {"Name":"box","Template":{"Name":"groupContainer"},"Children":[
            {"Name":"txtFind","Template":{"Name":"text"},"Rules":[{"Property":"DelayOutput","InvariantScript":"false"}]}]},
        {"Name":"btnSend","Template":{"Name":"button"},"Rules":[]}]}}"#;
    let component = r#"{"TopParent":{"Name":"cmpHead","Template":{"Name":"0a1b"},"Children":[]}}"#;
    let whole = pack(&[("Controls\\1.json", screen), ("Components\\2.json", component), ("Assets/x.json", "{")]);
    let broken = pack(&[("Controls/1.json", screen), ("Controls/2.json", "{ \"TopParent\": ")]);
    let named = |name: &str, bytes: Vec<u8>| (format!("CanvasApps/{name}.msapp"), bytes);
    let apps = vec![named("a_whole", whole), named("b_part", broken), named("c_none", b"no archive".to_vec())];
    let mut files = PackageFiles::in_memory("contoso.zip", PackageKind::SolutionZip, apps.clone());

    let read = AppFile::read_all(&mut files, true);
    let [whole, part] = read.as_slice() else { panic!("the damaged app is left out: {read:?}") };
    assert!(whole.findings.is_empty() && whole.saved.is_none());
    let shown: Vec<_> = whole.controls().iter().map(|one| (one.name.as_str(), one.parent, one.in_component)).collect();
    // The order of the files in the archive, and each control before what stands in it.
    let expected =
        [("Main A", None, false), ("box", Some(0), false), ("txtFind", Some(1), false), ("btnSend", Some(0), false)];
    assert_eq!(shown, [&expected[..], &[("cmpHead", None, true)]].concat());
    assert_eq!(whole.controls()[2].formula("DelayOutput"), Some("false"));
    assert!(whole.contents.as_ref().unwrap().is_whole);
    assert!(!part.contents.as_ref().unwrap().is_whole);
    assert_eq!(part.controls().len(), 4);

    let mut files = PackageFiles::in_memory("contoso.zip", PackageKind::SolutionZip, apps);
    assert!(AppFile::read_all(&mut files, false).iter().all(|app| app.contents.is_none()));
}
