//! Files that look like facts about the environment.

use super::find::Hint;

/// What a file looks like by its name, if it looks like facts about the environment.
///
/// The names of deployment settings are those that tools write (`deploymentSettings.json`, `dev.deploymentsettings.json`,
/// `customDeploymentSettings.json`); those of inventories are the ones that the documentation proposes.
pub(super) fn hint(name: &str, shown: impl FnOnce() -> String) -> Option<Hint> {
    const INVENTORIES: [&str; 5] =
        ["connections.json", "permissions.json", "connectionreferences.json", "systemusers.json", "workflows.json"];
    let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let inventory =
        INVENTORIES.contains(&file.as_str()) || (file.starts_with("inventory") && matches!(extension, "toml" | "json"));
    let settings = extension == "json" && file.contains("deploymentsettings");
    let looks_like = if settings {
        "settings"
    } else if inventory {
        "inventory"
    } else {
        return None;
    };
    Some(Hint { path: shown(), looks_like })
}
