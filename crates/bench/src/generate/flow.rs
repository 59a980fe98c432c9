//! The JSON of a flow.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{Sizes, connector_at, logical_name};

/// How many actions one flow after the other has, in twelfths of the average: a few have most.
const SPREAD: [usize; 12] = [2, 3, 4, 5, 7, 7, 9, 12, 15, 20, 28, 32];

/// What flows deal with. As in real solutions, half of the expressions of a solution stand in it only once.
const THINGS: [&str; 10] =
    ["invoice", "order", "contract", "delivery", "customer", "project", "ticket", "asset", "vendor", "payment"];

/// A key of a flow's connections.
struct Key {
    name: String,
    connector: &'static str,
}

pub(super) fn flow(number: usize, solution: usize, sizes: &Sizes) -> Value {
    let (mut wanted, mut keys) = (sizes.actions, sizes.keys);
    if sizes.flows > 1 {
        wanted = (wanted * SPREAD[number % SPREAD.len()] / SPREAD.len()).max(1);
        // One action in four calls a connector, and only flows with many of them need all keys.
        keys = keys.min(1 + wanted / 4);
    }
    let (keys, connections) = connections(number, keys, solution, sizes);
    let mut draft = Draft { keys: &keys, number, thing: THINGS[number % THINGS.len()], made: 0, wanted, calls: 0 };
    let actions = draft.rounds();
    let recurrence = json!({ "type": "Recurrence", "recurrence": { "frequency": "Day", "interval": 1 } });
    json!({
        "properties": {
            "connectionReferences": connections,
            "definition": {
                "$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
                "contentVersion": "1.0.0.0",
                "parameters": {
                    "$connections": { "defaultValue": {}, "type": "Object" },
                    "$authentication": { "defaultValue": {}, "type": "SecureObject" },
                },
                "triggers": { "Recurrence": recurrence },
                "actions": actions,
            },
            "templateName": "",
        },
        "schemaVersion": "1.0.0.0",
    })
}

/// A flow's keys, and what they stand for in its file. Flows beside each other use other references, so that all of them are used.
fn connections(number: usize, keys: usize, solution: usize, sizes: &Sizes) -> (Vec<Key>, Map<String, Value>) {
    let mut turns: HashMap<&str, usize> = HashMap::new();
    let mut connections = Map::new();
    let keys = (0..keys).map(|at| {
        let place = (at + number) % sizes.references.max(1);
        let connector = connector_at(place);
        let turn = turns.entry(connector).or_default();
        // As the designer counts the keys of one connector.
        let name = if *turn == 0 { connector.to_owned() } else { format!("{connector}_{turn}") };
        *turn += 1;
        let reference = logical_name(solution * sizes.references + place);
        let connection =
            if at < sizes.broken { json!({}) } else { json!({ "connectionReferenceLogicalName": reference }) };
        connections.insert(
            name.clone(),
            json!({ "runtimeSource": "embedded", "connection": connection, "api": { "name": connector } }),
        );
        Key { name, connector }
    });
    let keys = keys.collect();
    (keys, connections)
}

/// A flow in the making: rounds of twelve actions one after the other, of the kinds that flows have most of.
struct Draft<'k> {
    keys: &'k [Key],
    number: usize,
    /// What the flow deals with.
    thing: &'static str,
    made: usize,
    wanted: usize,
    /// How many of the actions that were made call a connector.
    calls: usize,
}

/// Actions that run one after the other.
#[derive(Default)]
struct Row {
    actions: Map<String, Value>,
    last: Option<String>,
}

impl Row {
    fn push(&mut self, name: String, mut action: Value) {
        let before = self.last.take();
        action["runAfter"] = before.map_or_else(|| json!({}), |before| json!({ before: ["Succeeded"] }));
        self.actions.insert(name.clone(), action);
        self.last = Some(name);
    }
}

impl Draft<'_> {
    fn rounds(&mut self) -> Map<String, Value> {
        let mut row = Row::default();
        while self.made < self.wanted {
            self.round(&mut row);
        }
        row.actions
    }

    /// Counts an action; whether there is one left to make.
    fn takes(&mut self) -> bool {
        let takes = self.made < self.wanted;
        self.made += usize::from(takes);
        takes
    }

    fn round(&mut self, row: &mut Row) {
        let (at, thing) = (self.made, self.thing);
        let (total, list, rows) =
            (format!("Total_{at}"), format!("List_{thing}s_{at}"), format!("Parse_{thing}s_{at}"));
        if self.takes() {
            let parameters = json!({
                "entityName": format!("contoso_{thing}s"),
                "$select": format!("contoso_name,contoso_{thing}amount,contoso_due,statecode"),
                "$filter": format!(
                    "statecode eq 0 and contoso_due lt @{{addDays(utcNow(), -14, 'yyyy-MM-dd')}} and contoso_{thing}amount gt 0"
                ),
                "$top": 500,
            });
            let call = self.call("ListRecords", parameters);
            row.push(list.clone(), call);
        }
        if self.takes() {
            let count = format!("@{{length(outputs('{list}')?['body/value'])}}");
            let parameters = json!({
                "emailMessage/To": "@triggerOutputs()?['body/contoso_responsible']",
                "emailMessage/Subject": format!("{count} {thing}s are due on @{{formatDateTime(utcNow(), 'yyyy-MM-dd')}}"),
                "emailMessage/Body": page_of(&list, thing),
                "emailMessage/Importance": "Normal",
            });
            let call = self.call("SendEmailV2", parameters);
            row.push(format!("Send_mail_{at}"), call);
        }
        if self.takes() {
            let variable = json!({ "name": total, "type": "integer", "value": 0 });
            let inputs = json!({ "variables": [variable] });
            row.push(format!("Initialize_{total}"), self.action("InitializeVariable", inputs));
        }
        if self.takes() {
            let inputs = json!({ "content": format!("@outputs('{list}')?['body/value']"), "schema": schema(thing) });
            row.push(rows.clone(), self.action("ParseJson", inputs));
        }
        if self.takes() {
            let inner = self.guarded(&total, &list);
            row.push(format!("Scope_{at}"), self.container("Scope", json!({ "actions": inner })));
        }
        if self.takes() {
            let name = format!("For_each_{thing}_{at}");
            let inner = self.looped(&name);
            let each = json!({ "foreach": format!("@body('{rows}')"), "actions": inner });
            row.push(name, self.container("Foreach", each));
        }
        if self.takes() {
            let text = format!(
                "@if(greater(variables('{total}'), 0), concat('There are ', variables('{total}')), 'There is none')"
            );
            row.push(format!("Compose_summary_{at}"), self.action("Compose", json!(text)));
        }
    }

    /// A condition with an action on either side.
    fn guarded(&mut self, total: &str, list: &str) -> Map<String, Value> {
        let at = self.made;
        let mut row = Row::default();
        if !self.takes() {
            return row.actions;
        }
        let count = format!("@length(outputs('{list}')?['body/value'])");
        let (mut then, mut otherwise) = (Row::default(), Row::default());
        if self.takes() {
            then.push(format!("Set_{total}"), self.action("SetVariable", json!({ "name": total, "value": count })));
        }
        if self.takes() {
            let nothing = json!(format!(
                "@concat('nothing is due in ', workflow()?['tags']?['environmentName'], ' on ', utcNow())"
            ));
            otherwise.push(format!("Compose_nothing_{at}"), self.action("Compose", nothing));
        }
        let condition = json!({
            "expression": { "and": [{ "greater": [count, 0] }, { "not": { "equals": ["@dayOfWeek(utcNow())", 0] } }] },
            "actions": then.actions,
            "else": { "actions": otherwise.actions },
        });
        row.push(format!("Condition_{at}"), self.container("If", condition));
        row.actions
    }

    /// What is done with each row of a list.
    fn looped(&mut self, each: &str) -> Map<String, Value> {
        let (at, thing) = (self.made, self.thing);
        let mut row = Row::default();
        let line = format!("Compose_line_{at}");
        if self.takes() {
            let item = format!("items('{each}')");
            let text =
                format!("@concat({item}?['contoso_name'], ': ', formatNumber({item}?['contoso_{thing}amount'], 'N2'))");
            row.push(line.clone(), self.action("Compose", json!(text)));
        }
        if self.takes() {
            let parameters = json!({
                "entityName": format!("contoso_{thing}s"),
                "recordId": format!("@items('{each}')?['contoso_{thing}id']"),
                "item/contoso_reminder": format!("@outputs('{line}')"),
                "item/contoso_remindedon": "@utcNow()",
            });
            let call = self.call("UpdateRecord", parameters);
            row.push(format!("Update_{thing}_{at}"), call);
        }
        row.actions
    }

    /// An action that calls a connector, by one key after the other.
    fn call(&mut self, operation: &str, parameters: Value) -> Value {
        let Some(key) = self.keys.get(self.calls % self.keys.len().max(1)) else {
            return self.action("Compose", parameters);
        };
        self.calls += 1;
        let inputs = json!({
            "host": {
                "connectionName": key.name,
                "operationId": operation,
                "apiId": format!("/providers/Microsoft.PowerApps/apis/{}", key.connector),
            },
            "parameters": parameters,
            "authentication": "@parameters('$authentication')",
        });
        self.action("OpenApiConnection", inputs)
    }

    fn action(&self, kind: &str, inputs: Value) -> Value {
        self.container(kind, Value::Object(Map::from_iter([("inputs".to_owned(), inputs)])))
    }

    fn container(&self, kind: &str, mut action: Value) -> Value {
        action["type"] = json!(kind);
        let id = format!("55555555-0000-0000-{:04}-{:012}", self.number % 10_000, self.made);
        action["metadata"] = json!({ "operationMetadataId": id });
        action
    }
}

fn schema(thing: &str) -> Value {
    let text = |title: &str| json!({ "type": "string", "title": title });
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                format!("contoso_{thing}id"): text("What it is known by"),
                "contoso_name": text("The number that is printed on it"),
                "contoso_due": text("The day on which it is due"),
                format!("contoso_{thing}amount"): { "type": "number" },
                "statecode": { "type": "integer" },
            },
            "required": ["contoso_name"],
        },
    })
}

/// A page as people paste them into their flows.
fn page_of(list: &str, thing: &str) -> String {
    let cell = "<td style=\"border: 1px solid #d0d0d0; padding: 4px 8px; font-family: 'Segoe UI', sans-serif; font-size: 10pt\">";
    let first = format!("first(outputs('{list}')?['body/value'])");
    format!(
        "<html><head><style>table {{ border-collapse: collapse; width: 100%; }} th {{ background-color: #f3f2f1; \
         text-align: left; padding: 4px 8px; }}</style></head><body><p>Dear colleagues,</p><p>these {thing}s are due, and \
         nobody has paid them within two weeks. Please have a look at them, and tell the customer where it is needed. What \
         has been paid since, and what is in dispute, is left out. The list is made anew each day; the oldest comes first.</p>\
         <table><tr><th>Number</th><th>Due</th><th>Amount</th></tr><tr>{cell}@{{{first}?['contoso_name']}}\
         </td>{cell}@{{formatDateTime({first}?['contoso_due'], 'yyyy-MM-dd')}}</td>{cell}\
         @{{formatNumber({first}?['contoso_{thing}amount'], 'N2')}}</td></tr></table><p>With kind regards,<br>your flow</p>\
         </body></html>"
    )
}
