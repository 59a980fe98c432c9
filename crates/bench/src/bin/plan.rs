//! Writes what powerlint inflates and parses of the packages in a folder, one text a line, in the order in which it does.
//!
//! ```console
//! cargo run --release -p powerlint-bench --bin plan -- FOLDER > plan.txt
//! ```
#![allow(clippy::expect_used, reason = "a tool for developers: what cannot be read must stop it")]

use std::{env, path::Path};

use powerlint_bench::Read;
use solution::{
    AppFile, Limits, PackageFiles, layout,
    read::{find, open},
};

fn main() {
    let paths: Vec<String> = env::args().skip(1).collect();
    let limits = Limits::default();
    for task in find(&paths, Path::new("."), &limits).tasks {
        open(&task, &limits, &mut |mut files| {
            for read in texts(&files).into_iter().chain(parts_of_apps(&mut files)) {
                println!("{read}");
            }
        });
    }
}

/// The texts that the model is made from.
fn texts(files: &PackageFiles) -> Vec<Read> {
    let kind = files.address.kind;
    let read = files.table.iter().filter(|(_, name)| layout::is_read(kind, name));
    read.map(|(_, name)| text(files, name, None)).collect()
}

/// What is read of apps where a rule asks for their controls, as some of the recommended ones do.
fn parts_of_apps(files: &mut PackageFiles) -> Vec<Read> {
    let apps: Vec<_> = files
        .table
        .iter()
        .filter(|(_, name)| name.to_ascii_lowercase().ends_with(".msapp"))
        .map(|(file, name)| (file, name.to_owned()))
        .collect();
    let mut parts = Vec::new();
    for (file, app) in apps {
        let wanted = |name: &str| AppFile::is_read(name, true);
        let opened = files.visit_inside(file, wanted, &mut |name, _| parts.push((app.clone(), name.to_owned())));
        if let Err(error) = opened {
            eprintln!("{app}: {error}");
        }
    }
    parts.into_iter().map(|(app, name)| text(files, &app, Some(&name))).collect()
}

fn text(files: &PackageFiles, name: &str, part: Option<&str>) -> Read {
    let address = &files.address;
    let separator = match (address.path.is_empty(), address.whole_archive) {
        (true, _) => "",
        (_, true) => "!/",
        (_, false) => "/",
    };
    // The path of a flow is that of its file.
    let path = if Path::new(&address.path).is_file() && !address.whole_archive {
        address.path.clone()
    } else {
        format!("{}{separator}{name}", address.path)
    };
    let mut parts = path.split("!/").map(str::to_owned);
    let origin = parts.next().expect("split gives a first part");
    Read { origin, inside: parts.chain(part.map(str::to_owned)).collect(), of_app: part.is_some() }
}
