//! What powerlint reads of the files of canvas apps (`.msapp`): what the app checker found when the app was saved,
//! and the controls with their formulas and the data sources where a rule asks for them.
//!
//! An `.msapp` is a zip. All 43 apps of the packages that were looked at have `AppCheckerResult.sarif`, `Header.json` (when the app
//! was saved) and `Controls/*.json`; those that define components have `Components/*.json`, too.

mod checker;
mod controls;
mod data_sources;
mod formulas;

use syntax::decode;

use crate::{FileId, PackageFiles};
pub use checker::CheckerFinding;
pub use controls::{Control, ControlRule};
pub use data_sources::{DataSource, DataSourceKind};
pub use formulas::{AppFormula, AppFormulas};

/// The file of a canvas app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppFile {
    /// The file.
    pub file: FileId,
    /// When it was saved, as written (`06/23/2024 00:06:45`, UTC).
    pub saved: Option<String>,
    /// What the app checker found, in the order of its result; none where the file holds no result.
    pub findings: Vec<CheckerFinding>,
    /// What it consists of. `None` where that was not asked for.
    pub contents: Option<Contents>,
}

/// What a canvas app consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its controls, screens among them, each before what stands in it.
    pub controls: Vec<Control>,
    /// What its formulas can name to read and write data; `None` where the file that lists it was not there or could not be read.
    pub data_sources: Option<Vec<DataSource>>,
    /// Whether every file of controls could be read: what nothing names may otherwise well be named.
    pub is_whole: bool,
}

impl AppFile {
    /// Reads the apps of a package. Those that cannot be opened are left out. Of their entries only two are inflated, unless their
    /// contents are wanted too.
    #[must_use]
    pub fn read_all(files: &mut PackageFiles, with_contents: bool) -> Vec<Self> {
        let is_app = |name: &str| name.to_ascii_lowercase().ends_with(".msapp");
        let apps: Vec<FileId> = files.table.iter().filter(|(_, name)| is_app(name)).map(|(file, _)| file).collect();
        apps.into_iter().filter_map(|file| Self::read(files, file, with_contents)).collect()
    }

    fn read(files: &mut PackageFiles, file: FileId, with_contents: bool) -> Option<Self> {
        let mut app = Self { file, saved: None, findings: Vec::new(), contents: None };
        let mut contents = Contents::default();
        let visited = files.visit_inside(file, |name| Self::is_read(name, with_contents), &mut |name, bytes| {
            let text = bytes.ok().and_then(|bytes| decode(bytes).ok());
            match (Part::of(name), text.as_ref().map(|text| text.text.as_str())) {
                (Some(Part::CheckerResult), Some(text)) => app.findings = checker::read(text),
                (Some(Part::Header), Some(text)) => app.saved = checker::saved(text),
                (Some(part), text) => contents.add(part, text),
                (None, _) => {}
            }
        });
        visited.ok()?;
        app.contents = with_contents.then_some(contents);
        Some(app)
    }

    /// Whether a file inside an app is read, by its name in lower case and with `/`.
    #[must_use]
    pub fn is_read(name: &str, with_contents: bool) -> bool {
        Part::of(name).is_some_and(|part| with_contents || matches!(part, Part::CheckerResult | Part::Header))
    }

    /// The day it was saved, as `2024-06-23`, where the text has the form that apps have.
    #[must_use]
    pub fn saved_on(&self) -> Option<String> {
        let day = self.saved.as_ref()?.split(' ').next()?;
        let mut parts = day.split('/');
        let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        (digits(month, 2) && digits(day, 2) && digits(year, 4)).then(|| format!("{year}-{month}-{day}"))
    }

    /// Its controls; none where they were not asked for.
    #[must_use]
    pub fn controls(&self) -> &[Control] {
        self.contents.as_ref().map_or(&[], |contents| contents.controls.as_slice())
    }
}

impl Default for Contents {
    /// What holds as long as no file has been read.
    fn default() -> Self {
        Self { controls: Vec::new(), data_sources: None, is_whole: true }
    }
}

impl Contents {
    /// Adds what a file says; without its text the file could not be read.
    fn add(&mut self, part: Part, text: Option<&str>) {
        match part {
            Part::Controls | Part::Components => {
                let added = text.and_then(|text| controls::read(text, part == Part::Components, &mut self.controls));
                self.is_whole &= added.is_some();
            }
            Part::DataSources => self.data_sources = text.and_then(data_sources::read),
            Part::CheckerResult | Part::Header => {}
        }
    }
}

/// What a file inside an app is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    CheckerResult,
    Header,
    Controls,
    Components,
    DataSources,
}

impl Part {
    /// By its name, in lower case and with `/`.
    fn of(name: &str) -> Option<Self> {
        match name {
            "appcheckerresult.sarif" => Some(Self::CheckerResult),
            "header.json" => Some(Self::Header),
            "references/datasources.json" => Some(Self::DataSources),
            _ => match name.strip_suffix(".json")?.split_once('/')? {
                ("controls", _) => Some(Self::Controls),
                ("components", _) => Some(Self::Components),
                _ => None,
            },
        }
    }
}
