//! A flow uses a reference for another connector than the reference is for.

use engine::{Category, Meta, PackageId, Place, Report, Rule, Severity, Subject, SubjectKind, WorkspaceContext};
use serde::Deserialize;
use solution::outline::{DeclaredReference, ReferenceUse, UserKind};

use crate::wording;

/// Options: none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorMismatch {}

impl Rule for ConnectorMismatch {
    const META: Meta = Meta {
        name: "connector-mismatch",
        summary: "A flow uses a connection reference for another connector than it is for",
        category: Category::References,
        severity: Severity::Error,
        on_by_default: true,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("connector_mismatch.md"),
    };

    fn check_workspace(&self, cx: &WorkspaceContext<'_>, report: &mut Report) {
        for (package, outline) in cx.workspace.packages() {
            for one in outline.uses.iter().filter(|one| one.user_kind == UserKind::Flow) {
                let (Some(name), Some(used)) = (one.reference.as_deref(), one.connector.as_deref()) else { continue };
                let declarations = declarations(cx, package, name);
                let fits = declarations.iter().any(|(_, declared)| may_be_one(used, declared));
                if let Some(&(holder, declared)) = declarations.first().filter(|_| !fits) {
                    finding(cx, (package, one), (holder, declared), report);
                }
            }
        }
    }
}

/// What a package's use of a reference means: its own declaration, else that of any other solution.
fn declarations<'w>(
    cx: &WorkspaceContext<'w>,
    package: PackageId,
    name: &str,
) -> Vec<(PackageId, &'w DeclaredReference)> {
    let solution = cx.workspace.solution_of(package);
    let all = cx.workspace.declarations(name).iter();
    let all: Vec<_> = all
        .filter_map(|&(declarer, index)| Some((declarer, cx.workspace.package(declarer).declared.get(index)?)))
        .collect();
    let own: Vec<_> = all.iter().copied().filter(|(declarer, _)| *declarer == package).collect();
    if own.is_empty() {
        all.into_iter()
            .filter(|(declarer, _)| !solution.forms.contains(declarer) || solution.patches.contains(&package))
            .collect()
    } else {
        own
    }
}

fn finding(
    cx: &WorkspaceContext<'_>,
    (package, one): (PackageId, &ReferenceUse),
    (holder, declared): (PackageId, &DeclaredReference),
    report: &mut Report,
) {
    let connectors = cx.environment.connectors();
    let used = one.connector.as_deref().unwrap_or_default();
    let meant = declared.connector.as_deref().unwrap_or_default();
    let who = one.user_id.as_deref().unwrap_or(&one.user);
    let mut stated = report
        .at(
            Place::Package(package, Some(one.loc)),
            Subject::new(SubjectKind::ConnectionReference, &declared.logical_name),
            format!(
                "{} uses connection reference {} for {}, but the reference is for {}",
                wording::user(one),
                declared.logical_name,
                connectors.label(used),
                connectors.label(meant)
            ),
        )
        .label(format!("used for {used}"))
        .detail(format!("{who} {}", one.key.as_deref().unwrap_or_default()))
        .note(Place::Package(holder, Some(declared.loc)), format!("declared for {meant} here"));
    if one.stale {
        stated = stated.at_most(Severity::Warning).remark(wording::STALE);
    }
    stated.help("choose a reference for the right connector in the flow, save it, and export the solution again");
}

/// Whether the connector that a flow names can be the one that a reference is for.
fn may_be_one(used: &str, declared: &DeclaredReference) -> bool {
    let Some(meant) = declared.connector.as_deref() else { return true };
    if used.eq_ignore_ascii_case(meant) {
        return true;
    }
    // Custom connectors are named anew in each environment; only their first part stays.
    let custom = declared.custom || looks_custom(used) || looks_custom(meant);
    custom && {
        let (used, meant) = (base(used), base(meant));
        used.starts_with(&meant) || meant.starts_with(&used)
    }
}

/// Custom connectors' names hold escaped characters (`shared_contoso-5fpayroll-5f0d2e…`, in old exports with dots).
pub(crate) fn looks_custom(connector: &str) -> bool {
    decode(connector).1
}

/// A connector's name without its prefix, its escapes and whatever hash an environment puts behind it, letters and digits only.
fn base(connector: &str) -> String {
    let (decoded, _) = decode(connector);
    let bare = decoded.strip_prefix("shared_").unwrap_or(&decoded);
    let words: Vec<&str> = bare.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kept = words.iter().rposition(|word| !is_hash(word)).map_or(words.len(), |last| last + 1);
    words.iter().take(kept).copied().collect()
}

fn is_hash(word: &str) -> bool {
    word.len() >= 8
        && word.chars().all(|char| char.is_ascii_hexdigit())
        && word.chars().any(|char| char.is_ascii_digit())
}

/// A name in lower case with `-5f`, `.20` and the like replaced by what they stand for, and whether there were any.
fn decode(connector: &str) -> (String, bool) {
    let lower = connector.to_ascii_lowercase();
    let mut pieces = lower.split(['-', '.']);
    let mut decoded = pieces.next().unwrap_or_default().to_owned();
    let mut escaped = false;
    for piece in pieces {
        let byte = piece
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .filter(|byte| (0x20..0x80).contains(byte));
        match (byte, piece.get(2..)) {
            (Some(byte), Some(rest)) if !char::from(byte).is_ascii_alphanumeric() => {
                escaped = true;
                decoded.push(char::from(byte));
                decoded.push_str(rest);
            }
            _ => {
                decoded.push('-');
                decoded.push_str(piece);
            }
        }
    }
    (decoded, escaped)
}

#[cfg(test)]
mod tests {
    use super::{base, looks_custom};

    #[test]
    fn custom_connectors_are_told_by_escapes() {
        assert!(looks_custom("shared_contoso-5fpayroll-5f0d2e4b6a8c0e1f3a5b"));
        assert!(looks_custom("shared_contoso.20payroll.5f0d2e4b6a8c0e1f3a5b"));
        assert!(!looks_custom("shared_service-now"));
        assert!(!looks_custom("shared_commondataserviceforapps"));
    }

    #[test]
    fn the_base_of_a_name_is_the_same_in_every_environment() {
        assert_eq!(base("shared_contoso-5fpayroll-5f0d2e4b6a8c0e1f3a5b"), "contosopayroll");
        assert_eq!(base("shared_contoso-5Fpayroll-5F99887766554433221100"), "contosopayroll");
        assert_eq!(base("shared_contoso.20payroll.5f0d2e4b6a8c0e1f3a5b"), "contosopayroll");
        assert_eq!(base("shared_service-now"), "servicenow");
    }
}
