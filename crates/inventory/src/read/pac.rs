//! `pac connection list`: a table for people, which the tool has no other form of. Above it stands who is connected, and where:
//!
//! ```text
//! Connected as ada@contoso.com
//! Id                                Name              API Id                                                     Status
//! 22222222000000000000000000000001  ada@contoso.com   /providers/Microsoft.PowerApps/apis/shared_sharepointonline Connected
//! ```
//!
//! The columns are as wide as their longest cell. A name may hold any number of spaces, so that the id is taken from the left, the
//! status from the right, and the name is what is between. The name of a connection is often its account, which is no proof.

use std::borrow::Cow;

use syntax::{Kind, Member, Span, Value};

use super::Read;
use super::dataverse::connector;
use super::document::Form;
use super::record::{Record, host_of};
use super::source::{SourceKind, rows};
use crate::{ConnectionFact, Facts, InputKind, Status};

/// The connections of whoever is signed in to the tool.
pub(super) static CONNECTIONS: SourceKind = SourceKind {
    name: "the output of pac connection list",
    recognises: |document| document.form == Form::Pac,
    read: |document| {
        let mut content = rows(document, InputKind::PacConnections, &[], connection);
        if let Read::Facts(facts) = &mut content.read {
            // Others may have more.
            facts.partial = true;
            facts.hosts.extend(document.root_text(ADDRESS).and_then(host_of));
        }
        Ok(content)
    },
};

const ID: &str = "Id";
const NAME: &str = "Name";
const CONNECTOR: &str = "API Id";
const STATUS: &str = "Status";
/// The address of the environment, as far as the lines above the table name it.
const ADDRESS: &str = "address";
/// What the path of a connector begins with.
const CONNECTORS: &str = "/providers/microsoft.powerapps/apis/";
/// How many lines may stand above the table.
const ABOVE: usize = 20;

fn connection(row: Record<'_>, facts: &mut Facts) -> bool {
    let Some(id) = row.text(&[ID]) else { return false };
    let status = row.fact(&[STATUS]);
    facts.connections.push(ConnectionFact {
        id: id.into(),
        connector: connector(row, &[CONNECTOR]),
        display_name: row.fact(&[NAME]),
        account: None,
        parameter_set: None,
        grant_type: None,
        auth: None,
        owner: None,
        status: status.map(|word| Box::new(Status::of(word, None))),
        source: row.source(),
    });
    true
}

/// The table as a tree: `{"value": […]}`; `None` where a text is none.
pub(super) fn parse(text: &str) -> Option<Value<'_>> {
    let mut lines = lines(text);
    let mut address = None;
    let header = lines.by_ref().take(ABOVE).find(|(_, line)| {
        address = address.or_else(|| line.get(line.find("https://")?..)?.split([' ', ')', '"']).next());
        is_header(line)
    })?;
    let of = |text, span| Value { span, kind: Kind::String(Cow::Borrowed(text)) };
    let member = |key: &'static str, value| Member { key: Cow::Borrowed(key), key_span: header.0, value };
    let rows = lines.filter_map(|(span, line)| {
        let cells = cells(line)?;
        // Cells are parts of the line.
        let cell = |key, (start, text)| {
            let (start, text): (usize, &str) = (span.start as usize + start, text);
            member(key, of(text, Span::new(start, start + text.len())))
        };
        let members = [ID, NAME, CONNECTOR, STATUS].into_iter().zip(cells).filter(|(_, (_, text))| !text.is_empty());
        Some(Value { span, kind: Kind::Object(members.map(|(key, text)| cell(key, text)).collect()) })
    });
    let rows = Value { span: Span::new(0, text.len()), kind: Kind::Array(rows.collect()) };
    let mut members = vec![member("value", rows)];
    members.extend(address.map(|address| member(ADDRESS, of(address, header.0))));
    Some(Value { span: Span::new(0, text.len()), kind: Kind::Object(members) })
}

/// The lines of a text and their places.
fn lines(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let content = line.trim_end_matches(['\r', '\n']);
        let span = Span::new(start, start + content.len());
        start += line.len();
        (span, content)
    })
}

fn is_header(line: &str) -> bool {
    let mut words = line.split_whitespace();
    [ID, NAME, "API", "Id", STATUS].into_iter().all(|word| words.next() == Some(word)) && words.next().is_none()
}

/// The id, the name, the connector and the status, each with its offset in the line.
fn cells(line: &str) -> Option<[(usize, &str); 4]> {
    // A name may look like a path, and nothing stands between the last path and the status.
    let path = line.to_ascii_lowercase().rfind(CONNECTORS)?;
    let (left, right) = line.split_at_checked(path)?;
    let id_end = left.find(char::is_whitespace)?;
    let path_end = right.find(char::is_whitespace).unwrap_or(right.len());
    let part = |start: usize, end: usize| {
        let text = line.get(start..end).unwrap_or_default();
        (start + text.len() - text.trim_start().len(), text.trim())
    };
    let cells = [part(0, id_end), part(id_end, path), part(path, path + path_end), part(path + path_end, line.len())];
    (id_end > 0).then_some(cells)
}
