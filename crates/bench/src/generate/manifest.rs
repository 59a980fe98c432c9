//! The XML of a solution: customizations.xml and solution.xml.

use std::fmt::Write as _;

use super::{Sizes, connector_at, flow_file, flow_id, logical_name, numbers};

pub(super) const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/\
    package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"text/xml\" /><Default Extension=\"json\" \
    ContentType=\"application/json\" /></Types>";

/// One in so many solutions brings tables.
const WITH_TABLES: usize = 4;
/// As many as an average table has.
const COLUMNS: usize = 20;

/// What each flow says beside its names, at its defaults.
const FLOW_SETTINGS: [(&str, &str); 19] = [
    ("Type", "1"),
    ("Subprocess", "0"),
    ("Category", "5"),
    ("Mode", "0"),
    ("Scope", "4"),
    ("OnDemand", "0"),
    ("TriggerOnCreate", "0"),
    ("TriggerOnDelete", "0"),
    ("AsyncAutodelete", "0"),
    ("SyncWorkflowLogOnFailure", "0"),
    ("StateCode", "1"),
    ("StatusCode", "2"),
    ("RunAs", "1"),
    ("IsTransacted", "1"),
    ("IntroducedVersion", "1.0.0.0"),
    ("IsCustomizable", "1"),
    ("BusinessProcessType", "0"),
    ("IsCustomProcessingStepAllowedForOtherPublishers", "1"),
    ("PrimaryEntity", "none"),
];

/// What each column of a table says beside its names, at its defaults.
const COLUMN_SETTINGS: [(&str, &str); 24] = [
    ("Type", "nvarchar"),
    ("RequiredLevel", "none"),
    ("DisplayMask", "ValidForAdvancedFind|ValidForForm|ValidForGrid"),
    ("ImeMode", "auto"),
    ("ValidForUpdateApi", "1"),
    ("ValidForReadApi", "1"),
    ("ValidForCreateApi", "1"),
    ("IsCustomField", "1"),
    ("IsAuditEnabled", "1"),
    ("IsSecured", "0"),
    ("IntroducedVersion", "1.0.0.0"),
    ("IsCustomizable", "1"),
    ("IsRenameable", "1"),
    ("CanModifySearchSettings", "1"),
    ("CanModifyRequirementLevelSettings", "1"),
    ("CanModifyAdditionalSettings", "1"),
    ("SourceType", "0"),
    ("IsGlobalFilterEnabled", "0"),
    ("IsSortableEnabled", "0"),
    ("CanModifyGlobalFilterSettings", "1"),
    ("CanModifyIsSortableSettings", "1"),
    ("IsDataSourceSecret", "0"),
    ("IsSearchable", "0"),
    ("MaxLength", "200"),
];

pub(super) fn customizations(solution: usize, sizes: &Sizes) -> String {
    let mut text = String::from("<ImportExportXml xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
    text.push_str("  <Entities>\n");
    if solution.is_multiple_of(WITH_TABLES) {
        (0..sizes.tables).for_each(|table| write_table(&mut text, table));
    }
    text.push_str("  </Entities>\n  <Roles></Roles>\n  <Workflows>\n");
    numbers(solution, sizes).for_each(|number| write_workflow(&mut text, number));
    text.push_str("  </Workflows>\n  <FieldSecurityProfiles></FieldSecurityProfiles>\n  <connectionreferences>\n");
    (0..sizes.references).for_each(|place| write_reference(&mut text, solution, place, sizes));
    text.push_str(
        "  </connectionreferences>\n  <Languages>\n    <Language>1033</Language>\n  </Languages>\n</ImportExportXml>\n",
    );
    text
}

fn write_workflow(text: &mut String, number: usize) {
    let (id, file) = (flow_id(number), flow_file(number));
    let _ = writeln!(
        text,
        "    <Workflow WorkflowId=\"{{{id}}}\" Name=\"Flow {number}\">\n      \
         <JsonFileName>/Workflows/{file}</JsonFileName>"
    );
    write_settings(text, "      ", &FLOW_SETTINGS);
    let _ = writeln!(
        text,
        "      <LocalizedNames>\n        <LocalizedName languagecode=\"1033\" description=\"Flow {number}\" />\n      \
         </LocalizedNames>\n    </Workflow>"
    );
}

fn write_reference(text: &mut String, solution: usize, place: usize, sizes: &Sizes) {
    let name = logical_name(solution * sizes.references + place);
    let connector = connector_at(place);
    let _ = writeln!(
        text,
        "    <connectionreference connectionreferencelogicalname=\"{name}\">\n      \
         <connectionreferencedisplayname>{name}</connectionreferencedisplayname>\n      \
         <connectorid>/providers/Microsoft.PowerApps/apis/{connector}</connectorid>\n      \
         <iscustomizable>1</iscustomizable>\n      <statecode>0</statecode>\n      \
         <statuscode>1</statuscode>\n    </connectionreference>"
    );
}

fn write_table(text: &mut String, table: usize) {
    let name = format!("contoso_Table{table}");
    let _ = writeln!(
        text,
        "    <Entity>\n      <Name LocalizedName=\"Table {table}\" OriginalName=\"Table {table}\">{name}</Name>\n      \
         <EntityInfo>\n        <entity Name=\"{name}\">\n          <attributes>"
    );
    for column in 0..COLUMNS {
        let column_name = format!("contoso_column{column}");
        let _ = writeln!(
            text,
            "            <attribute PhysicalName=\"contoso_Column{column}\">\n              \
             <Name>{column_name}</Name>\n              <LogicalName>{column_name}</LogicalName>"
        );
        write_settings(text, "              ", &COLUMN_SETTINGS);
        let _ = writeln!(
            text,
            "              <displaynames>\n                <displayname description=\"Column {column}\" \
             languagecode=\"1033\" />\n              </displaynames>\n            </attribute>"
        );
    }
    text.push_str("          </attributes>\n        </entity>\n      </EntityInfo>\n    </Entity>\n");
}

fn write_settings(text: &mut String, indent: &str, settings: &[(&str, &str)]) {
    for (name, value) in settings {
        let _ = writeln!(text, "{indent}<{name}>{value}</{name}>");
    }
}

pub(super) fn solution(solution: usize, sizes: &Sizes) -> String {
    let mut components = String::new();
    if solution.is_multiple_of(WITH_TABLES) {
        for table in 0..sizes.tables {
            let _ = writeln!(
                components,
                "      <RootComponent type=\"1\" schemaName=\"contoso_table{table}\" behavior=\"0\" />"
            );
        }
    }
    for number in numbers(solution, sizes) {
        let _ =
            writeln!(components, "      <RootComponent type=\"29\" id=\"{{{}}}\" behavior=\"0\" />", flow_id(number));
    }
    let mut addresses = String::new();
    for number in 1..=2 {
        let _ = writeln!(
            addresses,
            "        <Address>\n          <AddressNumber>{number}</AddressNumber>\n          \
             <AddressTypeCode>1</AddressTypeCode>"
        );
        for field in ADDRESS {
            let _ = writeln!(addresses, "          <{field} xsi:nil=\"true\"></{field}>");
        }
        addresses.push_str("        </Address>\n");
    }
    format!(
        "<ImportExportXml version=\"9.2.0.0\" SolutionPackageVersion=\"9.2\" languagecode=\"1033\" generatedBy=\"CrmLive\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n  <SolutionManifest>\n    \
         <UniqueName>Generated{solution}</UniqueName>\n    <LocalizedNames>\n      \
         <LocalizedName description=\"Generated {solution}\" languagecode=\"1033\" />\n    </LocalizedNames>\n    \
         <Version>1.0.0.0</Version>\n    <Managed>0</Managed>\n    <Publisher>\n      \
         <UniqueName>contoso</UniqueName>\n      <CustomizationPrefix>contoso</CustomizationPrefix>\n      \
         <Addresses>\n{addresses}      </Addresses>\n    </Publisher>\n    <RootComponents>\n{components}    \
         </RootComponents>\n    <MissingDependencies />\n  </SolutionManifest>\n</ImportExportXml>\n"
    )
}

/// The fields of a publisher's address, which are empty in nearly every export.
const ADDRESS: [&str; 20] = [
    "City",
    "County",
    "Country",
    "Fax",
    "FreightTermsCode",
    "ImportSequenceNumber",
    "Latitude",
    "Line1",
    "Line2",
    "Line3",
    "Longitude",
    "Name",
    "PostalCode",
    "PostOfficeBox",
    "PrimaryContactName",
    "StateOrProvince",
    "Telephone1",
    "Telephone2",
    "UPSZone",
    "UTCOffset",
];
