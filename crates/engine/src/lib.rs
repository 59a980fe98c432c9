//! Runs rules over packages. Reads no file itself and prints nothing; knows no rule by name.

pub mod config;
pub mod coverage;
pub mod excerpt;
pub mod finding;
pub mod resolve;
pub mod rule;
pub mod run;
pub mod suppress;
pub mod workspace;

pub use config::{Config, ConfigError, Deployer, EnvironmentEntry, Level};
pub use coverage::{CoverageLine, Missing, Reason};
pub use excerpt::Excerpt;
pub use finding::{Category, Draft, Note, PackageId, Place, Severity, Subject, SubjectKind};
pub use resolve::{Finding, FindingNote, Region, ResolvedPlace};
pub use rule::{AnyRule, Meta, Report, Rule, RuleEntry, SolutionContext, WorkspaceContext};
pub use run::{InputSummary, Outcome, PackageSummary, Run, run};
pub use workspace::{SolutionForms, UsedReference, Workspace};
