//! Trees for people, as `tree` and `cargo tree` draw them.

use super::Look;

/// How deep a tree is drawn.
const DEEPEST: usize = 60;

/// A node of a tree: what it says, and the nodes under it.
pub(super) struct Branch {
    /// One line, escaped and painted already.
    pub(super) line: String,
    /// What hangs on it, in order: places in the list of branches, and what is said there of how it hangs on it.
    pub(super) under: Vec<(usize, &'static str)>,
}

/// Draws a tree. `branches` holds its nodes, the first one the root; a node that was drawn already is drawn again without what hangs
/// on it, and with a mark.
pub(super) fn draw(out: &mut String, branches: &[Branch], look: Look) {
    let (fork, last, bar) =
        if look.unicode { ("├── ", "└── ", "│   ") } else { ("|-- ", "`-- ", "|   ") };
    let mut drawn = vec![false; branches.len()];
    // What is still to be drawn: the node, what stands before those under it, and whether it is the last of its kin.
    let mut stack = vec![((0_usize, ""), String::new(), true, 0_usize)];
    while let Some(((place, how), before, is_last, depth)) = stack.pop() {
        let (Some(branch), Some(drawn)) = (branches.get(place), drawn.get_mut(place)) else { continue };
        let again = std::mem::replace(drawn, true) && !branch.under.is_empty();
        let lead = match (depth, is_last) {
            (0, _) => String::new(),
            (_, true) => format!("{before}{last}"),
            (_, false) => format!("{before}{fork}"),
        };
        out.push_str(&lead);
        out.push_str(&branch.line);
        out.push_str(how);
        out.push_str(match (again, depth >= DEEPEST && !branch.under.is_empty()) {
            (true, _) => " (*)",
            (false, true) => {
                if look.unicode {
                    " …"
                } else {
                    " ..."
                }
            }
            (false, false) => "",
        });
        out.push('\n');
        if again || depth >= DEEPEST {
            continue;
        }
        let before = match (depth, is_last) {
            (0, _) => String::new(),
            (_, true) => format!("{before}    "),
            (_, false) => format!("{before}{bar}"),
        };
        for (index, &under) in branch.under.iter().enumerate().rev() {
            stack.push((under, before.clone(), index + 1 == branch.under.len(), depth + 1));
        }
    }
}
