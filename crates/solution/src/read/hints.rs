//! Files that look like facts about the environment.

use super::names::ends_with;

/// What a file looks like by its name, if it looks like facts about the environment: `settings` or `inventory`.
///
/// The names of deployment settings are those that tools write (`deploymentSettings.json`, `dev.deploymentsettings.json`,
/// `customDeploymentSettings.json`); those of inventories are the ones that the documentation proposes.
pub(super) fn hint(name: &str) -> Option<&'static str> {
    const INVENTORIES: [&str; 5] =
        ["connections.json", "permissions.json", "connectionreferences.json", "systemusers.json", "workflows.json"];
    if ![".json", ".toml"].iter().any(|ending| ends_with(name, ending)) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let file = name.rsplit('/').next().unwrap_or(&name);
    // Unpacked canvas apps keep their connections in `Connections/Connections.json`.
    if file == "connections.json" && name.rsplit('/').nth(1) == Some("connections") {
        return None;
    }
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let inventory =
        INVENTORIES.contains(&file) || (file.starts_with("inventory") && matches!(extension, "toml" | "json"));
    let settings = extension == "json" && file.contains("deploymentsettings");
    if settings {
        Some("settings")
    } else if inventory {
        Some("inventory")
    } else {
        None
    }
}
