//! What holds of every update, whatever the file looks like.
#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

/// The names that files and packages may share.
const NAMES: [&str; 5] = ["contoso_One", "CONTOSO_one", "contoso_Two", "contoso_Three \u{202e}", "contoso_\"Four\\"];

/// What may stand where JSON lets white space stand.
const GAPS: [&str; 8] = ["", "", "", " ", "\n", "\n  ", "\r\n\t", "  \n\n    "];

fn wanted_of(variables: &[usize], references: &[usize], bound: &[usize]) -> Wanted {
    let list = |list: List, names: &[usize]| {
        let mut wanted = WantedList::empty(list);
        for name in names {
            let connection = format!("2222222200000000000000000000000{name}");
            let bound = (list == List::References && bound.contains(name))
                .then(|| Bound { connection, source: "facts.json".to_owned() });
            let connector_id = Some("/providers/Microsoft.PowerApps/apis/shared_sql".to_owned());
            wanted.want(Entry { name: NAMES[*name].to_owned(), connector_id, bound });
        }
        wanted
    };
    Wanted {
        variables: list(List::Variables, variables),
        references: list(List::References, references),
        remarks: Vec::new(),
        solutions: 1,
        incomplete: Vec::new(),
    }
}

fn updated(text: &str, wanted: &Wanted, prune: bool) -> Updated {
    let options = Options { prune, same_connection: &|one, other| one == other };
    update(text, wanted, &options).unwrap_or_else(|refused| panic!("{refused:?} in {text}"))
}

/// Writes JSON with white space of all sorts, as `gaps` has it.
fn write(value: &Value, gaps: &mut dyn Iterator<Item = usize>, out: &mut String) {
    let gap = |gaps: &mut dyn Iterator<Item = usize>, out: &mut String| {
        out.push_str(GAPS[gaps.next().unwrap_or(0)]);
    };
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                gap(gaps, out);
                write(item, gaps, out);
                gap(gaps, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (at, (key, value)) in members.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                gap(gaps, out);
                out.push_str(&serde_json::to_string(key).unwrap());
                gap(gaps, out);
                out.push(':');
                gap(gaps, out);
                write(value, gaps, out);
                gap(gaps, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn text_of(value: &Value, gaps: &[usize]) -> String {
    let mut out = String::new();
    write(value, &mut gaps.iter().copied().cycle(), &mut out);
    out
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        Just(json!("#{token}#")),
        Just(json!("22222222000000000000000000000099")),
        Just(json!(["a", {"b": [1]}])),
        any::<bool>().prop_map(Value::from),
    ]
}

fn entry(key: &'static str) -> impl Strategy<Value = Value> {
    let members = ["Value", "ConnectionId", "ConnectorId", "connectionid", "Name"];
    let rest = prop::collection::btree_map(prop::sample::select(members.to_vec()), scalar(), 0..4);
    let named = (0..NAMES.len(), rest, any::<bool>()).prop_map(move |(name, rest, last)| {
        let mut object = Map::new();
        if !last {
            object.insert(key.to_owned(), json!(NAMES[name]));
        }
        object.extend(rest.into_iter().map(|(key, value)| (key.to_owned(), value)));
        object.insert(key.to_owned(), json!(NAMES[name]));
        Value::Object(object)
    });
    prop_oneof![8 => named, 1 => Just(json!({})), 1 => scalar()]
}

fn list(key: &'static str) -> impl Strategy<Value = Value> {
    prop_oneof![1 => Just(Value::Null), 6 => prop::collection::vec(entry(key), 0..5).prop_map(Value::Array)]
}

fn file() -> impl Strategy<Value = Value> {
    let lists = (prop::option::of(list("SchemaName")), prop::option::of(list("LogicalName")));
    (lists, prop::option::of(scalar()), any::<bool>()).prop_map(|((variables, references), agents, turned)| {
        let mut members = vec![("EnvironmentVariables", variables), ("ConnectionReferences", references)];
        if turned {
            members.reverse();
        }
        // A file with another member must have a list, too.
        if members.iter().any(|(_, list)| list.is_some()) {
            members.push(("CopilotAgents", agents));
        }
        let there = members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Value::Object(there.collect())
    })
}

/// Whether a value is still there: a blank binding may be filled, an object may have more, a list more at its end.
fn holds(old: &Value, new: &Value, path: &str) -> Result<(), String> {
    let fault = || Err(format!("{path}: {old} became {new}"));
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in old {
                holds(value, new.get(key).ok_or(format!("{path}/{key} is gone"))?, &format!("{path}/{key}"))?;
            }
            Ok(())
        }
        (Value::Array(old), Value::Array(new)) if old.len() <= new.len() => {
            for (at, (old, new)) in old.iter().zip(new).enumerate() {
                holds(old, new, &format!("{path}/{at}"))?;
            }
            Ok(())
        }
        (Value::Null, Value::Array(_)) if path.matches('/').count() == 1 => Ok(()),
        (old, Value::String(_)) if path.to_lowercase().ends_with("/connectionid") => {
            if old.is_null() || old == "" || old == new { Ok(()) } else { fault() }
        }
        _ if old == new => Ok(()),
        _ => fault(),
    }
}

fn indices() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..NAMES.len(), 0..4)
}

proptest! {
    #[test]
    fn an_update_keeps_everything_adds_what_is_wanted_and_is_done(
        file in file(),
        gaps in prop::collection::vec(0..GAPS.len(), 1..40),
        (variables, references, bound) in (indices(), indices(), indices()),
    ) {
        let text = text_of(&file, &gaps);
        let wanted = wanted_of(&variables, &references, &bound);
        let first = updated(&text, &wanted, false);
        let new: Value = serde_json::from_str(&first.text).map_err(|error| TestCaseError::fail(format!("{error}: {}", first.text)))?;
        prop_assert_eq!(holds(&file, &new, ""), Ok(()), "{}", first.text);
        for list in List::ALL {
            let keys: Vec<String> = new[list.name()].as_array().into_iter().flatten()
                .filter_map(|entry| Some(entry.get(list.key())?.as_str()?.trim().to_lowercase())).collect();
            for entry in &wanted.list(list).entries {
                prop_assert!(keys.contains(&entry.name.trim().to_lowercase()), "{} in {}", entry.name, first.text);
            }
        }
        let second = updated(&first.text, &wanted, false);
        prop_assert_eq!(&second.text, &first.text);
        let done = |change: &Change| matches!(change.deed, Deed::Added | Deed::Filled { .. } | Deed::Removed);
        prop_assert!(!second.changes.iter().any(done), "{:?}", second.changes);
        prop_assert_eq!(first.text != text, first.changes.iter().any(done));
    }

    #[test]
    fn pruning_takes_exactly_what_is_surplus(
        file in file(),
        gaps in prop::collection::vec(0..GAPS.len(), 1..40),
        (variables, references) in (indices(), indices()),
    ) {
        let wanted = wanted_of(&variables, &references, &[]);
        let kept = updated(&text_of(&file, &gaps), &wanted, false);
        let pruned = updated(&kept.text, &wanted, true);
        let mut expected: Value = serde_json::from_str(&kept.text).unwrap();
        for list in List::ALL {
            if let Some(Value::Array(items)) = expected.get_mut(list.name()) {
                items.retain(|item| item.get(list.key()).is_none_or(|name| {
                    name.as_str().is_none_or(|name| wanted.list(list).holds(name.trim()))
                }));
            }
        }
        prop_assert_eq!(serde_json::from_str::<Value>(&pruned.text).unwrap(), expected, "{}", pruned.text);
        let surplus = kept.changes.iter().filter(|change| change.deed == Deed::Surplus).count();
        let removed = pruned.changes.iter().filter(|change| change.deed == Deed::Removed).count();
        prop_assert_eq!(surplus, removed);
        prop_assert_eq!(&updated(&pruned.text, &wanted, true).text, &pruned.text);
    }

    #[test]
    fn no_text_breaks_it(text in "[{}\\[\\],:\"a \\\\n0]{0,30}|\\PC{0,30}") {
        let wanted = wanted_of(&[0], &[1], &[1]);
        let _ = update(&text, &wanted, &Options { prune: true, same_connection: &|one, other| one == other });
    }
}

#[test]
fn where_packages_are_not_wholly_known_nothing_is_surplus() {
    let mut wanted = wanted_of(&[], &[], &[]);
    wanted.variables.known = false;
    let text =
        "{\"EnvironmentVariables\": [{\"SchemaName\": \"a\"}], \"ConnectionReferences\": [{\"LogicalName\": \"b\"}]}";
    let pruned = updated(text, &wanted, true);
    assert_eq!(pruned.text, "{\"EnvironmentVariables\": [{\"SchemaName\": \"a\"}], \"ConnectionReferences\": []}");
    assert_eq!(pruned.changes.len(), 1, "{:?}", pruned.changes);
}

#[test]
fn an_object_without_members_becomes_a_file() {
    let wanted = wanted_of(&[0], &[2], &[2]);
    let expected = updated(EMPTY, &wanted, false).text;
    assert_eq!(updated("{}\n", &wanted, false).text, expected);
    assert_eq!(updated("{\n}\n", &wanted, false).text.replace("\n\n", "\n"), expected);
}

#[test]
fn names_from_packages_cannot_break_out() {
    let text = updated(EMPTY, &wanted_of(&[3, 4], &[], &[]), false).text;
    assert!(text.contains(r#""contoso_Three \u202e""#) && text.contains(r#""contoso_\"Four\\""#), "{text}");
}
