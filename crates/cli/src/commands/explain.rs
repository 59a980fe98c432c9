//! `powerlint explain RULE`: the rule's page, readable on a terminal.

use std::fmt::Write as _;

use engine::{Meta, Preset};

use super::{fail, print};
use crate::{
    args::{ExplainArgs, Screen},
    errors::Trouble,
    inputs::known_rules,
    report::page,
};

pub(crate) fn run(args: &ExplainArgs, screen: &Screen) -> u8 {
    let built_in = || ::rules::ALL.iter().map(|entry| entry.meta);
    let meta = if let Some(meta) = find(built_in(), &args.rule) {
        meta
    } else {
        // The configuration is read for its house rules alone: a mistake in it is no reason not to explain the others.
        let (known, mut troubles) = known_rules(args.config.as_deref());
        let Some(meta) = find(known.iter().copied(), &args.rule) else {
            let trouble = Trouble::new(format!("there is no rule {}", args.rule));
            troubles.push(trouble.help(advice(known.into_iter(), &args.rule)));
            return fail(screen, &troubles);
        };
        meta
    };
    let mut page = page::render(meta.page, screen.out());
    let state = match meta.preset {
        Preset::Recommended => String::new(),
        preset => format!("; off unless turned on or with preset = \"{preset}\""),
    };
    // Writing to a string cannot fail.
    let _ = match meta.since {
        "" => Ok(()),
        since => writeln!(page, "\nSeverity {}{state}; since {since}.", meta.severity),
    };
    print(screen, &page)
}

/// A rule by its name or a name it had before.
fn find(mut metas: impl Iterator<Item = &'static Meta>, name: &str) -> Option<&'static Meta> {
    let is = |candidate: &str| candidate.eq_ignore_ascii_case(name);
    metas.find(|meta| is(meta.name) || meta.aliases.iter().any(|alias| is(alias)))
}

fn advice(metas: impl Iterator<Item = &'static Meta>, name: &str) -> String {
    let name = name.to_lowercase();
    let nearest = metas
        .map(|meta| (strsim::damerau_levenshtein(meta.name, &name), meta.name))
        .filter(|&(distance, candidate)| distance <= name.len() / 3 || (name.len() > 3 && candidate.contains(&name)))
        .min();
    match nearest {
        Some((_, nearest)) => format!("did you mean {nearest}? powerlint rules lists them all"),
        None => "powerlint rules lists them all".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::advice;
    use crate::report::samples::RULES;

    #[test]
    fn misspelt_names_are_understood() {
        let advice = |name| advice(RULES.iter().copied(), name);
        assert_eq!(advice("personal-conection"), "did you mean personal-connection? powerlint rules lists them all");
        assert_eq!(advice("undeclared"), "did you mean undeclared-reference? powerlint rules lists them all");
        assert_eq!(advice("xyz"), "powerlint rules lists them all");
    }
}
