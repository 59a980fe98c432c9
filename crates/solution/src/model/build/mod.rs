//! From trees to the model.

mod actions;
mod agents;
mod apps;
mod classic;
mod flow;
mod flows;
mod legacy;
mod manifest;
mod mentions;
mod names;
mod place;
mod references;
mod solution;
mod variables;
mod workflows;
pub(crate) mod yaml;

use syntax::{Value, xml::Element};

use super::{Flow, FlowKind, Membership, Package, id::guid_in};
use crate::{FileId, Loc, PackageFiles, PackageKind, Problem, ProblemKind, Texts, Tree, Trees};

/// Builds the model of a package.
pub(super) fn package<'t>(files: &'t PackageFiles, texts: &'t Texts, trees: &'t Trees<'t>) -> Package<'t> {
    let mut builder = Builder { trees, package: Package::empty(&files.address, &files.table) };
    let known = [&files.problems, &texts.problems, &trees.problems];
    builder.package.problems = known.into_iter().flatten().cloned().collect();
    match files.address.kind {
        PackageKind::SolutionZip | PackageKind::SolutionFolder | PackageKind::YamlRepository => builder.solution(),
        PackageKind::LegacyPackage => builder.legacy(),
        PackageKind::Flow => builder.single_flow(),
        PackageKind::Container => {}
    }
    mentions::mark(&mut builder.package, texts);
    builder.package
}

/// A package in the making.
struct Builder<'t> {
    trees: &'t Trees<'t>,
    package: Package<'t>,
}

impl<'t> Builder<'t> {
    fn name(&self, file: FileId) -> &'t str {
        self.package.files.name(file)
    }

    /// A file as JSON or YAML.
    fn value(&self, file: FileId) -> Option<&'t Value<'t>> {
        match self.trees.get(file)? {
            Tree::Json(value) | Tree::Yaml(value) => Some(value),
            Tree::Xml(_) => None,
        }
    }

    /// A file as XML, or as what YAML was turned over from.
    fn element(&self, file: FileId) -> Option<&'t Element<'t>> {
        match self.trees.get(file)? {
            Tree::Xml(element) => Some(element),
            Tree::Json(_) | Tree::Yaml(_) => self.trees.turned(file),
        }
    }

    /// Whether the names of all files are known: not so beyond a limit, or in a folder that cannot be listed.
    fn wholly_listed(&self) -> bool {
        let about_all = |kind| matches!(kind, ProblemKind::LimitExceeded | ProblemKind::UnreadableEntry);
        !self.package.problems.iter().any(|problem| problem.loc.is_none() && about_all(problem.kind))
    }

    fn problem(&mut self, problem: Problem) {
        self.package.problems.push(problem);
    }

    /// Reads the JSON of a cloud flow. Where anything of it has not the shape it must have, it may use more than was read.
    fn flow_body(&mut self, file: FileId, name: &str, root: &'t Value<'t>) -> Option<flow::FlowBody<'t>> {
        let before = self.package.problems.len();
        let body = flow::body(file, name, root, &mut self.package.problems);
        self.package.uses_known &= before == self.package.problems.len();
        body
    }

    /// Reads a flow that nothing but its own file describes.
    fn lone_flow(&mut self, file: FileId, root: &'t Value<'t>, name: &'t str, id: Option<String>) {
        let desktop = flow::is_desktop(root);
        let body = if desktop { None } else { self.flow_body(file, name, root) };
        let understood = desktop || body.is_some();
        let body = body.unwrap_or_default();
        let state = root.at(&["properties", "state"]).and_then(Value::as_str);
        self.package.flows.push(Flow {
            name,
            id,
            kind: if desktop { FlowKind::Desktop } else { FlowKind::Cloud },
            membership: Membership::Unstated,
            on: state.map(|state| state.eq_ignore_ascii_case("Started")),
            file,
            connections: body.connections,
            triggers: body.triggers,
            actions: body.actions,
            parameters: body.parameters,
            keys_known: body.keys_known,
            loc: Loc::file(file),
            definition: None,
            root: understood.then_some(root),
        });
    }

    fn single_flow(&mut self) {
        let files: Vec<FileId> = self.package.files.iter().map(|(file, _)| file).collect();
        for file in files {
            let Some(root) = self.value(file) else {
                self.package.uses_known = false;
                continue;
            };
            let file_name = self.name(file);
            let name = flow::display_name(file, root).unwrap_or_else(|| names::flow_name(file_name));
            let stated = root.get("name").and_then(Value::as_str).and_then(guid_in);
            self.lone_flow(file, root, name, stated.or_else(|| guid_in(file_name)));
        }
    }

    fn legacy(&mut self) {
        let all = self.package.files;
        let mut creators = Vec::new();
        for (file, file_name) in all.iter() {
            let lower = file_name.to_ascii_lowercase();
            let Some(root) = self.value(file) else {
                self.package.uses_known &= !lower.ends_with("/definition.json");
                continue;
            };
            if lower == "manifest.json" {
                self.package.legacy = Some(legacy::package(file, root));
            } else if lower.starts_with("microsoft.flow") && lower.ends_with("/definition.json") {
                let name = flow::display_name(file, root).or_else(|| names::parent(file_name)).unwrap_or(file_name);
                let stated = root.get("name").and_then(Value::as_str).and_then(guid_in);
                self.lone_flow(file, root, name, stated.or_else(|| guid_in(file_name)));
                legacy::flow_accounts(file, root, &mut creators);
            }
        }
        if let Some(legacy) = &mut self.package.legacy {
            legacy.accounts.extend(creators);
        }
    }
}
