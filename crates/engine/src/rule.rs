//! What a rule is.

use std::{borrow::Cow, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use solution::outline::Name;

use crate::{
    Category, ConfigError, Draft, Missing, Note, Place, Preset, Severity, SolutionContext, Subject, WorkspaceContext,
    coverage::Unknown,
    house::{HouseRule, Running},
};

/// What is known of a rule without running it.
#[derive(Debug, PartialEq, Eq)]
pub struct Meta {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// One sentence: what is wrong where it fires.
    pub summary: &'static str,
    /// What it is about.
    pub category: Category,
    /// The severity of a finding that is certain.
    pub severity: Severity,
    /// The smallest preset that it runs in, unless it is turned on or off.
    pub preset: Preset,
    /// The version that brought it.
    pub since: &'static str,
    /// Names it had before.
    pub aliases: &'static [&'static str],
    /// What it judges, for the coverage: `connections`, `connection references`; `""` for rules that always know.
    pub judges: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

/// A rule. Its value is its options, read from `[rules.<name>]` of powerlint.toml in kebab case.
pub trait Rule: DeserializeOwned + JsonSchema + Default + Send + Sync + 'static {
    /// What is known of it without running it.
    const META: Meta;

    /// Whether it looks at the controls of canvas apps. They are read only where a rule says so: apps inflate to tens of megabytes.
    fn reads_controls(&self) -> bool {
        false
    }

    /// Looks at one package, while its text is in memory.
    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let _ = (cx, report);
    }

    /// Looks at all packages' outlines together with what is known of the environment.
    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        let _ = (cx, report);
    }
}

/// A rule whose type is forgotten.
pub trait AnyRule: Send + Sync {
    /// See [`Rule::META`].
    fn meta(&self) -> &'static Meta;
    /// See [`Rule::reads_controls`].
    fn reads_controls(&self) -> bool;
    /// See [`Rule::check_solution`].
    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report);
    /// See [`Rule::check_workspace`].
    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report);
}

struct Erased<R>(R);

impl<R: Rule> AnyRule for Erased<R> {
    fn meta(&self) -> &'static Meta {
        &R::META
    }

    fn reads_controls(&self) -> bool {
        self.0.reads_controls()
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        self.0.check_solution(cx, report);
    }

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        self.0.check_workspace(cx, report);
    }
}

/// A line of the list of all rules.
#[derive(Clone)]
pub struct RuleEntry {
    /// What is known of the rule.
    pub meta: &'static Meta,
    make: Make,
    options: fn(&mut SchemaGenerator) -> Schema,
}

/// How a rule is made.
#[derive(Clone)]
enum Make {
    /// From its options; the error says what is wrong with them.
    FromOptions(fn(toml::Table) -> Result<Box<dyn AnyRule>, String>),
    /// It is there already, as the configuration states it.
    House(Arc<HouseRule>),
}

impl RuleEntry {
    /// The entry of a rule.
    #[must_use]
    pub const fn of<R: Rule>() -> Self {
        Self {
            meta: &R::META,
            make: Make::FromOptions(|options| {
                // Options that are left out are a rule's defaults, and hardly any rule is given some.
                if options.is_empty() {
                    return Ok(Box::new(Erased(R::default())));
                }
                let rule: R = options.try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
                Ok(Box::new(Erased(rule)))
            }),
            options: R::json_schema,
        }
    }

    /// The entry of a rule that the configuration defines.
    pub(crate) fn house(rule: Arc<HouseRule>) -> Self {
        Self { meta: rule.meta(), make: Make::House(rule), options: |_| Schema::default() }
    }

    /// Whether the configuration defines the rule.
    #[must_use]
    pub fn is_house(&self) -> bool {
        matches!(self.make, Make::House(_))
    }

    /// The JSON Schema of its options.
    #[must_use]
    pub fn options(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.options)(generator)
    }

    /// Makes the rule from its options.
    ///
    /// # Errors
    /// What is wrong with the options.
    pub fn build(&self, options: toml::Table) -> Result<Box<dyn AnyRule>, String> {
        match &self.make {
            Make::FromOptions(make) => make(options),
            Make::House(rule) if options.is_empty() => Ok(Box::new(Running(Arc::clone(rule)))),
            Make::House(_) => Err("a house rule has none: its [[house-rule]] says everything".to_owned()),
        }
    }
}

/// Takes what one rule says.
pub struct Report {
    pub(crate) meta: &'static Meta,
    severity: Severity,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) judged: usize,
    pub(crate) unknown: Unknown,
    pub(crate) misused: Option<ConfigError>,
}

impl Report {
    /// A report of a rule at the severity that the user wants for it.
    #[must_use]
    pub fn new(meta: &'static Meta, severity: Severity) -> Self {
        Self { meta, severity, drafts: Vec::new(), judged: 0, unknown: Unknown::default(), misused: None }
    }

    /// States a finding. The message is one sentence without a full stop, naming the thing.
    pub fn at(&mut self, place: Place, subject: Subject, message: impl Into<String>) -> Stated<'_> {
        self.drafts.push(Draft {
            meta: self.meta,
            severity: self.severity,
            message: message.into(),
            label: None,
            place,
            subject,
            detail: String::new(),
            notes: Vec::new(),
            more_places: 0,
            help: None,
        });
        let draft = self.drafts.len() - 1;
        // The element was pushed just above.
        Stated { draft: &mut self.drafts[draft] }
    }

    /// One more thing could be judged, whatever the verdict.
    pub fn judged(&mut self) {
        self.judged += 1;
    }

    /// Something could not be judged, because facts are missing. Counted in the coverage; never a finding.
    pub fn unknown(&mut self, subject: impl Into<Name>, missing: Missing) {
        self.unknown.push(subject.into(), missing);
    }
}

impl Report {
    /// Lets go of the room for more: the rule has spoken.
    pub(crate) fn close(mut self) -> Self {
        self.drafts.shrink_to_fit();
        self.unknown.shrink_to_fit();
        self
    }

    /// What the configuration asks of the rule cannot be done. Said once for each rule.
    pub(crate) fn misused(&mut self, error: ConfigError) {
        self.misused.get_or_insert(error);
    }
}

/// A finding that was just stated, for more words about it.
pub struct Stated<'r> {
    draft: &'r mut Draft,
}

#[allow(clippy::return_self_not_must_use, clippy::must_use_candidate, reason = "the draft lies in the report already")]
impl Stated<'_> {
    /// So many other places are more than anybody looks at.
    pub const PLACES: usize = 20;

    /// A few words at the marked place.
    pub fn label(self, label: impl Into<String>) -> Self {
        self.draft.label = Some(label.into());
        self
    }

    /// Another place that is involved. A finding names at most [`Self::PLACES`] of them, and how many more there are.
    pub fn note(self, place: Place, message: impl Into<String>) -> Self {
        if self.draft.notes.iter().filter(|note| note.place.is_some()).count() >= Self::PLACES {
            self.draft.more_places += 1;
            return self;
        }
        self.add(Note { place: Some(place), message: message.into() })
    }

    /// Something more to say, at no place.
    pub fn remark(self, message: impl Into<String>) -> Self {
        self.add(Note { place: None, message: message.into() })
    }

    /// Most findings have one note or two, and all findings wait until the last rule has spoken.
    fn add(self, note: Note) -> Self {
        let notes = &mut self.draft.notes;
        if notes.len() < 2 {
            notes.reserve_exact(1);
        }
        notes.push(note);
        self
    }

    /// What to do.
    pub fn help(self, help: impl Into<Cow<'static, str>>) -> Self {
        self.draft.help = Some(help.into());
        self
    }

    /// Tells this finding from others of the same rule about the same subject (see [`Draft::detail`]).
    pub fn detail(self, detail: impl Into<String>) -> Self {
        self.draft.detail = detail.into();
        self
    }

    /// Lowers a finding that is less certain: it is at most this severe, whatever the user's level.
    pub fn at_most(self, severity: Severity) -> Self {
        self.draft.severity = self.draft.severity.min(severity);
        self
    }

    /// Lowers a finding by one step from the rule's level.
    pub fn lowered(self) -> Self {
        self.draft.severity = self.draft.severity.lower();
        self
    }
}
