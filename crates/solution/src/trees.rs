//! The texts of a package's files, and the trees they become. The model borrows both.

use syntax::{LineIndex, Text, Value, xml::Element};

use crate::{FileId, PackageFiles, Problem};

/// The decoded texts of the files that the model is made from.
#[derive(Debug, Default)]
pub struct Texts {
    /// The texts, in the order of the files.
    pub texts: Vec<(FileId, Text)>,
    /// Files that could not be read or decoded.
    pub problems: Vec<Problem>,
}

impl Texts {
    /// Reads the files of a package that the model needs (see [`crate::layout`]), and no others.
    #[must_use]
    pub fn read(files: &mut PackageFiles) -> Self {
        let _ = files;
        todo!()
    }

    /// Reads just these files, for the second look at a package with workspace findings.
    #[must_use]
    pub fn read_only(files: &mut PackageFiles, wanted: &[FileId]) -> Self {
        let _ = (files, wanted);
        todo!()
    }

    /// The text of a file, if it was read.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&str> {
        let index = self.texts.binary_search_by_key(&file, |(id, _)| *id).ok()?;
        self.texts.get(index).map(|(_, text)| text.text.as_str())
    }
}

/// A parsed file.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<'t> {
    /// A JSON file.
    Json(Value<'t>),
    /// A YAML file.
    Yaml(Value<'t>),
    /// An XML file.
    Xml(Element<'t>),
}

/// The parsed files of a package.
#[derive(Debug, Default)]
pub struct Trees<'t> {
    /// The trees, in the order of the files.
    pub trees: Vec<(FileId, Tree<'t>)>,
    /// The YAML files that are XML turned over, turned back (see [`crate::model::build::yaml::turn`]), in the order of the
    /// files. They live here so that the model can borrow them.
    pub turned: Vec<(FileId, Element<'t>)>,
    /// Files that are malformed.
    pub problems: Vec<Problem>,
}

impl<'t> Trees<'t> {
    /// Parses every text by what its file's name and first character say it is.
    #[must_use]
    pub fn parse(files: &PackageFiles, texts: &'t Texts) -> Self {
        let _ = (files, texts, LineIndex::new(""));
        todo!()
    }

    /// The tree of a file, if it was read and is well-formed.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Tree<'t>> {
        let index = self.trees.binary_search_by_key(&file, |(id, _)| *id).ok()?;
        self.trees.get(index).map(|(_, tree)| tree)
    }
}

impl<'t> Trees<'t> {
    /// The element that a YAML file was made from, where it is XML turned over.
    #[must_use]
    pub fn turned(&self, file: FileId) -> Option<&Element<'t>> {
        let index = self.turned.binary_search_by_key(&file, |(id, _)| *id).ok()?;
        self.turned.get(index).map(|(_, element)| element)
    }
}

impl Tree<'_> {
    /// The JSON Pointer (JSON, YAML) or element path (XML) of the innermost thing that holds `span`.
    #[must_use]
    pub fn pointer_to(&self, span: syntax::Span) -> String {
        match self {
            Tree::Json(value) | Tree::Yaml(value) => value.pointer_to(span),
            Tree::Xml(element) => element.path_to(span),
        }
    }
}
