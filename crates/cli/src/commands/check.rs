//! `powerlint check`: the main job.

use std::{
    collections::HashSet,
    error::Error as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use engine::{
    Baseline, Check, CheckedPackages, Conclude, Config, CoverageLine, Date, Outcome, Part, PartError, Preset,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use solution::{PackageKind, read};

use super::{fail, nothing_in};
use crate::{
    args::{CheckArgs, FactArgs, FailOn, Format, PresetName, RunArgs, Screen, Targets, targets},
    errors::Trouble,
    inputs::{self, GatheredFacts},
    output::write_file_in_pieces,
    report::{self, Pieces, Reported, Sink},
    shards::ShardFile,
};

/// How long a run may take before it shows its progress.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) fn run(args: &CheckArgs, screen: &Screen) -> u8 {
    if let Some(shard) = args.shard {
        return super::shard::run(args, shard, screen);
    }
    let facts = &args.run.facts;
    let paths = if args.changed { inputs::changed(&args.paths, facts) } else { args.paths.clone() };
    let source = Source::Packages { changed: args.changed };
    report(&args.run, screen, |holdings, progress| Job::of(&args.run, &paths, source, holdings, progress))
}

/// Runs a job and reports what it led to. `job` is told whether the report tells who holds what, and whether a person is to see how far
/// it is.
pub(super) fn report<'a>(args: &'a RunArgs, screen: &Screen, job: impl FnOnce(bool, bool) -> Job<'a>) -> u8 {
    let targets = match targets(args.format, &args.output) {
        Ok(targets) => targets,
        Err(trouble) => return fail(screen, &[trouble]),
    };
    let named = !args.facts.inventory.is_empty() || !args.facts.settings.is_empty();
    let job = job(targets.have(Format::Html), targets.printed == Format::Text && !screen.quiet);
    let checked = match job.run(|config| in_use(args, config)) {
        Ok(checked) => checked,
        Err(troubles) => return fail(screen, &troubles),
    };
    let Checked { outcome, troubles, config } = &checked;
    let informed = named || config.path.is_some();
    let exit_code = status(outcome, troubles, args.fail_on);
    let reported =
        Reported { outcome, troubles, rules: &config.known, informed, fail_on: args.fail_on.severity(), exit_code };
    let written = write(&reported, &targets, screen);
    screen.complain(troubles);
    let status = exit_code.max(written);
    // The process ends here, and the system takes back the memory of all findings sooner than they could be let go of one by one.
    std::mem::forget(checked);
    status
}

/// The baseline that is named or configured; it must be there.
fn in_use(args: &RunArgs, config: &Config) -> Result<Option<Baseline>, Trouble> {
    let Some(path) = inputs::baseline_path(args.baseline.as_deref(), config) else { return Ok(None) };
    let read = inputs::baseline(&path)?;
    if read.is_none() {
        let trouble = Trouble::new("there is no such baseline".to_owned());
        let trouble = trouble.help("powerlint baseline writes it from the findings that there are now");
        return Err(Trouble { path: Some(path.to_string_lossy().replace('\\', "/")), ..trouble });
    }
    Ok(read)
}

/// A run of the rules, for whatever is done with its outcome.
pub(super) struct Job<'a> {
    pub(super) paths: &'a [String],
    /// What is known of the packages.
    pub(super) source: Source,
    /// What was deployed before.
    pub(super) previous: &'a [String],
    pub(super) facts: &'a FactArgs,
    pub(super) preset: Option<PresetName>,
    /// The rules that run; none means those of the configuration.
    pub(super) only: &'a [String],
    pub(super) jobs: Option<u16>,
    pub(super) today: Option<Date>,
    /// Whether the outcome is to tell who holds what.
    pub(super) holdings: bool,
    /// Whether a person is to see how far it is.
    pub(super) progress: bool,
}

/// Where what is known of the packages comes from.
pub(super) enum Source {
    /// From the packages below the paths.
    Packages {
        /// The paths stand for what was changed, which may be nothing.
        changed: bool,
    },
    /// From the shards of another run, of all of which the paths are.
    Shards(Vec<ShardFile>),
}

/// What a run led to.
pub(super) struct Checked {
    pub(super) outcome: Outcome,
    pub(super) troubles: Vec<Trouble>,
    pub(super) config: Config,
}

impl<'a> Job<'a> {
    pub(super) fn of(args: &'a RunArgs, paths: &'a [String], source: Source, holdings: bool, progress: bool) -> Self {
        Self {
            paths,
            source,
            previous: &args.previous,
            facts: &args.facts,
            preset: args.preset,
            only: &args.only,
            jobs: args.jobs,
            today: args.today,
            holdings,
            progress,
        }
    }

    /// Runs the rules, with the baseline that `baseline` finds for the configuration.
    ///
    /// # Errors
    /// Where the configuration, the baseline or a shard cannot be used; everything else becomes one of the troubles.
    pub(super) fn run(
        self,
        baseline: impl FnOnce(&Config) -> Result<Option<Baseline>, Trouble>,
    ) -> Result<Checked, Vec<Trouble>> {
        let (mut config, folder) = inputs::configured(self.paths, self.facts, self.preset.map(Preset::from))?;
        config
            .keep_only(self.only, rules::ALL)
            .map_err(|errors| errors.into_iter().map(Trouble::from).collect::<Vec<_>>())?;
        config.baseline = baseline(&config).map_err(|trouble| vec![trouble])?;
        let progress = Progress::new(self.progress);
        let may_be_nothing = matches!(self.source, Source::Packages { changed: true });
        use_threads(self.jobs)?;
        // A package by itself needs no facts: both are read at once.
        let today = self.today.unwrap_or_else(engine::date::today);
        let (gathered, checked) = rayon::join(
            || inputs::facts_for(&config, &folder, self.facts),
            || {
                let with_facts = inputs::names_facts(&config, self.facts);
                checked(self.paths, self.source, &config, today, with_facts, &|done, all| progress.tell(done, all))
            },
        );
        let GatheredFacts { environment, mut troubles, mut remarks, settings_undecided, named } = gathered;
        let limits = &config.limits;
        let run = Conclude {
            previous: read::find(self.previous, Path::new("."), limits),
            config: &config,
            environment,
            today,
            limits,
            holdings: self.holdings,
        };
        let mut outcome = engine::conclude(run, checked.map_err(|trouble| vec![trouble])?);
        remarks.extend(other_environment(&config));
        progress.finish();
        forget_known(&mut outcome, &named);
        outcome.remarks.splice(0..0, remarks);
        if settings_undecided {
            want_settings(&mut outcome);
        }
        let said = !outcome.errors.is_empty();
        troubles.extend(std::mem::take(&mut outcome.errors).into_iter().map(Trouble::from));
        // Where an input could not be used, that has been said already.
        if !may_be_nothing && !said && outcome.packages.iter().all(|package| package.kind == PackageKind::Container) {
            troubles.push(nothing_in(self.paths, "nothing found to check"));
        }
        troubles.extend(outcome.broken.drain(..).map(Trouble::new));
        troubles.extend(outcome.misused.drain(..).map(Trouble::from));
        Ok(Checked { outcome, troubles, config })
    }
}

/// From here on, everything is done with so many threads, or with one for each processor.
pub(super) fn use_threads(jobs: Option<u16>) -> Result<(), Vec<Trouble>> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from));
    // This thread is one of them, so that a small run does not wait for others to wake up. On Windows it has half the stack of the others.
    let threads = if cfg!(windows) { threads } else { threads.use_current_thread() };
    match threads.build_global() {
        Err(error) if error.source().is_some() => Err(vec![Trouble::new(format!("cannot start threads: {error}"))]),
        // Without a source, it has been said before in this process.
        _ => Ok(()),
    }
}

/// What there is to know of each package by itself.
fn checked(
    paths: &[String],
    source: Source,
    config: &Config,
    today: Date,
    with_facts: bool,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<CheckedPackages, Trouble> {
    match source {
        Source::Packages { changed } => {
            let mut found = read::find(paths, Path::new("."), &config.limits);
            if changed {
                // Nobody said that a zip that was changed holds a solution.
                found.tasks.iter_mut().for_each(|task| task.named = false);
            }
            Ok(engine::check(found, &Check { config, today, limits: &config.limits, with_facts, progress }))
        }
        Source::Shards(shards) => {
            let parts = of_one_run(shards, config)?;
            engine::merge(parts, config).map_err(|error| {
                let help = match error {
                    PartError::SamePackage(_) => {
                        "give each part once, and packages of several folders paths of their own: check them from the folder above"
                    }
                    PartError::UnknownRule(_) | PartError::UnknownPackage => "write the shards again",
                };
                Trouble::new(format!("a shard cannot be used: {error}")).help(help)
            })
        }
    }
}

/// What the shards hold, if they were written with this same configuration.
fn of_one_run(shards: Vec<ShardFile>, config: &Config) -> Result<Vec<Part>, Trouble> {
    let ground = engine::common_ground(config);
    if let Some(other) = shards.iter().find(|shard| shard.head.configuration != ground) {
        let trouble = Trouble::new("was written with another configuration, preset or choice of rules".to_owned());
        let path = Some(other.path.to_string_lossy().replace('\\', "/"));
        let help = "give --config, --environment, --preset and --only as they were given to powerlint check --shard";
        return Err(Trouble { path, ..trouble.help(help) });
    }
    Ok(shards.into_iter().map(|shard| shard.part).collect())
}

/// Says that the baseline was written for another environment, whose findings may be wanted here.
fn other_environment(config: &Config) -> Option<String> {
    let written = config.baseline.as_ref()?.environment.as_deref()?;
    let here = config.chosen().map(|entry| entry.name.as_str());
    (here != Some(written))
        .then(|| format!("the baseline was written for the environment {written}, which is not this one"))
}

/// No hint is needed at files that were named, be it for another environment.
fn forget_known(outcome: &mut Outcome, named: &HashSet<PathBuf>) {
    let on_disk = |path: &str| std::fs::canonicalize(path).ok();
    outcome.hints.retain(|hint| on_disk(&hint.path).is_none_or(|path| !named.contains(&path)));
}

/// Where bindings are wanted, one of the given settings files would do: the coverage says so in every format.
fn want_settings(outcome: &mut Outcome) {
    let wants = |line: &&mut CoverageLine| line.needs.iter().any(|need| need == "connectionreferences.json");
    for line in outcome.coverage.iter_mut().filter(wants) {
        line.needs.push("a choice of one settings file (--settings or --environment)".to_owned());
    }
}

/// The exit status: 2 where something could not be done, else 1 where a finding is severe enough.
fn status(outcome: &Outcome, troubles: &[Trouble], fail_on: FailOn) -> u8 {
    if !troubles.is_empty() {
        return 2;
    }
    let fails =
        fail_on.severity().is_some_and(|least| outcome.findings.iter().any(|finding| finding.severity >= least));
    u8::from(fails)
}

/// Writes the files, and prints; the exit status of that.
fn write(reported: &Reported<'_>, targets: &Targets, screen: &Screen) -> u8 {
    let mut troubles = Vec::new();
    let mut written = Vec::new();
    for (format, path) in &targets.files {
        let fill = |sink: &mut Sink<'_>| {
            let mut out = Pieces::to(sink);
            report::write(&mut out, *format, reported, screen.file(), screen.detail(), &[])?;
            out.finish().map(drop)
        };
        match write_file_in_pieces(path, fill) {
            Ok(()) => written.push((*format, path.as_path())),
            Err(trouble) => troubles.push(trouble),
        }
    }
    let mut print = |text: &str| screen.print(text);
    let mut out = Pieces::to(&mut print);
    let printed = report::write(&mut out, targets.printed, reported, screen.out(), screen.detail(), &written);
    match printed.and_then(|()| out.finish()) {
        Ok(_) => {}
        Err(trouble) => troubles.push(trouble),
    }
    if troubles.is_empty() { 0 } else { fail(screen, &troubles) }
}

/// A bar on standard error, once the run has taken a while, if a person is watching.
struct Progress {
    wanted: bool,
    start: Instant,
    bar: Mutex<Option<ProgressBar>>,
}

impl Progress {
    fn new(wanted: bool) -> Self {
        use std::io::IsTerminal as _;
        Self { wanted: wanted && std::io::stderr().is_terminal(), start: Instant::now(), bar: Mutex::new(None) }
    }

    fn tell(&self, done: usize, all: usize) {
        if !self.wanted || self.start.elapsed() < PATIENCE {
            return;
        }
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::stderr());
            // The template is ours; the default is as good.
            let style = ProgressStyle::with_template("checking {bar:30} {pos} of {len}");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done as u64);
    }

    fn finish(&self) {
        if let Some(bar) = self.bar.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::{Outcome, Severity};

    use super::{FailOn, status};
    use crate::report::samples;

    #[test]
    fn the_status_follows_the_worst_finding_and_troubles_win() {
        let mut outcome = samples::outcome();
        outcome.findings.retain(|finding| finding.severity == Severity::Note);
        assert_eq!(status(&outcome, &[], FailOn::Note), 1);
        assert_eq!(status(&outcome, &[], FailOn::Warning), 0);
        assert_eq!(status(&samples::outcome(), &[], FailOn::Error), 1);
        assert_eq!(status(&samples::outcome(), &[], FailOn::Never), 0);
        assert_eq!(status(&Outcome::default(), &samples::troubles(), FailOn::Never), 2);
    }
}
