//! Whole runs over small packages with rules made for the purpose.
#![allow(clippy::unwrap_used, missing_docs, reason = "a broken test must stop")]

use std::{fs, path::Path};

use inventory::{Environment, JoinOptions};
use powerlint_engine::{
    Baseline, BaselineEntry, BaselineUse, Category, Config, Finding, Meta, Outcome, Place, Preset, Report, Rule,
    RuleEntry, Run, Severity, SolutionContext, Subject, SubjectKind, SuppressedBy, WorkspaceContext,
    duplicate_fingerprints, expired_ignore_entry, outlines, run, stale_ignore_entry, suppress::entries_of,
};
use schemars::JsonSchema;
use serde::Deserialize;
use solution::{Limits, read::find};

const fn meta(name: &'static str, severity: Severity) -> Meta {
    Meta {
        name,
        summary: "a toy",
        category: Category::References,
        severity,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &["former-name"],
        judges: "",
        page: "",
    }
}

/// States every declared reference, from the package or from its outline.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EachReference {}

impl Rule for EachReference {
    const META: Meta = meta("each-reference", Severity::Warning);

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for reference in &cx.package.references {
            let name = reference.logical_name.value;
            let subject = Subject::new(SubjectKind::ConnectionReference, name);
            report.at(cx.at(reference.logical_name.loc), subject, format!("declares {name}")).detail("package");
        }
    }

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (id, outline) in cx.workspace.packages() {
            for declared in &outline.declared {
                let subject = Subject::new(SubjectKind::ConnectionReference, &declared.logical_name);
                let place = Place::Package(id, Some(declared.name_loc));
                report.at(place, subject, format!("declares {}", declared.logical_name)).detail("workspace");
            }
        }
    }
}

#[derive(Default, Deserialize, JsonSchema)]
struct Breaks {}

impl Rule for Breaks {
    const META: Meta = Meta { aliases: &[], ..meta("breaks", Severity::Note) };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        report.at(Place::Package(cx.id, None), Subject::new(SubjectKind::Solution, "x"), "half-done");
        assert!(cx.package.references.is_empty(), "it breaks");
    }
}

/// A rule of taste, which finds nothing.
#[derive(Default, Deserialize, JsonSchema)]
struct Taste {}

impl Rule for Taste {
    const META: Meta = Meta { aliases: &[], preset: Preset::All, ..meta("taste", Severity::Note) };
}

/// States one finding that all declared references are places of.
#[derive(Default, Deserialize, JsonSchema)]
struct AllTogether {}

impl Rule for AllTogether {
    const META: Meta = Meta { aliases: &[], preset: Preset::All, ..meta("all-together", Severity::Note) };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        let subject = Subject::new(SubjectKind::Solution, cx.package.unique_name().unwrap_or_default());
        let mut stated = report.at(Place::Package(cx.id, None), subject, "declares references").remark("before");
        for reference in &cx.package.references {
            stated = stated.note(cx.at(reference.loc), reference.logical_name.value);
        }
        stated.remark("behind");
    }
}

const RULES: &[RuleEntry] = &[
    RuleEntry::of::<AllTogether>(),
    RuleEntry::of::<EachReference>(),
    RuleEntry::of::<Breaks>(),
    stale_ignore_entry(),
    expired_ignore_entry(),
    RuleEntry::of::<Taste>(),
];

fn solution(folder: &Path, name: &str, version: &str, managed: u8, references: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    let manifest = format!(
        "<ImportExportXml><SolutionManifest><UniqueName>{name}</UniqueName><Version>{version}</Version>\
         <Managed>{managed}</Managed></SolutionManifest></ImportExportXml>"
    );
    fs::write(folder.join("solution.xml"), manifest).unwrap();
    let element = |name: &&str| {
        format!("<connectionreference connectionreferencelogicalname=\"{name}\"></connectionreference>\n")
    };
    let references = references.iter().map(element).collect::<Vec<_>>().concat();
    let all = format!("<ImportExportXml><connectionreferences>\n{references}</connectionreferences></ImportExportXml>");
    fs::write(folder.join("customizations.xml"), all).unwrap();
}

fn check(folder: &Path, config: &str) -> Outcome {
    check_with(folder, config, None)
}

fn check_with(folder: &Path, config: &str, baseline: Option<Baseline>) -> Outcome {
    let mut config =
        Config::parse("powerlint.toml", config.to_owned(), None, RULES).unwrap_or_else(|errors| panic!("{errors:?}"));
    config.baseline = baseline;
    let limits = Limits::default();
    run(Run {
        found: find(&[".".to_owned()], folder, &limits),
        previous: solution::read::Found::default(),
        config: &config,
        environment: &Environment::unknown(JoinOptions::default()),
        today: powerlint_engine::Date::constant(2026, 11, 1),
        limits: &limits,
        holdings: false,
        progress: &|_, _| {},
    })
}

fn several() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    solution(&folder.path().join("a"), "Contoso", "1.0.0.0", 0, &["contoso_one", "contoso_two"]);
    solution(&folder.path().join("b"), "contoso", "1.0.0.1", 1, &["contoso_ONE"]);
    solution(&folder.path().join("c"), "Fabrikam", "1.0.0.0", 0, &["fabrikam_one"]);
    folder
}

fn only<'o>(outcome: &'o Outcome, rule: &str) -> Vec<&'o Finding> {
    outcome.findings.iter().filter(|finding| finding.rule == rule).collect()
}

#[test]
fn a_finding_names_the_first_places_and_how_many_more_there_are() {
    let notes = |references: usize| -> Vec<(String, bool)> {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (1..=references).map(|number| format!("contoso_{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        solution(&folder.path().join("a"), "Contoso", "1.0.0.0", 0, &names);
        let outcome = check(folder.path(), "preset = 'all'\nrules.breaks = 'off'");
        let notes = only(&outcome, "all-together")[0].notes.iter();
        notes.map(|note| (note.message.clone(), note.place.is_some())).collect()
    };
    for (references, more) in [(20, None), (21, Some("and 1 more place")), (50, Some("and 30 more places"))] {
        let mut expected = vec![("before".to_owned(), false)];
        expected.extend((1..=20).map(|number| (format!("contoso_{number}"), true)));
        expected.extend(more.map(|more| (more.to_owned(), false)));
        expected.push(("behind".to_owned(), false));
        assert_eq!(notes(references), expected);
    }
}

#[test]
fn places_from_packages_and_from_outlines_are_the_same() {
    let outcome = check(several().path(), "rules.breaks = 'off'");
    let findings = only(&outcome, "each-reference");
    assert_eq!(findings.len(), 8);
    for pair in findings.chunks(2) {
        assert_eq!(pair[0].place, pair[1].place);
        let excerpt = pair[0].place.excerpt.as_ref().unwrap();
        assert_eq!(excerpt.mark.of(&excerpt.text), pair[0].subject.name);
        assert_eq!(pair[0].place.file.as_deref(), Some("customizations.xml"));
    }
    assert_eq!(duplicate_fingerprints(&outcome.findings), Vec::<&str>::new());
    // The forms of one solution share their fingerprints.
    assert_eq!(findings[0].subject.name.to_lowercase(), findings[4].subject.name.to_lowercase());
    assert!([findings[4], findings[5]].iter().any(|other| other.fingerprint == findings[0].fingerprint));
    assert!(
        outcome.remarks.iter().any(|remark| remark.starts_with("contoso was given in 2 forms")),
        "{:?}",
        outcome.remarks
    );
}

#[test]
fn the_same_comes_out_on_one_thread_and_on_many() {
    let folder = several();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        format!("{:?}", pool.install(|| check(folder.path(), "")))
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(7));
}

#[test]
fn outlines_come_in_the_order_of_their_packages_with_what_could_not_be_read() {
    let folder = several();
    fs::write(folder.path().join("broken.zip"), "PK").unwrap();
    let limits = Limits::default();
    let outlined = outlines(find(&[".".to_owned()], folder.path(), &limits), &limits);
    let names: Vec<_> = outlined.outlines.iter().map(|outline| outline.unique_name.as_deref().unwrap()).collect();
    assert_eq!(names, ["Contoso", "contoso", "Fabrikam"]);
    let errors: Vec<_> = outlined.errors.iter().map(|error| error.path.as_str()).collect();
    assert_eq!(errors, ["broken.zip"]);
}

#[test]
fn a_rule_that_breaks_costs_only_its_own_findings() {
    let outcome = check(several().path(), "");
    assert!(only(&outcome, "breaks").is_empty());
    assert_eq!(only(&outcome, "each-reference").len(), 8);
    assert_eq!(outcome.broken.iter().filter(|broken| broken.contains("the rule breaks broke on")).count(), 3);
}

#[test]
fn what_is_ignored_is_counted_and_what_ignores_nothing_is_named() {
    // Where a rule broke, nothing is called stale: what it would have found is not known.
    let config = "[rules]\nbreaks = 'off'\n\
                  [[ignore]]\nrule = 'former-name'\nsolution = 'fabrikam'\nreason = 'x'\n\
                  [[ignore]]\nrule = 'each-reference'\nsubject = 'gone_*'\nreason = 'x'\n\
                  [[ignore]]\nrule = 'each-reference'\nsolution = 'NotGiven'\nreason = 'x'\n";
    let outcome = check(several().path(), config);
    assert_eq!(outcome.suppressed.len(), 2);
    assert!(outcome.suppressed.iter().all(|one| one.by == SuppressedBy::Ignore && one.reason.as_deref() == Some("x")));
    let stale = only(&outcome, "stale-ignore");
    assert_eq!(stale.len(), 1, "{stale:?}");
    assert_eq!(stale[0].place.file.as_deref(), Some("powerlint.toml"));
    assert_eq!(stale[0].place.region.unwrap().start.line, 7);
    assert_eq!(outcome.findings.last().map(|finding| finding.rule), Some("stale-ignore"));
}

#[test]
fn an_ignore_holds_on_its_last_day_and_not_after() {
    // The tests run on 2026-11-01.
    let ignore = |until: &str| {
        format!("[rules]\nbreaks = 'off'\n[[ignore]]\nrule = 'each-reference'\nuntil = {until}\nreason = 'x'\n")
    };
    for until in ["2026-11-01", "'2026-11-01'", "2027-03-31"] {
        let outcome = check(several().path(), &ignore(until));
        assert_eq!((outcome.suppressed.len(), outcome.findings.len()), (8, 0), "{until}");
    }
    for until in ["2026-10-31", "'2026-10-31'"] {
        let outcome = check(several().path(), &ignore(until));
        assert_eq!((outcome.suppressed.len(), only(&outcome, "each-reference").len()), (0, 8), "{until}");
        let expired = only(&outcome, "expired-ignore");
        assert_eq!(expired.len(), 1);
        assert_eq!(expired[0].place.region.unwrap().start.line, 3);
        // It is over, and thus not called stale as well.
        assert!(only(&outcome, "stale-ignore").is_empty());
    }
}

#[test]
fn a_baseline_suppresses_as_many_as_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let twice = ["contoso_one", "contoso_one", "contoso_two"];
    solution(&folder.path().join("a"), "Contoso", "1.0.0.0", 0, &twice);
    solution(&folder.path().join("b"), "Contoso", "1.0.0.1", 1, &twice);
    let config = "[rules]\nbreaks = 'off'\n";
    let all = check(folder.path(), config);
    // In two forms, from the package and from the outline.
    assert_eq!(all.findings.len(), 12);
    let entries = entries_of(&all.findings);
    assert_eq!(entries.len(), 6, "{entries:?}");
    let left = |entries: Vec<BaselineEntry>| {
        let baseline = Baseline { path: "b.json".to_owned(), text: String::new(), environment: None, entries };
        let outcome = check_with(folder.path(), config, Some(baseline));
        assert_eq!(outcome.suppressed.len() + only(&outcome, "each-reference").len(), 12);
        (only(&outcome, "each-reference").len(), outcome.baseline)
    };
    assert_eq!(left(entries.clone()), (0, BaselineUse::default()));
    let mut once = entries.clone();
    once.dedup_by(|one, other| one.fingerprint == other.fingerprint);
    assert_eq!(left(once), (4, BaselineUse::default()));
    let mut more = entries;
    let surplus = BaselineEntry { fingerprint: "0".repeat(32), ..more[0].clone() };
    let elsewhere = BaselineEntry { solution: Some("Fabrikam".to_owned()), ..surplus.clone() };
    let off = BaselineEntry { rule: "breaks".to_owned(), ..surplus.clone() };
    more.extend([surplus, elsewhere, off]);
    assert_eq!(left(more), (0, BaselineUse { stale: vec![6], open: vec![7, 8] }));
}

#[test]
fn levels_follow_the_stage() {
    let config = "[[environment]]\nname = 'p'\nstage = 'production'\n[rules.each-reference]\nlevel = 'note'\n\
                  [rules.each-reference.stage]\nproduction = 'error'\n";
    let outcome = check(several().path(), config);
    assert!(only(&outcome, "each-reference").iter().all(|finding| finding.severity == Severity::Error));
}

#[test]
fn a_preset_decides_of_the_rules_that_are_not_named() {
    let runs = |text: &str, preset| {
        let config = Config::parse_for("powerlint.toml", text.to_owned(), None, preset, RULES);
        let config = config.unwrap_or_else(|errors| panic!("{errors:?}"));
        config.rules.iter().any(|active| active.rule.meta().name == "taste")
    };
    assert!(!runs("", None) && !runs("preset = 'strict'", None) && runs("preset = 'all'", None));
    // What the command line says goes before it; what is said of the rule goes before both.
    assert!(runs("preset = 'strict'", Some(Preset::All)) && !runs("preset = 'all'", Some(Preset::Recommended)));
    assert!(runs("[rules]\ntaste = 'on'", Some(Preset::Recommended)));
    assert!(!runs("[rules]\ntaste = 'off'", Some(Preset::All)));
}

#[test]
fn errors_of_a_configuration_are_named_with_their_places() {
    insta::glob!("../testdata/config", "*.toml", |path| {
        let text = fs::read_to_string(path).unwrap();
        let errors = Config::parse("powerlint.toml", text, None, RULES).err().unwrap_or_default();
        let said: Vec<String> = errors
            .iter()
            .map(|error| {
                let place = error.span.map_or("", |span| span.of(&error.text)).lines().next().unwrap_or_default();
                format!("{} | at: {place} | help: {}", error.message, error.help.as_deref().unwrap_or("-"))
            })
            .collect();
        insta::with_settings!({ omit_expression => true, snapshot_path => "../testdata/config", prepend_module_to_snapshot => false },
            { insta::assert_snapshot!(said.join("\n")) });
    });
}
