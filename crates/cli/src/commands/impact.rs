//! `powerlint impact`: what stops when something goes.

use engine::{
    Workspace,
    impact::{Impact, NotFound, impact},
};

use super::{fail, nothing_in, outlines, print};
use crate::{
    args::{ImpactArgs, ImpactFormat, Screen},
    errors::Trouble,
    inputs,
    report::{impact as report, mermaid},
};

/// The path that is looked at where none is given.
const HERE: &str = ".";

pub(crate) fn run(args: &ImpactArgs, screen: &Screen) -> u8 {
    let gathered = match inputs::gather(&args.paths, &args.facts) {
        Ok(gathered) => gathered,
        Err(troubles) => return fail(screen, &troubles),
    };
    let outlined = outlines(&args.paths, &gathered.config.limits);
    let mut troubles = gathered.facts.troubles;
    // Whoever names no package may ask what files of facts alone tell.
    let facts_alone =
        outlined.outlines.is_empty() && args.paths == [HERE] && !gathered.facts.environment.inputs().is_empty();
    let (here, errors): (Vec<_>, Vec<_>) =
        outlined.errors.into_iter().partition(|error| facts_alone && error.path == HERE);
    troubles.extend(errors.into_iter().map(Trouble::from));
    if outlined.outlines.is_empty() && gathered.facts.environment.inputs().is_empty() {
        if troubles.is_empty() {
            troubles.push(nothing_in(&args.paths, "no package was found"));
        }
        return fail(screen, &troubles);
    }
    let workspace = Workspace::new(outlined.outlines);
    let only = args.kind.map(crate::args::ImpactKind::node);
    let found = match impact(&args.name, only, &workspace, &gathered.facts.environment, &gathered.config.deployers) {
        Ok(found) => found,
        Err(none) => {
            troubles.push(not_found(args, &none));
            return fail(screen, &troubles);
        }
    };
    let mut remarks = gathered.facts.remarks;
    remarks.extend(outlined.remarks);
    remarks.extend(here.iter().map(|error| format!("{}, so only files of facts tell", error.message)));
    let text = match args.format {
        ImpactFormat::Text => report::text(&found, screen.out(), screen.detail()),
        ImpactFormat::Mermaid => mermaid::render(&found),
        ImpactFormat::Json => match report::json(&args.name, &found) {
            Ok(text) => text,
            Err(error) => return fail(screen, &[Trouble::new(error.to_string())]),
        },
    };
    let written = print(screen, &text);
    remarks.extend(several(&args.name, &found));
    screen.remark(&remarks);
    screen.complain(&troubles);
    if troubles.is_empty() { written } else { 2 }
}

/// Says that a name stands for several things.
fn several(name: &str, found: &[Impact]) -> Option<String> {
    let kinds: Vec<&str> = found.iter().filter_map(|one| Some(one.nodes.first()?.kind.noun())).collect();
    (kinds.len() > 1)
        .then(|| format!("{name} is the name of {} things: {}; --kind chooses one kind", kinds.len(), kinds.join(", ")))
}

fn not_found(args: &ImpactArgs, none: &NotFound) -> Trouble {
    let name = &args.name;
    match none {
        NotFound::OtherKinds(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.noun()).collect();
            Trouble::new(format!("{name} is the name of something else: {}", kinds.join(", ")))
                .help("leave --kind out, or choose that kind")
        }
        NotFound::Several(accounts) => Trouble::new(format!("{} accounts are called {name}", accounts.len()))
            .help(format!("name one of them: {}", accounts.join(", "))),
        NotFound::Nothing(near) => {
            let what =
                args.kind.map_or("connection reference, connection, account, connector or service principal", |kind| {
                    kind.node().noun()
                });
            let help = match near.as_slice() {
                [] => "names come from the packages and from files of facts: see powerlint inventory".to_owned(),
                near => format!("did you mean {}?", near.join(", ")),
            };
            Trouble::new(format!("no {what} is called {name}")).help(help)
        }
    }
}
