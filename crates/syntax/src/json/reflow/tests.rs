#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::json::parse;
use crate::json::tests::json_text;

/// Reflows around the values at the pointers; marks stand between `«` and `»`.
fn around(text: &str, pointers: &[&str], max_lines: usize) -> String {
    let root = parse(text).unwrap().root;
    let spans: Vec<_> = pointers.iter().map(|pointer| root.pointer(pointer).unwrap().span).collect();
    shown(text, &root, &spans, max_lines)
}

fn shown(text: &str, root: &Value<'_>, spans: &[Span], max_lines: usize) -> String {
    let reflowed = reflow(text, root, spans, max_lines).unwrap();
    let mut places: Vec<_> = reflowed.marks.iter().flat_map(|mark| [(mark.end, '»'), (mark.start, '«')]).collect();
    places.sort_by_key(|&(at, _)| std::cmp::Reverse(at));
    let mut out = reflowed.text;
    for (at, sign) in places {
        out.insert(at as usize, sign);
    }
    out
}

/// An exported flow as it really comes: one line of 75 KB.
fn long_flow() -> String {
    let action = |number: usize| {
        let body = "lorem ipsum ".repeat(20);
        format!(
            r#""Send_{number}":{{"runAfter":{{}},"type":"OpenApiConnection","inputs":{{"host":{{"connectionName":"shared_office365","operationId":"SendEmailV2","apiId":"/providers/Microsoft.PowerApps/apis/shared_office365"}},"parameters":{{"emailMessage/To":"megan@contoso.com","emailMessage/Body":"{body}"}}}}}}"#
        )
    };
    let actions: Vec<_> = (0..170).map(action).collect();
    let text = format!(
        r#"{{"properties":{{"connectionReferences":{{"shared_office365":{{"runtimeSource":"embedded","connection":{{"connectionReferenceLogicalName":"contoso_office365"}},"api":{{"name":"shared_office365"}}}}}},"definition":{{"triggers":{{}},"actions":{{{}}}}}}},"schemaVersion":"1.0.0.0"}}"#,
        actions.join(",")
    );
    assert!(text.len() > 75_000 && !text.contains('\n'));
    text
}

#[test]
fn a_lonely_member_is_shown_with_its_parent() {
    let pointer = "/properties/connectionReferences/shared_office365/connection/connectionReferenceLogicalName";
    assert_eq!(
        around(&long_flow(), &[pointer], 12),
        r#"{
  "runtimeSource": "embedded",
  "connection": {
    "connectionReferenceLogicalName": «"contoso_office365"»
  },
  "api": { "name": "shared_office365" }
}"#
    );
}

#[test]
fn far_members_and_long_strings_are_left_out() {
    let text = long_flow();
    let pointer = "/properties/definition/actions/Send_70/inputs/parameters";
    let action = "/properties/definition/actions/Send_72";
    assert_eq!(
        around(&text, &[&format!("{pointer}/emailMessage~1To")], 12),
        "{\n  \"emailMessage/To\": «\"megan@contoso.com\"»,\n  \"emailMessage/Body\": \"lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem i…\"\n}"
    );
    assert_eq!(
        around(&text, &[&format!("{action}/type"), &format!("{action}/inputs/host/operationId")], 12),
        "{
  \"runAfter\": {},
  \"type\": «\"OpenApiConnection\"»,
  \"inputs\": {
    \"host\": {
      \"connectionName\": \"shared_office365\",
      \"operationId\": «\"SendEmailV2\"»,
      \"apiId\": \"/providers/Microsoft.PowerApps/apis/shared_office365\"
    },
    \"parameters\": { … }
  }
}"
    );
}

#[test]
fn a_marked_key_opens_its_value() {
    let text = long_flow();
    let root = parse(&text).unwrap().root;
    let action = root.at(&["properties", "definition", "actions"]).unwrap().member("Send_70").unwrap();
    let expected = "{
  …
  «\"Send_70\"»: {
    \"runAfter\": {},
    \"type\": \"OpenApiConnection\",
    \"inputs\": { … }
  },
  …
}";
    assert_eq!(shown(&text, &root, &[action.key_span], 9), expected);
    let member = expected.replace("»: {", ": {").replace("\n  },", "\n  }»,");
    assert_eq!(shown(&text, &root, &[action.span()], 9), member);
}

#[test]
fn a_mark_inside_a_long_string_keeps_what_is_beside_it() {
    let text = format!(r#"{{"a":1,"b":"{}@{{parameters('x')}}{}\n"}}"#, "\\n".repeat(200), "y".repeat(200));
    let root = parse(&text).unwrap().root;
    let at = text.find("@{").unwrap();
    let found = shown(&text, &root, &[Span::new(at, at + 18)], 12);
    let (head, tail) = ("\\n".repeat(40), "y".repeat(40));
    assert_eq!(found, format!("{{\n  \"a\": 1,\n  \"b\": \"…{head}«@{{parameters('x')}}»{tail}…\"\n}}"));
}

#[test]
fn a_very_long_marked_string_is_shortened_too() {
    let text = format!(r#"["{}", 2]"#, "é".repeat(5000));
    let found = around(&text, &["/0"], 12);
    assert_eq!(found, format!("[\n  «\"{}…\"»,\n  2\n]", "é".repeat(79)));
}

#[test]
fn the_root_is_enough_and_a_stranger_is_nowhere() {
    assert_eq!(around("true", &[""], 12), "«true»");
    assert_eq!(around("{}", &[""], 12), "«{}»");
    assert_eq!(around("[1,2,3,4,5,6,7,8,9]", &[], 6), "[\n  1,\n  2,\n  3,\n  …\n]");
    let root = parse("[1]").unwrap().root;
    assert_eq!(reflow("[1]", &root, &[Span::new(2, 4)], 12), None);
}

#[test]
fn a_wide_object_costs_no_time_and_no_lines() {
    let members: Vec<_> = (0..50_000).map(|number| format!(r#""key{number}":{number}"#)).collect();
    let text = format!("{{{}}}", members.join(","));
    assert_eq!(
        around(&text, &["/key10", "/key40000"], 8),
        "{
  …
  \"key9\": 9,
  \"key10\": «10»,
  …
  \"key40000\": «40000»,
  …
}"
    );
}

/// Every key, member and value of a tree.
fn places(value: &Value<'_>) -> Vec<Span> {
    let mut found = vec![value.span];
    for child in children(value) {
        found.extend(child.key_span());
        found.push(child.span());
        found.extend(places(child.value()));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn marks_point_at_what_was_marked(text in json_text(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4), max_lines in 1..30_usize) {
        let root = parse(&text).unwrap().root;
        let places = places(&root);
        let spans: Vec<_> = picks.iter().map(|pick| places[pick.index(places.len())]).collect();
        let reflowed = reflow(&text, &root, &spans, max_lines).unwrap();
        prop_assert_eq!(reflowed.marks.len(), spans.len());
        for (mark, span) in reflowed.marks.iter().zip(&spans) {
            let found = reflowed.text.get(mark.range());
            prop_assert!(found.is_some(), "a mark is not on character boundaries");
            let (found, wanted) = (found.unwrap(), span.of(&text));
            if !found.contains('…') {
                let blankless = |text: &str| text.split_whitespace().collect::<String>();
                prop_assert_eq!(blankless(found), blankless(wanted));
            }
        }
    }

    #[test]
    fn with_room_enough_nothing_but_white_space_changes(text in json_text()) {
        prop_assume!(!text.contains('…'));
        let root = parse(&text).unwrap().root;
        let reflowed = reflow(&text, &root, &places(&root), usize::MAX).unwrap();
        let again = parse(&reflowed.text);
        prop_assert!(again.is_ok(), "{}", reflowed.text);
        let blankless = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(blankless(&reflowed.text), blankless(&text));
    }

    #[test]
    fn any_span_inside_the_root_is_found(text in json_text(), ends in any::<[prop::sample::Index; 2]>(), max_lines in 0..10_usize) {
        let root = parse(&text).unwrap().root;
        let within = |at: prop::sample::Index| root.span.start + u32::try_from(at.index(root.span.of(&text).len() + 1)).unwrap();
        let (a, b) = (within(ends[0]), within(ends[1]));
        let reflowed = reflow(&text, &root, &[Span { start: a.min(b), end: a.max(b) }], max_lines).unwrap();
        prop_assert!(reflowed.text.get(reflowed.marks[0].range()).is_some());
    }
}
