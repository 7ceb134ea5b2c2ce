//! The statements, conditions and decisions of a script, with their places in its text.
//!
//! The compiled form of a script has where things begin and not where they end, so that this reads the tokens.
//! Nothing depends on it that is not compiled again.

mod expressions;

use std::ops::Range;

use super::header;
use super::scan::{Kind, Token, scan};

/// The words that decide.
pub(crate) const DECIDING: [&str; 9] =
    ["adjust", "allow", "deny", "info", "lower", "raise", "require", "tag", "warn"];

/// The functions that are put around what is watched. Policies have no names that begin like these.
pub(crate) const RAN: &str = "__ran";
pub(crate) const CAME_TO: &str = "__came_to";

/// What a script is made of. Every range is of bytes of its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    pub(crate) tokens: Vec<Token>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) conditions: Vec<Condition>,
    /// Calls of the words that decide.
    pub(crate) decisions: Vec<Range<usize>>,
    /// What follows the arrow of a case, where that is no block.
    pub(crate) arms: Vec<Range<usize>>,
    /// What `if`, `while` and `switch` ask, and the blocks that it decides of.
    pub(crate) branches: Vec<(Range<usize>, Range<usize>)>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// The whole of it, with its semicolon.
    pub(crate) span: Range<usize>,
    /// Whether no other statement stands inside of it.
    pub(crate) is_simple: bool,
}

/// Something that is true or false: what `if` and `while` ask, or a part of it beside `&&` and `||`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) span: Range<usize>,
    /// What a comparison compares; empty for what is none. Numbers and texts that are written out are left out.
    pub(crate) operands: Vec<Range<usize>>,
}

impl Outline {
    /// Reads the functions of a script.
    pub(crate) fn of(text: &str) -> Self {
        let mut reader = Reader {
            text,
            outline: Self { tokens: scan(&header::without(text)), ..Self::default() },
        };
        let mut at = 0;
        while at < reader.outline.tokens.len() {
            at = if reader.is(at, "fn") { reader.function(at) } else { at + 1 };
        }
        let mut outline = reader.outline;
        outline.statements.sort_by_key(|statement| statement.span.start);
        outline.conditions.sort_by_key(|condition| condition.span.start);
        outline.decisions.sort_by_key(|decision| decision.start);
        outline.arms.sort_by_key(|arm| arm.start);
        outline
    }
}

struct Reader<'a> {
    text: &'a str,
    outline: Outline,
}

/// A run of tokens between separators, and its operators.
#[derive(Default)]
struct Region {
    /// The token behind it.
    end: usize,
    /// `&&` and `||` of it.
    joints: Vec<usize>,
    /// Comparisons of it.
    comparisons: Vec<usize>,
    /// Whether brackets around the whole of it hold `&&` or `||`.
    is_joined_inside: bool,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        let token = self.outline.tokens.get(at);
        token.and_then(|token| self.text.get(token.span.clone())).unwrap_or_default()
    }

    /// Tells whether the token is this word or sign, and no text.
    fn is(&self, at: usize, word: &str) -> bool {
        let kind = self.outline.tokens.get(at).map(|token| token.kind);
        matches!(kind, Some(Kind::Word | Kind::Sign)) && self.word(at) == word
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    fn is_over(&self, at: usize) -> bool {
        at >= self.outline.tokens.len()
    }

    /// Returns the bytes of tokens, of which the last is the one before `end`.
    fn span(&self, start: usize, end: usize) -> Range<usize> {
        let start = self.outline.tokens.get(start).map_or(self.text.len(), |t| t.span.start);
        let last = end.checked_sub(1).and_then(|last| self.outline.tokens.get(last));
        start..last.map_or(start, |token| token.span.end).max(start)
    }

    fn function(&mut self, at: usize) -> usize {
        let mut at = at + 1;
        while !self.is_over(at) && !self.is(at, "{") {
            at += 1;
        }
        self.block(at)
    }

    /// Reads a block, of which `at` is the brace; returns the token behind it.
    fn block(&mut self, at: usize) -> usize {
        let mut at = at + 1;
        while !self.is_over(at) && !self.is(at, "}") {
            let next = self.statement(at);
            // What does not go on is not understood.
            at = next.max(at + 1);
        }
        at + 1
    }

    fn statement(&mut self, at: usize) -> usize {
        if self.is(at, ";") {
            return at + 1;
        }
        let before = self.outline.statements.len();
        let mut end = self.control(at).unwrap_or_else(|| self.expression(at, false).end);
        // A block may be the begin of an expression.
        if self.is_any(end, &[".", "?.", "+", "-", "*", "/", "==", "!=", "[", "="]) {
            end = self.expression(end, false).end;
        }
        while self.is_any(end, &[",", ")", "]"]) {
            end = self.expression(end + 1, false).end;
        }
        if self.is(end, ";") {
            end += 1;
        }
        let is_simple = self.outline.statements.len() == before;
        self.outline.statements.push(Statement { span: self.span(at, end), is_simple });
        end
    }

    /// Reads what begins with a word of the language that has a block; none when `at` is none.
    fn control(&mut self, at: usize) -> Option<usize> {
        match self.word(at) {
            "if" => Some(self.branch(at)),
            "while" => {
                let brace = self.asked(at + 1);
                let end = self.block(brace);
                let decides = (self.span(at + 1, brace), self.span(brace, end));
                self.outline.branches.push(decides);
                Some(end)
            }
            "for" => {
                let end = self.expression(at + 1, true).end;
                Some(self.block(end))
            }
            "loop" => Some(self.block(at + 1)),
            "do" => {
                let end = self.block(at + 1);
                Some(self.asked(end + 1))
            }
            "switch" => {
                let end = self.expression(at + 1, true).end;
                Some(self.cases(end))
            }
            "{" => Some(self.block(at)),
            _ => None,
        }
    }

    fn branch(&mut self, at: usize) -> usize {
        let brace = self.asked(at + 1);
        let mut end = self.block(brace);
        if self.is(end, "else") {
            let next = end + 1;
            end = if self.is(next, "if") { self.branch(next) } else { self.block(next) };
        }
        let decides = (self.span(at + 1, brace), self.span(brace, end));
        self.outline.branches.push(decides);
        end
    }

    /// Reads a condition up to its block; returns the token behind it.
    fn asked(&mut self, at: usize) -> usize {
        let region = self.expression(at, true);
        if region.joints.is_empty() && !region.is_joined_inside && region.end > at {
            self.condition(at, region.end, &region.comparisons);
        }
        region.end
    }

    /// Reads the cases of a switch, of which `at` is the brace.
    fn cases(&mut self, at: usize) -> usize {
        let mut at = at + 1;
        while !self.is_over(at) && !self.is(at, "}") {
            let mut arrow = at;
            while !self.is_over(arrow) && !self.is_any(arrow, &["=>", "if", "}"]) {
                arrow += 1;
            }
            if self.is(arrow, "if") {
                arrow = self.asked(arrow + 1);
            }
            let start = arrow + 1;
            at = if self.is(start, "{") {
                self.block(start)
            } else {
                let end = self.control(start).unwrap_or_else(|| self.expression(start, false).end);
                let arm = self.span(start, end);
                self.outline.arms.push(arm);
                end
            };
            if self.is(at, ",") {
                at += 1;
            }
            at = at.max(start);
        }
        at + 1
    }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    const SCRIPT: &str = r#"
fn check(service, ctx) {
    if !ctx.params.m.contains(service.maturity) { return; }
    let least = ctx.params.least.get(service.maturity);
    if (service.tier == 1 || service.a) && !(least < 3) { deny(`a ${if x { 1 } else { 2 }}`).at("/a"); }
    else if service.layer >= least { warn("b") }
    for name in service.tags { if name in service.b { info("c"); } }
    switch service.tier { 1 => deny("d"), 2 if least > 1 => { warn("e"); } _ => () }
    while x < 3 { x += 1; }
    is_bad(service) || helper(#{a: 1})
}
fn is_bad(s) { s.a == () && s.b }
"#;

    fn texts(spans: impl Iterator<Item = std::ops::Range<usize>>) -> Vec<&'static str> {
        spans.map(|span| &SCRIPT[span]).collect()
    }

    #[test]
    fn conditions_are_found_with_what_they_compare() {
        let outline = Outline::of(SCRIPT);
        assert_eq!(
            texts(outline.conditions.iter().map(|c| c.span.clone())),
            [
                "!ctx.params.m.contains(service.maturity)",
                "service.tier == 1",
                "service.a",
                "!(least < 3)",
                "x",
                "service.layer >= least",
                "name in service.b",
                "least > 1",
                "x < 3",
                "is_bad(service)",
                "helper(#{a: 1})",
                "s.a == ()",
                "s.b",
            ]
        );
        assert_eq!(
            texts(outline.conditions.iter().flat_map(|c| c.operands.clone())),
            ["service.tier", "service.layer", "least", "name", "service.b", "least", "x", "s.a",]
        );
    }

    #[test]
    fn statements_decisions_and_cases_are_found() {
        let outline = Outline::of(SCRIPT);
        let simple = outline.statements.iter().filter(|s| s.is_simple).map(|s| s.span.clone());
        assert_eq!(
            texts(simple),
            [
                "return;",
                "let least = ctx.params.least.get(service.maturity);",
                "1",
                "2",
                "warn(\"b\")",
                "info(\"c\");",
                "warn(\"e\");",
                "x += 1;",
                "is_bad(service) || helper(#{a: 1})",
                "s.a == () && s.b",
            ]
        );
        assert_eq!(
            texts(outline.decisions.into_iter()),
            [
                "deny(`a ${if x { 1 } else { 2 }}`)",
                "warn(\"b\")",
                "info(\"c\")",
                "deny(\"d\")",
                "warn(\"e\")",
            ]
        );
        assert_eq!(texts(outline.arms.into_iter()), ["deny(\"d\")", "()"]);
    }

    #[test]
    fn what_is_no_script_ends() {
        for text in [
            "fn",
            "fn a() {",
            "fn a() { if",
            "fn a() { ) ] } }",
            "fn a() { switch x { 1 =>",
            "fn a() { (( }",
        ] {
            let outline = Outline::of(text);
            assert!(outline.statements.iter().all(|s| s.span.end <= text.len()), "{text}");
        }
    }
}
