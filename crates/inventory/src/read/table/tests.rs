#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// The cells of a table, row by row, as `column=text<place>`.
fn cells(text: &str) -> Vec<Vec<String>> {
    let table = parse(text).unwrap();
    let show = |member: &Member<'_>| {
        format!("{}={}<{}>", member.key, member.value.as_str().unwrap(), member.value.span.of(text))
    };
    table.root.items().iter().map(|row| row.members().iter().map(show).collect()).collect()
}

#[test]
fn cells_have_their_places_with_their_quotes() {
    let text = "#TYPE Selected.System.Object\r\n\"a\",\"b\",c\r\n\"1\",\"2, \"\"two\"\"\",\r\n\r\n,x,\"\"\r\n";
    assert_eq!(cells(text), [vec!["a=1<\"1\">", "b=2, \"two\"<\"2, \"\"two\"\"\">"], vec!["b=x<x>"]]);
    let rows = parse(text).unwrap().root;
    assert_eq!(rows.items()[0].span.of(text), "\"1\",\"2, \"\"two\"\"\",");
    assert_eq!(rows.items()[1].span.of(text), ",x,\"\"");
}

#[test]
fn the_delimiter_is_told_by_the_header_or_by_a_line_of_its_own() {
    assert_eq!(cells("a;b,c;d\n1;2,3\n"), [["a=1<1>", "b,c=2,3<2,3>"]]);
    assert_eq!(cells("a\tb\n1\t\"2\n3\""), [["a=1<1>", "b=2\n3<\"2\n3\">"]]);
    assert_eq!(cells("sep=;\r\n\"a,x,y\";b\r\n1;2"), [["a,x,y=1<1>", "b=2<2>"]]);
    assert_eq!(cells("\u{feff}\n\"sep=,\"\na,b\n1,2"), [["a=1<1>", "b=2<2>"]]);
}

#[test]
fn rows_that_do_not_fit_the_header_are_told() {
    assert!(parse("a,b\n1\n").unwrap().short);
    assert!(!parse("a,b\n1,\n").unwrap().short);
    assert!(parse("a,b\n1,2\n1,2,3\n").unwrap_err().starts_with("row 2 has 3 cells"));
    assert!(parse("a,b\n1,\"2\n").unwrap_err().contains("not closed"));
    assert!(parse("a,b\n1,\"2\"\"").unwrap_err().contains("not closed"));
}

#[test]
fn a_table_is_told_from_toml_and_prose() {
    for text in ["a,b\n", "\"a b\";\"c\"\n1;2", "#TYPE X\n\"a\",\"b\"", "\r\na\tb"] {
        assert!(looks_like_table(text), "{text}");
    }
    for text in ["", "a", "a = [1, 2]", "[[connection]]", "# one, two", "<a b=\"1,2\">", "x = \"a,b\"", "{a, b}"] {
        assert!(!looks_like_table(text), "{text}");
    }
}

/// A cell in quotes.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn what_is_written_is_read_with_its_place(
        rows in prop::collection::vec(prop::collection::vec("[a\",;\t\r\n é]{0,6}", 3), 0..5),
        delimiter in prop::sample::select(vec![",", ";", "\t"]),
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let mut text = ["one", "two", "three"].map(quoted).join(delimiter) + end;
        for row in &rows {
            text += &row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(delimiter);
            text += end;
        }
        prop_assert!(looks_like_table(&text));
        let table = parse(&text).unwrap();
        prop_assert_eq!(table.root.items().len(), rows.len());
        for (row, cells) in table.root.items().iter().zip(&rows) {
            for (name, cell) in ["one", "two", "three"].into_iter().zip(cells) {
                let value = row.get(name);
                prop_assert_eq!(value.and_then(Value::as_str), (!cell.trim().is_empty()).then_some(cell.as_str()));
                if let Some(value) = value {
                    let expected = quoted(cell);
                    prop_assert_eq!(value.span.of(&text), expected.as_str());
                }
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic_and_places_fit(text in "(a,b\n)?[a\",;=#\t\r\n é\u{feff}]{0,30}") {
        looks_like_table(&text);
        if let Ok(table) = parse(&text) {
            for row in table.root.items() {
                prop_assert!(text.get(row.span.range()).is_some());
                for member in row.members() {
                    let raw = text.get(member.value.span.range());
                    prop_assert!(text.get(member.key_span.range()).is_some());
                    // What has no quotes stands as it is.
                    if let Some(raw) = raw.filter(|raw| !raw.contains('"')) {
                        prop_assert_eq!(member.value.as_str(), Some(raw));
                    }
                    prop_assert!(raw.is_some());
                }
            }
        }
    }
}
