//! What stops when something goes, as a flowchart that [Mermaid](https://mermaid.js.org/syntax/flowchart.html) draws.

use std::fmt::Write as _;

use engine::impact::{Impact, Link};

use super::{
    escape,
    impact::{foreign, node_name},
};

/// Flowcharts, one for each thing that a name stands for. Several are drawn in one picture, beside each other.
#[must_use]
pub fn render(found: &[Impact]) -> String {
    let mut out = "flowchart LR\n".to_owned();
    let mut first = 0;
    for impact in found {
        for (place, node) in impact.nodes.iter().enumerate() {
            let turned_off = (node.on == Some(false)).then_some("turned off");
            let foreign = foreign(node).filter(|_| node.solutions.is_empty());
            let beside = turned_off.or(foreign).map(|said| format!(" ({said})")).unwrap_or_default();
            let text = label(&(node.name.clone() + &beside));
            // Writing to a string cannot fail.
            let _ = writeln!(out, "  {}[\"{}: {text}\"]", node_name(first + place), node.kind.noun());
        }
        for edge in &impact.edges {
            let arrow = match edge.link {
                Link::SignedIn => "-->|signed in with it|",
                Link::Owned => "-->|owned by it|",
                Link::Calls => "-->|called by|",
                Link::OfConnector | Link::Bound | Link::Uses => "-->",
                Link::PartOf => "-.->",
            };
            let _ = writeln!(out, "  {} {arrow} {}", node_name(first + edge.from), node_name(first + edge.to));
        }
        first += impact.nodes.len();
    }
    out
}

/// A name inside quotes. Whatever could mean anything to Mermaid, Markdown or HTML becomes a code such as `#34;`; only letters,
/// digits and what stands in ordinary names stays as it is.
fn label(name: &str) -> String {
    let mut out = String::new();
    for character in escape::line(name).chars() {
        if character.is_alphanumeric() || " -_.,@/+".contains(character) {
            out.push(character);
        } else {
            let _ = write!(out, "#{};", u32::from(character));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What Mermaid shows for a label.
    fn shown(label: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = label;
        while let Some((before, after)) = rest.split_once('#') {
            out.push_str(before);
            let (code, behind) = after.split_once(';')?;
            out.push(char::from_u32(code.parse().ok()?)?);
            rest = behind;
        }
        Some(out + rest)
    }

    #[test]
    fn hostile_names_stay_inside_their_label() {
        for (name, expected) in [
            ("HR: Onboarding", "HR#58; Onboarding"),
            ("a\"] --> n2[\"b", "a#34;#93; --#62; n2#91;#34;b"),
            ("`**bold**`", "#96;#42;#42;bold#42;#42;#96;"),
            ("<img src=x onerror=alert(1)>", "#60;img src#61;x onerror#61;alert#40;1#41;#62;"),
            ("#quot; &amp; #34;", "#35;quot#59; #38;amp#59; #35;34#59;"),
            ("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"),
            ("one\nend\r\n", "one#92;nend#92;r#92;n"),
            ("##vso[task.complete]", "#35;#92;u#123;23#125;vso#91;task.complete#93;"),
            ("Löschen 日本", "Löschen 日本"),
        ] {
            assert_eq!(label(name), expected);
        }
    }

    proptest! {
        #[test]
        fn no_name_breaks_out_and_every_name_can_be_read(name in any::<String>()) {
            let label = label(&name);
            let breaks = label.contains(['"', '`', '<', '>', '[', ']', '{', '}', '(', ')', '|', '&', '%', '\n', '\r', '\\']);
            prop_assert!(!breaks, "{}", label);
            prop_assert_eq!(shown(&label), Some(escape::line(&name)));
        }
    }
}
