//! What lints look at: one policy, parsed, with what is known of its values.

use meta_core::finding::{Code, Finding, Location};
use rhai::{Expr, Position, Stmt};

use crate::engine::Host;
use crate::policy::kinds::Kinds;
use crate::policy::script::{self, Around, Function, Node, Step};
use crate::policy::{Parsed, Written};

/// One policy.
pub(super) struct Reading<'a> {
    pub(super) written: &'a Written<'a>,
    pub(super) host: &'a Host,
    pub(super) functions: &'a [Function],
    pub(super) kinds: &'a Kinds<'a>,
    /// The script in one form, without comments and blanks; empty when it has none.
    pub(super) compact: String,
}

/// Something that a lint found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) code: &'static Code,
    pub(super) at: At,
    /// What tells it from others of its code and policy.
    pub(super) key: String,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Where something was found.
#[derive(Clone, Debug)]
pub(super) enum At {
    Script(Position),
    /// A key of the header, as a JSON Pointer.
    Header(String),
}

/// Signs that operators are written with.
const SIGNS: &str = "=!<>&|+-*/%?.";

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

impl Found {
    pub(super) fn new(
        code: &'static Code,
        at: At,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { code, at, key: key.into(), message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        written: &'a Written<'a>,
        parsed: &'a Parsed,
        kinds: &'a Kinds<'a>,
        host: &'a Host,
    ) -> Self {
        let compact = host.engine.compact_script(written.body()).unwrap_or_default();
        Self { written, host, functions: &parsed.functions, kinds, compact }
    }

    /// Goes through every function.
    pub(super) fn each(&self, mut visit: impl FnMut(usize, Node<'a>, &[Around<'a>])) {
        for (at, function) in self.functions.iter().enumerate() {
            script::walk(function.statements(), &mut |node, around| visit(at, node, around));
        }
    }

    /// Goes through everything that is written as `a.b.c(d)`.
    pub(super) fn chains(&self, mut visit: impl FnMut(usize, &'a Expr, Vec<Step<'a>>)) {
        self.each(|at, node, _| {
            let Node::Expression(expression) = node else { return };
            if let Some((first, steps)) = script::chain(expression) {
                visit(at, first, steps);
            }
        });
    }

    /// Returns the finding of what was found.
    pub(super) fn finding(&self, found: Found) -> Finding {
        let finding =
            Finding::new(found.code, &self.written.header.id, &[&found.key], found.message);
        let finding = finding.at(self.place(&found.at));
        match found.help {
            Some(help) => finding.remedy(help),
            None => finding,
        }
    }

    /// Places in the header are filled in from its document.
    fn place(&self, at: &At) -> Location {
        let path = self.written.path;
        let number = |number: Option<usize>| number.and_then(|number| u32::try_from(number).ok());
        let position = match at {
            At::Header(pointer) => return Location::new(path, pointer.as_str()).of_key(),
            At::Script(position) => *position,
        };
        let (line, column) =
            (number(position.line()).unwrap_or(1), number(position.position()).unwrap_or(1));
        let mut place = Location::new(path, "");
        (place.line, place.column) = (Some(line), Some(column));
        let end = column.saturating_add(self.letters(position));
        (place.end_line, place.end_column) = (Some(line), Some(end));
        place
    }

    /// Returns the rest of the line that begins at a place of the script.
    pub(super) fn text_at(&self, position: Position) -> &'a str {
        let (line, column) = (position.line().unwrap_or(1), position.position().unwrap_or(1));
        let text = self.written.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let byte = text.char_indices().nth(column.saturating_sub(1)).map(|(byte, _)| byte);
        byte.and_then(|byte| text.get(byte..)).unwrap_or_default()
    }

    /// Returns how many letters stand at a place together: a word, a text or a sign.
    fn letters(&self, position: Position) -> u32 {
        let text = self.text_at(position);
        let first = text.chars().next().unwrap_or(' ');
        let count = match first {
            '"' | '`' => text.chars().skip(1).take_while(|c| *c != first).count() + 2,
            _ if is_of_a_word(first) => text.chars().take_while(|c| is_of_a_word(*c)).count(),
            _ => text.chars().take_while(|c| SIGNS.contains(*c)).count(),
        };
        u32::try_from(count.min(text.chars().count())).unwrap_or(1).max(1)
    }
}

/// Tells whether statements end what runs them: nothing behind them does.
pub(super) fn ends(statements: &[Stmt]) -> bool {
    statements.iter().any(end)
}

/// Tells whether a statement ends what runs it.
pub(super) fn end(statement: &Stmt) -> bool {
    match statement {
        Stmt::Return(..) | Stmt::BreakLoop(..) => true,
        Stmt::If(flow, _) => ends(flow.body.statements()) && ends(flow.branch.statements()),
        Stmt::Block(block) => ends(block.statements()),
        _ => false,
    }
}
