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
/// on it, and with the mark `(*)`. Whether there was such a one.
pub(super) fn draw(out: &mut String, branches: &[Branch], look: Look) -> bool {
    let (fork, last, bar) =
        if look.unicode { ("├── ", "└── ", "│   ") } else { ("|-- ", "`-- ", "|   ") };
    let mut drawn = vec![false; branches.len()];
    let mut marked = false;
    // What is still to be drawn: the node, what stands before those under it, and whether it is the last of its kin.
    let mut stack = vec![((0_usize, ""), String::new(), true, 0_usize)];
    while let Some(((place, how), before, is_last, depth)) = stack.pop() {
        let (Some(branch), Some(drawn)) = (branches.get(place), drawn.get_mut(place)) else { continue };
        let again = std::mem::replace(drawn, true) && !branch.under.is_empty();
        marked |= again;
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
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(line: &str, under: &[(usize, &'static str)]) -> Branch {
        Branch { line: line.to_owned(), under: under.to_vec() }
    }

    fn drawn(branches: &[Branch], unicode: bool) -> (String, bool) {
        let mut out = String::new();
        let marked = draw(&mut out, branches, Look { width: 80, unicode, colour: false });
        (out, marked)
    }

    #[test]
    fn lines_are_drawn_as_the_screen_can_show_them() {
        let branches =
            [branch("a", &[(1, ""), (3, ", too")]), branch("b", &[(2, "")]), branch("c", &[]), branch("d", &[(2, "")])];
        assert_eq!(drawn(&branches, true), ("a\n├── b\n│   └── c\n└── d, too\n    └── c\n".to_owned(), false));
        assert_eq!(drawn(&branches, false), ("a\n|-- b\n|   `-- c\n`-- d, too\n    `-- c\n".to_owned(), false));
    }

    #[test]
    fn what_hangs_on_itself_ends() {
        let branches = [branch("a", &[(1, "")]), branch("b", &[(0, "")])];
        assert_eq!(drawn(&branches, false), ("a\n`-- b\n    `-- a (*)\n".to_owned(), true));
    }

    #[test]
    fn a_chain_without_end_is_cut() {
        let branches: Vec<Branch> = (1..=5000).map(|next| branch("x", &[(next, "")])).collect();
        let (out, _) = drawn(&branches, false);
        assert_eq!(out.lines().count(), DEEPEST + 1);
        assert!(out.ends_with("x ...\n"), "{out}");
    }
}
