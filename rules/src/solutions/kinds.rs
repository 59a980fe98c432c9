//! The types of solution components, by their numbers (the choice `componenttype` of Dataverse).

/// The type in words; `None` where it is one that people do not meet by name.
pub(super) fn word(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "1" => "table",
        "2" => "column",
        "9" => "choice",
        "10" => "relationship",
        "20" => "security role",
        "24" | "60" => "form",
        "26" => "view",
        "29" => "process",
        "59" => "chart",
        "61" => "web resource",
        "62" => "site map",
        "66" => "custom control",
        "80" => "model-driven app",
        "90" => "plug-in",
        "91" => "plug-in assembly",
        "92" => "plug-in step",
        "300" => "canvas app",
        "371" | "372" => "custom connector",
        "380" => "environment variable",
        word if word.eq_ignore_ascii_case("EnvironmentVariableDefinition") => "environment variable",
        word if word.eq_ignore_ascii_case("SettingDefinition") => "setting",
        word if word.eq_ignore_ascii_case("CustomAPI") => "custom API",
        _ => return None,
    })
}
