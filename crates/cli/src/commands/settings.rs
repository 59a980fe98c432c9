//! `powerlint settings`: a deployment settings file for packages.

use std::{fs, path::Path};

use engine::Config;
use syntax::{Encoding, LineIndex};

use super::{fail, nothing_in, outlines};
use crate::{
    args::{FactArgs, Screen, SettingsArgs},
    errors::Trouble,
    inputs::{self, Gathered},
    output::write_file,
    settings::{Bindings, Change, Deed, EMPTY, Options, Refused, Updated, Wanted, update, wanted},
};

/// A settings file, as it is before.
struct Before {
    /// The path, to be shown.
    path: Option<String>,
    text: String,
    encoding: Encoding,
}

impl Before {
    /// Why it cannot be updated. The text is not shown: it holds values.
    fn trouble(&self, refused: &Refused) -> Trouble {
        let at = LineIndex::new(&self.text).position(&self.text, refused.span.start);
        let message = format!("{} (line {}, column {})", refused.message, at.line, at.column);
        Trouble { path: self.path.clone(), ..Trouble::new(message) }
            .help("give a deployment settings file, or leave --update out to make one")
    }
}

pub(crate) fn run(args: &SettingsArgs, screen: &Screen) -> u8 {
    match job(args, screen) {
        Ok(status) => status,
        Err(troubles) => fail(screen, &troubles),
    }
}

fn job(args: &SettingsArgs, screen: &Screen) -> Result<u8, Vec<Trouble>> {
    let gathered = inputs::gather(&args.paths, &args.facts)?;
    let mut remarks = gathered.facts.remarks.clone();
    let environment = &gathered.facts.environment;
    let mut wanted = wants(args, &gathered, &mut remarks)?;
    remarks.append(&mut wanted.remarks);
    let before = before(args.update.as_deref()).map_err(|trouble| vec![trouble])?;
    let same = |one: &str, other: &str| environment.connection_id(one) == environment.connection_id(other);
    let options = Options { prune: args.prune, same_connection: &same };
    let Updated { text, changes } =
        update(&before.text, &wanted, &options).map_err(|refused| vec![before.trouble(&refused)])?;
    let says = Says { check: args.check, fresh: before.path.is_none() };
    remarks.extend(changes.iter().filter_map(|change| says.line(change)));
    let changed = text != before.text;
    if args.check {
        screen.remark(&remarks);
        return Ok(u8::from(changed));
    }
    let bytes = before.encoding.encode(&text);
    let written = match &args.output {
        None => screen.pass(&bytes),
        Some(path) => write(path, &bytes),
    };
    written.map_err(|trouble| vec![trouble])?;
    screen.remark(&remarks);
    Ok(0)
}

/// What the file must hold, and what is to be said; nothing unless everything could be read.
fn wants(args: &SettingsArgs, gathered: &Gathered, remarks: &mut Vec<String>) -> Result<Wanted, Vec<Trouble>> {
    let (config, environment) = (&gathered.config, &gathered.facts.environment);
    let mut troubles = gathered.facts.troubles.clone();
    troubles.extend(other_environment(args, config));
    let outlined = outlines(&args.paths, &config.limits);
    troubles.extend(outlined.errors.into_iter().map(Trouble::from));
    remarks.extend(outlined.remarks);
    let bindings = bindings(&args.facts);
    if bindings == Bindings::Blank && !environment.inputs().is_empty() {
        let unused = "no connection is filled in from the configuration's inventory: say whose, with --environment";
        remarks.push(unused.to_owned());
    }
    let mut wanted = wanted(&outlined.outlines, environment, bindings);
    if wanted.solutions == 0 && troubles.is_empty() {
        troubles.push(nothing_in(&args.paths, "no solution was found"));
    }
    troubles.extend(wanted.incomplete.drain(..).map(|package| {
        let message = format!("{} could not be read, so that no settings file would be complete", package.what);
        let trouble = Trouble { path: Some(package.path), ..Trouble::new(message) };
        trouble.help("powerlint check says what is wrong with it")
    }));
    if troubles.is_empty() { Ok(wanted) } else { Err(troubles) }
}

/// Whether the file to update is that of another environment than the one that was named: its connections are elsewhere.
fn other_environment(args: &SettingsArgs, config: &Config) -> Option<Trouble> {
    let (path, named) = (args.update.as_deref()?, args.facts.environment.as_deref()?);
    let of = inputs::environments_of_settings(config, path);
    let other = of.first().filter(|_| !of.contains(&named))?;
    let trouble = Trouble::new(format!("this is the settings file of the environment {other}, not of {named}"));
    Some(
        Trouble { path: Some(shown(path)), ..trouble }.help(format!("name its own environment: --environment {other}")),
    )
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// What references are bound by: only what the command line names. What the configuration has for its default environment would
/// end up in the file of another one.
fn bindings(facts: &FactArgs) -> Bindings {
    if !facts.settings.is_empty() {
        Bindings::InventoryAndSettings
    } else if facts.environment.is_some() || !facts.inventory.is_empty() {
        Bindings::Inventory
    } else {
        Bindings::Blank
    }
}

/// The file to start from: an empty one, unless one is given.
fn before(path: Option<&Path>) -> Result<Before, Trouble> {
    let Some(path) = path else {
        return Ok(Before { path: None, text: EMPTY.to_owned(), encoding: Encoding::Utf8 });
    };
    let shown = shown(path);
    let trouble = |message| Trouble { path: Some(shown.clone()), ..Trouble::new(message) };
    let bytes = fs::read(path)
        .map_err(|error| trouble(format!("cannot read it: {error}")).help("leave --update out to make a new file"))?;
    let text = syntax::decode(bytes).map_err(|error| trouble(error.to_string()))?;
    Ok(Before { path: Some(shown), text: text.text, encoding: text.encoding })
}

/// Writes the file unless it is there as it should be. What a link leads to is written, not the link.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    if fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    write_file(&target, bytes)
}

/// How changes are told.
struct Says {
    /// Nothing is written.
    check: bool,
    /// The file is new: that everything was added goes without saying.
    fresh: bool,
}

impl Says {
    fn line(&self, change: &Change) -> Option<String> {
        let what = match &change.deed {
            Deed::Added | Deed::Filled { .. } if self.fresh => return None,
            Deed::Added if self.check => "is missing".to_owned(),
            Deed::Added => "added".to_owned(),
            Deed::Filled { connection, source } if self.check => {
                format!("is bound to nothing; {source} binds it to {connection}")
            }
            Deed::Filled { connection, source } => format!("bound to {connection}, as {source} says"),
            Deed::Kept { here, connection, source } => {
                format!("stays bound to {here}; {source} binds it to {connection}")
            }
            Deed::Removed if self.check => "is in no package given".to_owned(),
            Deed::Removed => "removed: it is in no package given".to_owned(),
            Deed::Surplus => "is in no package given; --prune removes it".to_owned(),
        };
        Some(format!("{}: {} {what}", change.list.name(), change.name))
    }
}
