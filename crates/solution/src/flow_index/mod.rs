//! What rules ask of a flow, worked out once: its steps by name and place, and every expression in it.

mod letters;
mod order;
mod parsed;
mod runs_after;
mod signs;
mod strings;
mod variables;

use std::collections::{HashMap, HashSet, hash_map::Entry};

use syntax::{Value, expr::ReadKind};

pub use letters::Letters;
pub use order::{Order, Orders};
pub use parsed::{FlowRead, Parsed};
pub use runs_after::RunsAfter;
use runs_after::Waits;
use strings::Strings;
pub use strings::{FlowString, FlowText, Owner};
pub use variables::{Change, Changed, Made, Variables};

use crate::{
    ByName, FileId, Folded,
    model::{Action, BranchKind, Flow, FlowKind, Membership},
};

/// An action, by its place in [`FlowIndex::steps`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepId(u32);

/// Some of a flow's steps.
pub type StepSet = HashSet<StepId, foldhash::fast::RandomState>;

/// Values by step.
pub type ByStep<T> = HashMap<StepId, T, foldhash::fast::RandomState>;

/// An action and where it stands among the others.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a, 't> {
    /// Itself.
    pub id: StepId,
    /// The action.
    pub action: &'a Action<'t>,
    /// The action it stands in; `None` at the top level.
    pub parent: Option<StepId>,
    /// Which of the parent's lists it stands in.
    pub branch: Option<BranchKind<'t>>,
    /// The place of that list among all lists of the flow.
    list: u32,
    /// How many actions it stands in.
    pub depth: u32,
}

/// The steps of a name.
#[derive(Debug, Clone, Copy)]
enum Named {
    One(StepId),
    /// By their place in [`FlowIndex::same_name`].
    Several(usize),
}

/// A flow with its steps by name and place, and every expression in it.
#[derive(Debug)]
pub struct FlowIndex<'a, 't> {
    flow: &'a Flow<'t>,
    steps: Vec<Step<'a, 't>>,
    /// By name: names are compared without regard to case at run time.
    by_name: ByName<'a, Named>,
    /// The id of each step at its place, for names that one step has.
    ids: Vec<StepId>,
    /// The steps of each name that several have, at the places that `by_name` gives.
    same_name: Vec<Vec<StepId>>,
    /// The steps of each list, in the order of the file.
    lists: Vec<Vec<StepId>>,
    strings: Strings<'a, 't>,
    whole: bool,
    /// What each step waits for.
    waits: Waits<'t>,
    variables: Variables<'t>,
}

impl<'a, 't> FlowIndex<'a, 't> {
    /// Works a flow out. Desktop flows have no steps.
    #[must_use]
    pub fn new(flow: &'a Flow<'t>) -> Self {
        Self::with(flow, &mut Parsed::default())
    }

    /// As [`Self::new`]; what flows before it have said already is not read again.
    #[must_use]
    pub fn with(flow: &'a Flow<'t>, parsed: &mut Parsed<'a>) -> Self {
        let mut index = Self {
            flow,
            steps: Vec::new(),
            by_name: ByName::default(),
            ids: Vec::new(),
            same_name: Vec::new(),
            lists: Vec::new(),
            strings: Strings::default(),
            whole: false,
            waits: Waits::default(),
            variables: Variables::default(),
        };
        if flow.kind != FlowKind::Desktop {
            index.add_steps();
            index.add_names();
            index.strings = Strings::of(flow, &index.steps, parsed);
            index.whole = index.lists_are_whole();
            index.waits = Waits::of(&index);
            index.variables = Variables::of(&index);
        }
        index
    }

    /// Without recursion: how deep actions lie is the package's choice.
    fn add_steps(&mut self) {
        /// A list of actions that is still to be added: the actions, the parent, the branch.
        type Open<'a, 't> = (std::slice::Iter<'a, Action<'t>>, Option<StepId>, Option<BranchKind<'t>>, u32, u32);
        let mut open: Vec<Open<'a, 't>> =
            vec![(self.flow.actions.iter(), None, None, self.new_list(self.flow.actions.len()), 0)];
        while let Some((actions, parent, branch, list, depth)) = open.last_mut() {
            let Some(action) = actions.next() else {
                open.pop();
                continue;
            };
            let Ok(number) = u32::try_from(self.steps.len()) else { return };
            let id = StepId(number);
            let step = Step { id, action, parent: *parent, branch: *branch, list: *list, depth: *depth };
            let below = *depth + 1;
            if let Some(list) = self.lists.get_mut(step.list as usize) {
                list.push(id);
            }
            self.steps.push(step);
            for inner in action.branches.iter().rev() {
                let list = self.new_list(inner.actions.len());
                open.push((inner.actions.iter(), Some(id), Some(inner.kind), list, below));
            }
        }
    }

    fn add_names(&mut self) {
        self.ids = self.steps.iter().map(|step| step.id).collect();
        self.by_name.reserve(self.steps.len());
        for step in &self.steps {
            match self.by_name.entry(Folded(step.action.name.value)) {
                Entry::Vacant(new) => {
                    new.insert(Named::One(step.id));
                }
                Entry::Occupied(mut known) => match *known.get() {
                    Named::One(first) => {
                        known.insert(Named::Several(self.same_name.len()));
                        self.same_name.push(vec![first, step.id]);
                    }
                    Named::Several(place) => {
                        if let Some(all) = self.same_name.get_mut(place) {
                            all.push(step.id);
                        }
                    }
                },
            }
        }
    }

    /// Whether all that stands where actions stand is one.
    fn lists_are_whole(&self) -> bool {
        let objects = |holder: &Value<'_>| {
            holder.get("actions").is_none_or(|list| list.members().iter().all(|member| member.value.is_object()))
        };
        let definition = self.flow.root.and_then(|root| root.at(&["properties", "definition"]));
        let branches = |action: &Value<'_>| {
            let cases = action.get("cases").map(Value::members).unwrap_or_default();
            objects(action)
                && action.get("else").is_none_or(objects)
                && action.get("default").is_none_or(objects)
                && cases.iter().all(|case| objects(&case.value))
        };
        definition.is_none_or(objects) && self.steps.iter().all(|step| branches(step.action.definition))
    }

    fn new_list(&mut self, steps: usize) -> u32 {
        self.lists.push(Vec::with_capacity(steps));
        // There are no more lists than actions, and no more actions than bytes of a text of at most 4 GiB.
        u32::try_from(self.lists.len() - 1).unwrap_or(u32::MAX)
    }

    /// The flow.
    #[must_use]
    pub fn flow(&self) -> &'a Flow<'t> {
        self.flow
    }

    /// The file it stands in.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.flow.file
    }

    /// Whether the solution imports it: not so where its file is stale.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.flow.membership != Membership::Stale
    }

    /// Whether every action could be read, so that a name that is not here does not exist.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Every action, depth first, in the order of the file.
    #[must_use]
    pub fn steps(&self) -> &[Step<'a, 't>] {
        &self.steps
    }

    /// A step.
    ///
    /// # Panics
    /// Never for an id of this flow.
    #[must_use]
    pub fn step(&self, id: StepId) -> &Step<'a, 't> {
        // Ids are places in this list.
        &self.steps[id.0 as usize]
    }

    /// The steps of this name, without regard to case, as the run time compares them. More than one is a mistake.
    #[must_use]
    pub fn named(&self, name: &str) -> &[StepId] {
        let named = match self.by_name.get(&Folded(name)) {
            Some(Named::One(id)) => self.ids.get(id.0 as usize..=id.0 as usize),
            Some(Named::Several(place)) => self.same_name.get(*place).map(Vec::as_slice),
            None => None,
        };
        named.unwrap_or_default()
    }

    /// Whether no two steps have the same name, without regard to case.
    #[must_use]
    pub fn names_are_unique(&self) -> bool {
        self.same_name.is_empty()
    }

    /// The step of this name, if there is exactly one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Step<'a, 't>> {
        match self.named(name) {
            [id] => Some(self.step(*id)),
            _ => None,
        }
    }

    /// The steps that this one stands in, the innermost first.
    pub fn ancestors(&self, id: StepId) -> impl Iterator<Item = &Step<'a, 't>> {
        let mut next = self.step(id).parent;
        std::iter::from_fn(move || {
            let step = self.step(next?);
            next = step.parent;
            Some(step)
        })
    }

    /// The loops that this step stands in, the innermost first.
    pub fn loops(&self, id: StepId) -> impl Iterator<Item = &Step<'a, 't>> {
        self.ancestors(id).filter(|step| step.is_loop())
    }

    /// The steps directly inside this one, in all its lists, in the order of the file.
    pub fn children(&self, id: StepId) -> impl Iterator<Item = &Step<'a, 't>> {
        self.inside(id).filter(move |step| step.parent == Some(id))
    }

    /// Every step inside this one, however deep, in the order of the file.
    pub fn inside(&self, id: StepId) -> impl Iterator<Item = &Step<'a, 't>> {
        let depth = self.step(id).depth;
        // The steps stand depth first, so that those inside follow and lie deeper.
        self.steps.iter().skip(id.0 as usize + 1).take_while(move |step| step.depth > depth)
    }

    /// The steps of the same list, this one included, in the order of the file.
    #[must_use]
    pub fn list_of(&self, id: StepId) -> &[StepId] {
        self.lists.get(self.step(id).list as usize).map_or(&[], Vec::as_slice)
    }

    /// Every list of steps of the flow, the top level first; lists may be empty.
    pub fn lists(&self) -> impl Iterator<Item = &[StepId]> {
        self.lists.iter().map(Vec::as_slice)
    }

    /// The variables of the flow.
    #[must_use]
    pub fn variables(&self) -> &Variables<'t> {
        &self.variables
    }

    /// Every string of triggers and actions that holds an expression or is meant to (see [`FlowString`]).
    #[must_use]
    pub fn strings(&self) -> &[FlowString<'a, 't>] {
        &self.strings.evaluated
    }

    /// Every text of triggers and actions, expressions or not (see [`FlowText`]).
    #[must_use]
    pub fn texts(&self) -> &[FlowText<'a>] {
        &self.strings.texts
    }

    /// Whether every expression could be read, so that what none of them names is named nowhere.
    #[must_use]
    pub fn all_expressions_read(&self) -> bool {
        self.strings.all_read
    }

    /// Everything that expressions of the flow read, with the string they stand in.
    pub fn reads(&self) -> impl Iterator<Item = (&FlowString<'a, 't>, FlowRead<'_>)> {
        self.strings().iter().flat_map(|string| string.reads().map(move |read| (string, read)))
    }

    /// Everything of one kind that expressions of the flow read: strings without are passed over.
    pub fn reads_of(&self, what: ReadKind) -> impl Iterator<Item = (&FlowString<'a, 't>, FlowRead<'_>)> {
        let strings = self.strings().iter().filter(move |string| string.may_read(what));
        let reads = strings.flat_map(|string| string.reads().map(move |read| (string, read)));
        reads.filter(move |(_, read)| read.what == what)
    }

    /// The names of the actions from the outermost to this one, with `/` between them: what tells a step from others in
    /// findings, whatever the file's form.
    #[must_use]
    pub fn path(&self, id: StepId) -> String {
        let mut names: Vec<&str> = self.ancestors(id).map(|step| step.action.name.value).collect();
        names.reverse();
        names.push(self.step(id).action.name.value);
        names.join("/")
    }
}

impl Step<'_, '_> {
    /// Whether what is inside runs again and again: `Foreach` and `Until`.
    #[must_use]
    pub fn is_loop(&self) -> bool {
        self.is("Foreach") || self.is("Until")
    }

    /// Whether the action is of this type, without regard to case.
    #[must_use]
    pub fn is(&self, kind: &str) -> bool {
        self.action.kind.eq_ignore_ascii_case(kind)
    }
}
