//! The order in which tasks are worked off.

use std::cmp::Reverse;

use rayon::prelude::*;
use solution::read::Task;

/// Does a job for each task, on all threads. The largest are begun first, so that none of them is left for the end, when the other threads
/// have nothing more to do. The answers are in the order of the tasks.
pub(super) fn largest_first<T: Send>(tasks: &[Task], job: impl Fn(&Task) -> T + Sync) -> Vec<T> {
    let mut order: Vec<(Reverse<u64>, usize, &Task)> =
        tasks.iter().enumerate().map(|(place, task)| (Reverse(task.size()), place, task)).collect();
    order.sort_unstable_by_key(|&(size, place, _)| (size, place));
    // A bridge hands out one task after the other, where an iterator of rayon's own would give each thread its share.
    let mut answers: Vec<(usize, T)> =
        order.into_iter().par_bridge().map(|(_, place, task)| (place, job(task))).collect();
    answers.sort_unstable_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
