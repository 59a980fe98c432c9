//! What is read from each kind of file: `testdata/<kind>/*`, one snapshot each.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use powerlint_inventory::read::{self, Read};
use powerlint_inventory::{Fact, Facts, Input, InputId, InputKind, Lookup, Repeat, Settings, Who};
use syntax::LineIndex;

const ID: InputId = InputId(0);

/// Facts with what stands at their places, in few words.
struct Sheet<'i> {
    input: &'i Input,
    lines: LineIndex,
    out: String,
}

impl Sheet<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn fact<T>(&mut self, name: &str, fact: Option<&Fact<T>>, show: impl Fn(&T) -> String) {
        let Some(fact) = fact else { return };
        let at = self.lines.position(&self.input.text, fact.source.span.start);
        let under: String = fact.source.span.of(&self.input.text).chars().take(50).collect();
        writeln!(self.out, "    {name}: {}   <- {}:{} {under}", show(&fact.value), at.line, at.column).unwrap();
    }

    fn binding(&mut self, binding: &Lookup<Fact<String>>) {
        match binding {
            Lookup::Known(fact) => self.fact("connection", Some(fact), String::clone),
            Lookup::Absent => self.line("    connection: none"),
            Lookup::Unknown => self.line("    connection: unknown"),
        }
    }

    fn facts(&mut self, facts: &Facts) {
        self.line(&format!(
            "partial {} native {} {:?} {:?}",
            facts.partial, facts.native, facts.environments, facts.hosts
        ));
        if facts.native && !(facts.lists.is_empty() && facts.parts.is_empty()) {
            self.line(&format!("complete {:?} in part {:?}", facts.lists, facts.parts));
        }
        for mention in &facts.mentioned {
            self.line(&format!("mentioned {}", who(&mention.value)));
        }
        for row in &facts.principals {
            self.line(&format!("principal {}", who(&row.who)));
            if facts.native {
                self.line(&format!("    by hand {} deleted {}", row.by_hand, row.deleted));
            }
            self.fact("disabled", row.disabled.as_ref(), bool::to_string);
        }
        for row in &facts.connections {
            self.line(&format!("connection {}", row.id));
            self.fact("connector", row.connector.as_ref(), String::clone);
            self.fact("display name", row.display_name.as_ref(), String::clone);
            self.fact("account", row.account.as_ref(), String::clone);
            self.fact("parameter set", row.parameter_set.as_deref(), String::clone);
            self.fact("grant type", row.grant_type.as_deref(), String::clone);
            self.fact("auth", row.auth.as_ref(), |auth| format!("{auth:?}"));
            self.fact("owner", row.owner.as_ref(), who);
            self.fact("status", row.status.as_deref(), |status| format!("{} {:?}", status.word, status.code));
        }
        for row in &facts.references {
            self.line(&format!("reference {}", row.logical_name));
            self.fact("connector", row.connector.as_ref(), String::clone);
            self.binding(&row.connection);
            self.fact("owner", row.owner.as_ref(), who);
            self.fact("solutions", row.solutions.as_ref(), |names| names.join(", "));
            for name in &row.known_in {
                self.fact("known in", Some(name), String::clone);
            }
        }
        for row in &facts.flows {
            self.line(&format!("flow {} {:?} uses {:?}", row.id, row.name, row.references));
            if let Some(id) = row.resource_id.as_ref().filter(|id| **id != row.id) {
                self.line(&format!("    resource id: {id}"));
            }
            if !row.connections.is_empty() {
                self.line(&format!("    connections: {}", row.connections.join(", ")));
            }
            self.fact("owner", row.owner.as_ref(), who);
            for owner in &row.co_owners {
                self.fact("co-owner", Some(owner), who);
            }
        }
        for row in &facts.solutions {
            self.line(&format!("solution {} {}", row.unique_name, row.id));
        }
        for row in &facts.components {
            self.line(&format!("component {} of solution {}", row.object_id, row.solution_id));
        }
        for row in &facts.planned_owners {
            self.line(&format!("flow {} {:?} is to be owned", row.flow, row.name));
            self.fact("by", Some(&row.owner), who);
        }
        for row in &facts.identities {
            self.line(&format!("{} signed in with {} in {:?}", row.account, row.connector, row.environment));
        }
        for policy in &facts.policies {
            self.line(&format!(
                "policy {:?} {:?}, whole {}, applies to {:?}",
                policy.id, policy.name, policy.whole, policy.scope
            ));
            self.fact("default", policy.default.as_ref(), |group| group.label().to_owned());
            for (name, group) in &policy.connectors {
                self.fact(name, group.as_ref(), |group| group.label().to_owned());
                if group.is_none() {
                    self.line(&format!("    {name}: in two groups"));
                }
            }
        }
        for list in &facts.credentials {
            let (id, name) = (list.application_id.as_deref(), list.application_name.as_deref());
            self.line(&format!(
                "credentials of {:?} {id:?} {name:?}, whole {} managed {}",
                list.holder, list.whole, list.managed
            ));
            for credential in &list.credentials {
                let name = credential.name.as_deref().unwrap_or("none");
                self.line(&format!("  credential {name}, certificate {:?}", credential.certificate));
                self.fact("ends", credential.ends.as_ref(), String::clone);
            }
        }
        for list in &facts.permissions {
            self.line(&format!("permissions of {}, whole {}", list.connection, list.whole));
            for share in &list.shares {
                self.line(&format!("    {:?} {}", share.role, who(&share.who)));
            }
        }
    }

    fn settings(&mut self, settings: &Settings) {
        for entry in &settings.references {
            self.line(&format!("reference {}", entry.logical_name.value));
            self.fact("connector", entry.connector.as_ref(), String::clone);
            self.binding(&entry.connection);
            self.line(&format!("    filling: {:?}, repeats {:?}", entry.filling, same(entry.repeats)));
            self.fact("owner", entry.owner.as_ref(), String::clone);
        }
        for entry in &settings.variables {
            self.line(&format!(
                "variable {}: {:?}, names a vault {}, secret {}, repeats {:?}",
                entry.schema_name.value,
                entry.filling,
                entry.names_vault,
                entry.secret,
                same(entry.repeats)
            ));
        }
    }
}

/// Of an entry that repeats another, whether both say the same.
fn same(repeats: Option<Repeat>) -> Option<bool> {
    repeats.map(|repeat| repeat.same)
}

fn who(who: &Who) -> String {
    let parts = [
        ("system user", &who.system_user_id),
        ("object", &who.object_id),
        ("application", &who.application_id),
        ("upn", &who.upn),
        ("name", &who.display_name),
        ("key", &who.key),
    ];
    let parts: Vec<String> =
        parts.iter().filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?))).collect();
    format!("[{}] {:?}", parts.join(", "), who.kind)
}

fn sheet(name: &str, bytes: Vec<u8>) -> String {
    match read::read(name, bytes, ID) {
        Ok((input, read)) => {
            let mut sheet = Sheet { lines: LineIndex::new(&input.text), out: String::new(), input: &input };
            sheet.line(&format!(
                "{:?} environment {:?} date {:?} records {}",
                input.kind, input.environment, input.date, input.records
            ));
            match &read {
                Read::Facts(facts) => sheet.facts(facts),
                Read::Settings(settings) => sheet.settings(settings),
            }
            for span in input.sensitive_spans() {
                let text: String = span.of(&input.text).chars().take(60).collect();
                sheet.line(&format!("never printed: {text}"));
            }
            sheet.out
        }
        Err(error) => {
            let place = error.span.zip(error.text.as_deref()).map(|(span, text)| span.of(text).to_owned());
            format!("{error}\nat: {place:?}\nhelp: {}\n", error.help.as_deref().unwrap_or("none"))
        }
    }
}

#[test]
fn every_file_reads_as_its_snapshot_says() {
    insta::glob!("../testdata", "*/*", |path| {
        let bytes = std::fs::read(path).unwrap();
        insta::assert_snapshot!(sheet("the file", bytes));
    });
}

#[test]
fn encodings_and_byte_order_marks_make_no_difference() {
    insta::glob!("../testdata", "{native,dataverse,powerapps,m365,ppds,settings,entra,pac,terraform,coe}/*", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let marked = format!("\u{FEFF}{text}").into_bytes();
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let plain = sheet("the file", text.into_bytes());
        assert_eq!(plain, sheet("the file", marked));
        assert_eq!(plain, sheet("the file", utf16));
    });
}

#[test]
fn a_file_cut_anywhere_is_read_or_refused_and_shows_no_secret() {
    insta::glob!("../testdata", "*/*", |path| {
        let bytes = std::fs::read(path).unwrap();
        // Every cut of a small file, and as many of a larger one.
        for end in (0..bytes.len()).step_by(1 + bytes.len() / 1500) {
            if let Err(error) = read::read("the file", bytes[..end].to_vec(), ID) {
                assert!(!error.message.contains("s3cret"), "{error}");
                assert!(!error.text.is_some_and(|text| text.contains("s3cret")));
            }
        }
    });
}

#[test]
fn every_secret_stands_in_a_place_that_is_never_printed() {
    insta::glob!("../testdata", "*/*", |path| {
        let Ok((input, _)) = read::read("the file", std::fs::read(path).unwrap(), ID) else { return };
        for (at, _) in input.text.match_indices("s3cret") {
            let at = u32::try_from(at).unwrap();
            let hidden = input.sensitive_spans().iter().any(|span| (span.start..span.end).contains(&at));
            assert!(hidden, "{} shows its secret at {at}", path.display());
        }
    });
}

#[test]
fn every_kind_of_file_has_a_sample() {
    let mut read_so_far = std::collections::HashSet::new();
    insta::glob!("../testdata", "*/*", |path| {
        if let Ok((input, _)) = read::read("the file", std::fs::read(path).unwrap(), ID) {
            read_so_far.insert(input.kind);
        }
    });
    let missing: Vec<InputKind> = InputKind::ALL
        .into_iter()
        // powerlint.toml is read by the engine.
        .filter(|kind| *kind != InputKind::Configuration && !read_so_far.contains(kind))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
