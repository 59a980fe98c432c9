//! `solution.xml`, and `solution.yml` with its neighbours.

use syntax::xml::Element;

use super::place::{attribute_at, attribute_or_child, child, child_at, descend, text_at};
use crate::{
    At, FileId, Loc,
    model::{
        Managed, Manifest, MissingDependency, Provider, Publisher, RootComponent, Version, id::normal_id,
        manifest::Component,
    },
};

/// Reads a `SolutionManifest` element.
pub(super) fn manifest<'t>(file: FileId, element: &'t Element<'t>) -> Manifest<'t> {
    let unique_name = child_at(file, element, "UniqueName");
    Manifest {
        loc: Loc::new(file, element.span),
        display_name: descend(element, &["LocalizedNames", "LocalizedName"])
            .and_then(|name| attribute_at(file, name, "description")),
        version: child_at(file, element, "Version")
            .and_then(|text| Version::parse(text.value).map(|version| At::new(version, text.loc))),
        version_text: child_at(file, element, "Version"),
        managed: child_at(file, element, "Managed").and_then(managed),
        patch_of: patch_of(file, element, unique_name),
        publisher: child(element, "Publisher").map(|element| publisher(file, element)),
        root_components: child(element, "RootComponents").map(|list| root_components(file, list)).unwrap_or_default(),
        missing: child(element, "MissingDependencies").map(|list| missing_dependencies(file, list)).unwrap_or_default(),
        unique_name,
    }
}

fn managed(text: At<&str>) -> Option<At<Managed>> {
    let managed = match text.value {
        "0" => Managed::Unmanaged,
        "1" => Managed::Managed,
        "2" => Managed::Both,
        _ => return None,
    };
    Some(At::new(managed, text.loc))
}

/// A patch names its parent in `ParentSolution`, as text or in a `UniqueName`. Where that was lost, the name that the
/// platform gives to patches tells it: `<Parent>_Patch_<hexadecimal digits>`.
fn patch_of<'t>(file: FileId, element: &'t Element<'t>, unique_name: Option<At<&'t str>>) -> Option<At<&'t str>> {
    let stated = child(element, "ParentSolution")
        .and_then(|parent| child_at(file, parent, "UniqueName").or_else(|| text_at(file, parent)));
    stated.or_else(|| {
        let name = unique_name?;
        let at = name.value.to_ascii_lowercase().rfind("_patch_")?;
        let (parent, digits) = (name.value.get(..at)?, name.value.get(at + "_patch_".len()..)?);
        let generated = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        (generated && !parent.is_empty()).then(|| At::new(parent, name.loc))
    })
}

/// Reads a `Publisher` element.
pub(super) fn publisher<'t>(file: FileId, element: &'t Element<'t>) -> Publisher<'t> {
    Publisher {
        unique_name: child_at(file, element, "UniqueName").or_else(|| text_at(file, element)),
        prefix: child_at(file, element, "CustomizationPrefix"),
    }
}

/// Reads a `RootComponents` element.
pub(super) fn root_components<'t>(file: FileId, list: &'t Element<'t>) -> Vec<RootComponent<'t>> {
    let value = |component: &'t Element<'t>, name| attribute_or_child(file, component, name).map(|at| at.value);
    list.children
        .iter()
        .filter(|component| component.name.eq_ignore_ascii_case("RootComponent"))
        .map(|component| RootComponent {
            kind: value(component, "type").unwrap_or_default(),
            id: value(component, "id").and_then(normal_id),
            schema_name: value(component, "schemaName"),
            behavior: value(component, "behavior"),
            loc: Loc::new(file, component.span),
        })
        .collect()
}

/// Reads a `MissingDependencies` element.
pub(super) fn missing_dependencies<'t>(file: FileId, list: &'t Element<'t>) -> Vec<MissingDependency<'t>> {
    list.children
        .iter()
        .filter_map(|entry| {
            let required = child(entry, "Required")?;
            Some(MissingDependency {
                required: component(file, required),
                provider: provider(file, required),
                dependent: child(entry, "Dependent").map(|dependent| component(file, dependent)),
                loc: Loc::new(file, required.span),
            })
        })
        .collect()
}

/// The name stands in `schemaName`, or in an attribute with a dot such as `id.connectionreferencelogicalname`: the key of
/// a table that is not found by its id.
fn component<'t>(file: FileId, element: &'t Element<'t>) -> Component<'t> {
    let value = |name| attribute_or_child(file, element, name);
    let dotted = || {
        let attributes = element.attributes.iter().filter(|attribute| !attribute.value.trim().is_empty());
        let named = attributes
            .filter(|attribute| attribute.name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("id.")));
        named.map(|attribute| At::new(attribute.value.trim(), Loc::new(file, attribute.value_span))).next()
    };
    Component {
        kind: value("type").map(|at| at.value).unwrap_or_default(),
        name: value("id.connectionreferencelogicalname").or_else(|| value("schemaName")).or_else(dotted),
        id: value("id").and_then(|id| normal_id(id.value)),
        display_name: value("displayName").map(|at| at.value),
    }
}

/// `Active`, `Name (1.2.3.4)`, or nothing.
fn provider<'t>(file: FileId, required: &'t Element<'t>) -> Provider<'t> {
    let Some(solution) = attribute_or_child(file, required, "solution") else { return Provider::Unstated };
    if solution.value.eq_ignore_ascii_case("Active") {
        return Provider::Active;
    }
    let named = solution.value.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    match named.map(|(name, version)| (name.trim(), Version::parse(version))) {
        Some((name, version)) if !name.is_empty() => Provider::Solution { name, version },
        _ => Provider::Solution { name: solution.value, version: None },
    }
}
