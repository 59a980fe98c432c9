//! Writes a model out, line by line, with the text that each place points at.

use std::fmt::Write as _;

use powerlint_solution::{At, Loc, Outline, Package, Texts, model::Action};

struct Dump<'a> {
    texts: &'a Texts,
    out: String,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        writeln!(self.out, "{:indent$}{line}", "", indent = depth * 2).unwrap();
    }

    /// The text under a place that names something.
    fn under(&self, loc: Loc) -> String {
        let text = self.near(loc);
        assert!(text != "«»", "a place points at nothing: {loc:?}");
        text
    }

    /// The text under any place, cut to its first 40 characters. Where something is missing, there is none.
    fn near(&self, loc: Loc) -> String {
        if loc.is_file() {
            return "file".to_owned();
        }
        let text = loc.span.of(self.texts.get(loc.file).expect("every place is in a text"));
        let short: String = text.chars().take(40).collect();
        let more = if short.len() < text.len() { "…" } else { "" };
        format!("«{}{more}»", short.replace('\n', "⏎"))
    }

    fn at<T: std::fmt::Display>(&self, at: &At<T>) -> String {
        format!("{} {}", at.value, self.under(at.loc))
    }

    fn option<T: std::fmt::Display>(&self, at: Option<&At<T>>) -> String {
        at.map_or("-".to_owned(), |at| self.at(at))
    }

    fn actions(&mut self, depth: usize, actions: &[Action<'_>]) {
        for action in actions {
            let connection = action.connection.as_ref().map(|used| {
                format!(
                    " uses {} connector={} invoker={}",
                    self.at(&used.key),
                    self.option(used.connector.as_ref()),
                    used.invoker
                )
            });
            let child = action.child_flow.as_ref().map(|child| format!(" calls {}", self.at(child)));
            let kind = [action.kind, action.sub_kind.unwrap_or_default()].join("/");
            let line = format!(
                "action {} {kind}{}{}",
                self.at(&action.name),
                connection.unwrap_or_default(),
                child.unwrap_or_default()
            );
            self.line(depth, &line);
            for branch in &action.branches {
                self.line(depth + 1, &format!("{:?}", branch.kind));
                self.actions(depth + 2, &branch.actions);
            }
        }
    }
}

fn or_dash(text: Option<&str>) -> &str {
    text.unwrap_or("-")
}

/// The model.
#[allow(clippy::too_many_lines, reason = "a line for each field, in the order of the model")]
pub(crate) fn package(package: &Package<'_>, texts: &Texts) -> String {
    let mut dump = Dump { texts, out: String::new() };
    if let Some(manifest) = &package.manifest {
        dump.line(0, &format!("manifest {}", dump.option(manifest.unique_name.as_ref())));
        dump.line(1, &format!("display name {}", dump.option(manifest.display_name.as_ref())));
        dump.line(1, &format!("version {}", dump.option(manifest.version.as_ref())));
        let managed = manifest.managed.map(|at| format!("{:?} {}", at.value, dump.under(at.loc)));
        dump.line(1, &format!("managed {}", or_dash(managed.as_deref())));
        dump.line(1, &format!("patch of {}", dump.option(manifest.patch_of.as_ref())));
        if let Some(publisher) = &manifest.publisher {
            let name = dump.option(publisher.unique_name.as_ref());
            dump.line(1, &format!("publisher {name} prefix {}", dump.option(publisher.prefix.as_ref())));
        }
        for root in &manifest.root_components {
            let id = or_dash(root.id.as_deref());
            let rest = format!("schema={} behavior={}", or_dash(root.schema_name), or_dash(root.behavior));
            dump.line(1, &format!("root {} id={id} {rest} {}", root.kind, dump.under(root.loc)));
        }
        for missing in &manifest.missing {
            let required = &missing.required;
            let name = dump.option(required.name.as_ref());
            dump.line(1, &format!("missing {} {name} id={}", required.kind, or_dash(required.id.as_deref())));
            dump.line(2, &format!("provider {:?} {}", missing.provider, dump.under(missing.loc)));
            if let Some(dependent) = &missing.dependent {
                let name = dump.option(dependent.name.as_ref());
                let display = or_dash(dependent.display_name);
                dump.line(
                    2,
                    &format!("dependent {} {name} id={} {display}", dependent.kind, or_dash(dependent.id.as_deref())),
                );
            }
        }
    }
    dump.line(0, &format!("declarations known={} uses known={}", package.declarations_known, package.uses_known));
    for reference in &package.references {
        dump.line(0, &format!("reference {}", dump.at(&reference.logical_name)));
        dump.line(1, &format!("display name {}", dump.option(reference.display_name.as_ref())));
        dump.line(
            1,
            &format!("connector {} ({})", dump.option(reference.connector_id.as_ref()), or_dash(reference.connector())),
        );
        dump.line(1, &format!("custom {}", dump.option(reference.custom_connector_id.as_ref())));
        dump.line(1, &format!("description {}", dump.option(reference.description.as_ref())));
        let flags = [reference.customizable.as_ref(), reference.active.as_ref()].map(|flag| dump.option(flag));
        dump.line(1, &format!("customizable {} active {}", flags[0], flags[1]));
    }
    for entry in &package.workflows {
        let file = entry.file.map(|file| package.files.name(file));
        dump.line(0, &format!("workflow {} id={}", dump.at(&entry.name), or_dash(entry.id.as_deref())));
        dump.line(1, &format!("category={:?} modern={:?} on={:?}", entry.category, entry.modern_flow_type, entry.on));
        dump.line(1, &format!("file {} = {}", dump.option(entry.file_name.as_ref()), or_dash(file)));
    }
    flows(&mut dump, package);
    for connector in &package.connectors {
        let name = dump.at(&connector.name);
        let display = dump.option(connector.display_name.as_ref());
        dump.line(0, &format!("connector {name} {display} id={}", or_dash(connector.id.as_deref())));
    }
    for variable in &package.variables {
        dump.line(0, &format!("variable {} defined={}", dump.at(&variable.schema_name), variable.defined));
        dump.line(1, &format!("display name {}", dump.option(variable.display_name.as_ref())));
        dump.line(1, &format!("description {}", dump.option(variable.description.as_ref())));
        dump.line(1, &format!("mentioned {:?}", variable.mentioned));
        dump.line(1, &format!("type {}", dump.option(variable.kind.as_ref())));
        dump.line(1, &format!("default {}", dump.option(variable.default_value.as_ref())));
        dump.line(1, &format!("value {}", dump.option(variable.value.as_ref().map(|value| &value.value))));
    }
    for app in &package.apps {
        dump.line(0, &format!("app {} {}", dump.at(&app.name), dump.option(app.display_name.as_ref())));
        for connection in &app.connections {
            let reference = or_dash(connection.reference.as_deref());
            let shared = or_dash(connection.shared_connection.as_deref());
            dump.line(
                1,
                &format!(
                    "connection {} reference={reference} shared={shared}",
                    or_dash(connection.connector.as_deref())
                ),
            );
        }
    }
    for agent in &package.agents {
        dump.line(0, &format!("agent {} {}", agent.name, dump.under(agent.loc)));
        for connection in &agent.connections {
            let reference = dump.at(&connection.reference);
            dump.line(1, &format!("reference {reference} mode={:?} from set={}", connection.mode, connection.from_set));
        }
        for flow in &agent.flows {
            dump.line(1, &format!("flow {}", dump.at(flow)));
        }
    }
    if let Some(legacy) = &package.legacy {
        dump.line(0, &format!("legacy {}", dump.option(legacy.display_name.as_ref())));
        for account in &legacy.accounts {
            dump.line(1, &format!("{}: {}", account.role, dump.at(&account.account)));
        }
    }
    for not_found in &package.not_found {
        dump.line(0, &format!("not found: {not_found}"));
    }
    for problem in &package.problems {
        let place = problem.loc.map(|loc| format!("{} {}", package.files.name(loc.file), dump.near(loc)));
        dump.line(0, &format!("problem {:?} {}: {}", problem.kind, or_dash(place.as_deref()), problem.message));
    }
    dump.out
}

fn flows(dump: &mut Dump<'_>, package: &Package<'_>) {
    for flow in &package.flows {
        dump.line(0, &format!("flow {} id={}", flow.name, or_dash(flow.id.as_deref())));
        let kind = format!("{:?} {:?} on={:?} read={}", flow.kind, flow.membership, flow.on, flow.root.is_some());
        let kind = format!("{kind} keys known={}", flow.keys_known);
        dump.line(1, &format!("{kind} {}", package.files.name(flow.file)));
        for connection in &flow.connections {
            dump.line(1, &format!("key {} {:?}", dump.at(&connection.key), connection.source));
            dump.line(2, &format!("reference {}", dump.option(connection.reference.as_ref())));
            dump.line(2, &format!("connection {}", dump.option(connection.connection_name.as_ref())));
            let logical = dump.option(connection.connector_logical_name.as_ref());
            dump.line(2, &format!("connector {} logical {logical}", dump.option(connection.connector.as_ref())));
            if connection.impersonates_invoker {
                dump.line(2, "impersonates the invoker");
            }
        }
        for trigger in &flow.triggers {
            let used = trigger
                .connection
                .as_ref()
                .map(|used| format!(" uses {} invoker={}", dump.at(&used.key), used.invoker));
            let kind = [trigger.kind, trigger.sub_kind.unwrap_or_default()].join("/");
            dump.line(1, &format!("trigger {} {kind}{}", dump.at(&trigger.name), used.unwrap_or_default()));
        }
        dump.actions(1, &flow.actions);
        for parameter in &flow.parameters {
            let variable = dump.option(parameter.variable.as_ref());
            dump.line(
                1,
                &format!("parameter {} {} variable {variable}", dump.at(&parameter.name), or_dash(parameter.kind)),
            );
        }
    }
}

/// What the package tells the others.
pub(crate) fn outline(outline: &Outline, texts: &Texts) -> String {
    let mut dump = Dump { texts, out: String::new() };
    let version = outline.version.map(|version| version.to_string());
    let name = or_dash(outline.unique_name.as_deref());
    let patch = or_dash(outline.patch_of.as_deref());
    dump.line(0, &format!("outline of {name} {} {:?} patch of {patch}", or_dash(version.as_deref()), outline.managed));
    for declared in &outline.declared {
        let name_loc = dump.under(declared.name_loc);
        let rest = format!("custom={} {name_loc}", declared.custom);
        dump.line(1, &format!("declares {} {} {rest}", declared.logical_name, or_dash(declared.connector.as_deref())));
    }
    for used in &outline.uses {
        let reference = or_dash(used.reference.as_deref());
        let who = format!("{:?} {} {}", used.user_kind, used.user, or_dash(used.user_id.as_deref()));
        dump.line(1, &format!("{who} uses {reference} {}", dump.under(used.loc)));
        let key = format!("key={} connection={}", or_dash(used.key.as_deref()), or_dash(used.connection.as_deref()));
        let flags = format!("invoker={} stale={} from set={}", used.invoker, used.stale, used.from_set);
        dump.line(2, &format!("{key} connector={} {flags}", or_dash(used.connector.as_deref())));
    }
    for missing in &outline.missing {
        let provider = missing.provider.as_ref().map(|(name, version)| format!("{name} {version:?}"));
        let dependent = or_dash(missing.dependent.as_deref());
        dump.line(1, &format!("misses {} from {} for {dependent}", missing.logical_name, or_dash(provider.as_deref())));
    }
    for required in &outline.required {
        let what =
            format!("{} {} {}", required.kind, or_dash(required.name.as_deref()), or_dash(required.id.as_deref()));
        dump.line(
            1,
            &format!("requires {what} from {:?} for {}", required.from, or_dash(required.dependent.as_deref())),
        );
    }
    for component in &outline.components {
        let name = or_dash(component.name.as_deref());
        dump.line(1, &format!("lists {} {name} {}", component.kind, or_dash(component.id.as_deref())));
    }
    for process in &outline.processes {
        let what = format!("{} {:?} on={:?}", or_dash(process.id.as_deref()), process.category, process.on);
        dump.line(1, &format!("process {} {what} {}", process.name, dump.under(process.name_loc)));
    }
    for flow in &outline.flows {
        let calls: Vec<_> = flow
            .calls
            .iter()
            .map(|call| format!("{} guarded={} {}", call.flow, call.guarded, dump.under(call.loc)))
            .collect();
        let flags = format!("stale={} on={:?} responds={:?}", flow.stale, flow.on, flow.responds);
        dump.line(1, &format!("flow {} {flags} calls [{}]", flow.name, calls.join(", ")));
    }
    for app in &outline.app_connectors {
        dump.line(1, &format!("app {} on {}", app.app, app.connector));
    }
    dump.line(1, &format!("variables known={}", outline.variables_known));
    for variable in &outline.variables {
        let (name, kind) = (&variable.schema_name, or_dash(variable.kind.as_deref()));
        let place = |place: Option<_>| place.map_or_else(|| "-".to_owned(), |place| dump.under(place));
        let values = format!("default {} value {}", place(variable.default_value), place(variable.value));
        let (label, place) = (or_dash(variable.display_name.as_deref()), dump.under(variable.name_loc));
        let flags = format!("secret={} required={:?} defined={}", variable.secret, variable.required, variable.defined);
        dump.line(1, &format!("variable {name} {place} {label} {kind} {flags} {values}"));
    }
    for one in &outline.variable_uses {
        let who = format!("{} {} stale={}", one.user, or_dash(one.user_id.as_deref()), one.stale);
        dump.line(1, &format!("{who} uses variable {} {}", one.schema_name, dump.under(one.loc)));
    }
    for (_, name) in &outline.files {
        dump.line(1, &format!("file {name}"));
    }
    dump.out
}
