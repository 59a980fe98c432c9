//! Which files are flows, and what the `Workflow` elements say of them.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use syntax::{Value, xml::Element};

use super::{
    Builder, flow,
    names::{self, Role},
    place::{all_named, all_named_or_root, child},
    workflows::{self, CLOUD, DESKTOP},
};
use crate::{
    FileId, Loc, PackageKind, Problem, ProblemKind,
    model::{Flow, FlowKind, Membership, WorkflowEntry, id::guid_in},
};

const DATA: &str = ".data.xml";

/// From so many flows on, they are read side by side, about so many at a time.
const MANY: usize = 64;
const TOGETHER: usize = 8;

/// The files that entries can name.
struct Targets {
    /// Those with a GUID in their name, by GUID and ending: unpackers rename what comes before.
    by_guid: HashMap<(String, String), FileId>,
    /// Whether there is a classic workflow's file at all.
    xaml: bool,
}

impl<'t> Builder<'t> {
    pub(super) fn flows(&mut self, parts: &[(Role, FileId)], customizations: Option<(FileId, &'t Element<'t>)>) {
        let entries = self.entries(parts, customizations);
        let mut owners: HashMap<FileId, usize> = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(file) = entry.file {
                owners.entry(file).or_insert(index);
            }
        }
        let membership = self.unlisted_membership(parts, customizations.is_some(), &entries);
        let is_flow = |(role, file): &(Role, FileId)| {
            *role == Role::FlowJson || (*role == Role::WorkflowData && self.value(*file).is_some_and(flow::is_cloud))
        };
        let files: Vec<FileId> = parts.iter().filter(|part| is_flow(part)).map(|(_, file)| *file).collect();
        let read = |file: &FileId| {
            let entry = owners.get(file).and_then(|index| entries.get(*index));
            self.flow_file(*file, entry, &membership)
        };
        let read: Vec<_> = if files.len() < MANY {
            files.iter().map(read).collect()
        } else {
            files.par_iter().with_min_len(TOGETHER).with_max_len(2 * TOGETHER).map(read).collect()
        };
        self.package.flows.reserve(read.len());
        for (flow, problems) in read {
            self.package.flows.extend(flow);
            // Where anything has not the shape it must have, it may use more than was read.
            self.package.uses_known &= problems.is_empty();
            self.package.problems.extend(problems);
        }
        // Older desktop flows stand wholly inside their element.
        let inside = entries.iter().filter(|entry| entry.category == Some(DESKTOP) && entry.file_name.is_none());
        let flows = inside.map(|entry| bare(entry.loc.file, entry));
        self.package.flows.extend(flows);
        self.package.workflows = entries;
    }

    /// The `Workflow` elements of the package, each once, with the files they name.
    fn entries(
        &mut self,
        parts: &[(Role, FileId)],
        customizations: Option<(FileId, &'t Element<'t>)>,
    ) -> Vec<WorkflowEntry<'t>> {
        let mut found = Vec::new();
        // Where both have one, the packer takes the file of its own.
        for (_, file) in parts.iter().filter(|(role, _)| *role == Role::WorkflowData) {
            if let Some(root) = self.element(*file)
                && !self.value(*file).is_some_and(flow::is_cloud)
            {
                let elements = all_named_or_root(root, "Workflow", "WorkflowId");
                found.extend(elements.into_iter().filter_map(|element| workflows::entry(*file, element)));
            }
        }
        if let Some((file, root)) = customizations
            && let Some(list) = child(root, "Workflows")
        {
            found.extend(all_named(list, "Workflow").into_iter().filter_map(|element| workflows::entry(file, element)));
        }
        let mut found = once(found);
        let targets = self.targets();
        for entry in &mut found {
            entry.file = self.target(entry, &targets);
            self.check_target(entry, &targets);
        }
        found
    }

    fn targets(&self) -> Targets {
        let mut targets = Targets { by_guid: HashMap::new(), xaml: false };
        for (file, name) in self.package.files.iter() {
            let lower = name.to_ascii_lowercase();
            let Some((stem, ending)) = lower.rsplit_once('.') else { continue };
            if (lower.starts_with("workflows/") || lower.starts_with("modernflows/")) && !lower.ends_with(DATA) {
                targets.xaml |= ending == "xaml";
                if let Some(guid) = guid_in(stem) {
                    targets.by_guid.entry((guid, ending.to_owned())).or_insert(file);
                }
            }
        }
        targets
    }

    /// The file that an entry names: by its name, by the file that its metadata lies beside, or by the GUID.
    fn target(&self, entry: &WorkflowEntry<'t>, targets: &Targets) -> Option<FileId> {
        let named = entry.file_name.map(|at| at.value);
        if let Some(file) = named.and_then(|name| self.package.files.find(name)) {
            return Some(file);
        }
        let own = self.name(entry.loc.file);
        let stem = own.get(..own.len().saturating_sub(DATA.len())).filter(|_| own.to_ascii_lowercase().ends_with(DATA));
        let yaml = self.package.address.kind == PackageKind::YamlRepository;
        let beside = stem.map(str::to_owned).or_else(|| {
            let stem = own.rsplit_once('.').filter(|_| yaml && named.is_none()).map(|(stem, _)| stem);
            stem.map(|stem| format!("{stem}.json"))
        });
        if let Some(file) = beside.and_then(|name| self.package.files.find(&name)) {
            return Some(file);
        }
        let ending = match named {
            Some(name) => name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?,
            None if yaml || entry.category == Some(CLOUD) => "json".to_owned(),
            None => return None,
        };
        let by_guid = |guid: Option<String>| targets.by_guid.get(&(guid?, ending.clone())).copied();
        by_guid(named.and_then(guid_in)).or_else(|| by_guid(entry.id.clone()))
    }

    /// Says where an entry names a file that is not there. Classic workflows' files are not read, so that their absence
    /// tells something only where others of them are present.
    fn check_target(&mut self, entry: &WorkflowEntry<'t>, targets: &Targets) {
        let (Some(named), None) = (entry.file_name, entry.file) else { return };
        let json = named.value.to_ascii_lowercase().ends_with(".json");
        self.package.uses_known &= !json;
        if !self.wholly_listed() {
            return;
        }
        if self.package.address.kind == PackageKind::YamlRepository {
            // Where that layout keeps every flow's file is not documented.
            self.package.not_found.push(format!("the file of the flow `{}`", entry.name.value));
        } else if json || targets.xaml {
            let message = format!("the file of `{}` is not in the package: `{}`", entry.name.value, named.value);
            self.problem(Problem::new(ProblemKind::MissingFile, Some(named.loc), named.value, message));
        }
    }

    /// What it means that no entry names a file.
    fn unlisted_membership(
        &self,
        parts: &[(Role, FileId)],
        customizations: bool,
        entries: &[WorkflowEntry<'t>],
    ) -> Unlisted {
        let files = || parts.iter().filter(|(_, file)| self.trees.get(*file).is_none());
        let unread = files().any(|(role, _)| *role == Role::Customizations);
        let unread_data = files()
            .filter(|(role, _)| *role == Role::WorkflowData)
            .map(|(_, file)| self.name(*file).to_ascii_lowercase())
            .filter_map(|name| name.strip_suffix(DATA).map(str::to_owned))
            .collect();
        let roots = self.package.manifest.iter().flat_map(|manifest| &manifest.root_components);
        Unlisted {
            known: self.package.address.kind != PackageKind::YamlRepository
                && !unread
                && (customizations || !entries.is_empty() || self.package.manifest.is_some()),
            unread_data,
            roots: if customizations || !entries.is_empty() {
                HashSet::new()
            } else {
                roots.filter_map(|root| root.id.clone()).collect()
            },
        }
    }

    /// The flow in a file, if it is one, and what is wrong with it.
    fn flow_file(
        &self,
        file: FileId,
        entry: Option<&WorkflowEntry<'t>>,
        unlisted: &Unlisted,
    ) -> (Option<Flow<'t>>, Vec<Problem>) {
        let mut problems = Vec::new();
        let root = self.value(file);
        let file_name = self.name(file);
        let Some(root) = root else {
            // What is wrong with it was said by the parser; the flow is still there by its name.
            return (entry.map(|entry| bare(file, entry)), problems);
        };
        let desktop = flow::is_desktop(root) || entry.is_some_and(|entry| entry.category == Some(DESKTOP));
        let expected = entry.is_some_and(|entry| matches!(entry.category, None | Some(CLOUD)));
        if !desktop && !expected && !flow::is_cloud(root) {
            return (None, problems);
        }
        let name = entry
            .map(|entry| entry.name.value)
            .or_else(|| flow::display_name(file, root))
            .unwrap_or_else(|| names::flow_name(file_name));
        let body = if desktop { None } else { flow::body(file, name, root, &mut problems) };
        let understood = desktop || body.is_some();
        let body = body.unwrap_or_default();
        let agent = entry.is_some_and(|entry| entry.modern_flow_type == Some(1));
        let flow = Flow {
            name,
            id: entry.and_then(|entry| entry.id.clone()).or_else(|| guid_in(file_name)),
            kind: match (desktop, agent) {
                (true, _) => FlowKind::Desktop,
                (false, true) => FlowKind::Agent,
                (false, false) => FlowKind::Cloud,
            },
            membership: if entry.is_some() { Membership::Listed } else { unlisted.membership(file_name) },
            on: entry.and_then(|entry| entry.on),
            file,
            connections: body.connections,
            triggers: body.triggers,
            actions: body.actions,
            parameters: body.parameters,
            keys_known: body.keys_known,
            loc: Loc::file(file),
            definition: entry.and_then(|entry| entry.definition),
            root: Some(root).filter(|_: &&Value<'_>| understood),
        };
        (Some(flow), problems)
    }
}

/// Leaves each entry once: of those with one id (or one file) the first, but rather one that names a file.
fn once(entries: Vec<WorkflowEntry<'_>>) -> Vec<WorkflowEntry<'_>> {
    let mut kept: Vec<WorkflowEntry<'_>> = Vec::with_capacity(entries.len());
    let mut index = HashMap::new();
    for entry in entries {
        let named = entry.file_name.map(|at| at.value.to_ascii_lowercase());
        let Some(key) = entry.id.clone().or(named) else {
            kept.push(entry);
            continue;
        };
        let at = *index.entry(key).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(known) if known.file_name.is_none() && entry.file_name.is_some() => *known = entry,
            Some(_) => {}
            None => kept.push(entry),
        }
    }
    kept
}

/// What is known of files that no entry names.
struct Unlisted {
    /// Whether the entries are known at all.
    known: bool,
    /// Files whose metadata could not be read, in lower case.
    unread_data: HashSet<String>,
    /// The ids of root components, where there is nothing else that lists flows.
    roots: HashSet<String>,
}

impl Unlisted {
    fn membership(&self, file_name: &str) -> Membership {
        if !self.known || self.unread_data.contains(&file_name.to_ascii_lowercase()) {
            Membership::Unstated
        } else if guid_in(file_name).is_some_and(|guid| self.roots.contains(&guid)) {
            Membership::Listed
        } else {
            Membership::Stale
        }
    }
}

/// A flow of which only the entry is known.
fn bare<'t>(file: FileId, entry: &WorkflowEntry<'t>) -> Flow<'t> {
    Flow {
        name: entry.name.value,
        id: entry.id.clone(),
        kind: match (entry.category, entry.modern_flow_type) {
            (Some(DESKTOP), _) => FlowKind::Desktop,
            (_, Some(1)) => FlowKind::Agent,
            _ => FlowKind::Cloud,
        },
        membership: Membership::Listed,
        on: entry.on,
        file,
        connections: Vec::new(),
        triggers: Vec::new(),
        actions: Vec::new(),
        parameters: Vec::new(),
        keys_known: false,
        loc: if file == entry.loc.file { entry.loc } else { Loc::file(file) },
        definition: entry.definition,
        root: None,
    }
}
