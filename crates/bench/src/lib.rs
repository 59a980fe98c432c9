//! What a run over packages cannot do without, told in a list: which bytes of which archives it inflates and parses.
//!
//! `powerlint-plan` writes the list with powerlint's own eyes; `powerlint-floor` does no more than it says, with the crates that
//! powerlint uses. How much longer powerlint takes is what its model, its rules and its report cost.

pub mod generate;

use std::fmt;

/// One text that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The file on disk.
    pub origin: String,
    /// The names of the archives inside each other below it, outermost first, and last the text's own; none for a file on disk.
    pub inside: Vec<String>,
    /// Whether it is a file of an app: whoever reads one needs no places in it.
    pub of_app: bool,
}

impl Read {
    /// Takes a line of the list apart; `None` where it is none.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let of_app = match parts.next()? {
            "app" => true,
            "text" => false,
            _ => return None,
        };
        Some(Self { origin: parts.next()?.to_owned(), inside: parts.map(str::to_owned).collect(), of_app })
    }
}

impl fmt::Display for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}", if self.of_app { "app" } else { "text" }, self.origin)?;
        self.inside.iter().try_for_each(|name| write!(f, "\t{name}"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Read;

    #[test]
    fn a_line_says_what_it_was_made_from() {
        for inside in
            [vec![], vec!["Workflows/a b.json".to_owned()], vec!["app.msapp".to_owned(), "header.json".to_owned()]]
        {
            let read = Read { origin: "folder/Contoso.zip".to_owned(), of_app: inside.len() == 2, inside };
            assert_eq!(Read::parse(&read.to_string()).unwrap(), read);
        }
        assert_eq!(Read::parse("a line"), None);
    }
}
