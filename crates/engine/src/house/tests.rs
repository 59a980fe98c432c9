#![allow(clippy::unwrap_used)]
use super::{Fault, Kind, condition::Condition, message::Message};

fn faults(condition: &str, look_at: Kind) -> Vec<(String, String)> {
    let faults = Condition::parse(condition, look_at).err().unwrap_or_default();
    faults.into_iter().map(|fault| (condition[fault.at.clone()].to_owned(), fault.message)).collect()
}

/// The marked part and the message of the only fault.
fn fault(condition: &str, look_at: Kind) -> (String, String) {
    let faults = faults(condition, look_at);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.into_iter().next().unwrap()
}

#[test]
fn conditions_that_say_something_are_taken() {
    for (condition, look_at) in [
        ("!flow.name.matches('^(FIN|HR) - ')", Kind::Flow),
        ("flow.description == null", Kind::Flow),
        ("flow.actions.filter(a, a.type == 'Http').size() > 3", Kind::Flow),
        ("flow.actions.exists(a, a.depth == 0 && a.type == 'Scope')", Kind::Flow),
        ("flow.actions.exists_one(a, a.type == 'Terminate')", Kind::Flow),
        ("flow.trigger.interval_minutes != null && flow.trigger.interval_minutes < 15", Kind::Action),
        ("has(action.inputs.method) && action.inputs['method'] == 'POST'", Kind::Action),
        ("'shared_twitter' in flow.connectors || stage == 'production'", Kind::Flow),
        ("solution.publisher.prefix in ['new', 'cr123']", Kind::Solution),
        ("flow.connectors[0].startsWith('shared_')", Kind::Flow),
        ("flow.name.lowerAscii() == 'x' ? true : false", Kind::Flow),
        ("flow.name == '((((((((((((((((((((((((((((((((((((((((((((((((' || flow.name == r'\\'", Kind::Flow),
        ("matches(variable.schema_name, '^contoso_')", Kind::Variable),
    ] {
        assert_eq!(faults(condition, look_at), [], "{condition}");
    }
}

#[test]
fn mistakes_are_marked_where_they_stand() {
    let flow = |condition| fault(condition, Kind::Flow);
    assert_eq!(flow("flow.nmae == 'x'"), ("nmae".to_owned(), "a flow has no `nmae`".to_owned()));
    assert_eq!(flow("flow.actions.all(a, a.tpye == 'x')").0, "tpye");
    assert_eq!(flow("flow.trigger.knid == 'x'").0, "knid");
    assert_eq!(flow("action.name == 'x'"), ("action".to_owned(), "there is no `action` here".to_owned()));
    assert_eq!(flow("flow.name"), ("flow.name".to_owned(), "the condition is a text, not true or false".to_owned()));
    assert_eq!(flow("flow.actions.size()").1, "the condition is a number, not true or false");
    assert_eq!(flow("flow.name && true").1, "`&&` joins what is true or false, not a text");
    assert_eq!(flow("flow.name.machtes('x')").1, "there is no function `machtes`");
    assert_eq!(flow("flow.name.matches('(x')"), ("(x".to_owned(), "this is not a pattern: unclosed group".to_owned()));
    assert_eq!(flow("flow.name.matches(flow.id)").1, "the pattern of `matches` must be written out");
    assert_eq!(flow("flow.name.matches('(a{500}){500}')").1, "the pattern is too large");
    assert_eq!(flow("has(flow.description)").1, "every flow has `description`");
    assert_eq!(flow("flow['name'] == 'x'").1, "fields of a flow are written with a dot");
    assert_eq!(flow("flow.name.all(c, c == 'x')").1, "a text is not a list");
    assert_eq!(flow("flow.connectors.contains('x')").1, "a list is asked with `in`");
    assert_eq!(flow("Flow{name: 'x'} == flow").1, "there is no type `Flow`");
    assert_eq!(flow("flow.name == ").1.split(':').next(), Some("the condition cannot be read"));
}

#[test]
fn no_condition_breaks_or_hangs_what_reads_it() {
    let deep = |open: &str, close: &str, times: usize| format!("{}true{}", open.repeat(times), close.repeat(times));
    for times in [10, 39, 100, 300, 900] {
        for condition in [
            deep("(", ")", times),
            deep("!", "", times),
            deep("- ", "", times),
            deep("[", "]", times),
            deep("{1:", "}", times),
            deep("true ? true : ", "", times),
            deep("true ? ", " : true", times),
            format!("flow{}", ".a".repeat(times)),
            format!("flow{}", "[0]".repeat(times)),
            format!("flow.name{}", ".lowerAscii()".repeat(times)),
            format!("1{} == 1", " + 1".repeat(times)),
            format!("true{}", " && true".repeat(times)),
            deep("[1].all(x, ", ")", times),
            "(".repeat(times),
            "'".repeat(times),
            "\u{e4}\u{0}\"\\".repeat(times),
        ] {
            // Whether it is taken is its own affair; it is answered either way.
            let _ = Condition::parse(&condition, Kind::Flow);
        }
    }
}

#[test]
fn a_list_of_rules_shows_a_message_without_its_fields() {
    let message = Message::parse("{action.name} of \"{flow.name}\" is in {{braces}}", Kind::Action).unwrap();
    assert_eq!(message.outline(), "… of \"…\" is in {braces}");
}

#[test]
fn messages_show_names_and_no_values() {
    let fault = |message: &str| {
        let faults: Vec<Fault> = Message::parse(message, Kind::Action).err().unwrap_or_default();
        faults.into_iter().map(|fault| (message[fault.at.clone()].to_owned(), fault.message)).collect::<Vec<_>>()
    };
    for message in ["plain", "{{no field}}", "{action.name} of {flow.name}", "{ solution.publisher.prefix }", "}", ""] {
        assert_eq!(fault(message), [], "{message}");
    }
    for (message, marked, said) in [
        ("x {action.nmae}", "action.nmae", "an action has no `nmae`"),
        ("{action.inputs}", "action.inputs", "messages do not show `inputs`"),
        ("{action.texts}", "action.texts", "messages do not show `texts`"),
        ("{flow.trigger}", "flow.trigger", "`flow.trigger` is not one text"),
        ("{action}", "action", "`action` is not one text"),
        ("{action.name.x}", "action.name.x", "`action.name.x` is not one text"),
        ("{reference.name}", "reference.name", "there is no `reference` here"),
        ("{}", "", "there is no `` here"),
        ("a {action.name", "{action.name", "a brace is not closed"),
    ] {
        assert_eq!(fault(message), [(marked.to_owned(), said.to_owned())], "{message}");
    }
}
