//! The report for programs that read line by line: the facts of the JSON output, a line each, so that the lines of many runs can
//! stand in one file. `docs/json-output.md` explains it.

use serde::Serialize;

use super::{Pieces, Reported, escape, json};

/// A line. The first one is the run; the others follow in the order of the JSON output.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Run(json::Head),
    Package(json::Package<'a>),
    Input(json::Input<'a>),
    Finding(Box<json::Entry<'a>>),
    Coverage(json::Coverage<'a>),
}

/// Writes the report.
///
/// # Errors
/// Never in practice: every value has a JSON form.
pub(super) fn write(out: &mut Pieces<'_, '_>, reported: &Reported<'_>) -> serde_json::Result<()> {
    let outcome = reported.outcome;
    let run = Line::Run(json::head(reported));
    let lines = std::iter::once(run)
        .chain(outcome.packages.iter().map(|package| Line::Package(json::package(package))))
        .chain(outcome.inputs.iter().map(|input| Line::Input(json::input(input))))
        .chain(outcome.findings.iter().map(|finding| Line::Finding(Box::new(json::entry(finding)))))
        .chain(json::coverage(reported).into_iter().map(Line::Coverage));
    for line in lines {
        out.push(&escape::json(&serde_json::to_string(&line)?));
        out.push("\n");
    }
    Ok(())
}

#[cfg(test)]
fn render(reported: &Reported<'_>) -> serde_json::Result<String> {
    let mut result = Ok(());
    let whole = Pieces::whole(|out| result = write(out, reported));
    result.map(|()| whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::Value;

    use super::render;
    use crate::report::{json, samples};

    #[test]
    fn every_line_is_a_fact_of_the_json_output() {
        for outcome in [samples::outcome(), samples::hostile()] {
            let reported = samples::reported(&outcome, &[]);
            let whole: Value = serde_json::from_str(&json::render(&reported).unwrap()).unwrap();
            let mut lines = render(&reported)
                .unwrap()
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect::<Vec<Value>>();
            let mut of = |word: &str| {
                let (these, others): (Vec<_>, Vec<_>) = lines.drain(..).partition(|line| line["type"] == word);
                lines = others;
                let mut these = these;
                for line in &mut these {
                    line.as_object_mut().unwrap().remove("type");
                }
                Value::Array(these)
            };
            for (word, key) in
                [("package", "packages"), ("input", "inputs"), ("finding", "findings"), ("coverage", "coverage")]
            {
                assert_eq!(of(word), whole[key]);
            }
            let run = &of("run")[0];
            for key in ["schema", "tool", "summary", "exitCode"] {
                assert_eq!(run[key], whole[key]);
            }
        }
    }
}
