//! The scripts of desktop flows, in the language that Power Automate for desktop writes ("Robin").
//!
//! The language has no public grammar. What is read here was seen in the two desktop flows of the packages that were looked at
//! (`ROBIN_20201207`), and in scripts that makers publish, since the designer copies actions as text. The reader is total: every text gives
//! subflows and statements, and a line that it does not know is [`Kind::Other`]. Where the ends of statements do not fit their beginnings,
//! a subflow is not [`Subflow::is_whole`], and what stands in what is then a guess.

mod lines;
mod parser;

pub use parser::parse;

/// The name of the subflow that a flow begins with: the lines that stand in no other one.
pub const MAIN: &str = "Main";

/// A script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script<'t> {
    /// The input variables, in order.
    pub inputs: Vec<Variable<'t>>,
    /// The output variables, in order.
    pub outputs: Vec<Variable<'t>>,
    /// The subflows, [`MAIN`] first, then in order.
    pub subflows: Vec<Subflow<'t>>,
}

/// An input or output variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable<'t> {
    /// Its name.
    pub name: &'t str,
    /// The line, from 1.
    pub line: u32,
    /// The default value of an input as it is written between its quotes; `None` where it has none, or an empty one.
    pub default: Option<&'t str>,
}

/// A subflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subflow<'t> {
    /// Its name.
    pub name: &'t str,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// What it does.
    pub body: Vec<Statement<'t>>,
    /// Whether every statement that holds others has its end.
    pub is_whole: bool,
}

/// A statement: an action of the designer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'t> {
    /// What it is.
    pub kind: Kind<'t>,
    /// The line on which it begins, from 1.
    pub line: u32,
}

/// What a statement is. Comments, regions and disabled actions are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'t> {
    /// `IF … THEN`, `ELSE IF … THEN`, `ELSE`, `END`.
    If(Vec<Branch<'t>>),
    /// `SWITCH …`, `CASE …`, `DEFAULT`, `END`.
    Switch(Vec<Branch<'t>>),
    /// `LOOP … END`. The branch's head is what follows `LOOP`.
    Loop(Branch<'t>),
    /// `BLOCK`, with its handlers (`ON BLOCK ERROR …`) and the body that they protect.
    Block {
        /// What is done where the body fails. Empty where the block has no handler.
        handlers: Vec<Branch<'t>>,
        /// What is protected.
        body: Vec<Statement<'t>>,
    },
    /// `ON ERROR … END`: what is done where the action before fails.
    OnError(Vec<Branch<'t>>),
    /// `CALL`, with the subflow's name.
    Call(&'t str),
    /// `GOTO`, with the label.
    Goto(&'t str),
    /// `LABEL`, with its name.
    Label(&'t str),
    /// `EXIT LOOP`.
    ExitLoop,
    /// `NEXT LOOP`.
    NextLoop,
    /// `EXIT FUNCTION`: the subflow ends.
    ExitSubflow,
    /// `EXIT`: the flow ends.
    ExitFlow,
    /// `THROW ERROR`.
    Throw,
    /// `WAIT`, with how many seconds, or for what.
    Wait(&'t str),
    /// `SET … TO …`.
    Set {
        /// The variable.
        name: &'t str,
        /// What it becomes, as it is written.
        value: &'t str,
    },
    /// An action of a module: `Excel.WriteCell Instance: ExcelInstance …`.
    Action(Action<'t>),
    /// Something else.
    Other,
}

/// One of the ways that a statement can go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Branch<'t> {
    /// What stands on its first line behind the keyword, without `THEN`.
    pub head: &'t str,
    /// The line, from 1.
    pub line: u32,
    /// What it does.
    pub body: Vec<Statement<'t>>,
}

/// An action of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action<'t> {
    /// Module and action: `Excel.WriteCell`.
    pub name: &'t str,
    /// The arguments (`Name: value`), in order.
    pub arguments: Vec<Argument<'t>>,
    /// The variables that it produces (`Name=> Variable`).
    pub produced: Vec<&'t str>,
}

/// An argument of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its value, as it is written.
    pub value: &'t str,
}

impl<'t> Script<'t> {
    /// The subflow of a name, without regard to case.
    #[must_use]
    pub fn subflow(&self, name: &str) -> Option<&Subflow<'t>> {
        self.subflows.iter().find(|subflow| subflow.name.eq_ignore_ascii_case(name))
    }
}

impl<'t> Subflow<'t> {
    /// Every statement, each before what stands in it.
    #[must_use]
    pub fn statements(&self) -> Vec<&Statement<'t>> {
        walk(&self.body)
    }
}

/// Every statement of a body, each before what stands in it.
#[must_use]
pub fn walk<'s, 't>(body: &'s [Statement<'t>]) -> Vec<&'s Statement<'t>> {
    let mut found = Vec::new();
    let mut open: Vec<&Statement<'t>> = body.iter().rev().collect();
    while let Some(statement) = open.pop() {
        found.push(statement);
        let bodies: Vec<&[Statement<'t>]> = statement.bodies().collect();
        open.extend(bodies.into_iter().rev().flat_map(|body| body.iter().rev()));
    }
    found
}

impl<'t> Statement<'t> {
    /// The bodies that it holds, in the order of the script.
    pub fn bodies(&self) -> impl Iterator<Item = &[Statement<'t>]> {
        let (branches, body): (&[Branch<'t>], &[Statement<'t>]) = match &self.kind {
            Kind::If(branches) | Kind::Switch(branches) | Kind::OnError(branches) => (branches, &[]),
            Kind::Loop(branch) => (std::slice::from_ref(branch), &[]),
            Kind::Block { handlers, body } => (handlers, body),
            _ => (&[], &[]),
        };
        branches.iter().map(|branch| branch.body.as_slice()).chain([body])
    }
}

/// What stands between the quotes of a value that is a literal text: `$'''text'''`, `'''text'''`, `'text'`. `None` where it is none, or where it reads a
/// variable (`%Name%`).
#[must_use]
pub fn literal(value: &str) -> Option<&str> {
    let value = value.trim();
    let quoted = value.strip_prefix('$').unwrap_or(value);
    let inner = match quoted.strip_prefix("'''") {
        Some(inner) => inner.strip_suffix("'''")?,
        None => quoted.strip_prefix('\'')?.strip_suffix('\'')?,
    };
    (!inner.contains('%')).then_some(inner)
}
