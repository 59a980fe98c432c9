//! The YAML source layout: XML turned over, and components that several solutions share.

use std::{borrow::Cow, collections::HashSet};

use syntax::{Kind, Value, xml::Element};

use crate::{PackageKind, model::id::guid_in};

/// Turns a file of the YAML layout back into the element that it was made from; `None` for files that were never XML.
/// The trees keep the element, so that the model can borrow it.
pub(crate) fn turn<'t>(kind: PackageKind, name: &str, value: &Value<'t>) -> Option<Element<'t>> {
    if kind != PackageKind::YamlRepository {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let written_as_yaml =
        ends(&[".yml", ".yaml"]) && !ends(&[".mcs.yml", ".mcs.yaml", ".pa.yaml", "data.yml", "data.yaml"]);
    // Where references are declared is not documented; JSON is taken as well.
    let references = ends(&[".json"]) && name.contains("connectionreference");
    (written_as_yaml || references).then(|| Element::from_value(Cow::Borrowed(""), value))
}

/// What `solutioncomponents.yml` lists: which of the shared components belong to the solution.
#[derive(Debug, Default)]
pub(super) struct Listed {
    paths: HashSet<String>,
    guids: HashSet<String>,
}

impl Listed {
    /// Reads the paths, whether they stand in `'@path'` or in `Path`.
    pub(super) fn read(root: &Value<'_>) -> Self {
        let mut listed = Self::default();
        let mut stack = vec![root];
        while let Some(value) = stack.pop() {
            match &value.kind {
                Kind::Array(items) => stack.extend(items),
                Kind::Object(members) => {
                    for member in members {
                        let key = member.key.trim_start_matches('@');
                        match member.value.as_str() {
                            Some(path) if key.eq_ignore_ascii_case("path") => listed.add(path),
                            _ => stack.push(&member.value),
                        }
                    }
                }
                _ => {}
            }
        }
        listed
    }

    fn add(&mut self, path: &str) {
        let path = path.trim().replace('\\', "/").trim_matches('/').to_ascii_lowercase();
        if !path.is_empty() {
            self.guids.extend(guid_in(&path));
            self.paths.insert(path);
        }
    }

    /// Whether the list names a file: itself, without its ending, one of its folders, or by the GUID in its name.
    pub(super) fn names(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let cuts = name.char_indices().filter(|(_, character)| matches!(character, '/' | '.')).map(|(at, _)| at);
        let mut heads = cuts.chain([name.len()]).filter_map(|at| name.get(..at));
        // The first head is the top folder itself, which a list of single components never means.
        heads.any(|head| head.contains('/') && self.paths.contains(head))
            || guid_in(&name).is_some_and(|guid| self.guids.contains(&guid))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn components_are_found_by_path_folder_and_guid() {
        let text = "SolutionComponents:\n  Component:\n    - '@path': /modernflows/Notify\n    - '@path': /canvasapps/contoso_app\n    - Path: workflows/4ADA345E-9007-EB11-A813-000D3AA3E751\n";
        let value = syntax::yaml::parse(text).unwrap();
        let listed = Listed::read(&value);
        assert!(listed.names("modernflows/Notify.json"));
        assert!(listed.names("CanvasApps/contoso_app/meta.xml"));
        assert!(listed.names("modernflows/Sales-4ada345e-9007-eb11-a813-000d3aa3e751.json"));
        assert!(!listed.names("modernflows/NotifyOthers.json"));
        assert!(!listed.names("canvasapps/contoso_app2/meta.xml"));
    }
}
