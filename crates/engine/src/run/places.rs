//! Places outside the package at hand: in packages that must be opened again, in inputs, in the configuration.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

use inventory::{Input, InputId};
use rayon::prelude::*;
use solution::{FileId, Limits, Loc, Outline, Texts, Tree, Trees, read::reopen};
use syntax::json;

use super::{names::Names, open_texts::OpenTexts};
use crate::{
    Config, Draft, Finding, PackageId, Place, ResolvedPlace, Workspace,
    resolve::{self, Owner},
    source::SourceText,
};

/// Packages that workspace findings point into, opened again, once each, and what was found there.
pub(super) struct Reopened {
    places: HashMap<(PackageId, Loc), Arc<ResolvedPlace>>,
    /// The names of the packages that places lie in.
    names: Vec<OnceLock<Names>>,
    /// Packages that could not be opened again, in words.
    pub(super) failed: Vec<String>,
}

impl Reopened {
    /// Packages of whose places enough is `known`, by their numbers, are not opened.
    pub(super) fn of<'d>(
        workspace: &Workspace,
        drafts: impl IntoIterator<Item = &'d Draft>,
        limits: &Limits,
        known: &[KnownPlaces],
    ) -> Self {
        let mut wanted: BTreeMap<PackageId, BTreeSet<Loc>> = BTreeMap::new();
        for place in drafts.into_iter().flat_map(places_of) {
            if let Place::Package(id, Some(loc)) = place {
                wanted.entry(id).or_default().insert(loc);
            }
        }
        let names: Vec<OnceLock<Names>> = workspace.packages().map(|_| OnceLock::new()).collect();
        let opened: Vec<_> = wanted
            .into_par_iter()
            .filter_map(|(id, locs)| {
                let outline = workspace.get(id)?;
                let names = names.get(id.0 as usize)?.get_or_init(|| Names::of(outline));
                let known = known.get(id.0 as usize).filter(|known| known.hold(outline, &locs));
                let found = match known {
                    Some(known) => Ok(locs.into_iter().map(|loc| (loc, known.place(outline, names, loc))).collect()),
                    None => places_in(outline, names, &locs, limits),
                };
                Some((id, found))
            })
            .collect();
        let mut all = Self { places: HashMap::new(), names, failed: Vec::new() };
        for (id, found) in opened {
            match found {
                Ok(places) => all.places.extend(places.into_iter().map(|(loc, place)| ((id, loc), place))),
                Err(why) => all.failed.push(why),
            }
        }
        all
    }
}

/// Every place that a draft names.
pub(super) fn places_of(draft: &Draft) -> impl Iterator<Item = Place> + '_ {
    std::iter::once(draft.place).chain(draft.notes.iter().filter_map(|note| note.place))
}

/// How places of a package look, noted when it was open.
#[derive(Debug, Default)]
pub(super) struct KnownPlaces {
    /// Sorted.
    pub(super) places: Vec<(Loc, Arc<ResolvedPlace>)>,
    /// Whether they are all that rules about the workspace can point at; every other place of the package is a file as such.
    pub(super) are_all: bool,
}

impl KnownPlaces {
    /// Of a package all of whose places are noted.
    pub(super) fn of_all(mut places: Vec<(Loc, Arc<ResolvedPlace>)>) -> Self {
        places.sort_unstable_by_key(|(loc, _)| *loc);
        Self { places, are_all: true }
    }

    /// Whether no package needs to be opened for these.
    fn hold(&self, outline: &Outline, locs: &BTreeSet<Loc>) -> bool {
        let is_named = |loc: &Loc| loc.is_file() && outline.files.iter().any(|(file, _)| *file == loc.file);
        self.are_all || locs.iter().all(|loc| self.noted(*loc).is_some() || is_named(loc))
    }

    fn noted(&self, loc: Loc) -> Option<&Arc<ResolvedPlace>> {
        let at = self.places.binary_search_by_key(&loc, |(known, _)| *known).ok()?;
        self.places.get(at).map(|(_, place)| place)
    }

    fn place(&self, outline: &Outline, names: &Names, loc: Loc) -> Arc<ResolvedPlace> {
        self.noted(loc).cloned().unwrap_or_else(|| file_place(outline, names, loc.file))
    }
}

/// Turns places of one package.
fn places_in(
    outline: &Outline,
    names: &Names,
    locs: &BTreeSet<Loc>,
    limits: &Limits,
) -> Result<Vec<(Loc, Arc<ResolvedPlace>)>, String> {
    let known: HashMap<FileId, &str> = outline.files.iter().map(|(file, name)| (*file, name.as_str())).collect();
    if locs.iter().all(|loc| loc.is_file() && known.contains_key(&loc.file)) {
        return Ok(locs.iter().map(|loc| (*loc, file_place(outline, names, loc.file))).collect());
    }
    let path = &outline.address.path;
    let mut files = reopen(&outline.address, limits)
        .map_err(|error| format!("{path} could not be opened a second time, so places in it are not shown: {error}"))?;
    let wanted: BTreeSet<FileId> = locs.iter().map(|loc| loc.file).collect();
    let wanted: Vec<FileId> = wanted.into_iter().collect();
    let changed = wanted.iter().any(|&file| known.get(&file).is_some_and(|name| *name != files.table.name(file)));
    if changed {
        return Err(format!("{path} has changed during the run, so places in it are not shown"));
    }
    let texts = Texts::read_only(&mut files, &wanted);
    let trees = Trees::parse_again(&files, &texts);
    let open = OpenTexts::hiding(&texts, &trees, &outline.values);
    Ok(locs.iter().map(|&loc| (loc, open.place_in(names, &files.table, loc))).collect())
}

/// A file of a package as such.
fn file_place(outline: &Outline, names: &Names, file: FileId) -> Arc<ResolvedPlace> {
    let name = outline.files.iter().find(|(known, _)| *known == file).map(|(_, name)| names.file(file, name));
    Arc::new(ResolvedPlace { file: name, ..names.package() })
}

/// The files of facts and the configuration. What places in them need is made when the first place asks for it.
pub(super) struct Inputs<'a> {
    config: &'a Config,
    /// By their numbers.
    files: &'a [&'a Input],
    /// By the input's number.
    texts: Vec<OnceLock<SourceText<'a, 'a>>>,
    config_text: SourceText<'a, 'a>,
    baseline_text: Option<SourceText<'a, 'a>>,
}

impl<'a> Inputs<'a> {
    /// `files` are all files of facts, by their numbers.
    pub(super) fn new(config: &'a Config, files: &'a [&'a Input]) -> Self {
        let texts = files.iter().map(|_| OnceLock::new()).collect();
        let baseline_text = config.baseline.as_ref().map(|baseline| SourceText::new(&baseline.text, None));
        Self { config, files, texts, config_text: SourceText::new(&config.text, None), baseline_text }
    }

    /// Parses what places lie in, so that no thread waits for another one that does.
    fn parse(&self, places: &[Place]) {
        for place in places {
            if let Place::Input(source) = place {
                self.text(source.input);
            }
        }
    }

    /// A file of facts, and its text.
    fn text(&self, input: InputId) -> Option<(&'a Input, &SourceText<'a, 'a>)> {
        let number = input.0 as usize;
        let (input, text) = (*self.files.get(number)?, self.texts.get(number)?);
        Some((input, text.get_or_init(|| input_text(input))))
    }

    /// Turns a place in an input or in the configuration. Of a package's place nothing is known here.
    pub(super) fn resolve(&self, place: Place) -> ResolvedPlace {
        let in_file = |path: &str| ResolvedPlace { file: Some(path.into()), ..ResolvedPlace::default() };
        match place {
            Place::Package(..) => ResolvedPlace::default(),
            Place::Input(source) => match self.text(source.input) {
                Some((input, text)) => text.place(source.span, in_file(&input.path)),
                None => ResolvedPlace::default(),
            },
            Place::Baseline(span) => match (&self.config.baseline, &self.baseline_text) {
                (Some(baseline), Some(text)) => text.place(span, in_file(&baseline.path)),
                _ => ResolvedPlace::default(),
            },
            Place::Config(span) => match &self.config.path {
                Some(path) => self.config_text.place(span, in_file(path)),
                None => ResolvedPlace::default(),
            },
        }
    }
}

/// Places in the files of facts and the configuration, worked out before the findings are made: the tree of a large inventory is gone by then.
pub(super) struct InputPlaces {
    /// Sorted.
    places: Vec<(Place, Arc<ResolvedPlace>)>,
}

impl InputPlaces {
    /// Those that `drafts` name.
    pub(super) fn of<'d>(config: &Config, files: &[&Input], drafts: impl IntoIterator<Item = &'d Draft>) -> Self {
        let inputs = Inputs::new(config, files);
        let places = drafts.into_iter().flat_map(places_of);
        let mut wanted: Vec<Place> = places.filter(|place| !matches!(place, Place::Package(..))).collect();
        wanted.sort_unstable();
        wanted.dedup();
        inputs.parse(&wanted);
        Self { places: wanted.into_par_iter().map(|place| (place, Arc::new(inputs.resolve(place)))).collect() }
    }

    fn resolve(&self, place: Place) -> Arc<ResolvedPlace> {
        let found = self.places.binary_search_by_key(&place, |(place, _)| *place).ok();
        found.and_then(|found| self.places.get(found)).map(|(_, look)| look.clone()).unwrap_or_default()
    }
}

/// A file of facts. JSON alone has pointers: a native inventory may be TOML.
fn input_text(input: &Input) -> SourceText<'_, '_> {
    let tree = json::parse(&input.text).ok().map(|json| Cow::Owned(Tree::Json(json.root)));
    SourceText::new(&input.text, tree).hiding(input.sensitive_spans().iter().copied())
}

/// All that places of the whole run can lie in.
pub(super) struct Sources<'a> {
    workspace: &'a Workspace,
    /// The packages' own names, for fingerprints.
    owners: &'a [Owner],
    reopened: &'a Reopened,
    inputs: &'a InputPlaces,
    /// Whose findings are that are about no package.
    nobody: Owner,
}

impl<'a> Sources<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        owners: &'a [Owner],
        reopened: &'a Reopened,
        inputs: &'a InputPlaces,
    ) -> Self {
        Self { workspace, owners, reopened, inputs, nobody: Owner::new(String::new()) }
    }
}

impl Sources<'_> {
    /// Completes a draft.
    pub(super) fn finding(&self, draft: Draft) -> Finding {
        let owner = match draft.place {
            Place::Package(id, _) => self.owners.get(id.0 as usize),
            Place::Input(_) | Place::Config(_) | Place::Baseline(_) => None,
        };
        let owner = owner.unwrap_or(&self.nobody);
        resolve::finding(draft, owner, |place| self.resolve(place))
    }

    fn resolve(&self, place: Place) -> Arc<ResolvedPlace> {
        let Place::Package(id, loc) = place else { return self.inputs.resolve(place) };
        let (outline, names) = (self.workspace.get(id), self.reopened.names.get(id.0 as usize));
        let (Some(outline), Some(names)) = (outline, names) else { return Arc::default() };
        let names = names.get_or_init(|| Names::of(outline));
        let Some(loc) = loc else { return Arc::new(names.package()) };
        self.reopened.places.get(&(id, loc)).cloned().unwrap_or_else(|| {
            // It could not be opened again: the file's name is all that is left.
            file_place(outline, names, loc.file)
        })
    }
}
