//! Code that a bad input or a broken rule must not stop the run with.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::Once,
};

thread_local! {
    /// Whether this thread is inside [`guarded`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `job`; `None` where it panicked. What it has changed so far is the caller's to throw away.
///
/// Nothing is printed for such a panic: the run says in its own words what broke. Other panics are printed as ever.
pub(crate) fn guarded<T>(job: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // While a thread ends, its flag may be gone already.
            if !GUARDED.try_with(Cell::get).unwrap_or(false) {
                usual(info);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(job)).ok();
    GUARDED.set(outer);
    done
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_costs_its_own_job_only() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| guarded(|| panic!("inner")).map_or(2, |()| 3)), Some(2));
        assert_eq!(guarded(|| -> u8 { panic!("outer") }), None);
    }
}
