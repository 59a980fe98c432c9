//! Outcomes made by hand, for the tests of the reports.
#![allow(clippy::unwrap_used, clippy::too_many_lines)]

use std::sync::Arc;

use engine::{
    Category, CoverageLine, DeployerAccess, Excerpt, Finding, FindingNote, HeldConnection, Holding, HoldingSolution,
    HoldingUser, InputSummary, Meta, Outcome, PackageSummary, Party, Preset, Reason, Region, ResolvedPlace, Severity,
    Subject, SubjectKind, Suppressed, SuppressedBy,
};
use inventory::{InputKind, Lookup, PrincipalKind, Verdict};
use solution::{
    PackageKind,
    model::Managed,
    outline::UserKind,
    read::{Hint, InputError},
};
use syntax::{LineIndex, Span};

use super::Reported;
use crate::errors::Trouble;

/// The rules that the samples name.
pub(crate) static RULES: [&Meta; 2] = [
    &Meta {
        name: "personal-connection",
        summary: "A connection reference runs under a person's account",
        category: Category::Connections,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "connection references",
        page: "# personal-connection\n\nRuns under a person's account.\n",
    },
    &Meta {
        name: "undeclared-reference",
        summary: "A flow uses a connection reference that nothing declares",
        category: Category::References,
        severity: Severity::Error,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: "# undeclared-reference\n\nNothing declares it.\n",
    },
];

/// A place in a text that begins the file; `marked` must stand in it once.
pub(crate) fn place(package: Option<&str>, file: &str, pointer: &str, text: &str, marked: &str) -> Arc<ResolvedPlace> {
    let start = text.find(marked).unwrap();
    let span = Span::new(start, start + marked.len());
    let index = LineIndex::new(text);
    Arc::new(ResolvedPlace {
        package: package.map(Arc::from),
        solution: package.map(|_| "ContosoOrders".into()),
        file: Some(file.into()),
        pointer: Some(pointer.to_owned()),
        region: Some(Region { start: index.position(text, span.start), end: index.position(text, span.end) }),
        excerpt: Some(Excerpt { text: text.to_owned(), first_line: Some(1), mark: span }),
    })
}

/// A finding about a reference.
pub(crate) fn finding(rule: &'static str, severity: Severity, place: impl Into<Arc<ResolvedPlace>>) -> Finding {
    Finding {
        rule,
        severity,
        category: Category::Connections,
        message: "con_sharepoint runs under the account of a person".to_owned(),
        label: Some("signed in as ada@contoso.com".to_owned()),
        place: place.into(),
        subject: Subject::new(SubjectKind::ConnectionReference, "con_sharepoint"),
        help: Some("SharePoint cannot sign in as a service principal: use a service account".into()),
        notes: Vec::new(),
        owner: "ContosoOrders".into(),
        fingerprint: "00112233445566778899aabbccddeeff".to_owned(),
    }
}

const CUSTOMIZATIONS: &str = "<connectionreferences>\r
  <connectionreference connectionreferencelogicalname=\"con_sharepoint\">\r
    <connectorid>/providers/Microsoft.PowerApps/apis/shared_sharepointonline</connectorid>\r
  </connectionreference>\r
</connectionreferences>";
const FLOW: &str = "{\n  \"connectionReferences\": {\n    \"shared_sql\": { \"connection\": { \"connectionReferenceLogicalName\": \"con_sql\" } }\n  }\n}";
const CONNECTIONS: &str =
    "{\n  \"value\": [\n    { \"name\": \"c1\", \"properties\": { \"accountName\": \"ada@contoso.com\" } }\n  ]\n}";

/// Two packages, three findings, everything that an outcome can have.
pub(crate) fn outcome() -> Outcome {
    let package = "build/ContosoOrders_1_2_0_0.zip";
    let mut personal = finding(
        "personal-connection",
        Severity::Note,
        place(
            Some(package),
            "customizations.xml",
            "/connectionreferences/connectionreference[1]",
            CUSTOMIZATIONS,
            "con_sharepoint",
        ),
    );
    personal.notes = vec![
        FindingNote {
            message: "the connection says so".to_owned(),
            place: Some(place(
                None,
                "facts/connections.json",
                "/value/0/properties/accountName",
                CONNECTIONS,
                "ada@contoso.com",
            )),
        },
        FindingNote {
            message: "used by the flow Order intake".to_owned(),
            place: Some(place(
                Some(package),
                "Workflows/Orderintake.json",
                "/connectionReferences/shared_sql",
                FLOW,
                "con_sql",
            )),
        },
        FindingNote { message: "the account is a guest's".to_owned(), place: None },
    ];
    let mut undeclared = finding(
        "undeclared-reference",
        Severity::Error,
        place(
            Some("src/Contoso Orders"),
            "Workflows/Orderintake.json",
            "/connectionReferences/shared_sql",
            FLOW,
            "con_sql",
        ),
    );
    undeclared.category = Category::References;
    undeclared.message = "The flow Order intake uses con_sql, which nothing declares".to_owned();
    undeclared.label = None;
    undeclared.subject = Subject::new(SubjectKind::Flow, "Order intake");
    // Minified in the file: the excerpt is laid out anew, the region is the true one.
    let mut long = undeclared.clone();
    long.severity = Severity::Warning;
    long.help = None;
    let place = Arc::make_mut(&mut long.place);
    place.package = Some(package.into());
    if let (Some(region), Some(excerpt)) = (&mut place.region, &mut place.excerpt) {
        excerpt.first_line = None;
        region.start = syntax::Position { line: 1, column: 20_312, offset: 20_313 };
        region.end = syntax::Position { line: 1, column: 20_319, offset: 20_320 };
    }
    let mut whole = long.clone();
    whole.message = "The package has no solution.xml".to_owned();
    whole.place = ResolvedPlace { package: Some(package.into()), ..ResolvedPlace::default() }.into();
    let ignored = Suppressed {
        finding: undeclared.clone(),
        by: SuppressedBy::Ignore,
        reason: Some("it comes with the next release".to_owned()),
    };
    Outcome {
        broken: Vec::new(),
        misused: Vec::new(),
        packages: packages(package),
        inputs: vec![InputSummary {
            path: "facts/connections.json".to_owned(),
            kind: InputKind::Connections,
            environment: Some("Default-11111111-2222-3333-4444-555555555555".to_owned()),
            date: Some("2026-01-31".to_owned()),
            records: 1,
        }],
        findings: vec![personal, long, whole, undeclared],
        coverage: vec![
            CoverageLine {
                rule: "personal-connection",
                judges: "connection references",
                judged: 14,
                unknown: 2,
                reason: Some(Reason::NoData),
                what: vec!["no connection of that id".to_owned(), "not bound by the settings".to_owned()],
                needs: vec!["connections.json".to_owned()],
                subjects: vec!["con_dataverse".to_owned(), "con_teams".to_owned()],
            },
            CoverageLine {
                rule: "undeclared-reference",
                judges: "",
                judged: 0,
                unknown: 0,
                reason: None,
                what: Vec::new(),
                needs: Vec::new(),
                subjects: Vec::new(),
            },
        ],
        suppressed: vec![ignored],
        repeated: Vec::new(),
        baseline: engine::BaselineUse::default(),
        errors: vec![InputError {
            path: "gone.zip".to_owned(),
            message: "there is no such file".to_owned(),
            help: None,
        }],
        skipped: 2,
        hints: vec![Hint { path: "build/settings.json".to_owned(), looks_like: "settings".into() }],
        holdings: holdings(),
        remarks: vec!["ContosoOrders was given in two forms; src/Contoso Orders stands for it".to_owned()],
    }
}

/// A reference under a person's account, one of which nothing is known, and a connection that a flow names itself.
fn holdings() -> Vec<Holding> {
    let party = |label: &str, kind| Party { label: label.to_owned(), kind, gone: Some(false) };
    let ada = || party("ada@contoso.com", Some(PrincipalKind::Person));
    let user = |kind, name: &str| HoldingUser {
        kind,
        name: name.to_owned(),
        solution: "ContosoOrders".to_owned(),
        owner: Some(ada()),
        invoker: false,
    };
    let sharepoint = Holding {
        reference: Some("con_sharepoint".to_owned()),
        display_name: Some("Orders".to_owned()),
        connector: Some("SharePoint".to_owned()),
        connection: Lookup::Known(HeldConnection {
            key: "c1".to_owned(),
            id: "c1".to_owned(),
            name: Some("Ada's site".to_owned()),
            owner: Some(Party { gone: Some(true), ..ada() }),
        }),
        credential: Verdict::Personal,
        account: Some("ada@contoso.com".to_owned()),
        evidence: "signed in as ada@contoso.com".to_owned(),
        owner: Some(ada()),
        held_by: vec![HoldingSolution { name: "ContosoOrders".to_owned(), common: false }],
        deployers: vec![DeployerAccess { deployer: "sp-deploy".to_owned(), access: None }],
        users: vec![user(UserKind::Flow, "Order intake"), user(UserKind::App, "Orders")],
        run_only: false,
        by_hand: false,
    };
    let teams = Holding {
        reference: Some("con_teams".to_owned()),
        display_name: None,
        connector: None,
        connection: Lookup::Unknown,
        credential: Verdict::Unknown,
        account: None,
        evidence: "nothing tells what it is signed in with".to_owned(),
        owner: None,
        held_by: Vec::new(),
        deployers: Vec::new(),
        users: vec![HoldingUser { owner: None, ..user(UserKind::Agent, "con_bot") }],
        ..sharepoint.clone()
    };
    let legacy = Holding {
        reference: None,
        connection: Lookup::Absent,
        by_hand: true,
        users: vec![user(UserKind::Flow, "Approval")],
        ..teams.clone()
    };
    vec![sharepoint, teams, legacy]
}

fn packages(package: &str) -> Vec<PackageSummary> {
    let solution = PackageSummary {
        path: package.to_owned(),
        kind: PackageKind::SolutionZip,
        whole_archive: true,
        unique_name: Some("ContosoOrders".to_owned()),
        version: Some("1.2.0.0".to_owned()),
        managed: Some(Managed::Managed),
        flows: 3,
        references: 2,
    };
    let source = PackageSummary {
        path: "src/Contoso Orders".to_owned(),
        kind: PackageKind::SolutionFolder,
        whole_archive: false,
        managed: Some(Managed::Both),
        ..solution.clone()
    };
    let legacy = PackageSummary {
        path: "old/approval.zip".to_owned(),
        kind: PackageKind::LegacyPackage,
        whole_archive: true,
        unique_name: None,
        version: None,
        managed: None,
        flows: 1,
        references: 0,
    };
    vec![solution, legacy, source]
}

/// A finding whose every text tries to break out of the output.
pub(crate) fn hostile() -> Outcome {
    let evil = "e\u{1b}[2J\u{202e}v\u{9b}31m\u{7}i\nl\u{2028}::error::x</script> ##vso[task.complete]x ##[error]y ::error::z ::error::z ::error::z";
    let text = format!("<a name=\"{evil}\"/>\n<b/>");
    let mut finding =
        finding("personal-connection", Severity::Warning, place(Some(&format!("{evil}.zip")), evil, evil, &text, evil));
    for text in [&mut finding.message, &mut finding.subject.name] {
        *text = evil.to_owned();
    }
    finding.label = Some(evil.to_owned());
    finding.help = Some(evil.to_owned().into());
    finding.notes = vec![FindingNote { message: evil.to_owned(), place: Some(finding.place.clone()) }];
    let mut outcome = outcome();
    for package in &mut outcome.packages {
        package.path = format!("{evil}.zip");
        package.unique_name = Some(evil.to_owned());
    }
    for line in &mut outcome.coverage {
        line.subjects = vec![evil.to_owned()];
        line.what = vec![evil.to_owned()];
        line.unknown = 1;
    }
    for holding in &mut outcome.holdings {
        let evil = || Some(evil.to_owned());
        for name in [&mut holding.display_name, &mut holding.connector, &mut holding.account] {
            *name = evil();
        }
        holding.reference = holding.reference.as_ref().and_then(|_| evil());
        holding.evidence = evil().unwrap_or_default();
        if let Lookup::Known(held) = &mut holding.connection {
            (held.name, held.id) = (evil(), evil().unwrap_or_default());
        }
        for user in &mut holding.users {
            (user.name, user.solution) = (evil().unwrap_or_default(), evil().unwrap_or_default());
        }
    }
    outcome.findings = vec![finding];
    outcome.remarks = vec![evil.to_owned()];
    outcome.hints = vec![Hint { path: evil.to_owned(), looks_like: "settings".into() }];
    outcome.inputs = vec![InputSummary {
        path: evil.to_owned(),
        kind: InputKind::Settings,
        environment: Some(evil.to_owned()),
        date: Some(evil.to_owned()),
        records: 1,
    }];
    outcome
}

/// Things that could not be used.
pub(crate) fn troubles() -> Vec<Trouble> {
    vec![
        Trouble {
            path: Some("gone.zip".to_owned()),
            message: "there is no such file or folder".to_owned(),
            place: None,
            help: None,
        },
        Trouble {
            path: Some("powerlint.toml".to_owned()),
            message: "there is no rule personal-conection".to_owned(),
            place: Some((
                "a = 1\nb = 2\nc = 3\n[rules]\npersonal-conection = \"off\"\n\n[x]\n".to_owned(),
                Span::new(26, 44),
            )),
            help: Some("did you mean personal-connection?".to_owned()),
        },
    ]
}

/// An outcome as a report takes it.
pub(crate) fn reported<'a>(outcome: &'a Outcome, troubles: &'a [Trouble]) -> Reported<'a> {
    let exit_code = if troubles.is_empty() { 1 } else { 2 };
    Reported { outcome, troubles, rules: &RULES, informed: true, fail_on: Some(Severity::Warning), exit_code }
}
