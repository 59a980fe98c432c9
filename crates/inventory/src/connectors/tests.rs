#![allow(clippy::unwrap_used)]

use super::*;

/// The connectors whose documentation differs from the capture, or that the rules' advice hangs on.
const CORRECTED: [(AuthClass, &str); 4] = [
    (
        AuthClass::ServicePrincipal,
        "shared_commondataserviceforapps shared_sql shared_visualstudioteamservices shared_keyvault shared_azureblob \
         shared_azuretables shared_azurequeues shared_azureautomation shared_azuremonitorlogs shared_servicebus \
         shared_powerplatformadminv2 shared_microsoftflowforadmins shared_flowmanagement shared_webcontents \
         shared_acssmsevents shared_azurecommunicationservicessms shared_aci shared_arm shared_azureappservice \
         shared_azuredatafactory shared_azuredatalake shared_azureeventgrid shared_azureloganalytics shared_azurevm \
         shared_commondataservice shared_dataflows shared_dynamics365ratingsre shared_dynamicsax \
         shared_dynamicsfraudprotect shared_kusto shared_wdatp shared_jupyrest shared_signi shared_talxisdatafeed",
    ),
    (
        AuthClass::PersonOnly,
        "shared_sharepointonline shared_office365 shared_office365users shared_office365groups \
         shared_office365groupsmail shared_teams shared_onedriveforbusiness shared_excelonlinebusiness \
         shared_wordonlinebusiness shared_planner shared_todo shared_onenote shared_microsoftforms shared_powerbi \
         shared_azuread shared_shifts shared_microsoftbookings shared_outlook shared_outlooktasks shared_yammer \
         shared_projectonline shared_powerplatformforadmins shared_powerappsforadmins shared_powerappsforappmakers \
         shared_dynamicscrmonline shared_github",
    ),
    (
        AuthClass::None,
        "shared_approvals shared_conversionservice shared_flowpush shared_msnweather shared_powerappsnotificationv2 \
         shared_rss shared_powervirtualagents shared_intentionaldatasources shared_shop shared_dataactivatorpreview",
    ),
    (
        AuthClass::Key,
        "shared_smtp shared_sftpwithssh shared_ftp shared_filesystem shared_bingmaps shared_translatorv2 \
         shared_azurefile shared_sendgrid shared_service-now",
    ),
];

#[test]
fn the_documentation_wins_over_the_capture() {
    let table = ConnectorTable::built_in();
    for (class, names) in CORRECTED {
        for name in names.split_whitespace() {
            assert_eq!(table.get(name).map(|row| row.class), Some(class), "{name}");
        }
    }
}

#[test]
fn every_line_of_the_file_is_a_row_and_names_are_unique_and_sorted() {
    // A line of the file is a row: none goes on in the next, and no column has quotes.
    let names: Vec<String> = ROWS.lines().skip(1).map(|line| parse(line).unwrap().name).collect();
    let records = csv::Reader::from_reader(ROWS.as_bytes()).into_records();
    let rows = records.zip(ROWS.lines().skip(1)).inspect(|(record, line)| {
        assert!(record.as_ref().unwrap().iter().eq(line.split(',')), "{line}");
    });
    let lines = rows.count();
    assert!(names.iter().all(|name| built_in(name).is_some_and(|row| row.name == *name)));
    assert_eq!(names.len(), lines);
    assert_eq!(lines, 817);
    assert!(names.is_sorted_by(|one, next| one < next));
    for other in ["", "shared_", "shared_sharepointonlin", "shared_sharepointonlinex", "shared_zzz", "zzz"] {
        assert!(built_in(other).is_none(), "{other}");
    }
    assert!(names.iter().all(|name| *name == name.to_lowercase()));
}

#[test]
fn every_row_is_dated_by_a_month_and_names_its_source() {
    for record in csv::Reader::from_reader(ROWS.as_bytes()).into_records() {
        let record = record.unwrap();
        let (year, month) = record[3].split_once('-').unwrap();
        assert!((2023..2100).contains(&year.parse::<u32>().unwrap()), "{record:?}");
        assert!((1..=12).contains(&month.parse::<u32>().unwrap()), "{record:?}");
        assert!(!record[1].is_empty() && !record[4].is_empty(), "{record:?}");
    }
}

#[test]
fn the_configuration_overrides_and_names_compare_without_case() {
    let mut table = ConnectorTable::built_in();
    table.set("Shared_SharePointOnline", AuthClass::ServicePrincipal);
    let row = table.get("shared_sharepointonline").unwrap();
    assert_eq!((row.class, row.display_name.as_str()), (AuthClass::ServicePrincipal, "SharePoint"));
    assert_eq!(row.as_of, CONFIGURED);
    assert_eq!(ConnectorTable::built_in().get("SHARED_SHAREPOINTONLINE").unwrap().class, AuthClass::PersonOnly);
    assert_eq!(table.label("shared_of-our-own"), "shared_of-our-own");
}
