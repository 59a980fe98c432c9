//! What files are by their names.

use crate::{layout::is_connector_part, model::id::find_guid};

/// The name of a flow as far as its file's name tells: without folder, ending and the GUID that exporters append.
pub(super) fn flow_name(file_name: &str) -> &str {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let without_guid = find_guid(stem)
        .filter(|guid| guid.end == stem.len())
        .and_then(|guid| stem.get(..guid.start))
        .map(|name| name.trim_end_matches(['-', '_', ' ']))
        .filter(|name| !name.is_empty());
    without_guid.unwrap_or(stem)
}

/// The part of a solution that a file is, by its name. Only parts that the model is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// `solution.xml`, `Other/Solution.xml`
    Manifest,
    /// `customizations.xml`, `Other/Customizations.xml`
    Customizations,
    /// `Workflows/*.data.xml`, and the metadata of the YAML layout's flows
    WorkflowData,
    /// A flow's JSON in `Workflows/` or `modernflows/`
    FlowJson,
    /// `environmentvariabledefinitions/<schema name>/environmentvariabledefinition.xml`
    Variable,
    /// `environmentvariabledefinitions/<schema name>/environmentvariablevalues.json`
    VariableValue,
    /// `environment_variable_values.json`
    OldVariableValues,
    /// `CanvasApps/*.meta.xml`
    CanvasApp,
    /// `Connector/*.xml`, `Connectors/*.xml`
    Connector,
    /// `Connector/<schema name>_openapidefinition.json` and its neighbours
    ConnectorPart,
    /// `botcomponents/<schema name>/data`
    AgentComponent,
    /// `Assets/botcomponent_connectionreferenceset.xml`
    AgentReferences,
    /// `connectionreferences.mcs.yml`
    AgentProject,
    /// `WebResources/*.data.xml`, `SdkMessageProcessingSteps/*.xml`
    Classic,
    /// A file named after connection references, in the YAML layout
    References,
}

/// What a file is. `yaml` is whether the package has the YAML source layout.
pub(super) fn role(name: &str, yaml: bool) -> Option<Role> {
    let name = name.to_ascii_lowercase();
    let (folder, base) = name
        .split_once('/')
        .map_or(("", name.as_str()), |(folder, _)| (folder, name.rsplit('/').next().unwrap_or_default()));
    let ends = |endings: &[&str]| endings.iter().any(|ending| base.ends_with(ending));
    let notation = |stem: &str| {
        base.strip_prefix(stem).is_some_and(|ending| matches!(ending, ".xml" | ".yml" | ".yaml" | ".json"))
    };
    if base == "connectionreferences.mcs.yml" || base == "connectionreferences.mcs.yaml" {
        return Some(Role::AgentProject);
    }
    if yaml && folder != "solutions" && folder != "publishers" && name.contains("connectionreference") {
        let set = name.contains("botcomponent_connectionreferenceset");
        return Some(if set { Role::AgentReferences } else { Role::References });
    }
    match folder {
        "" | "other" if !yaml && base == "solution.xml" => Some(Role::Manifest),
        "" | "other" if !yaml && base == "customizations.xml" => Some(Role::Customizations),
        "" if base == "environment_variable_values.json" => Some(Role::OldVariableValues),
        "workflows" | "modernflows" if base.ends_with(".data.xml") => Some(Role::WorkflowData),
        "workflows" | "modernflows" if ends(&[".json"]) => Some(Role::FlowJson),
        "workflows" | "modernflows" if yaml && ends(&[".yml", ".yaml", ".xml"]) => Some(Role::WorkflowData),
        "environmentvariabledefinitions" if notation("environmentvariabledefinition") => Some(Role::Variable),
        "environmentvariabledefinitions" if notation("environmentvariablevalues") => Some(Role::VariableValue),
        "canvasapps" if base.ends_with(".meta.xml") => Some(Role::CanvasApp),
        "canvasapps" if yaml && ends(&[".xml", ".yml", ".yaml"]) && !base.ends_with(".pa.yaml") => {
            Some(Role::CanvasApp)
        }
        "connector" | "connectors" if ends(&[".xml"]) => Some(Role::Connector),
        "connector" | "connectors" if is_connector_part(base) => Some(Role::ConnectorPart),
        "connector" | "connectors" if yaml && ends(&[".yml", ".yaml"]) => Some(Role::Connector),
        "botcomponents" if base == "data" || (yaml && matches!(base, "data.yml" | "data.yaml")) => {
            Some(Role::AgentComponent)
        }
        "webresources" if base.ends_with(".data.xml") => Some(Role::Classic),
        "sdkmessageprocessingsteps" if ends(&[".xml"]) => Some(Role::Classic),
        "assets" if base == "botcomponent_connectionreferenceset.xml" => Some(Role::AgentReferences),
        _ => None,
    }
}

/// The folder that a file lies in, by its own name: `contoso_Mail` of `environmentvariabledefinitions/contoso_Mail/x.xml`.
pub(super) fn parent(name: &str) -> Option<&str> {
    name.rsplit('/').nth(1).filter(|folder| !folder.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PackageKind, layout::is_read};

    #[test]
    fn a_flow_is_named_by_its_file_without_the_guid() {
        assert_eq!(flow_name("Workflows/NotifySales-4ADA345E-9007-EB11-A813-000D3AA3E751.json"), "NotifySales");
        assert_eq!(flow_name("/Workflows/Notify sales.json"), "Notify sales");
        assert_eq!(flow_name("4ADA345E-9007-EB11-A813-000D3AA3E751.json"), "4ADA345E-9007-EB11-A813-000D3AA3E751");
        assert_eq!(flow_name("v1.2-4ADA345E-9007-EB11-A813-000D3AA3E751.json"), "v1.2");
    }

    #[test]
    fn files_are_told_by_their_names_in_any_case() {
        assert_eq!(role("OTHER/Solution.xml", false), Some(Role::Manifest));
        assert_eq!(role("customizations.xml", false), Some(Role::Customizations));
        assert_eq!(role("workflows/X.json.data.xml", false), Some(Role::WorkflowData));
        assert_eq!(role("WORKFLOWS/X.JSON", false), Some(Role::FlowJson));
        assert_eq!(role("workflows/X.yml", false), None);
        assert_eq!(role("modernflows/X.yml", true), Some(Role::WorkflowData));
        assert_eq!(role("connectionreferences/contoso_x/connectionreference.yml", true), Some(Role::References));
        assert_eq!(role("botcomponent_connectionreferenceset/x.yml", true), Some(Role::AgentReferences));
        assert_eq!(role("Entities/solution.xml", false), None);
    }

    /// What the model is made from must be among what is read.
    #[test]
    fn every_part_is_read() {
        let xml = [
            "Other/Solution.xml",
            "customizations.xml",
            "Workflows/X.json",
            "Workflows/X.json.data.xml",
            "environmentvariabledefinitions/con_x/environmentvariabledefinition.xml",
            "environmentvariabledefinitions/con_x/environmentvariablevalues.json",
            "environment_variable_values.json",
            "CanvasApps/con_x.meta.xml",
            "Connector/con_x.xml",
            "Connectors/con_x.xml",
            "Connector/con_x_openapidefinition.json",
            "Connectors/con_x_connectionparameters.json",
            "Connector/con_x_policytemplateinstances.json",
            "WebResources/con_x.js.data.xml",
            "SdkMessageProcessingSteps/{x}.xml",
            "botcomponents/con_x/data",
            "Assets/botcomponent_connectionreferenceset.xml",
        ];
        let yaml = [
            "modernflows/X.json",
            "modernflows/X.yml",
            "environmentvariabledefinitions/con_x/environmentvariabledefinition.yml",
            "environmentvariabledefinitions/con_x/environmentvariablevalues.yml",
            "canvasapps/con_x/canvasapp.yml",
            "connectors/con_x/connector.yml",
            "botcomponents/con_x/data.yml",
            "botcomponent_connectionreferenceset/con_x.yml",
            "connectionreferences/con_x/connectionreference.yml",
            "connectionreferences/con_x.json",
        ];
        for (kind, names) in [(PackageKind::SolutionZip, &xml[..]), (PackageKind::YamlRepository, &yaml[..])] {
            for name in names {
                assert!(role(name, kind == PackageKind::YamlRepository).is_some(), "{name} has no role");
                assert!(is_read(kind, name), "{name} is not read");
            }
        }
    }
}
