//! From lines to statements.

use super::{
    Action, Argument, Branch, Kind, MAIN, Script, Statement, Subflow, Variable,
    lines::{Line, lines, quoted},
};

/// How deep statements may stand in each other; what is deeper stands beside the others. The designer is of no use long before.
const DEEPEST: usize = 100;

/// Reads a script.
#[must_use]
pub fn parse(text: &str) -> Script<'_> {
    let mut parser = Parser::default();
    for line in lines(text) {
        parser.line(line);
    }
    parser.finish()
}

/// A statement that holds others and has not ended.
struct Open<'t> {
    what: Holder,
    line: u32,
    branches: Vec<Branch<'t>>,
    /// The handlers of a block.
    handlers: Vec<Branch<'t>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    If,
    Switch,
    Loop,
    Block,
    Handlers,
    OnError,
}

#[derive(Default)]
struct Parser<'t> {
    script: Script<'t>,
    main: Vec<Statement<'t>>,
    /// The subflow that is being read: `None` for the main one.
    subflow: Option<Subflow<'t>>,
    open: Vec<Open<'t>>,
    /// How many statements were too deep to be opened.
    too_deep: usize,
    /// Whether the ends fitted so far.
    broken: bool,
    /// Whether those of the main subflow did.
    main_broken: bool,
}

impl<'t> Parser<'t> {
    fn line(&mut self, line: Line<'t>) {
        let Line { text, number } = line;
        if text.starts_with("**") || text.starts_with("@@") {
            return;
        }
        if let Some(declared) = text.strip_prefix('@') {
            self.declaration(declared, number);
            return;
        }
        let (word, rest) = first_word(text);
        let opens = |what| Some((what, rest));
        let opened = match word {
            "DISABLE" | "IMPORT" => return,
            "FUNCTION" => return self.begin_subflow(rest, number),
            "END" if first_word(rest).0 == "FUNCTION" => return self.end_subflow(),
            "END" => return self.end(),
            "ELSE" => {
                let (next, condition) = first_word(rest);
                let head = if next == "IF" { without_then(condition) } else { "" };
                return self.branch(Holder::If, head, number);
            }
            "CASE" | "DEFAULT" => return self.branch(Holder::Switch, rest, number),
            "IF" => opens(Holder::If),
            "SWITCH" => opens(Holder::Switch),
            "LOOP" => opens(Holder::Loop),
            "BLOCK" => opens(Holder::Block),
            "ON" if rest.starts_with("BLOCK ERROR") => {
                let head = rest.trim_start_matches("BLOCK ERROR").trim();
                return self.handler(Holder::Handlers, head, number);
            }
            "ON" if rest.starts_with("ERROR") => {
                return self.handler(Holder::OnError, rest.trim_start_matches("ERROR").trim(), number);
            }
            _ => None,
        };
        match opened {
            Some((what, head)) => self.open(what, without_then(head), number),
            None => self.push(Statement { kind: simple(text, word, rest), line: number }),
        }
    }

    fn declaration(&mut self, declared: &'t str, line: u32) {
        let (word, rest) = first_word(declared);
        let name = rest.split(':').next().unwrap_or_default().trim();
        let variable = Variable { name, line, default: default_of(rest) };
        match word {
            "INPUT" => self.script.inputs.push(variable),
            "OUTPUT" => self.script.outputs.push(Variable { default: None, ..variable }),
            _ => {}
        }
    }

    fn body(&mut self) -> &mut Vec<Statement<'t>> {
        let subflow = self.subflow.as_mut().map_or(&mut self.main, |subflow| &mut subflow.body);
        match self.open.last_mut() {
            Some(open) => match open.branches.last_mut() {
                Some(branch) => &mut branch.body,
                None => subflow,
            },
            None => subflow,
        }
    }

    fn push(&mut self, statement: Statement<'t>) {
        self.body().push(statement);
    }

    fn open(&mut self, what: Holder, head: &'t str, line: u32) {
        if self.open.len() >= DEEPEST {
            self.too_deep += 1;
            self.broken = true;
            return;
        }
        // What stands before the first case belongs to none.
        let branch = Branch { head, line, body: Vec::new() };
        self.open.push(Open { what, line, branches: vec![branch], handlers: Vec::new() });
    }

    /// A further branch of what is open.
    fn branch(&mut self, what: Holder, head: &'t str, line: u32) {
        match self.open.last_mut().filter(|open| open.what == what) {
            Some(open) => open.branches.push(Branch { head, line, body: Vec::new() }),
            None => self.broken = true,
        }
    }

    /// A handler: a further branch of handlers, or the first one.
    fn handler(&mut self, what: Holder, head: &'t str, line: u32) {
        let last = self.open.last().map(|open| open.what);
        if last == Some(what) {
            self.branch(what, head, line);
        } else if what == Holder::OnError || last == Some(Holder::Block) {
            self.open(what, head, line);
        } else {
            // The handlers of no block: their end closes something else.
            self.broken = true;
        }
    }

    fn end(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(Open { what, line, mut branches, handlers }) = self.open.pop() else {
            self.broken = true;
            return;
        };
        let kind = match what {
            Holder::If => Kind::If(branches),
            Holder::Switch => {
                // The line of `SWITCH` itself, unless something stands behind it.
                if branches.first().is_some_and(|first| first.body.is_empty()) {
                    branches.remove(0);
                }
                Kind::Switch(branches)
            }
            Holder::OnError => Kind::OnError(branches),
            Holder::Loop => Kind::Loop(branches.into_iter().next().unwrap_or_default()),
            Holder::Block => Kind::Block {
                handlers,
                body: branches.into_iter().next().map(|branch| branch.body).unwrap_or_default(),
            },
            Holder::Handlers => {
                if let Some(block) = self.open.last_mut() {
                    block.handlers = branches;
                }
                return;
            }
        };
        self.push(Statement { kind, line });
    }

    /// Ends what is still open.
    fn close_all(&mut self) -> bool {
        self.too_deep = 0;
        let whole = self.open.is_empty() && !self.broken;
        while !self.open.is_empty() {
            self.end();
        }
        self.broken = false;
        whole
    }

    fn begin_subflow(&mut self, rest: &'t str, line: u32) {
        self.end_subflow();
        let name = unquoted(rest.strip_suffix("GLOBAL").unwrap_or(rest));
        self.subflow = Some(Subflow { name, line, body: Vec::new(), is_whole: true });
    }

    fn end_subflow(&mut self) {
        let whole = self.close_all();
        match self.subflow.take() {
            Some(subflow) => self.script.subflows.push(Subflow { is_whole: whole, ..subflow }),
            None => self.main_broken |= !whole,
        }
    }

    fn finish(mut self) -> Script<'t> {
        self.end_subflow();
        let main = Subflow { name: MAIN, line: 1, body: self.main, is_whole: !self.main_broken };
        self.script.subflows.insert(0, main);
        self.script
    }
}

/// The first word of a text, and what follows it.
fn first_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

fn without_then(condition: &str) -> &str {
    condition.strip_suffix("THEN").unwrap_or(condition).trim()
}

/// A name, without the quotes that names with blanks have.
fn unquoted(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(name)
}

/// A statement that holds no others.
fn simple<'t>(text: &'t str, word: &str, rest: &'t str) -> Kind<'t> {
    match (word, first_word(rest).0) {
        ("CALL", _) => Kind::Call(unquoted(rest)),
        ("GOTO", _) => Kind::Goto(unquoted(rest)),
        ("LABEL", _) => Kind::Label(unquoted(rest)),
        ("EXIT", "LOOP") => Kind::ExitLoop,
        ("EXIT", "FUNCTION") => Kind::ExitSubflow,
        ("EXIT", _) => Kind::ExitFlow,
        ("NEXT", "LOOP") => Kind::NextLoop,
        ("THROW", _) => Kind::Throw,
        ("WAIT", _) => Kind::Wait(rest),
        ("SET", name) => {
            let (to, value) = first_word(rest.get(name.len()..).unwrap_or_default().trim());
            if to == "TO" { Kind::Set { name: rest.get(..name.len()).unwrap_or_default(), value } } else { Kind::Other }
        }
        _ if is_action(word) => Kind::Action(action(text, word.len())),
        _ => Kind::Other,
    }
}

/// `Module.Action`, with as many parts as a module has.
fn is_action(word: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    word.contains('.') && word.split('.').all(part)
}

/// `Module.Action Name: value Name: value Produced=> Variable`
fn action(text: &str, name: usize) -> Action<'_> {
    let mut action = Action { name: text.get(..name).unwrap_or_default(), arguments: Vec::new(), produced: Vec::new() };
    let marks = marks(text, name);
    for (index, &(start, end, produces)) in marks.iter().enumerate() {
        let stop = marks.get(index + 1).map_or(text.len(), |&(start, ..)| start);
        let name = text.get(start..end).unwrap_or_default();
        let sign = if produces { 2 } else { 1 };
        let value = text.get(end + sign..stop).unwrap_or_default().trim();
        if produces { action.produced.push(value) } else { action.arguments.push(Argument { name, value }) }
    }
    action
}

/// Where the names of arguments stand (`Name: ` and `Name=> `): not in quotes and not in brackets.
fn marks(text: &str, from: usize) -> Vec<(usize, usize, bool)> {
    let mut marks = Vec::new();
    let (mut at, mut depth, mut word) = (from, 0_usize, None);
    // From an open quote on, nothing is quoted.
    let mut quotes = true;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(character) = rest.chars().next() else { break };
        match character {
            '\'' if quotes => {
                let length = quoted(rest);
                quotes = length > 1;
                at += length;
                word = None;
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let begins = depth == 0 && text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
        if (character.is_alphabetic() || character == '_') && begins {
            word = Some(at);
        } else if !(character.is_alphanumeric() || character == '_') {
            let start = word.take().filter(|_| depth == 0);
            if let Some(start) = start {
                if character == ':' && rest.get(1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' ')) {
                    marks.push((start, at, false));
                } else if rest.starts_with("=>") {
                    marks.push((start, at, true));
                }
            }
        }
        at += character.len_utf8();
    }
    marks
}

/// The default value in `{ 'Description': '…', 'DefaultValue': '…', … }`.
fn default_of(declared: &str) -> Option<&str> {
    let (_, rest) = declared.split_once("'DefaultValue'")?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start();
    let value = value.strip_prefix('$').unwrap_or(value);
    let length = if value.starts_with('\'') { quoted(value) } else { 0 };
    let quotes = if value.starts_with("'''") { 3 } else { 1 };
    value.get(quotes..length.checked_sub(quotes)?).filter(|inner| !inner.is_empty())
}
