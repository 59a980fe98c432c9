//! Which of two steps runs first.

use std::cell::{Cell, RefCell};

use super::{FlowIndex, StepId};

/// Steps that the questions of one rule may visit in one flow: real flows of 400 actions need some ten thousand.
const BUDGET: u32 = 2_000_000;

/// Answers questions of order in a flow.
#[derive(Debug)]
pub struct Orders<'f, 'a, 't> {
    flow: &'f FlowIndex<'a, 't>,
    /// How much work may still be spent (see [`Order::Unknown`]).
    budget: Cell<u32>,
    seen: RefCell<Seen>,
}

/// How two steps stand to each other at run time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// They are the same.
    Same,
    /// The first has ended (run, failed or been skipped) before the second begins.
    Before,
    /// The second has ended before the first begins.
    After,
    /// The second stands inside the first.
    Around,
    /// The first stands inside the second.
    Inside,
    /// They stand in branches of which only one runs: yes and no of a condition, cases of a switch.
    Exclusive,
    /// Neither waits for the other.
    Parallel,
    /// It would take too long to say: the flow is far larger than any real one.
    Unknown,
}

impl<'a, 't> FlowIndex<'a, 't> {
    /// For questions of order in this flow.
    #[must_use]
    pub fn orders(&self) -> Orders<'_, 'a, 't> {
        Orders { flow: self, budget: Cell::new(BUDGET), seen: RefCell::default() }
    }
}

impl Orders<'_, '_, '_> {
    /// How `one` stands to `other`, by `runAfter` and by what they stand in.
    #[must_use]
    pub fn order(&self, one: StepId, other: StepId) -> Order {
        if one == other {
            return Order::Same;
        }
        let (mut first, mut second) = (one, other);
        // Lift both to the list that holds them, or that holds what holds them.
        while self.flow.step(first).list != self.flow.step(second).list {
            let (a, b) = (self.flow.step(first), self.flow.step(second));
            if a.depth >= b.depth {
                match a.parent {
                    Some(parent) if parent == second => return Order::Inside,
                    Some(parent) if a.depth == b.depth && b.parent == Some(parent) => return Order::Exclusive,
                    Some(parent) => first = parent,
                    None => return Order::Parallel,
                }
            } else {
                match b.parent {
                    Some(parent) if parent == first => return Order::Around,
                    Some(parent) => second = parent,
                    None => return Order::Parallel,
                }
            }
        }
        // Nearly always the first question is the only one.
        let before = self.waits_for(second, first);
        if before == Some(true) {
            return Order::Before;
        }
        match (before, self.waits_for(first, second)) {
            (_, Some(true)) => Order::After,
            (Some(false), Some(false)) => Order::Parallel,
            _ => Order::Unknown,
        }
    }

    /// Whether `one` has a chain of `runAfter` that leads to `other` in the same list; `None` where that would take too long.
    fn waits_for(&self, one: StepId, other: StepId) -> Option<bool> {
        let mut seen = self.seen.borrow_mut();
        seen.begin(self.flow.steps().len());
        let mut open = vec![one];
        while let Some(id) = open.pop() {
            self.budget.set(self.budget.get().checked_sub(1)?);
            for before in self.flow.waited_for(id) {
                if *before == other {
                    return Some(true);
                }
                if seen.is_new(*before) {
                    open.push(*before);
                }
            }
        }
        Some(false)
    }
}

/// The steps that a question of order has come by: one list for all questions of a rule, so that none has to make its own.
#[derive(Debug, Default)]
struct Seen {
    /// The number of the last question that came by, for each step.
    by: Vec<u32>,
    /// The number of this question.
    question: u32,
}

impl Seen {
    /// Begins the next question. There are fewer than [`BUDGET`] of them that visit anything, so that numbers suffice.
    fn begin(&mut self, steps: usize) {
        self.by.resize(steps, 0);
        self.question = self.question.saturating_add(1);
    }

    /// Whether this question comes by for the first time.
    fn is_new(&mut self, id: StepId) -> bool {
        let question = self.question;
        self.by.get_mut(id.0 as usize).is_some_and(|by| std::mem::replace(by, question) != question)
    }
}
