//! The first pass: every package by itself, while its text is in memory.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;
use solution::{
    AppFile, FileTable, Limits, Loc, Outline, Package, PackageFiles, Texts, Trees,
    read::{InputError, Opened, Task, open},
};

use super::{
    Check, Counts, PartOpened,
    bounded::bounded,
    guard::guarded,
    largest_first::largest_first,
    names::Names,
    open_texts::{OpenTexts, hidden_in},
    places::{Inputs, KnownPlaces},
    say,
};
use crate::{
    Category, ConfigError, Draft, Finding, Place, ResolvedPlace, SolutionContext, config::ActiveRule, mask::masked,
    resolve,
};

/// From so many bytes of text on, the rules look at a package side by side: it may be the only one, or the last.
const LARGE: usize = 1 << 20;

/// There can be tens of thousands of places in a package: so many are looked at by one thread.
const MANY_PLACES: usize = 256;

/// What is kept of a package.
pub(super) struct Checked {
    pub(super) outline: Outline,
    /// The solution's unique name, or else the package's own name; "" where it has none.
    pub(super) own_name: String,
    pub(super) findings: Vec<Finding>,
    pub(super) counts: Vec<Counts>,
    /// The rules that broke, in words.
    pub(super) broken: Vec<String>,
    /// What the configuration asks of rules and cannot be done, by their places in it.
    pub(super) misused: Vec<(usize, ConfigError)>,
    /// How places of the outline look, as far as that was asked for.
    pub(super) places: KnownPlaces,
}

/// Which places of an outline are looked at while the package is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Noted {
    Nothing,
    /// The names of the connection references that it declares.
    References,
    Everything,
}

/// What a task led to.
pub(super) struct Done {
    pub(super) opened: Opened,
    pub(super) packages: Vec<Checked>,
}

impl Done {
    /// What another run has opened.
    pub(super) fn of_part(opened: PartOpened) -> Self {
        let PartOpened { containers, errors, skipped, pointer, .. } = opened;
        Self { opened: Opened { containers, errors, skipped, pointer }, packages: Vec::new() }
    }
}

/// Opens every task and checks the packages in it; the answers are in the order of the tasks. `noted` are the places
/// of each outline whose look is kept.
pub(super) fn check(tasks: &[Task], run: &Check<'_>, noted: Noted) -> Vec<Done> {
    let done = AtomicUsize::new(0);
    largest_first(tasks, |task| {
        let mut packages = Vec::new();
        let opened = guarded(|| open(task, run.limits, &mut |files| packages.push(check_package(files, run, noted))))
            .unwrap_or_else(|| broken_task(task));
        (run.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, tasks.len());
        Done { opened, packages }
    })
}

/// Opens every task and takes the outlines of the packages in it; the answers are in the order of the tasks.
pub(super) fn outlines(tasks: &[Task], limits: &Limits) -> Vec<(Opened, Vec<Outline>)> {
    let outlines = |task: &Task| {
        let mut outlines = Vec::new();
        let opened = guarded(|| {
            open(task, limits, &mut |mut files| {
                let texts = Texts::read(&mut files);
                let trees = Trees::parse(&files, &texts);
                outlines.push(Outline::of(&Package::build(&files, &texts, &trees)));
            })
        });
        (opened.unwrap_or_else(|| broken_task(task)), outlines)
    };
    largest_first(tasks, outlines)
}

/// No input should break the reader. Should one do so nevertheless, it costs that input and not the run.
fn broken_task(task: &Task) -> Opened {
    let error = InputError {
        path: task.path.clone(),
        message: "powerlint broke while reading this".to_owned(),
        help: Some("please report this, if possible with the package".to_owned()),
    };
    Opened { errors: vec![error], ..Opened::default() }
}

fn check_package(mut files: PackageFiles, run: &Check<'_>, noted: Noted) -> Checked {
    let &Check { config, today, limits, .. } = run;
    let texts = Texts::read(&mut files);
    let wants_apps = config.rules.iter().any(|active| active.rule.meta().category == Category::Apps);
    let wants_controls = config.rules.iter().any(|active| active.rule.reads_controls());
    let app_files = if wants_apps { AppFile::read_all(&mut files, wants_controls) } else { Vec::new() };
    let trees = Trees::parse(&files, &texts);
    let package = Package::build(&files, &texts, &trees);
    let is_large = texts.size() >= LARGE;
    let mut context = SolutionContext::new(&package, &texts, &app_files, config, today);
    // A large package takes its time to be opened again, and to be told of: its flows are worked out meanwhile.
    let noted = if is_large { noted.max(Noted::References) } else { noted };
    let open = OpenTexts::new(&texts, &trees);
    let told = || {
        let outline = outline(&package, &texts);
        let names = Names::of_open(&outline, &files.table);
        let places = known_places(&outline, &names, &files.table, &open, noted);
        (outline, names, places)
    };
    let (outline, names, places) = if is_large { rayon::join(told, || context.index_flows()).0 } else { told() };
    let mut checked = Checked {
        outline,
        own_name: own_name(&package),
        findings: Vec::new(),
        counts: Vec::new(),
        broken: Vec::new(),
        misused: Vec::new(),
        places,
    };
    let path = &package.address.path;
    let ask = |context: &SolutionContext<'_, '_>, active: &ActiveRule| {
        say(active, path, |report| active.rule.check_solution(context, report))
    };
    let said: Vec<_> = if is_large {
        config.rules.par_iter().with_max_len(1).map(|active| ask(&context, active)).collect()
    } else {
        config.rules.iter().map(|active| ask(&context, active)).collect()
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for (rule, (active, said)) in config.rules.iter().zip(said).enumerate() {
        match said {
            Ok(report) => {
                checked.misused.extend(report.misused.map(|error| (rule, error)));
                let name = |_, file| package.files.name(file).to_owned();
                drafts.extend(bounded(report.drafts, active.rule.meta(), config, limits.findings, name));
                if report.judged > 0 || !report.unknown.is_empty() {
                    checked.counts.push(Counts { rule, judged: report.judged, unknown: report.unknown });
                }
            }
            Err(broken) => checked.broken.push(broken),
        }
    }
    if !drafts.is_empty() {
        // Rules that look at one package know no files of facts, and no place in one.
        let inputs = Inputs::new(config, &[]);
        let sources = Sources { package: &package, names, texts: &open, inputs };
        let owner = resolve::Owner::new(checked.own_name.clone());
        let finding = |draft| resolve::finding(draft, &owner, |place: Place| Arc::new(sources.resolve(place)));
        // Findings are kept to the end of a run, without room for more of them.
        checked.findings.reserve_exact(drafts.len());
        if is_large {
            checked.findings.par_extend(drafts.into_par_iter().map(finding));
        } else {
            checked.findings.extend(drafts.into_iter().map(finding));
        }
    }
    if is_large {
        context.drop_flows_side_by_side();
        drop((open, package));
        trees.drop_side_by_side();
    }
    checked
}

/// What a package tells the others. Secrets in its notes are masked, as the notes are kept.
fn outline(package: &Package<'_>, texts: &Texts) -> Outline {
    let mut outline = Outline::of(package);
    for note in &mut outline.notes {
        note.narrow(texts.get(note.loc.file).unwrap_or_default());
        let says = &mut note.says;
        for said in [&mut says.reason, &mut says.until].into_iter().flatten() {
            *said = masked(said);
        }
    }
    outline
}

/// How places of an open package look. `open` hides nothing yet: where the outline wants something hidden in a file, it is looked at anew.
fn known_places(
    outline: &Outline,
    names: &Names,
    files: &FileTable,
    open: &OpenTexts<'_, '_>,
    noted: Noted,
) -> KnownPlaces {
    let locs: BTreeSet<Loc> = match noted {
        Noted::Nothing => return KnownPlaces::default(),
        Noted::References => outline.declared.iter().map(|declared| declared.name_loc).collect(),
        Noted::Everything => outline.places().collect(),
    };
    let hiding = open.and_hiding(&outline.values);
    let place = |loc: Loc| match hidden_in(&outline.values, loc.file) {
        [] => open.place_in(names, files, loc),
        _ => hiding.place_in(names, files, loc),
    };
    let locs: Vec<Loc> = locs.into_iter().collect();
    let places = locs.into_par_iter().with_min_len(MANY_PLACES).map(|loc| (loc, place(loc))).collect();
    KnownPlaces { places, are_all: noted == Noted::Everything }
}

/// The name that tells a package from others in fingerprints, whatever its file is called.
fn own_name(package: &Package<'_>) -> String {
    let legacy = || package.legacy.as_ref()?.display_name.map(|name| name.value);
    let flow = || package.flows.first().map(|flow| flow.name);
    package.unique_name().or_else(legacy).or_else(flow).unwrap_or_default().to_owned()
}

/// All that places of one package can lie in.
struct Sources<'s, 'a, 't> {
    package: &'s Package<'t>,
    names: Names,
    texts: &'s OpenTexts<'a, 't>,
    inputs: Inputs<'s>,
}

impl Sources<'_, '_, '_> {
    fn resolve(&self, place: Place) -> ResolvedPlace {
        let Place::Package(_, loc) = place else { return self.inputs.resolve(place) };
        let whole = self.names.package();
        let Some(loc) = loc else { return whole };
        let file = Some(self.names.file(loc.file, self.package.files.name(loc.file)));
        self.texts.place(loc, ResolvedPlace { file, ..whole })
    }
}
