//! Rules that users write in powerlint.toml: a condition over the model, in the Common Expression Language (CEL).
//!
//! The engine still knows no rule: what is here is the language that house rules are written in. A condition is judged when the
//! configuration is read (`check`), and asked of one thing after the other while a package is in memory. `docs/house-rules.md`
//! is the page for users.

mod check;
mod condition;
mod fields;
mod message;
pub mod model;
mod thing;
mod value;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use syntax::Span;

pub use self::model::{Field, Kind, Shape};
use self::{
    condition::Condition,
    message::Message,
    thing::{FlowView, Thing},
};
use crate::{
    AnyRule, Category, ConfigError, Meta, Place, Preset, Report, Severity, SolutionContext, Subject, WorkspaceContext,
    suppress::Pattern,
};

/// Something that is wrong with a condition or a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where, in bytes of the text.
    pub(crate) at: Range<usize>,
    /// What.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
}

/// A house rule as the configuration states it.
pub(crate) struct Stated<'c> {
    pub(crate) name: &'c str,
    pub(crate) look_at: Kind,
    pub(crate) condition: &'c str,
    /// Where the condition stands in the configuration.
    pub(crate) condition_span: Span,
    pub(crate) message: &'c str,
    pub(crate) severity: Severity,
    pub(crate) help: Option<String>,
    /// Globs of solutions' unique names; none means all.
    pub(crate) solutions: Vec<String>,
}

/// What is wrong with a house rule, by the key where it stands.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) condition: Vec<Fault>,
    pub(crate) message: Vec<Fault>,
}

/// A house rule, ready to run.
#[derive(Debug)]
pub struct HouseRule {
    meta: &'static Meta,
    look_at: Kind,
    condition: Condition,
    condition_span: Span,
    message: Message,
    help: Option<String>,
    solutions: Vec<Pattern>,
}

impl HouseRule {
    pub(crate) fn new(stated: Stated<'_>) -> Result<Self, Faults> {
        let condition = Condition::parse(stated.condition, stated.look_at);
        let message = Message::parse(stated.message, stated.look_at);
        match (condition, message) {
            (Ok(condition), Ok(message)) => Ok(Self {
                meta: meta(&stated, &message.outline()),
                look_at: stated.look_at,
                condition,
                condition_span: stated.condition_span,
                message,
                solutions: stated.solutions.iter().map(|pattern| Pattern::new(pattern)).collect(),
                help: stated.help,
            }),
            (condition, message) => Err(Faults {
                condition: condition.err().unwrap_or_default(),
                message: message.err().unwrap_or_default(),
            }),
        }
    }

    /// What is known of it without running it.
    #[must_use]
    pub fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn check(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let wanted = |name: &str| self.solutions.iter().any(|pattern| pattern.fits(name));
        if !self.solutions.is_empty() && !cx.package.unique_name().is_some_and(wanted) {
            return;
        }
        let of_flows = self.look_at == Kind::Flow || self.look_at.is_in_flow();
        let flows = if of_flows { FlowView::all(cx) } else { Vec::new() };
        let solution = Thing::Solution(cx.package);
        let context = self.condition.context(solution, cx.config.stage());
        for thing in Thing::all(self.look_at, cx.package, &flows) {
            match self.condition.holds(thing, &context) {
                Ok(false) => {}
                Ok(true) => {
                    let (name, detail) = thing.subject();
                    let place = thing.loc().map_or(Place::Package(cx.id, None), |loc| cx.at(loc));
                    let subject = Subject::new(self.look_at.subject(), name);
                    let stated = report.at(place, subject, self.message.about(thing, solution)).detail(detail);
                    if let Some(help) = &self.help {
                        stated.help(help.clone());
                    }
                }
                Err(unanswered) => {
                    let (name, detail) = thing.subject();
                    let part = if detail.is_empty() { String::new() } else { format!(", {detail}") };
                    let message = format!(
                        "the condition of `{}` cannot be answered for {} \"{name}\"{part} of {}: {}",
                        self.meta.name,
                        if self.look_at.is_in_flow() { "flow" } else { self.look_at.word() },
                        cx.package.address.path,
                        unanswered.message,
                    );
                    report.misused(ConfigError {
                        path: cx.config.path.clone().unwrap_or_default(),
                        message: crate::mask::masked(&message),
                        span: Some(self.condition_span),
                        text: cx.config.text.clone(),
                        help: unanswered.help,
                    });
                    if unanswered.ends {
                        return;
                    }
                }
            }
        }
    }
}

/// A house rule among the other rules.
pub(crate) struct Running(pub(crate) Arc<HouseRule>);

impl AnyRule for Running {
    fn meta(&self) -> &'static Meta {
        self.0.meta
    }

    fn reads_controls(&self) -> bool {
        false
    }

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        self.0.check(cx, report);
    }

    fn check_workspace(&self, _: &WorkspaceContext<'_>, _: &mut Report) {}
}

/// What is known of a house rule without running it, for as long as the process lives.
///
/// Findings, coverage and reports of all rules borrow their names from constants. A house rule's name comes with the configuration,
/// which a process reads once; so its words are kept for good, the same words once, however often they are read.
fn meta(stated: &Stated<'_>, outline: &str) -> &'static Meta {
    static KEPT: Mutex<BTreeMap<String, &'static Meta>> = Mutex::new(BTreeMap::new());
    let outline = &crate::mask::masked(outline);
    let page = page(stated, outline);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(meta) = kept.get(&page) {
        return meta;
    }
    let leaked = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let meta: &'static Meta = Box::leak(Box::new(Meta {
        name: leaked(stated.name),
        summary: leaked(outline.trim_end().trim_end_matches('.')),
        category: Category::House,
        severity: stated.severity,
        preset: Preset::Recommended,
        since: "",
        aliases: &[],
        judges: "",
        page: leaked(&page),
    }));
    kept.insert(page, meta);
    meta
}

/// The page of a house rule: what powerlint.toml says of it. It holds all that goes into [`Meta`].
fn page(stated: &Stated<'_>, outline: &str) -> String {
    let mut page = format!("# {}\n\n{outline}\n\n", stated.name);
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "A house rule of powerlint.toml. It looks at every {}, and is a finding of severity {} where this holds:\n\n```cel\n{}\n```\n",
        stated.look_at.word(),
        stated.severity,
        stated.condition.trim(),
    );
    if !stated.solutions.is_empty() {
        let _ = write!(page, "\nOnly in solutions named {}.\n", stated.solutions.join(", "));
    }
    if let Some(help) = &stated.help {
        let _ = write!(page, "\n## How to fix it\n\n{}\n", crate::mask::masked(help));
    }
    page
}
