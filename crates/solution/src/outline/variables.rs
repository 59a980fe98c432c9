//! The environment variables of a package: what it defines, and what its flows use.

use crate::{
    Loc, Package,
    model::{EnvironmentVariable, Membership},
};
use serde::{Deserialize, Serialize};

/// An environment variable that a package defines, or only carries a value for. Of its values only the places are kept: the
/// value of a variable of the secret type names a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeclaredVariable {
    /// The schema name, as written.
    pub schema_name: String,
    /// The name for people.
    pub display_name: Option<String>,
    /// The type as the package states it (see [`EnvironmentVariable::kind`]).
    pub kind: Option<String>,
    /// Whether it is of the secret type.
    pub secret: bool,
    /// Whether a value must be given; `None` where the package does not say.
    pub required: Option<bool>,
    /// Whether the package holds the definition, rather than only a value.
    pub defined: bool,
    /// Whether anything in its package mentions it (see [`EnvironmentVariable::mentioned`]).
    pub mentioned: Option<bool>,
    /// The default value in the definition, unless it is blank.
    pub default_value: Option<Loc>,
    /// The value of the source environment that travels with the package, unless it is blank.
    pub value: Option<Loc>,
    /// The definition, or else the value.
    pub loc: Loc,
    /// The schema name.
    pub name_loc: Loc,
}

/// A flow's parameter that stands for an environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VariableUse {
    /// The schema name, as written.
    pub schema_name: String,
    /// The flow's name for people.
    pub user: String,
    /// The flow's id, in lower case without braces.
    pub user_id: Option<String>,
    /// The flow's file is named by no `Workflow` element.
    pub stale: bool,
    /// The schema name in the parameter.
    pub loc: Loc,
}

impl DeclaredVariable {
    pub(super) fn of(variable: &EnvironmentVariable<'_>) -> Self {
        let values = [variable.default_value, variable.value.map(|value| value.value)];
        let [default_value, value] =
            values.map(|value| value.filter(|value| !value.value.trim().is_empty()).map(|value| value.loc));
        Self {
            schema_name: variable.schema_name.value.to_owned(),
            display_name: variable.display_name.map(|at| at.value.to_owned()),
            kind: variable.kind.map(|at| at.value.to_owned()),
            secret: variable.is_secret(),
            required: variable.required,
            defined: variable.defined,
            mentioned: variable.mentioned,
            default_value,
            value,
            loc: variable.loc,
            name_loc: variable.schema_name.loc,
        }
    }

    /// Every place in it.
    pub(super) fn places(&self) -> impl Iterator<Item = Loc> {
        [self.loc, self.name_loc].into_iter().chain(self.default_value).chain(self.value)
    }
}

/// The variables that the flows' parameters stand for. Older flows only have the variable's display name: those are not here.
pub(super) fn uses(package: &Package<'_>) -> Vec<VariableUse> {
    let flows = package.flows.iter().flat_map(|flow| flow.parameters.iter().map(move |parameter| (flow, parameter)));
    flows
        .filter_map(|(flow, parameter)| {
            let variable = parameter.variable?;
            Some(VariableUse {
                schema_name: variable.value.to_owned(),
                user: flow.name.to_owned(),
                user_id: flow.id.clone(),
                stale: flow.membership == Membership::Stale,
                loc: variable.loc,
            })
        })
        .collect()
}

/// Where the values of variables stand, sorted. A flow's parameter has a copy of its variable's value, also where it only has the variable's
/// display name: a parameter that is not one of the platform's own (`$connections`, `$authentication`) stands for a variable.
pub(super) fn values(package: &Package<'_>) -> Vec<Loc> {
    let declared = package.variables.iter().flat_map(|variable| {
        variable.default_value.map(|value| value.loc).into_iter().chain(variable.value.map(|value| value.value.loc))
    });
    let copies = package.flows.iter().flat_map(|flow| {
        let parameters = flow.parameters.iter().filter(|parameter| !parameter.name.value.starts_with('$'));
        parameters.filter_map(|parameter| Some(Loc::new(flow.file, parameter.default_value?.span)))
    });
    let mut values: Vec<Loc> = declared.chain(copies).collect();
    values.sort_unstable();
    values
}
