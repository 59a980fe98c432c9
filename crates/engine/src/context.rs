//! What rules see: one package, or the whole run. What several rules ask for is worked out once.

use std::{collections::HashMap, sync::OnceLock};

use inventory::Environment;
use rayon::prelude::*;
use solution::{
    AppFile, AppFormulas, FlowIndex, Loc, Package, Texts,
    flow_index::{FlowString, Parsed},
    model::{Flow, FlowKind, Membership, WorkflowEntry},
};
use syntax::{
    Span, json,
    robin::{self, Script},
};

use crate::{Config, ConnectionsInUse, Date, PackageId, Place, Workspace, calls::Calls};

/// What a rule sees of one package.
pub struct SolutionContext<'a, 't> {
    /// The package.
    pub package: &'a Package<'t>,
    /// Its number in this run.
    pub id: PackageId,
    /// The configuration.
    pub config: &'a Config,
    /// The day that it is.
    pub today: Date,
    /// The files of canvas apps that could be read. Only where a rule about apps runs: opening them takes time.
    pub app_files: &'a [AppFile],
    texts: &'a Texts,
    flows: OnceLock<Vec<FlowIndex<'a, 't>>>,
    entries: OnceLock<HashMap<&'a str, &'a WorkflowEntry<'t>>>,
    scripts: OnceLock<Vec<(&'a Flow<'t>, String)>>,
    formulas: OnceLock<Vec<AppFormulas<'a>>>,
}

impl<'a, 't> SolutionContext<'a, 't> {
    pub(crate) fn new(
        package: &'a Package<'t>,
        texts: &'a Texts,
        app_files: &'a [AppFile],
        config: &'a Config,
        today: Date,
    ) -> Self {
        // The number in the run is not known yet. It is not needed either: every place is turned before the package is let go.
        Self {
            package,
            id: PackageId(0),
            config,
            today,
            app_files,
            texts,
            flows: OnceLock::new(),
            entries: OnceLock::new(),
            scripts: OnceLock::new(),
            formulas: OnceLock::new(),
        }
    }

    /// Works the flows out on all threads, before rules ask for them side by side.
    pub(crate) fn index_flows(&mut self) {
        let depth = self.config.limits.expression_depth;
        let flows: Vec<&'a Flow<'t>> = cloud_flows(self.package).collect();
        // Not within the cell: a thread that waits there may be given another rule, which asks the same cell.
        let indexed =
            flows.into_par_iter().map_init(|| Parsed::within(depth), |parsed, flow| FlowIndex::with(flow, parsed));
        self.flows = indexed.collect::<Vec<_>>().into();
    }

    /// Lets go of what was worked out on all threads.
    pub(crate) fn drop_flows_side_by_side(self) {
        self.flows.into_inner().into_par_iter().flatten().for_each(drop);
    }

    /// The `Workflow` element of a flow's id.
    #[must_use]
    pub fn entry_of(&self, flow: &Flow<'_>) -> Option<&'a WorkflowEntry<'t>> {
        let by_id = || {
            let with_ids = self.package.workflows.iter().filter_map(|entry| Some((entry.id.as_deref()?, entry)));
            // The first of several counts.
            with_ids.rev().collect()
        };
        self.entries.get_or_init(by_id).get(flow.id.as_deref()?).copied()
    }

    /// A place in this package.
    #[must_use]
    pub fn at(&self, loc: Loc) -> Place {
        Place::Package(self.id, Some(loc))
    }

    /// A part of a string, in bytes of its value: the place of an expression, or of a name in it.
    #[must_use]
    pub fn inside(&self, string: &FlowString<'_, '_>, part: Span) -> Place {
        /// Longer strings with escapes are marked as a whole: finding a place in them takes as long as they are, and they can hold
        /// tens of thousands of places.
        const LONG: usize = 64 * 1024;
        let Loc { file, span } = string.loc;
        let length = span.range().len();
        // Escapes are longer than what they mean, so that a string of the same length has none.
        let place = if string.text.len() + 2 == length {
            let start = span.range().start + 1;
            Span::new(start + part.range().start, start + part.range().end.min(string.text.len()))
        } else if length > LONG {
            span
        } else {
            json::inside(self.texts.get(file).unwrap_or_default(), span, part)
        };
        self.at(Loc::new(file, place))
    }

    /// The cloud flows and agent flows that the solution imports, each with its steps and expressions worked out: once for all
    /// rules. Files that no `Workflow` element names are left out (see [`Self::all_flows`]).
    pub fn flows(&self) -> impl Iterator<Item = &FlowIndex<'a, 't>> {
        self.all_flows().filter(|flow| flow.is_imported())
    }

    /// The canvas apps whose files could be read, each with its formulas: read once for all rules. Without formulas where no rule asks
    /// for controls.
    pub fn app_formulas(&self) -> &[AppFormulas<'a>] {
        self.formulas.get_or_init(|| self.app_files.iter().map(AppFormulas::new).collect())
    }

    /// The desktop flows that the solution imports and whose scripts could be read, each unpacked and parsed: unpacked once for all rules.
    /// Their texts may hold secrets, and have no place in any file: a finding about them stands at the flow, and names subflow and line.
    pub fn scripts(&self) -> impl Iterator<Item = (&'a Flow<'t>, Script<'_>)> {
        let flows = || self.package.flows.iter().filter(|flow| flow.membership != Membership::Stale);
        let scripts = self.scripts.get_or_init(|| flows().filter_map(|flow| Some((flow, flow.script()?))).collect());
        scripts.iter().map(|(flow, text)| (*flow, robin::parse(text)))
    }

    /// Like [`Self::flows`], together with stale files.
    pub fn all_flows(&self) -> impl Iterator<Item = &FlowIndex<'a, 't>> {
        let depth = self.config.limits.expression_depth;
        let index = || {
            let mut parsed = Parsed::within(depth);
            cloud_flows(self.package).map(|flow| FlowIndex::with(flow, &mut parsed)).collect()
        };
        self.flows.get_or_init(index).iter()
    }
}

/// The cloud flows and agent flows of a package that could be read, stale files among them.
fn cloud_flows<'a, 't>(package: &'a Package<'t>) -> impl Iterator<Item = &'a Flow<'t>> {
    package.flows.iter().filter(|flow| flow.kind != FlowKind::Desktop && flow.root.is_some())
}

/// What a rule sees of the whole run.
pub struct WorkspaceContext<'a> {
    /// The packages' outlines, and what they say together.
    pub workspace: &'a Workspace,
    /// What is known of the environment.
    pub environment: &'a Environment,
    /// The configuration.
    pub config: &'a Config,
    /// The day that it is.
    pub today: Date,
    calls: OnceLock<Calls<'a>>,
    in_use: OnceLock<ConnectionsInUse<'a>>,
}

impl<'a> WorkspaceContext<'a> {
    pub(crate) fn new(workspace: &'a Workspace, environment: &'a Environment, config: &'a Config, today: Date) -> Self {
        Self { workspace, environment, config, today, calls: OnceLock::new(), in_use: OnceLock::new() }
    }

    /// Which flow calls which: worked out once for all rules.
    pub fn calls(&self) -> &Calls<'a> {
        self.calls.get_or_init(|| Calls::new(self.workspace))
    }

    /// The connections that the packages use: worked out once for all rules.
    pub fn connections_in_use(&self) -> &ConnectionsInUse<'a> {
        self.in_use.get_or_init(|| ConnectionsInUse::of(self.workspace, self.environment))
    }
}
