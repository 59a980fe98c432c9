//! The kinds of files that are read, one line each.

use syntax::Span;

use super::document::Document;
use super::record::{Record, host_of};
use super::{
    Content, Problem, Read, alm_accelerator, coe, dataverse, entra, m365, native, pac, policies, powerapps, powershell,
    ppds, sensitive, settings, terraform,
};
use crate::{Facts, InputKind, Table};

/// A kind of file: how it is told from others, and how it is read.
pub(super) struct SourceKind {
    /// Its name in the sentence that says what is readable.
    pub(super) name: &'static str,
    /// Whether a file is of this kind, by its shape. Asked in the order of [`ALL`].
    pub(super) recognises: fn(&Document<'_>) -> bool,
    /// What it says.
    pub(super) read: fn(&Document<'_>) -> Result<Content, Problem>,
}

/// Every kind of file. What tells a file for certain comes before what looks at single columns.
pub(super) static ALL: &[&SourceKind] = &[
    &native::NATIVE,
    &settings::SETTINGS,
    &alm_accelerator::CUSTOM_SETTINGS,
    &terraform::STATE,
    &powerapps::CONNECTIONS,
    &powerapps::PERMISSIONS,
    &coe::IDENTITIES,
    &powershell::CONNECTIONS,
    &powershell::ROLE_ASSIGNMENTS,
    &powershell::FLOWS,
    &powershell::FLOW_OWNERS,
    &dataverse::CONNECTION_INSTANCES,
    &dataverse::CONNECTION_REFERENCES,
    &dataverse::WORKFLOWS,
    &dataverse::SYSTEM_USERS,
    &dataverse::SOLUTION_COMPONENTS,
    &dataverse::SOLUTIONS,
    &m365::FLOWS,
    &m365::FLOW_OWNERS,
    &ppds::CONNECTIONS,
    &ppds::CONNECTION_REFERENCES,
    &pac::CONNECTIONS,
    &entra::SERVICE_PRINCIPALS,
    &entra::APPLICATIONS,
    &entra::CREDENTIALS,
    &policies::POLICIES,
];

/// What is readable, for people: in the order of [`ALL`].
pub(super) fn readable() -> String {
    let names: Vec<&str> = ALL.iter().map(|source| source.name).collect();
    format!("readable are {}", names.join("; "))
}

/// Reads a file row by row. `row` says whether it took something from a row; `lists` are the tables whose every row the file has,
/// unless it is partial.
pub(super) fn rows(
    document: &Document<'_>,
    kind: InputKind,
    lists: &[Table],
    mut row: impl FnMut(Record<'_>, &mut Facts) -> bool,
) -> Content {
    let list = document.list();
    let mut facts = facts(document, lists);
    facts.partial = list.partial;
    let mut records = 0;
    for &value in &list.rows {
        records += usize::from(row(Record { value, input: document.id }, &mut facts));
    }
    // The context of a list from Microsoft Graph names no organisation.
    let contexts = list.contexts.into_iter().filter(|context| context.contains("/api/data/"));
    facts.hosts.extend(contexts.filter_map(host_of));
    content(document, kind, facts, records)
}

/// Facts that say nothing yet.
pub(super) fn facts(document: &Document<'_>, lists: &[Table]) -> Facts {
    Facts { input: Some(document.id), lists: lists.to_vec(), ..Facts::default() }
}

/// What a file says, once its facts are read.
pub(super) fn content(document: &Document<'_>, kind: InputKind, facts: Facts, records: usize) -> Content {
    let date = ["exported", "date", "timestamp"].iter().find_map(|key| document.root_text(key)).map(str::to_owned);
    let sensitive: Vec<Span> = sensitive::spans(&document.root);
    Content { kind, read: Read::Facts(facts), date, records, sensitive }
}

impl Facts {
    /// Notes an environment that the file speaks of.
    pub(super) fn speaks_of(&mut self, environment: String) {
        if !environment.is_empty() && !self.environments.contains(&environment) {
            self.environments.push(environment);
        }
    }
}
