//! Environment variables of both generations.

use std::collections::HashMap;

use syntax::{Value, xml::Element};

use super::place::{
    all_named_or_root, attribute_at, attribute_or_child, child, child_at, member_at, scalar_at, text_at,
};
use crate::{
    At, FileId, Loc,
    model::{EnvironmentVariable, VariableValue},
};

/// Collects variables by their names, so that a value finds its definition.
#[derive(Debug, Default)]
pub(super) struct Variables<'t> {
    list: Vec<EnvironmentVariable<'t>>,
    index: HashMap<String, usize>,
    /// A definition that could not be understood was met.
    damaged: bool,
}

impl<'t> Variables<'t> {
    pub(super) fn into_list(self) -> Vec<EnvironmentVariable<'t>> {
        self.list
    }

    /// Whether every definition that was met could be understood.
    pub(super) fn understood(&self) -> bool {
        !self.damaged
    }

    fn define(&mut self, variable: EnvironmentVariable<'t>) {
        let key = variable.schema_name.value.to_ascii_lowercase();
        let known = self.index.get(&key).and_then(|index| self.list.get_mut(*index));
        match known {
            Some(known) if known.defined => {}
            Some(known) => {
                let value = known.value.take();
                *known = variable;
                known.value = value;
            }
            None => {
                self.index.insert(key, self.list.len());
                self.list.push(variable);
            }
        }
    }

    fn set(&mut self, schema_name: At<&'t str>, value: At<&'t str>) {
        let key = schema_name.value.to_ascii_lowercase();
        let value = VariableValue { value };
        if let Some(known) = self.index.get(&key).and_then(|index| self.list.get_mut(*index)) {
            known.value.get_or_insert(value);
            return;
        }
        self.index.insert(key, self.list.len());
        self.list.push(EnvironmentVariable {
            loc: value.value.loc,
            schema_name,
            display_name: None,
            description: None,
            kind: None,
            required: None,
            default_value: None,
            value: Some(value),
            mentioned: None,
            defined: false,
        });
    }

    /// Reads an `environmentvariabledefinition.xml`, or what the YAML layout makes of it.
    pub(super) fn definition(&mut self, file: FileId, root: Option<&'t Element<'t>>) {
        let found = root.map(|root| all_named_or_root(root, "environmentvariabledefinition", "schemaname"));
        let found = found.unwrap_or_default();
        self.damaged |= found.is_empty();
        for element in found {
            let Some(schema_name) = attribute_or_child(file, element, "schemaname") else {
                self.damaged = true;
                continue;
            };
            let display = child(element, "displayname");
            self.define(EnvironmentVariable {
                schema_name,
                display_name: display.and_then(|display| label(file, display)),
                description: child(element, "description").and_then(|description| label(file, description)),
                kind: child_at(file, element, "type"),
                required: required(file, element),
                default_value: child_at(file, element, "defaultvalue"),
                value: None,
                mentioned: None,
                defined: true,
                loc: Loc::new(file, element.span),
            });
        }
    }

    /// Reads an `environmentvariablevalues.json` in the folder of its variable. Four of 139 had no `value`: that is a
    /// record without a value.
    pub(super) fn values(&mut self, file: FileId, root: &'t Value<'t>, folder: Option<&'t str>) {
        let Some(folder) = folder else { return };
        let records = root.at(&["environmentvariablevalues", "environmentvariablevalue"]);
        let Some(records) = records else { return };
        let one = std::slice::from_ref(records);
        let records = if records.is_object() { one } else { records.items() };
        for record in records {
            if let Some(value) = record.get("value").and_then(|value| scalar_at(file, value)) {
                self.set(At::new(folder, Loc::new(file, record.span)), value);
            }
        }
    }

    /// Reads the `EnvironmentVariables` of customizations.xml: the form of 2020 and 2021.
    pub(super) fn old_definitions(&mut self, file: FileId, root: &'t Element<'t>) {
        let list = child(root, "EnvironmentVariables").map(|list| list.children.as_slice()).unwrap_or_default();
        for element in list {
            let Some(schema_name) = child_at(file, element, "SchemaName") else {
                self.damaged = true;
                continue;
            };
            self.define(EnvironmentVariable {
                schema_name,
                display_name: child_at(file, element, "DisplayName"),
                description: child(element, "Description").and_then(|description| label(file, description)),
                kind: child_at(file, element, "Type"),
                required: required(file, element),
                default_value: child_at(file, element, "DefaultValue"),
                value: None,
                mentioned: None,
                defined: true,
                loc: Loc::new(file, element.span),
            });
        }
    }

    /// Reads `environment_variable_values.json`.
    pub(super) fn old_values(&mut self, file: FileId, root: &'t Value<'t>) {
        let records = root.get_ignore_case("EnvironmentVariableValues").map(Value::items).unwrap_or_default();
        for record in records {
            let name = member_at(file, record, "EnvironmentVariableDefinition.SchemaName");
            let value = record.get_ignore_case("Value").and_then(|value| scalar_at(file, value));
            if let (Some(name), Some(value)) = (name, value) {
                self.set(name, value);
            }
        }
    }
}

/// A text for people: the attribute `default`, else the first label, else the element's own text.
fn label<'t>(file: FileId, element: &'t Element<'t>) -> Option<At<&'t str>> {
    attribute_at(file, element, "default")
        .or_else(|| child(element, "label").and_then(|label| attribute_at(file, label, "description")))
        .or_else(|| text_at(file, element))
}

/// `isrequired`, which is `0` or `1`; other tools write words.
fn required(file: FileId, element: &Element<'_>) -> Option<bool> {
    match child_at(file, element, "isrequired")?.value {
        "1" => Some(true),
        "0" => Some(false),
        word if word.eq_ignore_ascii_case("true") => Some(true),
        word if word.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}
