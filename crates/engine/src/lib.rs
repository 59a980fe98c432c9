//! Runs rules over packages. Reads no file itself and prints nothing; knows no rule by name.

pub mod config;
pub mod context;
pub mod coverage;
pub mod date;
pub mod excerpt;
pub mod finding;
pub mod holdings;
pub mod house;
pub mod impact;
pub mod mask;
pub mod order;
pub mod preset;
pub mod resolve;
pub mod rule;
pub mod run;
mod source;
pub mod suppress;
pub mod workspace;

pub use config::{Config, ConfigError, Deployer, EnvironmentEntry, Level, Override};
pub use context::{SolutionContext, WorkspaceContext};
pub use coverage::{CoverageLine, Missing, Reason};
pub use date::Date;
pub use excerpt::Excerpt;
pub use finding::{Category, Draft, Note, PackageId, Place, Severity, Subject, SubjectKind};
pub use holdings::{DeployerAccess, HeldConnection, Holding, HoldingSolution, HoldingUser, Party};
pub use preset::Preset;
pub use resolve::{Finding, FindingNote, Region, ResolvedPlace, duplicate_fingerprints};
pub use rule::{AnyRule, Meta, Report, Rule, RuleEntry, Stated};
pub use run::{
    Check, CheckedPackages, Conclude, InputSummary, Outcome, Outlined, PackageSummary, Part, PartError, PartFinding,
    PartJudged, PartOpened, PartPackage, Run, Shard, all_found, check, common_ground, conclude, merge, outlines, part,
    run,
};
pub use suppress::{
    Baseline, BaselineEntry, BaselineUse, Suppressed, SuppressedBy, expired_ignore_entry, invalid_ignore_entry,
    stale_baseline_entry, stale_ignore_entry,
};
pub use workspace::{ConnectionsInUse, InUse, SolutionForms, UsedConnection, UsedReference, Workspace, calls};
