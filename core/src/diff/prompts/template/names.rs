//! Names in a tag: variables, and what is none.

use std::collections::BTreeSet;

use super::{is_name, root};

/// What kind of tag it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{ … }}`.
    Tag,
    /// `{% … %}`.
    Block,
}

/// A variable that a tag uses.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) name: String,
    /// Whether the tag has something else for it.
    pub(super) optional: bool,
}

/// What templates say about names.
#[derive(Default)]
pub(super) struct Names {
    /// Those that templates set themselves.
    pub(super) local: BTreeSet<String>,
    /// Those that templates ask for whether they are there.
    pub(super) guarded: BTreeSet<String>,
}

/// Words that join values, or are values.
const OPERATORS: &[&str] = &[
    "if",
    "else",
    "in",
    "not",
    "and",
    "or",
    "is",
    "true",
    "false",
    "none",
    "null",
    "this",
    "loop",
    "defined",
    "undefined",
    "True",
    "False",
    "None",
    "as",
    "recursive",
    "ignore",
    "missing",
    "without",
    "context",
    "only",
];

/// A word of a tag, or a text in it.
struct Token {
    word: String,
    /// What follows at once.
    next: char,
    quoted: bool,
}

impl Token {
    fn is_operator(&self) -> bool {
        !self.quoted && OPERATORS.contains(&self.word.as_str())
    }
}

impl Names {
    /// Returns the variables of a tag.
    pub(super) fn of(&mut self, tag: &str, kind: Kind) -> Vec<Name> {
        let tag = tag.trim_matches(['-', '~', ' ', '\n', '\t', '{', '}']);
        if tag.starts_with(['!', '>', '/']) {
            return Vec::new();
        }
        match kind {
            Kind::Block => self.block(tag),
            Kind::Tag if tag.starts_with(['#', '^']) => self.section(tag),
            Kind::Tag => self.value(tag),
        }
    }

    /// Reads `{% … %}`: its first word tells what it does.
    fn block(&mut self, tag: &str) -> Vec<Name> {
        let (first, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let (bound, value) = match first {
            "for" => rest.split_once(" in ").unwrap_or((rest, "")),
            "set" | "with" | "assign" | "capture" => rest.split_once('=').unwrap_or((rest, "")),
            "macro" | "block" | "filter" | "raw" | "import" | "from" => (rest, ""),
            _ if first.starts_with("end") => return Vec::new(),
            _ => ("", rest),
        };
        let bound = tokens(bound).into_iter().filter(|token| !token.quoted);
        if !matches!(first, "filter" | "raw" | "block") {
            self.local.extend(bound.map(|token| token.word));
        }
        self.expression(value, false)
    }

    /// Reads where a section begins: `{{#if x}}`, `{{#each xs as |x|}}`, `{{#xs}}`, `{{^xs}}`.
    fn section(&mut self, tag: &str) -> Vec<Name> {
        let tag = tag.trim_start_matches(['#', '^']).trim();
        let (tag, bound) = tag.split_once(" as |").unwrap_or((tag, ""));
        self.local.extend(tokens(bound).into_iter().map(|token| token.word));
        let (first, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        if rest.trim().is_empty() {
            self.expression(first, false)
        } else {
            self.expression(rest, false)
        }
    }

    /// Reads `{{ … }}`: a value, or what a helper makes of values.
    fn value(&mut self, tag: &str) -> Vec<Name> {
        let all = tokens(tag.split('|').next().unwrap_or_default());
        let helper = match (all.first(), all.get(1)) {
            (Some(first), Some(second)) => {
                !first.quoted
                    && !first.is_operator()
                    && first.next == ' '
                    && !second.is_operator()
                    && tag.get(first.word.len()..).is_some_and(|rest| {
                        rest.trim_start()
                            .starts_with(|c: char| is_wordy(c) || matches!(c, '"' | '\'' | '@'))
                    })
            }
            _ => false,
        };
        self.expression(tag, helper)
    }

    /// Reads values; the first word is left out where it is the name of a helper.
    fn expression(&mut self, text: &str, helper: bool) -> Vec<Name> {
        // Filters and their arguments come behind a bar.
        let (value, filters) = text.split_once('|').unwrap_or((text, ""));
        let filter = filters.trim_start();
        let optional =
            ["default(", "default:", "default ", "d("].iter().any(|it| filter.starts_with(it));
        let tokens = tokens(value);
        let mut found = Vec::new();
        let mut before = ("", "");
        for (at, token) in tokens.iter().enumerate() {
            let name = root(token.word.trim_matches('-'));
            let tested = before.1 == "is" || before == ("is", "not");
            if tested && token.word == "defined" {
                self.guarded.extend(found.last().map(|last: &Name| last.name.clone()));
            }
            let called = token.next == '(' && !token.word.contains('.');
            let skipped = token.quoted
                || tested
                || called
                || token.next == '='
                || helper && at == 0
                || OPERATORS.contains(&name)
                || !is_name(name);
            if !skipped {
                found.push(Name { name: name.to_owned(), optional });
            }
            before = (before.1, token.word.as_str());
        }
        found
    }
}

fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Splits a tag into words and texts; what stands between them joins them.
fn tokens(tag: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = tag.chars().chain([' ']).peekable();
    while let Some(c) = chars.next() {
        match quote {
            Some(open) if c == open => {
                quote = None;
                found.push(Token { word: std::mem::take(&mut word), next: c, quoted: true });
            }
            Some(_) => word.push(c),
            None if is_wordy(c) || matches!(c, '.' | '-' | '@') => word.push(c),
            None => {
                if !word.is_empty() {
                    // `a == b` compares, `a=b` names.
                    let compares = c == '=' && chars.peek() == Some(&'=');
                    let next = if compares { ' ' } else { c };
                    found.push(Token { word: std::mem::take(&mut word), next, quoted: false });
                }
                if c == '"' || c == '\'' {
                    quote = Some(c);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Kind, Names};

    fn of(tag: &str, kind: Kind) -> (Vec<String>, Vec<String>) {
        let mut names = Names::default();
        let found = names.of(tag, kind).into_iter().map(|name| name.name).collect();
        (found, names.local.into_iter().collect())
    }

    #[test]
    fn values() {
        let names = |tag: &str| of(tag, Kind::Tag).0;
        for name in ["role", "history", "filter", "media", "set", "from"] {
            assert_eq!(names(&format!(" {name} ")), [name]);
        }
        assert_eq!(names("user.name.upper()"), ["user"]);
        assert_eq!(names("'x' if a == b else c"), ["a", "b", "c"]);
        assert_eq!(names("role \"system\""), Vec::<String>::new());
        assert_eq!(names("media url=photo"), ["photo"]);
        assert_eq!(names("format date"), ["date"]);
        assert_eq!(names("a + b"), ["a", "b"]);
        assert_eq!(names("else"), Vec::<String>::new());
        assert_eq!(names("#each items as |item|"), ["items"]);
        assert_eq!(names("#if vip"), ["vip"]);
        assert_eq!(names("/if"), Vec::<String>::new());
    }

    #[test]
    fn blocks() {
        let (names, local) = of(" for k, v in metadata.items() ", Kind::Block);
        assert_eq!(
            (names, local),
            (vec!["metadata".to_owned()], vec!["k".to_owned(), "v".to_owned()])
        );
        assert_eq!(of("set a = b", Kind::Block), (vec!["b".to_owned()], vec!["a".to_owned()]));
        assert_eq!(of("if x is defined and y", Kind::Block).0, ["x", "y"]);
        assert_eq!(of("endif", Kind::Block).0, Vec::<String>::new());
        assert_eq!(of("include \"x\"", Kind::Block).0, Vec::<String>::new());
    }

    #[test]
    fn what_may_be_absent() {
        let mut names = Names::default();
        assert!(names.of("tone | default('plain')", Kind::Tag).iter().all(|name| name.optional));
        names.of("if x is defined", Kind::Block);
        assert!(names.guarded.contains("x"));
    }
}
