//! The parts of a solution, in each of its layouts.

use std::collections::{HashMap, HashSet};

use syntax::xml::Element;

use super::{
    Builder,
    agents::Agents,
    apps, classic, manifest,
    names::{self, Role},
    place::{all_named, child},
    references,
    variables::Variables,
    yaml::Listed,
};
use crate::{FileId, Loc, PackageKind, Problem, ProblemKind, model::ConnectorPart};

impl<'t> Builder<'t> {
    pub(super) fn solution(&mut self) {
        let yaml = self.package.address.kind == PackageKind::YamlRepository;
        let mut parts = self.parts(yaml);
        if yaml {
            self.yaml_manifest();
            self.keep_listed(&mut parts);
        } else {
            self.manifest(&parts);
        }
        // A part that could not be read may use anything.
        let may_use =
            |role: Role| matches!(role, Role::FlowJson | Role::WorkflowData | Role::CanvasApp | Role::AgentComponent);
        let mut users = parts.iter().filter(|(role, _)| may_use(*role));
        self.package.uses_known &= users.all(|(_, file)| self.trees.get(*file).is_some());
        self.package.uses_known &= self.wholly_listed();
        let customizations = if yaml { None } else { self.customizations(&parts) };
        if let Some((file, root)) = customizations {
            self.package.references = references::references(file, root);
        }
        self.package.declarations_known = customizations.is_some();
        self.package.uses_known &= yaml || customizations.is_some();
        self.components(&parts, customizations);
        self.flows(&parts, customizations);
        if yaml {
            let mut declaring = parts.iter().filter(|(role, _)| *role == Role::References);
            self.package.declarations_known =
                !self.package.references.is_empty() && declaring.all(|(_, file)| self.trees.get(*file).is_some());
            if self.package.references.is_empty() {
                self.package.not_found.push("declarations of connection references".to_owned());
            }
        }
    }

    /// The files that the model is made from.
    fn parts(&self, yaml: bool) -> Vec<(Role, FileId)> {
        self.package.files.iter().filter_map(|(file, name)| Some((names::role(name, yaml)?, file))).collect()
    }

    /// Of several files with this role the one in `Other/`, where `SolutionPackager` looks; else the first.
    fn chosen(&self, parts: &[(Role, FileId)], wanted: Role) -> Option<FileId> {
        let files = || parts.iter().filter(|(role, _)| *role == wanted).map(|(_, file)| *file);
        files().find(|file| self.name(*file).contains('/')).or_else(|| files().next())
    }

    fn manifest(&mut self, parts: &[(Role, FileId)]) {
        let Some(file) = self.chosen(parts, Role::Manifest) else {
            let said = self.package.problems.iter().any(|problem| problem.kind == ProblemKind::MissingManifest);
            if !said && self.wholly_listed() {
                let message = "the package holds parts of a solution, but not its manifest `solution.xml`";
                self.problem(Problem::new(ProblemKind::MissingManifest, None, "solution.xml", message));
            }
            return;
        };
        let Some(root) = self.element(file) else { return };
        self.check_root(file, root);
        let manifests = all_named(root, "SolutionManifest");
        match manifests.first() {
            Some(element) => {
                self.package.manifest = Some(manifest::manifest(file, element));
                self.package.requirements_known = true;
            }
            None if root.name.eq_ignore_ascii_case("ImportExportXml") => {
                let message = "`ImportExportXml` has no `SolutionManifest`";
                let loc = Some(Loc::new(file, root.tag_span));
                self.problem(Problem::new(ProblemKind::MalformedXml, loc, self.name(file), message));
            }
            None => {}
        }
    }

    fn check_root(&mut self, file: FileId, root: &Element<'_>) -> bool {
        let expected = root.name.eq_ignore_ascii_case("ImportExportXml");
        if !expected {
            let message = format!("the root element is `{}`, not `ImportExportXml`", root.name);
            let loc = Some(Loc::new(file, root.tag_span));
            self.problem(Problem::new(ProblemKind::MalformedXml, loc, self.name(file), message));
        }
        expected
    }

    fn customizations(&mut self, parts: &[(Role, FileId)]) -> Option<(FileId, &'t Element<'t>)> {
        let file = self.chosen(parts, Role::Customizations)?;
        let root = self.element(file)?;
        self.check_root(file, root).then_some((file, root))
    }

    /// `solutions/<name>/solution.yml` and its neighbours, and the publisher's own file.
    fn yaml_manifest(&mut self) {
        let mut holders = Vec::new();
        let mut publishers = Vec::new();
        let own = self.own_folder();
        for (file, name) in self.package.files.iter() {
            let name = name.to_ascii_lowercase();
            let Some(root) = self.element(file) else { continue };
            let base = name.rsplit('/').next().unwrap_or_default();
            if name.starts_with(&own) {
                holders.push((base.split('.').next().unwrap_or_default().to_owned(), file, root));
            } else if name.starts_with("publishers/") {
                publishers.push((file, root));
            }
        }
        let holder = |base: &str| holders.iter().find(|(name, ..)| name == base).map(|(_, file, root)| (*file, *root));
        let Some((file, root)) = holder("solution") else { return };
        let element = all_named(root, "SolutionManifest").first().copied().unwrap_or(root);
        let required = holder("missingdependencies").is_some() || child(element, "MissingDependencies").is_some();
        let mut manifest = manifest::manifest(file, element);
        let list = |base, name| {
            holder(base).map(|(file, root)| (file, all_named(root, name).first().copied().unwrap_or(root)))
        };
        if manifest.root_components.is_empty() {
            let list = list("rootcomponents", "RootComponents");
            manifest.root_components =
                list.map(|(file, list)| manifest::root_components(file, list)).unwrap_or_default();
        }
        if manifest.missing.is_empty() {
            let list = list("missingdependencies", "MissingDependencies");
            manifest.missing = list.map(|(file, list)| manifest::missing_dependencies(file, list)).unwrap_or_default();
        }
        if manifest.publisher.as_ref().is_none_or(|publisher| publisher.prefix.is_none()) {
            let stated = manifest.publisher.as_ref().and_then(|publisher| publisher.unique_name);
            let mut own = publishers.iter().map(|(file, root)| {
                manifest::publisher(*file, all_named(root, "Publisher").first().copied().unwrap_or(root))
            });
            let same = |name: Option<crate::At<&str>>| {
                stated.zip(name).is_some_and(|(one, other)| one.value.eq_ignore_ascii_case(other.value))
            };
            let found = if stated.is_some() { own.find(|one| same(one.unique_name)) } else { own.next() };
            // Without a name of its own, only a single publisher can be meant.
            let found = found.filter(|_| stated.is_some() || publishers.len() == 1);
            manifest.publisher = found.or(manifest.publisher);
        }
        self.package.manifest = Some(manifest);
        self.package.requirements_known = required;
        if !required {
            self.package.not_found.push("what the solution requires (missingdependencies.yml)".to_owned());
        }
    }

    /// The folder of the solution's own files, in lower case: of the repository's solutions the one at this address.
    fn own_folder(&self) -> String {
        let named = format!("solutions/{}/", self.package.address.inner.to_ascii_lowercase());
        let exists = self.package.files.iter().any(|(_, name)| name.to_ascii_lowercase().starts_with(&named));
        if exists { named } else { "solutions/".to_owned() }
    }

    /// Leaves out the shared components that belong to other solutions, as far as the list of components can tell.
    fn keep_listed(&mut self, parts: &mut Vec<(Role, FileId)>) {
        let own = self.own_folder();
        let is_list = |name: &str| {
            name.strip_prefix(&own)
                .is_some_and(|rest| rest.rsplit('/').next().is_some_and(|base| base.starts_with("solutioncomponents.")))
        };
        let list = self.package.files.iter().find(|(_, name)| is_list(&name.to_ascii_lowercase()));
        let listed = list.and_then(|(file, _)| self.value(file)).map(Listed::read);
        let known = listed.filter(|listed| self.package.files.iter().any(|(_, name)| listed.names(name)));
        // What several solutions share is used by each of them as far as anybody can tell, but declared by one.
        let folders = self.package.files.iter().filter_map(|(_, name)| {
            name.to_ascii_lowercase().strip_prefix("solutions/")?.split_once('/').map(|(folder, _)| folder.to_owned())
        });
        let alone = self.package.address.neighbours == 0 && folders.collect::<HashSet<_>>().len() <= 1;
        if let Some(listed) = known {
            let references = || parts.iter().filter(|(role, _)| *role == Role::References);
            // Whether the list names references is not documented. Where it names none, those of an only solution are its own.
            let unlisted = alone && !references().any(|(_, file)| listed.names(self.name(*file)));
            parts.retain(|(role, file)| (unlisted && *role == Role::References) || listed.names(self.name(*file)));
            return;
        }
        self.package.not_found.push("which components belong to the solution".to_owned());
        if !alone {
            parts.retain(|(role, _)| *role != Role::References);
        }
    }

    fn components(&mut self, parts: &[(Role, FileId)], customizations: Option<(FileId, &'t Element<'t>)>) {
        let mut variables = Variables::default();
        let mut agents = Agents::default();
        let (mut app_names, mut connector_names, mut reference_names) =
            (HashSet::new(), HashSet::new(), HashSet::new());
        let problems = self.package.problems.len();
        let package = &mut self.package;
        if let Some((file, root)) = customizations {
            classic::add(file, root, package);
            variables.old_definitions(file, root);
            if let Some(list) = child(root, "CanvasApps") {
                apps::apps(file, "", list, &mut app_names, &mut package.apps, &mut package.problems);
            }
            if let Some(list) = child(root, "Connectors") {
                references::connectors(file, list, &mut connector_names, &mut package.connectors);
            }
        }
        for (role, file) in parts.iter().copied() {
            let name = self.name(file);
            let (value, element) = (self.value(file), self.element(file));
            let package = &mut self.package;
            match (role, value, element) {
                (Role::Variable, ..) => variables.definition(file, element),
                (Role::VariableValue, Some(root), _) => variables.values(file, root, names::parent(name)),
                (Role::OldVariableValues, Some(root), _) => variables.old_values(file, root),
                (Role::CanvasApp, _, Some(root)) => {
                    apps::apps(file, name, root, &mut app_names, &mut package.apps, &mut package.problems);
                }
                (Role::Connector, _, Some(root)) => {
                    references::connectors(file, root, &mut connector_names, &mut package.connectors);
                }
                (Role::Classic, _, Some(root)) => classic::add(file, root, package),
                (Role::AgentComponent, Some(root), _) => {
                    agents.component(file, names::parent(name).unwrap_or(name), root);
                }
                (Role::AgentProject, Some(root), _) => {
                    agents.project(file, names::parent(name).unwrap_or(name), root);
                }
                (Role::References, _, Some(root)) => {
                    let found = references::references_anywhere(file, root);
                    let new = found
                        .into_iter()
                        .filter(|reference| reference_names.insert(reference.logical_name.value.to_ascii_lowercase()));
                    package.references.extend(new);
                }
                _ => {}
            }
        }
        self.package.uses_known &= self.package.problems.len() == problems;
        self.connector_parts(parts);
        // After every component, so that a set only adds what no component says.
        for (_, file) in parts.iter().filter(|(role, _)| *role == Role::AgentReferences) {
            if let Some(root) = self.element(*file) {
                agents.reference_set(*file, root);
            }
        }
        self.package.variables_known = variables.understood() && self.wholly_listed();
        self.package.variables_known &=
            customizations.is_some() || self.package.address.kind == PackageKind::YamlRepository;
        self.package.variables = variables.into_list();
        self.package.agents = agents.into_list();
    }

    /// Gives each connector its JSON files, which begin with its schema name.
    fn connector_parts(&mut self, parts: &[(Role, FileId)]) {
        let files = parts.iter().filter(|(role, _)| *role == Role::ConnectorPart);
        let read = files.filter_map(|(_, file)| {
            let base = self.name(*file).rsplit('/').next()?.to_ascii_lowercase();
            Some((base, ConnectorPart { file: *file, root: self.value(*file)? }))
        });
        let by_name: HashMap<String, ConnectorPart<'t>> = read.collect();
        for connector in &mut self.package.connectors {
            let name = connector.name.value.to_ascii_lowercase();
            let part = |ending: &str| by_name.get(&format!("{name}_{ending}.json")).copied();
            connector.definition = part("openapidefinition");
            connector.parameters = part("connectionparameters");
            connector.policies = part("policytemplateinstances");
        }
    }
}
