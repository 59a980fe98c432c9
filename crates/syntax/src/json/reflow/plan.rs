//! Which containers are opened, and which of their children are shown.

use std::collections::{BTreeMap, BTreeSet};

use super::write::fits_on_a_line;
use super::{Child, child, count, count_before, touches};
use crate::{Span, Value};

/// The opened containers; the first is the outermost. Empty where the value is no container.
pub(super) struct Plan<'v, 't> {
    pub(super) blocks: Vec<Block<'v, 't>>,
}

/// A container that is written over several lines.
pub(super) struct Block<'v, 't> {
    pub(super) value: &'v Value<'t>,
    /// The children that are shown, by their place among all; the others become `…`.
    pub(super) shown: BTreeSet<usize>,
    /// The children that are opened too: their places among all, and in [`Plan::blocks`].
    pub(super) opened: BTreeMap<usize, usize>,
    depth: usize,
}

impl<'v, 't> Plan<'v, 't> {
    /// Opens `value` and, inside, whatever holds a mark; then shows neighbours while there are lines left.
    pub(super) fn new(text: &str, value: &'v Value<'t>, marks: &[Span], max_lines: usize) -> Self {
        let mut plan = Self { blocks: Vec::new() };
        if count(value) > 0 {
            plan.open(text, value, marks, 0);
            plan.show_neighbours(max_lines);
        }
        plan
    }

    fn open(&mut self, text: &str, value: &'v Value<'t>, marks: &[Span], depth: usize) -> usize {
        let mut shown = BTreeSet::new();
        for &mark in marks.iter().filter(|mark| touches(**mark, value.span) && !mark.contains(value.span)) {
            // A mark over many children needs its ends only. Children stand in the order of the text.
            let first = count_before(value, |child| child.end <= mark.start);
            let last = count_before(value, |child| child.start < mark.end).saturating_sub(1);
            let held = |at: &usize| child(value, *at).is_some_and(|child| touches(mark, child.span()));
            shown.extend([first, last].into_iter().filter(held));
        }
        let at = self.blocks.len();
        self.blocks.push(Block { value, shown, opened: BTreeMap::new(), depth });
        let inner: Vec<_> = self.blocks[at..].iter().flat_map(Block::shown_children).collect();
        for (place, child) in inner {
            if wants_opening(text, child, marks) {
                let opened = self.open(text, child.value(), marks, depth + 1);
                if let Some(block) = self.blocks.get_mut(at) {
                    block.opened.insert(place, opened);
                }
            }
        }
        at
    }

    fn show_neighbours(&mut self, max_lines: usize) {
        let deepest = self.blocks.iter().map(|block| block.depth).max().unwrap_or(0);
        let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for (child, distance) in block.neighbours(max_lines.max(1)) {
                // What stands further out says less about the mark.
                candidates.push((distance + 2 * (deepest - block.depth), at, child));
            }
        }
        candidates.sort_unstable();
        // The outermost container's first line is nobody's child.
        let mut lines = 1 + self.blocks.iter().map(Block::lines).sum::<usize>();
        for (_, at, child) in candidates {
            // `at` came from enumerating the blocks.
            if let Some(block) = self.blocks.get_mut(at) {
                let more = block.lines_to_show(child);
                if more == 0 || lines + more <= max_lines {
                    block.shown.insert(child);
                    lines += more;
                }
            }
        }
    }
}

impl<'v, 't> Block<'v, 't> {
    fn shown_children(&self) -> impl Iterator<Item = (usize, Child<'v, 't>)> {
        self.shown.iter().filter_map(|&at| Some((at, child(self.value, at)?)))
    }

    /// The children that are not shown and at most `reach` steps from the nearest one that is (from the container's
    /// beginning, if none is), each with its distance. A container can have tens of thousands: only those near are looked at.
    fn neighbours(&self, reach: usize) -> BTreeMap<usize, usize> {
        let count = count(self.value);
        if self.shown.is_empty() {
            return (0..count.min(reach)).map(|at| (at, at + 1)).collect();
        }
        let mut near = BTreeMap::new();
        for &shown in &self.shown {
            for at in shown.saturating_sub(reach)..count.min(shown.saturating_add(reach).saturating_add(1)) {
                let distance: &mut usize = near.entry(at).or_insert(usize::MAX);
                *distance = at.abs_diff(shown).min(*distance);
            }
        }
        near.retain(|_, distance| *distance > 0);
        near
    }

    /// The lines of the children, of each `…`, and of the closing bracket.
    fn lines(&self) -> usize {
        let mut next = 0;
        let mut gaps = 0;
        for &at in &self.shown {
            gaps += usize::from(at > next);
            next = at + 1;
        }
        gaps += usize::from(next < count(self.value));
        self.shown.len() + gaps + 1
    }

    /// How many lines more it takes to show a child that is not shown: its own, and one for each `…` beside it,
    /// less the `…` it was part of.
    fn lines_to_show(&self, child: usize) -> usize {
        let left = child > 0 && !self.shown.contains(&(child - 1));
        let right = child + 1 < count(self.value) && !self.shown.contains(&(child + 1));
        usize::from(left) + usize::from(right)
    }
}

/// Whether a child with a mark is written over several lines: where the mark is inside the value, so that it
/// stands on a line of its own, or where the mark is the child and the value is too long for one line.
fn wants_opening(text: &str, child: Child<'_, '_>, marks: &[Span]) -> bool {
    let value = child.value();
    if count(value) == 0 {
        return false;
    }
    let inside = |mark: &Span| touches(*mark, value.span) && !mark.contains(value.span);
    let is_child = |mark: &Span| touches(*mark, child.span()) && child.span().contains(*mark);
    marks.iter().any(inside) || (marks.iter().any(is_child) && !fits_on_a_line(text, value))
}
