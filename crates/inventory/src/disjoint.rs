//! Disjoint sets (union-find).

/// Disjoint sets of the numbers that [`Sets::add`] gave.
#[derive(Default)]
pub(crate) struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    /// Adds a set of one, and gives its number.
    pub(crate) fn add(&mut self) -> usize {
        self.parents.push(self.parents.len());
        self.parents.len() - 1
    }

    /// The number that stands for the whole set of `node`.
    pub(crate) fn find(&mut self, mut node: usize) -> usize {
        while let Some(&parent) = self.parents.get(node).filter(|&&parent| parent != node) {
            // Halves the path, so that later searches are short.
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(node) {
                *slot = above;
            }
            node = above;
        }
        node
    }

    /// Makes one set of two.
    pub(crate) fn union(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        let (low, high) = (one.min(other), one.max(other));
        if let Some(slot) = self.parents.get_mut(high) {
            *slot = low;
        }
    }
}
