//! The texts of a package's files, and the trees they become. The model borrows both.

use std::{cmp::Reverse, fmt::Display};

use rayon::prelude::*;
use syntax::{
    Span, Text, Value, count_bytes as count, decode,
    json::{self, DuplicateKey},
    xml::{self, Element},
    yaml,
};

use crate::{
    FileId, Limits, Loc, PackageFiles, PackageKind, Problem, ProblemKind, layout,
    model::build::yaml::turn,
    read::{ReadError, limits},
};

/// From so many bytes of text on, the files of a package are parsed side by side.
const LARGE: usize = 1 << 20;

/// How many of a package's files one thread takes at a time: all of a small one's. A thread that waits for another one may begin with
/// another package meanwhile, and then has both in memory.
fn at_a_time(size: usize) -> usize {
    const MANY: usize = 64;
    if size < LARGE { usize::MAX } else { MANY }
}

/// Parts of customizations.xml of which the model has nothing: tables with their forms and views, and how they are related. Of the elements of
/// the files that were looked at, they hold nine in ten (150,834 of 163,121).
const NOT_IN_THE_MODEL: [&str; 2] = ["Entities", "EntityRelationships"];

/// The decoded texts of the files that the model is made from.
#[derive(Debug, Default)]
pub struct Texts {
    /// The texts, in the order of the files.
    pub texts: Vec<(FileId, Text)>,
    /// Files that could not be read or decoded.
    pub problems: Vec<Problem>,
}

impl Texts {
    /// Reads the files of a package that the model needs (see [`layout::is_read`]), and no others.
    #[must_use]
    pub fn read(files: &mut PackageFiles) -> Self {
        let kind = files.address.kind;
        let wanted = files.table.iter().filter(|(_, name)| layout::is_read(kind, name)).map(|(file, _)| file);
        let wanted: Vec<FileId> = wanted.collect();
        Self::read_only(files, &wanted)
    }

    /// Reads just these files, for the second look at a package with workspace findings.
    #[must_use]
    pub fn read_only(files: &mut PackageFiles, wanted: &[FileId]) -> Self {
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut read = Self::default();
        let bytes = files.read_all(&wanted);
        let size = bytes.iter().flatten().map(Vec::len).sum();
        let bytes = bytes.into_par_iter().with_min_len(at_a_time(size));
        let decoded: Vec<_> = bytes.map(|bytes| bytes.map(decode)).collect();
        for (file, text) in wanted.into_iter().zip(decoded) {
            match text {
                Ok(Ok(text)) => read.texts.push((file, text)),
                Ok(Err(error)) => read.problem(files, ProblemKind::MalformedText, file, &error),
                Err(error) => {
                    let kind = match error {
                        ReadError::Unreadable(_) => ProblemKind::UnreadableEntry,
                        ReadError::TooLarge(_) => ProblemKind::LimitExceeded,
                    };
                    read.problem(files, kind, file, &error);
                }
            }
        }
        read
    }

    fn problem(&mut self, files: &PackageFiles, kind: ProblemKind, file: FileId, error: &dyn std::fmt::Display) {
        let name = files.table.name(file);
        let message = match kind {
            ProblemKind::MalformedText => format!("`{}` is {error}", base(name)),
            _ => format!("`{}` cannot be read: {error}", base(name)),
        };
        self.problems.push(Problem::with_file(kind, file, name, message));
    }

    /// How many bytes there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.texts.iter().map(|(_, text)| text.text.len()).sum()
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
    /// The YAML files that are XML turned over, turned back, in the order of the
    /// files. They live here so that the model can borrow them.
    pub turned: Vec<(FileId, Element<'t>)>,
    /// Files that are malformed.
    pub problems: Vec<Problem>,
}

impl<'t> Trees<'t> {
    /// Parses every text by what its file's name and first character say it is.
    #[must_use]
    pub fn parse(files: &PackageFiles, texts: &'t Texts) -> Self {
        Self::of(files, texts, false)
    }

    /// As [`Trees::parse`], of texts that it has parsed before in this run: what the model does not need is not read again.
    #[must_use]
    pub fn parse_again(files: &PackageFiles, texts: &'t Texts) -> Self {
        Self::of(files, texts, true)
    }

    fn of(files: &PackageFiles, texts: &'t Texts, again: bool) -> Self {
        let size = texts.size();
        let all_texts = texts.texts.par_iter().with_min_len(at_a_time(size));
        let mut jobs: Vec<Job<'_, 't>> =
            all_texts.filter_map(|(file, text)| Job::of(files, *file, &text.text)).collect();
        // What is too much is refused by its place among the files.
        let mut left = files.limits().values;
        for job in &mut jobs {
            match left.checked_sub(job.values) {
                Some(rest) => left = rest,
                None => job.notation = None,
            }
        }
        let parsed: Vec<Parsed<'t>> = if size < LARGE {
            jobs.iter().map(|job| job.parse(again)).collect()
        } else {
            largest_first(&jobs, |job| job.parse(again))
        };
        let mut all = Self::default();
        for (Job { file, .. }, Parsed { tree, turned, problems }) in jobs.iter().zip(parsed) {
            all.problems.extend(problems);
            all.turned.extend(turned.map(|element| (*file, element)));
            all.trees.extend(tree.map(|tree| (*file, tree)));
        }
        all
    }

    /// The tree of a file, if it was read and is well-formed.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Tree<'t>> {
        let index = self.trees.binary_search_by_key(&file, |(id, _)| *id).ok()?;
        self.trees.get(index).map(|(_, tree)| tree)
    }
}

impl<'t> Trees<'t> {
    /// Lets go of the trees on all threads, which pays for many of them.
    pub fn drop_side_by_side(self) {
        self.trees.into_par_iter().for_each(drop);
    }

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

/// A text to parse.
struct Job<'n, 't> {
    file: FileId,
    name: &'n str,
    text: &'t str,
    /// `None` where the package holds too many values with it.
    notation: Option<Notation>,
    /// How many values it holds at the most.
    values: usize,
    kind: PackageKind,
    limits: &'n Limits,
}

/// What a text became.
#[derive(Default)]
struct Parsed<'t> {
    tree: Option<Tree<'t>>,
    turned: Option<Element<'t>>,
    problems: Vec<Problem>,
}

impl<'n, 't> Job<'n, 't> {
    /// `None` for a text of which nothing is expected.
    fn of(files: &'n PackageFiles, file: FileId, text: &'t str) -> Option<Self> {
        let name = files.table.name(file);
        // A connector's part may be empty: Microsoft ships one without connection parameters so.
        if text.trim().is_empty() && layout::is_connector_part(&name.to_ascii_lowercase()) {
            return None;
        }
        let notation = Notation::of(name, text);
        let (kind, limits) = (files.address.kind, files.limits());
        Some(Self { file, name, text, notation: Some(notation), values: notation.values(text), kind, limits })
    }

    fn parse(&self, again: bool) -> Parsed<'t> {
        let limits = self.limits;
        let Some(notation) = self.notation else {
            let most = limits::named("values", limits.values);
            let message =
                format!("`{}` is not read: with it the package holds more values than that ({most})", base(self.name));
            return self.refused(Problem::with_file(ProblemKind::LimitExceeded, self.file, self.name, message));
        };
        let mut parsed = Parsed::default();
        let parse_xml = if again { xml::parse_again } else { xml::parse_without };
        let tree = match notation {
            Notation::Xml => match parse_xml(self.text, limits.depth, &NOT_IN_THE_MODEL) {
                Ok(root) => Tree::Xml(root),
                Err(error) if error.too_deep => return self.deep(error.span, &error),
                Err(error) => return self.malformed(ProblemKind::MalformedXml, "XML", error.span, &error),
            },
            Notation::Json => match json::parse_within(self.text, limits.depth) {
                Ok(document) => {
                    parsed.problems.extend(document.duplicate_keys.into_iter().map(|key| duplicate(self.file, key)));
                    Tree::Json(document.root)
                }
                Err(error) if error.too_deep => return self.deep(error.span, &error),
                Err(error) => return self.malformed(ProblemKind::MalformedJson, "JSON", error.span, &error),
            },
            Notation::Yaml => match yaml::parse_within(self.text, limits.depth) {
                Ok(value) => Tree::Yaml(value),
                Err(error) if error.too_deep => return self.deep(error.span, &error),
                Err(error) => return self.malformed(ProblemKind::MalformedYaml, "YAML", error.span, &error),
            },
        };
        if let Tree::Json(value) | Tree::Yaml(value) = &tree {
            parsed.turned = turn(self.kind, self.name, value);
        }
        Parsed { tree: Some(tree), ..parsed }
    }

    fn malformed(&self, kind: ProblemKind, what: &str, span: Span, why: &dyn Display) -> Parsed<'t> {
        let message = format!("`{}` is not well-formed {what}: {why}", base(self.name));
        self.refused(Problem::new(kind, Some(Loc::new(self.file, span)), self.name, message))
    }

    fn deep(&self, span: Span, why: &dyn Display) -> Parsed<'t> {
        let message =
            format!("`{}` is not read: {why} ({})", base(self.name), limits::named("depth", self.limits.depth));
        self.refused(Problem::new(ProblemKind::LimitExceeded, Some(Loc::new(self.file, span)), self.name, message))
    }

    #[allow(clippy::unused_self, reason = "it is what becomes of this text")]
    fn refused(&self, problem: Problem) -> Parsed<'t> {
        Parsed { problems: vec![problem], ..Parsed::default() }
    }
}

/// What comes of each of many texts, on all threads, in the order of the texts. A customizations.xml can be as large as all flows together: it
/// is begun with, so that no thread has it to itself in the end.
fn largest_first<'t>(jobs: &[Job<'_, 't>], parse: impl Fn(&Job<'_, 't>) -> Parsed<'t> + Sync) -> Vec<Parsed<'t>> {
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|&at| Reverse(jobs.get(at).map_or(0, |job| job.text.len())));
    let jobs_in_order = order.par_iter().with_max_len(4).filter_map(|&at| Some((at, parse(jobs.get(at)?))));
    let mut parsed: Vec<(usize, Parsed<'t>)> = jobs_in_order.collect();
    parsed.sort_unstable_by_key(|(at, _)| *at);
    parsed.into_iter().map(|(_, parsed)| parsed).collect()
}

/// How a file is written.
#[derive(Clone, Copy)]
enum Notation {
    Xml,
    Json,
    Yaml,
}

impl Notation {
    /// How many values, elements and attributes a text holds at most: by the signs before or between them, so that nothing is made
    /// of a text that is refused.
    #[allow(clippy::needless_bitwise_bool, reason = "a branch keeps the compiler from taking many bytes at once")]
    fn values(self, text: &str) -> usize {
        1 + match self {
            Self::Json => count(text, |byte| (byte == b',') | (byte == b'{') | (byte == b'[')),
            Self::Xml => count(text, |byte| (byte == b'<') | (byte == b'=')),
            Self::Yaml => {
                count(text, |byte| (byte == b'\n') | (byte == b',') | (byte == b'{') | (byte == b'[') | (byte == b'-'))
            }
        }
    }

    /// Agents' `data` files have no extension: they are YAML, or JSON where they begin with a brace.
    fn of(name: &str, text: &str) -> Self {
        let extension = base(name).rsplit_once('.').map_or("", |(_, extension)| extension);
        let braced = extension.is_empty() && text.trim_start().starts_with('{');
        if extension.eq_ignore_ascii_case("xml") {
            Self::Xml
        } else if extension.eq_ignore_ascii_case("json") || braced {
            Self::Json
        } else {
            Self::Yaml
        }
    }
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn duplicate(file: FileId, key: DuplicateKey) -> Problem {
    let message = format!("the key `{}` stands twice in one object; readers disagree on which one counts", key.key);
    let mut problem = Problem::new(ProblemKind::DuplicateKey, Some(Loc::new(file, key.span)), key.key, message);
    problem.related = Some((Loc::new(file, key.first), "it stands here first".to_owned()));
    problem
}
