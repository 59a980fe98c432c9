//! The sections of the configuration, each into its type.

use inventory::{AuthClass, Placeholders, Role, ServiceAccounts, Who};
use solution::Limits;
use syntax::Span;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Config, Deployer, EnvironmentEntry, house, ignores, overrides,
    reader::{Errors, Reader, span_of, string, suggestion, tables, wrong_type},
    rules,
};
use crate::{Preset, RuleEntry};

const ROLES: [(&str, Role); 4] = [
    ("CanView", Role::CanView),
    ("CanViewWithShare", Role::CanViewWithShare),
    ("CanEdit", Role::CanEdit),
    ("Owner", Role::Owner),
];

const CLASSES: [(&str, AuthClass); 5] = [
    ("service-principal", AuthClass::ServicePrincipal),
    ("person", AuthClass::PersonOnly),
    ("key", AuthClass::Key),
    ("none", AuthClass::None),
    ("mixed", AuthClass::Mixed),
];

/// Reads the text into the configuration, for the environment and the preset that the command line names. What is wrong goes to
/// `errors`; then the configuration is of no use.
pub(super) fn read<'t>(
    config: &mut Config,
    text: &'t str,
    (environment, preset): (Option<&str>, Option<Preset>),
    entries: &[RuleEntry],
    errors: &mut Errors<'t>,
) {
    let (root, broken) = DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        for error in broken {
            let span = error.span().map(|range| Span::new(range.start, range.end));
            errors.add(span, error.message().to_owned(), Some("the configuration is a TOML file".to_owned()));
        }
        return;
    }
    let mut root = Reader::new(root.get_ref(), span_of(&root), "", errors);
    config.common_solutions = root.strings("common-solutions");
    config.service_accounts =
        patterns(&mut root, "service-accounts", |patterns| ServiceAccounts::new(patterns.iter().copied()));
    config.placeholders = patterns(&mut root, "placeholders", |patterns| Placeholders::new(patterns.iter().copied()));
    if let Some((word, span)) = root.string("min-role") {
        config.min_role = word_of(&word, span, "min-role", &ROLES, root.errors).unwrap_or(config.min_role);
    }
    config.inventory = root.plain_strings("inventory");
    config.settings = root.plain_strings("settings");
    if let Some(value) = root.take("connector-auth") {
        config.connector_auth = connector_auth(value, root.errors);
    }
    let deployers = [root.take("deployer"), root.take_alias("deployers")];
    for value in deployers.into_iter().flatten() {
        for (table, span) in tables(value, "deployer", root.errors) {
            config.deployers.extend(deployer(Reader::new(table, span, "[[deployer]]", root.errors)));
        }
    }
    if let Some(value) = root.take("environment") {
        for (table, span) in tables(value, "environment", root.errors) {
            let entry = environment_entry(Reader::new(table, span, "[[environment]]", root.errors));
            add_environment(config, entry, root.errors);
        }
    }
    let default = root.string("default-environment");
    choose(config, environment, default.as_ref(), root.errors);
    if let Some(value) = root.take("limits") {
        limits(&mut config.limits, value, root.errors);
    }
    let house = root.take("house-rule");
    let entries = &all_rules(house, text, entries, root.errors)[..];
    config.known = entries.iter().map(|entry| entry.meta).collect();
    config.baseline_file = root.string("baseline");
    if let Some(value) = root.take("ignore") {
        for (table, span) in tables(value, "ignore", root.errors) {
            config.ignores.extend(ignores::ignore(Reader::new(table, span, "[[ignore]]", root.errors), entries));
        }
    }
    if let Some((word, span)) = root.string("preset") {
        let words = Preset::ALL.map(|preset| (preset.word(), preset));
        config.preset = word_of(&word, span, "preset", &words, root.errors).unwrap_or_default();
    }
    config.preset = preset.unwrap_or(config.preset);
    if let Some(value) = root.take("override") {
        for (table, span) in tables(value, "override", root.errors) {
            config.overrides.extend(overrides::read(Reader::new(table, span, "[[override]]", root.errors), entries));
        }
    }
    let rules = root.take("rules");
    config.rules = rules::read(rules, text, config.stage(), config.preset, &config.overrides, entries, root.errors);
    root.finish();
}

/// The rules there are, and after them those of the configuration.
fn all_rules<'t>(
    value: Option<&Spanned<DeValue<'t>>>,
    text: &'t str,
    entries: &[RuleEntry],
    errors: &mut Errors<'t>,
) -> Vec<RuleEntry> {
    let mut all = entries.to_vec();
    let Some(value) = value else { return all };
    for (table, span) in tables(value, "house-rule", errors) {
        all.extend(house::house_rule(Reader::new(table, span, "[[house-rule]]", errors), text, &all));
    }
    all
}

/// A list of patterns as what `read` makes of them; its error is the first pattern that is not one, and why.
fn patterns<T: Default>(
    root: &mut Reader<'_, '_, '_>,
    key: &'static str,
    read: impl Fn(&[&str]) -> Result<T, (String, String)>,
) -> T {
    let written = root.strings(key);
    let patterns: Vec<&str> = written.iter().map(|(pattern, _)| pattern.as_str()).collect();
    match read(&patterns) {
        Ok(read) => read,
        Err((bad, why)) => {
            let span = written.iter().find(|(pattern, _)| *pattern == bad).map(|(_, span)| *span);
            root.errors.add(span, format!("`{bad}` is not a pattern: {why}"), None);
            T::default()
        }
    }
}

/// The value that a word stands for, without regard to case.
pub(super) fn word_of<T: Copy>(
    word: &str,
    span: Span,
    key: &str,
    words: &[(&str, T)],
    errors: &mut Errors<'_>,
) -> Option<T> {
    let found = words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, value)| *value);
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        errors.add(Some(span), format!("`{word}` is no value of `{key}`"), Some(suggestion(word, &known)));
    }
    found
}

fn connector_auth<'t>(value: &Spanned<DeValue<'t>>, errors: &mut Errors<'t>) -> Vec<(String, AuthClass)> {
    let Some(table) = value.get_ref().as_table() else {
        wrong_type(value, "connector-auth", "a table", errors);
        return Vec::new();
    };
    let mut classes = Vec::new();
    for (connector, class) in table {
        let Some((word, span)) = string(class, connector.get_ref(), errors) else { continue };
        if let Some(class) = word_of(&word, span, connector.get_ref(), &CLASSES, errors) {
            classes.push((connector.get_ref().to_string(), class));
        }
    }
    classes
}

fn deployer(mut table: Reader<'_, '_, '_>) -> Option<Deployer> {
    let name = table.text("name");
    let mut id = |key| table.text(key).map(|id| id.trim().trim_matches(['{', '}']).to_ascii_lowercase());
    let application_id = id("application-id");
    let object_id = id("object-id");
    let label = name.clone().or_else(|| application_id.clone()).or_else(|| object_id.clone());
    if label.is_none() {
        let help = "give `application-id`, `object-id` or `name`".to_owned();
        let span = Some(table.span());
        table.errors.add(span, "a [[deployer]] must say who it is", Some(help));
    }
    let re_shares = table.flag("re-shares").unwrap_or(false);
    let span = table.finish();
    let [application_id, object_id, display_name] = [application_id, object_id, name].map(|word| word.map(Into::into));
    let who = Who { application_id, object_id, display_name, ..Who::default() };
    Some(Deployer { who, label: label?, re_shares, span })
}

fn environment_entry(mut table: Reader<'_, '_, '_>) -> Option<EnvironmentEntry> {
    let name = table.text("name");
    if name.is_none() {
        let span = Some(table.span());
        table.errors.add(span, "an [[environment]] must have a `name`", None);
    }
    let stage = table.text("stage");
    let inventory = table.plain_strings("inventory");
    let settings = table.plain_strings("settings");
    let span = table.finish();
    Some(EnvironmentEntry { name: name?, stage, inventory, settings, span })
}

fn add_environment(config: &mut Config, entry: Option<EnvironmentEntry>, errors: &mut Errors<'_>) {
    let Some(entry) = entry else { return };
    if config.environments.iter().any(|other| other.name.eq_ignore_ascii_case(&entry.name)) {
        errors.add(Some(entry.span), format!("there are two environments named `{}`", entry.name), None);
    }
    config.environments.push(entry);
}

fn choose(config: &mut Config, wanted: Option<&str>, default: Option<&(String, Span)>, errors: &mut Errors<'_>) {
    let (wanted, span) = match (wanted, default) {
        (Some(wanted), _) => (wanted, None),
        (None, Some((default, span))) => (default.as_str(), Some(*span)),
        (None, None) => {
            config.environment = (config.environments.len() == 1).then_some(0);
            return;
        }
    };
    config.environment = config.environments.iter().position(|entry| entry.name.eq_ignore_ascii_case(wanted));
    if config.environment.is_some() {
        return;
    }
    let names: Vec<&str> = config.environments.iter().map(|entry| entry.name.as_str()).collect();
    let help = match names.as_slice() {
        [] => "the configuration has no [[environment]]".to_owned(),
        names => suggestion(wanted, names),
    };
    errors.add(span, format!("there is no environment `{wanted}`"), Some(help));
}

/// How much is read: whole numbers above zero.
fn limits<'t>(limits: &mut Limits, value: &Spanned<DeValue<'t>>, errors: &mut Errors<'t>) {
    let Some(table) = value.get_ref().as_table() else {
        wrong_type(value, "limits", "a table", errors);
        return;
    };
    let mut table = Reader::new(table, span_of(value), "[limits]", errors);
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    if let Some(number) = table.positive("entries") {
        limits.entries = size(number);
    }
    if let Some(number) = table.positive("entry-bytes") {
        limits.entry_bytes = number;
    }
    if let Some(number) = table.positive("package-bytes") {
        limits.package_bytes = number;
    }
    if let Some(number) = table.positive("nesting") {
        limits.nesting = size(number);
    }
    if let Some(number) = table.positive("name-bytes") {
        limits.name_bytes = size(number);
    }
    if let Some(number) = table.positive("values") {
        limits.values = size(number);
    }
    if let Some(number) = table.positive("depth") {
        // What lies deeper could exhaust the stack: a larger number is not an error, and changes nothing.
        limits.depth = size(number).min(Limits::DEEPEST);
    }
    if let Some(number) = table.positive("expression-depth") {
        limits.expression_depth = u32::try_from(number).unwrap_or(u32::MAX).min(syntax::expr::MAX_DEPTH);
    }
    if let Some(number) = table.positive("findings") {
        limits.findings = size(number);
    }
    table.finish();
}
