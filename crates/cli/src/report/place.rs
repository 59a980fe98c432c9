//! How a place is written.

use std::collections::HashMap;

use engine::{PackageSummary, ResolvedPlace};
use solution::PackageKind;

/// What lies at a package's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Archive,
    Folder,
    File,
}

/// Writes places; knows which packages are archives.
pub(crate) struct Places<'a> {
    forms: HashMap<&'a str, Form>,
}

/// A file, and whether an editor could open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Artifact {
    /// The file on disk: the archive, where the place is inside one.
    pub(crate) on_disk: String,
    /// The whole path, with `!/` before a path inside an archive.
    pub(crate) whole: String,
}

impl Artifact {
    /// Whether the file itself lies on disk.
    pub(crate) fn is_plain(&self) -> bool {
        self.on_disk == self.whole
    }

    /// The place inside an archive, for viewers that show the archive and nothing of what is in it: `customizations.xml, line 2`.
    pub(crate) fn inside(&self, place: &ResolvedPlace) -> Option<String> {
        let (_, inner) = self.whole.split_once("!/")?;
        Some(match place.region {
            Some(region) => format!("{inner}, line {}", region.start.line),
            None => inner.to_owned(),
        })
    }
}

impl<'a> Places<'a> {
    /// Places in these packages.
    pub(crate) fn new(packages: &'a [PackageSummary]) -> Self {
        let form = |package: &PackageSummary| match package.kind {
            PackageKind::Flow => Form::File,
            // Legacy packages come in both forms, and so does source that somebody zipped.
            _ if package.whole_archive => Form::Archive,
            _ => Form::Folder,
        };
        Self { forms: packages.iter().map(|package| (package.path.as_str(), form(package))).collect() }
    }

    /// The file of a place. A package as such is its path.
    pub(crate) fn artifact(&self, place: &ResolvedPlace) -> Artifact {
        let whole = match (place.package.as_deref(), place.file.as_deref()) {
            (Some(package), Some(file)) => match self.forms.get(package) {
                Some(Form::File) => package.to_owned(),
                Some(Form::Folder) if package == "." => file.to_owned(),
                Some(Form::Folder) => format!("{}/{file}", package.trim_end_matches('/')),
                Some(Form::Archive) | None => format!("{package}!/{file}"),
            },
            (Some(path), None) | (None, Some(path)) => path.to_owned(),
            (None, None) => String::new(),
        };
        let on_disk = whole.split_once("!/").map_or_else(|| whole.clone(), |(archive, _)| archive.to_owned());
        Artifact { on_disk, whole }
    }

    /// A place for people: `package!/file:line:column`.
    pub(crate) fn full(&self, place: &ResolvedPlace) -> String {
        with_line(self.artifact(place).whole, place)
    }

    /// A place as seen from another: without the package where it is the same one.
    pub(crate) fn beside(&self, place: &ResolvedPlace, seen_from: &ResolvedPlace) -> String {
        match &place.file {
            Some(file) if place.package.is_some() && place.package == seen_from.package => {
                with_line(file.to_string(), place)
            }
            _ => self.full(place),
        }
    }
}

fn with_line(file: String, place: &ResolvedPlace) -> String {
    match place.region {
        Some(region) => format!("{file}:{}:{}", region.start.line, region.start.column),
        None => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn files_lie_in_archives_folders_or_by_themselves() {
        let mut packages = samples::outcome().packages;
        packages.truncate(1);
        let mut written = |path: &str, kind, whole_archive, file: &str| {
            for package in &mut packages {
                package.whole_archive = whole_archive;
                package.path = path.to_owned();
                package.kind = kind;
            }
            let place =
                ResolvedPlace { package: Some(path.into()), file: Some(file.into()), ..ResolvedPlace::default() };
            let artifact = Places::new(&packages).artifact(&place);
            (artifact.whole.clone(), artifact.is_plain())
        };
        let plain = |whole: &str| (whole.to_owned(), true);
        let inside = |whole: &str| (whole.to_owned(), false);
        assert_eq!(written("a.zip", PackageKind::SolutionZip, true, "solution.xml"), inside("a.zip!/solution.xml"));
        assert_eq!(
            written("src.zip", PackageKind::SolutionFolder, true, "solution.xml"),
            inside("src.zip!/solution.xml")
        );
        assert_eq!(written("dir.zip", PackageKind::SolutionFolder, false, "c.xml"), plain("dir.zip/c.xml"));
        assert_eq!(written("a.zip!/b", PackageKind::SolutionFolder, false, "c.xml"), inside("a.zip!/b/c.xml"));
        assert_eq!(written("src/", PackageKind::SolutionFolder, false, "c.xml"), plain("src/c.xml"));
        assert_eq!(written(".", PackageKind::YamlRepository, false, "c.yml"), plain("c.yml"));
        assert_eq!(written("flows/a.json", PackageKind::Flow, false, "a.json"), plain("flows/a.json"));
    }
}
