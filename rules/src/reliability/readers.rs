//! Which steps read what, found once for a flow: flows may be of any size.

use std::collections::HashMap;

use solution::{FlowIndex, flow_index::StepId};
use syntax::expr::ReadKind;

/// The readers of actions and variables.
#[derive(Debug, Default)]
pub(super) struct Readers {
    /// By what is read, and by its name in lower case; `None` where the name is computed, so that it may be any. A trigger is no step.
    readers: HashMap<(ReadKind, Option<String>), Vec<Option<StepId>>>,
}

impl Readers {
    /// Finds the readers of all actions and variables.
    pub(super) fn new(flow: &FlowIndex<'_, '_>) -> Self {
        let mut readers: HashMap<_, Vec<_>> = HashMap::new();
        for (string, read) in flow.reads() {
            if matches!(read.what, ReadKind::Action | ReadKind::Variable) {
                readers.entry((read.what, read.name.map(str::to_lowercase))).or_default().push(string.step());
            }
        }
        Self { readers }
    }

    /// Who reads the action or variable of this name, or may do so.
    pub(super) fn of(&self, what: ReadKind, name: &str) -> impl Iterator<Item = Option<StepId>> {
        let named = self.readers.get(&(what, Some(name.to_lowercase())));
        let computed = self.readers.get(&(what, None));
        named.into_iter().chain(computed).flatten().copied()
    }
}
