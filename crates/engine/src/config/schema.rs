//! The JSON Schema of powerlint.toml, for editors: keys with what they mean, and every rule with its levels and options.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{RuleEntry, house::Kind};

/// The schema, in draft 7, which the editors' plugins for TOML read.
#[must_use]
pub fn schema(entries: &[RuleEntry]) -> Value {
    let mut settings = SchemaSettings::draft07();
    settings.inline_subschemas = true;
    let mut generator = settings.into_generator();
    let rules: Map<String, Value> =
        entries.iter().map(|entry| (entry.meta.name.to_owned(), rule(entry, &mut generator))).collect();
    let levels: Map<String, Value> = entries
        .iter()
        .map(|entry| {
            (entry.meta.name.to_owned(), json!({ "description": entry.meta.summary, "$ref": "#/definitions/level" }))
        })
        .collect();
    let names: Vec<&str> = entries.iter().map(|entry| entry.meta.name).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "powerlint.toml",
        "description": "The configuration of powerlint",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "preset": word("Which rules run where nothing else is said of them", &["recommended", "strict", "all"]),
            "common-solutions": texts("The unique names of the solutions that hold all connection references"),
            "service-accounts": texts("Patterns of accounts that belong to no person"),
            "min-role": word("The role that each deployer needs on each connection", &["CanView", "CanViewWithShare", "CanEdit", "Owner"]),
            "inventory": texts("Inventory files, for every environment: files, folders, patterns"),
            "settings": texts("Deployment settings, unless the environment has its own"),
            "placeholders": texts("Patterns of tokens in settings that a pipeline replaces"),
            "default-environment": text("The environment that a run answers for when --environment names none"),
            "baseline": text("The file with the findings that were there when you began"),
            "connector-auth": {
                "description": "What one can sign in to a connector with, by the connector's name (shared_x)",
                "type": "object",
                "additionalProperties": { "enum": ["service-principal", "person", "key", "none", "mixed"] },
            },
            "deployer": deployer(),
            "environment": environment(),
            "limits": {
                "description": "How much is read before a package is refused",
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "entries": number("Entries of one archive, or files of one folder"),
                    "entry-bytes": number("Inflated bytes of one file"),
                    "package-bytes": number("Inflated bytes read from one package"),
                    "nesting": number("Archives inside archives"),
                    "name-bytes": number("Bytes of a file's name, its folders included"),
                    "values": number("Values and elements of one package's texts"),
                    "depth": number("Values or elements inside each other, 512 at most"),
                    "expression-depth": number("Expressions inside each other, 256 at most"),
                    "findings": number("Findings of one rule in one file"),
                },
            },
            "rules": {
                "description": "Levels and options of rules",
                "type": "object",
                "properties": rules,
                // House rules have names of their own.
                "additionalProperties": { "$ref": "#/definitions/setting" },
            },
            "override": override_of(&levels),
            "ignore": ignore(&names),
            "house-rule": house_rule(),
        },
        "definitions": definitions(),
    })
}

fn deployer() -> Value {
    tables(
        "A service principal that imports solutions and turns on their flows",
        &json!({
            "name": text("Its name, for reports"),
            "application-id": text("Its application (client) id"),
            "object-id": text("Its object id in Microsoft Entra, which permissions name"),
            "re-shares": { "description": "Whether it shares the connections further", "type": "boolean", "default": false },
        }),
        &[],
    )
}

fn environment() -> Value {
    tables(
        "An environment that a run can answer for",
        &json!({
            "name": text("For --environment NAME"),
            "stage": text("development, test, production or any other word; rules can have a level for it"),
            "inventory": texts("Its inventory files, beside those for every environment"),
            "settings": texts("Its settings file"),
        }),
        &["name"],
    )
}

fn override_of(levels: &Map<String, Value>) -> Value {
    tables(
        "Other levels for a part of what is checked",
        &json!({
            "paths": texts("Patterns of paths, relative to the folder of this file"),
            "solutions": texts("Patterns of unique names"),
            "rules": {
                "description": "Rules and their levels there",
                "type": "object",
                "properties": levels,
                "additionalProperties": { "$ref": "#/definitions/level" },
            },
        }),
        &["rules"],
    )
}

fn ignore(names: &[&str]) -> Value {
    tables(
        "Findings that you have decided to live with",
        &json!({
            "rule": { "description": "The rule's name", "anyOf": [{ "enum": names }, { "type": "string" }] },
            "solution": text("A pattern of the solution's unique name"),
            "subject": text("A pattern of what the finding is about"),
            "pointer": text("The beginning of the finding's pointer"),
            "until": { "description": "The last day on which it holds: 2027-06-30" },
            "reason": text("Why"),
        }),
        &["reason"],
    )
}

fn house_rule() -> Value {
    tables(
        "A rule of your own",
        &json!({
            "name": text("Its name, in kebab case"),
            "look-at": {
                "description": "What it looks at",
                "enum": Kind::ALL.into_iter().filter(|kind| kind.is_looked_at()).map(Kind::word).collect::<Vec<_>>(),
            },
            "condition": text("When it fires: an expression of the Common Expression Language"),
            "message": text("What is wrong, with {expressions} in it"),
            "severity": { "description": "How bad it is", "enum": ["note", "warning", "error"], "default": "warning" },
            "help": text("What to do"),
            "solutions": texts("Patterns of unique names: the solutions that it looks at"),
        }),
        &["name", "look-at", "condition", "message"],
    )
}

fn definitions() -> Value {
    json!({
        "level": { "enum": ["off", "note", "warning", "error", "on"] },
        "setting": {
            "anyOf": [
                { "$ref": "#/definitions/level" },
                {
                    "type": "object",
                    "properties": {
                        "level": { "$ref": "#/definitions/level" },
                        "stage": { "$ref": "#/definitions/stage" },
                    },
                },
            ],
        },
        "stage": {
            "description": "Levels by the environment's stage, which go before level",
            "type": "object",
            "additionalProperties": { "$ref": "#/definitions/level" },
        },
    })
}

/// A rule: a level, or a table of levels and options.
fn rule(entry: &RuleEntry, generator: &mut SchemaGenerator) -> Value {
    let options: Schema = entry.options(generator);
    let mut properties = Map::new();
    properties.insert("level".to_owned(), json!({ "$ref": "#/definitions/level" }));
    properties.insert("stage".to_owned(), json!({ "$ref": "#/definitions/stage" }));
    let own = options.as_object().and_then(|options| options.get("properties")).and_then(Value::as_object);
    properties.extend(own.into_iter().flatten().map(|(name, option)| (name.clone(), option.clone())));
    let preset = format!("{} ({}, preset {})", entry.meta.summary, entry.meta.severity, entry.meta.preset);
    json!({
        "description": preset,
        "anyOf": [
            { "$ref": "#/definitions/level" },
            { "type": "object", "additionalProperties": false, "properties": properties },
        ],
    })
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string" })
}

fn texts(description: &str) -> Value {
    json!({ "description": description, "type": "array", "items": { "type": "string" } })
}

fn number(description: &str) -> Value {
    json!({ "description": description, "type": "integer", "minimum": 1 })
}

fn word(description: &str, words: &[&str]) -> Value {
    json!({ "description": description, "enum": words })
}

fn tables(description: &str, properties: &Value, required: &[&str]) -> Value {
    let table =
        json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required });
    json!({ "description": description, "type": "array", "items": table })
}
