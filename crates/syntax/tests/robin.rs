//! Scripts of desktop flows: what a person reads in them, and that every text gives something.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use powerlint_syntax::robin::{Kind, Script, Statement, literal, parse, walk};
use proptest::prelude::*;

const SCRIPT: &str = r"@@ConnectionString: ''
@INPUT Order : { 'Description': 'it\'s ', 'FriendlyName': 'Order', 'DefaultValue': 'A-1', 'Type': 'String' }
@INPUT Mail : { 'Description': '', 'FriendlyName': 'Mail', 'DefaultValue': '', 'Type': 'String' }
@OUTPUT Result : { 'Description': '', 'FriendlyName': 'Result' }
IMPORT 'controlRepo.appmask' AS appmask
# IF this were code THEN
/# SET a TO 1
CALL Nobody #/
CALL 'Fill form'
DISABLE CALL Nobody
Display.ShowMessage Title: $'''two
END lines: and = more''' Buttons: Display.Buttons.OK Items: {[a: b], 'x: y' } ButtonPressed=> Pressed
FUNCTION 'Fill form' GLOBAL
    LOOP WHILE (Order) = ($'''A''')
        IF IsEmpty(Order) THEN
            EXIT LOOP
        ELSE IF Order = 1 THEN
            NEXT LOOP
        ELSE
            WAIT 0.5
        END
    END
    BLOCK 'Try'
    ON BLOCK ERROR 'Known' IsUserDefinedErrorCode: True
        GOTO Done
    ON BLOCK ERROR all
    END
        SET Total TO Total + 1
        Text.ToNumber Text: Order Number=> Number
        ON ERROR REPEAT 1 TIMES WAIT 2
            THROW ERROR
        END
    END
    SWITCH Order
        CASE = 1
            EXIT FUNCTION
        DEFAULT
            EXIT Code: 0 ErrorMessage: $'''no'''
    END
    LABEL Done
END FUNCTION
";

fn kinds(body: &[Statement<'_>]) -> Vec<&'static str> {
    let word = |statement: &&Statement<'_>| match &statement.kind {
        Kind::If(_) => "if",
        Kind::Switch(_) => "switch",
        Kind::Loop(_) => "loop",
        Kind::Block { .. } => "block",
        Kind::OnError(_) => "on error",
        Kind::Call(_) => "call",
        Kind::Goto(_) => "goto",
        Kind::Label(_) => "label",
        Kind::ExitLoop => "exit loop",
        Kind::NextLoop => "next loop",
        Kind::ExitSubflow => "exit subflow",
        Kind::ExitFlow => "exit flow",
        Kind::Throw => "throw",
        Kind::Wait(_) => "wait",
        Kind::Set { .. } => "set",
        Kind::Action(_) => "action",
        Kind::Other => "other",
    };
    walk(body).iter().map(word).collect()
}

#[test]
fn a_script_reads_as_a_person_reads_it() {
    for text in [SCRIPT.to_owned(), SCRIPT.replace('\n', "\r\n")] {
        let script = parse(&text);
        let inputs: Vec<_> = script.inputs.iter().map(|input| (input.name, input.line, input.default)).collect();
        assert_eq!(inputs, [("Order", 2, Some("A-1")), ("Mail", 3, None)]);
        assert_eq!(script.outputs.len(), 1);
        let [main, form] = script.subflows.as_slice() else { panic!("{script:?}") };
        assert_eq!((main.name, form.name, form.line), ("Main", "Fill form", 13));
        assert!(main.is_whole && form.is_whole);
        assert_eq!(kinds(&main.body), ["call", "action"]);
        assert_eq!(main.body[0].kind, Kind::Call("Fill form"));
        let Kind::Action(shown) = &main.body[1].kind else { panic!("{main:?}") };
        let arguments: Vec<_> = shown.arguments.iter().map(|argument| (argument.name, argument.value)).collect();
        let title = arguments[0].1.replace('\r', "");
        assert_eq!((arguments[0].0, title.as_str()), ("Title", "$'''two\nEND lines: and = more'''"));
        assert_eq!(arguments[1..], [("Buttons", "Display.Buttons.OK"), ("Items", "{[a: b], 'x: y' }")]);
        assert_eq!(shown.produced, ["Pressed"]);
        let expected = "loop, if, exit loop, next loop, wait, block, goto, set, action, on error, throw, switch, exit subflow, \
                        exit flow, label";
        assert_eq!(kinds(&form.body).join(", "), expected);
        let Kind::Block { handlers, body } = &form.body[1].kind else { panic!("{form:?}") };
        let heads: Vec<_> = handlers.iter().map(|handler| (handler.head, handler.body.len())).collect();
        assert_eq!(heads, [("'Known' IsUserDefinedErrorCode: True", 1), ("all", 0)]);
        assert_eq!(body[0].kind, Kind::Set { name: "Total", value: "Total + 1" });
        let Kind::Loop(branch) = &form.body[0].kind else { panic!("{form:?}") };
        assert_eq!(branch.head, "WHILE (Order) = ($'''A''')");
        let Kind::If(branches) = &branch.body[0].kind else { panic!("{form:?}") };
        let heads: Vec<_> = branches.iter().map(|branch| (branch.head, branch.line)).collect();
        assert_eq!(heads, [("IsEmpty(Order)", 15), ("Order = 1", 17), ("", 19)]);
    }
}

#[test]
fn ends_that_do_not_fit_are_known() {
    for (text, whole) in [
        ("IF a THEN\nWAIT 1\nEND", true),
        ("IF a THEN\nWAIT 1", false),
        ("WAIT 1\nEND", false),
        ("ELSE\nWAIT 1", false),
        ("ON BLOCK ERROR all\nEND", false),
        ("LOOP x FROM 1 TO 2\nCASE = 1\nEND", false),
    ] {
        assert_eq!(parse(text).subflows[0].is_whole, whole, "{text}");
        let inside = format!("FUNCTION f GLOBAL\n{text}\nEND FUNCTION\nIF b THEN\nEND");
        let script = parse(&inside);
        assert_eq!((script.subflows[0].is_whole, script.subflows[1].is_whole), (true, whole), "{inside}");
    }
}

#[test]
fn literals_are_told_from_expressions() {
    for (value, text) in [
        ("$'''x y'''", Some("x y")),
        ("'''x'''", Some("x")),
        ("'x'", Some("x")),
        ("$''''''", Some("")),
        ("$'''%Name%'''", None),
        ("Name", None),
        ("5", None),
        ("P'''abc'''", None),
    ] {
        assert_eq!(literal(value), text, "{value}");
    }
}

#[test]
fn depth_and_open_quotes_cost_no_stack_and_no_time() {
    for text in [
        "IF a THEN\n".repeat(50_000),
        "IF a THEN\n".repeat(50_000) + &"END\n".repeat(50_000),
        r"\'".repeat(200_000),
        "'''\\'''\n".repeat(50_000),
        r"A.b x: \'".repeat(50_000),
        "'".repeat(300_001),
        "/#\n".repeat(50_000),
        "\n".repeat(500_000),
        "'DefaultValue'".repeat(20_000),
    ] {
        assert!(!parse(&text).subflows.is_empty());
    }
}

/// A script out of words that mean something, in any order.
fn any_script() -> impl Strategy<Value = String> {
    let words = "IF a THEN|ELSE|ELSE IF b THEN|END|LOOP i FROM 1 TO 2|SWITCH a|CASE = 1|BLOCK x|ON BLOCK ERROR all|ON ERROR|\
                 FUNCTION f GLOBAL|END FUNCTION|CALL f|SET a TO '''x|'''|'|\\|A.B c: d|/#|#/|# x|@INPUT a : {|'DefaultValue':| |\r\n|\n|\n|ß";
    prop::collection::vec(prop::sample::select(words.split('|').collect::<Vec<_>>()), 0..60)
        .prop_map(|words| words.concat())
}

fn count(script: &Script<'_>) -> usize {
    script.subflows.iter().map(|subflow| subflow.statements().len()).sum()
}

proptest! {
    #[test]
    fn every_text_gives_something(text in any::<String>(), words in any_script()) {
        for text in [text, words] {
            let script = parse(&text);
            // A line gives one statement at most, and knows where it stands.
            let lines = u32::try_from(text.split(['\n', '\r']).count()).unwrap();
            prop_assert!(count(&script) <= lines as usize);
            for subflow in &script.subflows {
                prop_assert!(subflow.statements().iter().all(|statement| (1..=lines).contains(&statement.line)));
            }
        }
    }
}
