//! Which steps read what, found once for a flow: flows may be of any size.

use std::collections::HashMap;

use solution::{FlowIndex, Folded, flow_index::StepId};
use syntax::expr::ReadKind;

/// The readers of actions and variables.
#[derive(Debug, Default)]
pub(super) struct Readers<'f> {
    /// By what is read, and by its name; `None` where the name is computed, so that it may be any. A trigger is no step.
    readers: HashMap<(ReadKind, Option<Folded<'f>>), Vec<Option<StepId>>, foldhash::fast::RandomState>,
}

impl<'f> Readers<'f> {
    /// Finds the readers of all actions and variables.
    pub(super) fn new(flow: &'f FlowIndex<'_, '_>) -> Self {
        let mut readers: HashMap<_, Vec<_>, _> = HashMap::default();
        for (string, read) in flow.reads() {
            if matches!(read.what, ReadKind::Action | ReadKind::Variable) {
                readers.entry((read.what, read.name.map(Folded))).or_default().push(string.step());
            }
        }
        Self { readers }
    }

    /// Who reads the action or variable of this name, or may do so.
    pub(super) fn of<'n>(
        &'n self,
        what: ReadKind,
        name: &'n str,
    ) -> impl Iterator<Item = Option<StepId>> + use<'n, 'f> {
        let named = self.readers.get(&(what, Some(Folded(name))));
        let computed = self.readers.get(&(what, None));
        named.into_iter().chain(computed).flatten().copied()
    }
}
