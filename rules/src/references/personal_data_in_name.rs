//! An e-mail address stands in the name of a reference.

use engine::{Category, Meta, Preset, Report, Rule, Severity, SolutionContext, Subject, SubjectKind};
use schemars::JsonSchema;
use serde::Deserialize;

/// Options: none. `service-accounts` of the configuration tells accounts that are no persons'.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalDataInName {}

impl Rule for PersonalDataInName {
    const META: Meta = Meta {
        name: "personal-data-in-name",
        summary: "An e-mail address stands in the name of a connection reference",
        category: Category::References,
        severity: Severity::Warning,
        preset: Preset::Recommended,
        since: "0.1.0",
        aliases: &[],
        judges: "",
        page: include_str!("personal_data_in_name.md"),
    };

    fn check_solution(&self, cx: &SolutionContext<'_, '_>, report: &mut Report) {
        for reference in &cx.package.references {
            let names = [("display name", reference.display_name), ("logical name", Some(reference.logical_name))];
            let found = names.into_iter().find_map(|(what, name)| {
                let name = name?;
                let address = address_in(name.value, |address| !cx.config.service_accounts.matches(address))?;
                Some((what, name.loc, address))
            });
            let Some((what, loc, address)) = found else { continue };
            let name = reference.logical_name.value;
            report
                .at(
                    cx.at(loc),
                    Subject::new(SubjectKind::ConnectionReference, name),
                    format!("the {what} of connection reference {name} holds the e-mail address {address}"),
                )
                .label("goes wherever the solution goes")
                .help(
                    "in make.powerapps.com, edit the reference and name it for what it is for; where the address is a service account's, \
                     add it to service-accounts in powerlint.toml",
                );
        }
    }
}

/// The first e-mail address in a text that counts.
fn address_in(text: &str, counts: impl Fn(&str) -> bool) -> Option<&str> {
    let local = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '%' | '+' | '-');
    let domain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-');
    text.match_indices('@').find_map(|(at, sign)| {
        let (before, after) = (text.get(..at)?, text.get(at + sign.len()..)?);
        let user = before.get(before.trim_end_matches(local).len()..)?.trim_start_matches(['.', '-']);
        let host = after.get(..after.len() - after.trim_start_matches(domain).len())?.trim_end_matches(['.', '-']);
        let top = host.rsplit_once('.').filter(|(rest, _)| !rest.is_empty()).map(|(_, top)| top)?;
        let plausible = !user.is_empty() && top.len() >= 2 && top.chars().all(|char| char.is_ascii_alphabetic());
        let address = text.get(at - user.len()..at + sign.len() + host.len())?;
        (plausible && counts(address)).then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn addresses_are_found_in_names() {
        for (text, address) in [
            ("ada@contoso.com", Some("ada@contoso.com")),
            ("Outlook (ada.lovelace@contoso.co.uk).", Some("ada.lovelace@contoso.co.uk")),
            ("Köpfe für ada@contoso.com", Some("ada@contoso.com")),
            ("SharePoint @ Contoso", None),
            ("meet@noon", None),
            ("@contoso.com", None),
            ("ada@.com", None),
            ("package@1.0.0", None),
        ] {
            assert_eq!(address_in(text, |_| true), address, "{text}");
        }
        assert_eq!(
            address_in("svc@contoso.com ada@contoso.com", |address| !address.starts_with("svc")),
            Some("ada@contoso.com")
        );
    }
}
