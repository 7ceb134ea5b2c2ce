//! TOML 1.0 text → value, from the tables of `toml`, with limits.
//!
//! Dates and times become texts. The tables keep where they stood, so that places are found as
//! values are.

use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use toml_parser::lexer::TokenKind;

use super::{Limits, end_of, pointer};
use crate::error::{Error, Result};

pub(super) fn parse(text: &str, limits: &Limits) -> Result<Value> {
    let table = tables(text, limits)?;
    Builder { text, limits, nodes: 0 }.table(table.into_inner(), "", 0)
}

/// Reads the tables of a text, with their places.
pub(super) fn tables<'t>(text: &'t str, limits: &Limits) -> Result<Spanned<DeTable<'t>>> {
    check_depth(text, limits)?;
    DeTable::parse(text).map_err(|fault| {
        let (line, column) = place(text, fault.span().unwrap_or_default());
        if fault.message().contains("recurs") {
            return limits.too_deep().on(line, column);
        }
        let message = fault.message().lines().next().unwrap_or_default().to_owned();
        Error::invalid("", message).on(line, column)
    })
}

/// Refuses what nests too deep before it is read: dotted keys in headers, in inline tables and in
/// lists multiply, and tables that deep could not even be dropped.
fn check_depth(text: &str, limits: &Limits) -> Result<()> {
    let mut header = 0;
    let mut open: Vec<usize> = Vec::new();
    let (mut dots, mut depth, mut in_header, mut fresh) = (0_usize, 0_usize, false, true);
    for token in toml_parser::Source::new(text).lex() {
        match token.kind() {
            TokenKind::Whitespace => continue,
            TokenKind::Newline if depth == 0 => {
                (dots, in_header, fresh) = (0, false, true);
                continue;
            }
            TokenKind::LeftSquareBracket if fresh => (header, in_header) = (0, true),
            TokenKind::Dot if in_header => header += 1,
            TokenKind::Dot => dots += 1,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if !in_header => {
                depth += dots + 1;
                open.push(std::mem::take(&mut dots));
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                dots = open.pop().unwrap_or_default();
                depth = depth.saturating_sub(dots + 1);
            }
            TokenKind::Comma => dots = 0,
            _ => {}
        }
        fresh = false;
        if header + depth + dots > limits.depth {
            let (line, column) = place(text, token.span().start()..token.span().end());
            return Err(limits.too_deep().on(line, column));
        }
    }
    Ok(())
}

fn place(text: &str, range: Range<usize>) -> (u32, u32) {
    end_of(text.get(..range.start).unwrap_or(text))
}

struct Builder<'t> {
    text: &'t str,
    limits: &'t Limits,
    nodes: usize,
}

impl Builder<'_> {
    fn table(&mut self, table: DeTable<'_>, at: &str, depth: usize) -> Result<Value> {
        self.count(depth)?;
        let mut members = Map::new();
        for (key, value) in table {
            let key = key.into_inner().into_owned();
            let value = self.value(value, &pointer::push(at, &key), depth + 1)?;
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }

    fn value(&mut self, value: Spanned<DeValue<'_>>, at: &str, depth: usize) -> Result<Value> {
        let span = value.span();
        let value = match value.into_inner() {
            DeValue::Table(table) => return self.table(table, at, depth),
            DeValue::Array(items) => {
                self.count(depth)?;
                let items = items.into_iter().enumerate().map(|(index, item)| {
                    self.value(item, &pointer::push(at, &index.to_string()), depth + 1)
                });
                return items.collect::<Result<_>>().map(Value::Array);
            }
            DeValue::String(text) => Some(Value::String(text.into_owned())),
            DeValue::Boolean(flag) => Some(Value::Bool(flag)),
            DeValue::Datetime(time) => Some(Value::String(time.to_string())),
            DeValue::Integer(integer) => whole(&integer).map(Value::Number),
            DeValue::Float(float) => {
                float.as_str().parse().ok().and_then(Number::from_f64).map(Value::Number)
            }
        };
        self.count(depth)?;
        value.ok_or_else(|| {
            let (line, column) = place(self.text, span);
            Error::invalid(at, "the number is beyond 64 bits, infinite or none")
                .on(line, column)
                .help("JSON has no such number: write it as a text")
        })
    }

    fn count(&mut self, depth: usize) -> Result<()> {
        self.nodes += 1;
        if depth > self.limits.depth {
            return Err(self.limits.too_deep());
        }
        if self.nodes > self.limits.nodes { Err(self.limits.too_many()) } else { Ok(()) }
    }
}

fn whole(integer: &DeInteger<'_>) -> Option<Number> {
    let (digits, radix) = (integer.as_str(), integer.radix());
    let signed = i64::from_str_radix(digits, radix).map(Number::from);
    signed.or_else(|_| u64::from_str_radix(digits, radix).map(Number::from)).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Document, Limits, Source};
    use super::parse;
    use crate::error::ErrorCode;

    const TEXT: &str = "title = \"x\" # a name\nwhen = 2026-01-02T03:04:05Z\n\n[server.tls]\n\
                        min_version = \"1.2\"\n\n[[rules]]\nid = 1\n\n[[rules]]\nid = 0x2\n\
                        tags = [\"a\", 1.5]\n";

    fn load(path: &str, text: &str) -> Document {
        Source::named(path, text).load("x", &Limits::default()).unwrap()
    }

    #[test]
    fn tables_become_objects_with_places() {
        let document = load("service.toml", TEXT);
        assert_eq!(
            document.value,
            json!({
                "title": "x",
                "when": "2026-01-02T03:04:05Z",
                "server": {"tls": {"min_version": "1.2"}},
                "rules": [{"id": 1}, {"id": 2, "tags": ["a", 1.5]}],
            })
        );
        let pointers = ["/title", "/server/tls/min_version", "/rules/1", "/rules/1/tags/1"];
        let places = document.locate(&pointers);
        let at = |pointer: &str| (places[pointer].value.line, places[pointer].value.column);
        assert_eq!(at("/title"), (1, 9));
        assert_eq!(at("/server/tls/min_version"), (5, 15));
        assert_eq!(at("/rules/1"), (10, 1));
        assert_eq!(at("/rules/1/tags/1"), (12, 14));
        let key = places["/server/tls/min_version"].key.unwrap();
        assert_eq!((key.line, key.column, key.end_column), (5, 1, 12));
    }

    #[test]
    fn content_tells_toml_where_the_name_does_not() {
        assert_eq!(load("x", TEXT).value, load("x.toml", TEXT).value);
        assert_eq!(load("x", "a = 1\nb = 2\n").value, json!({"a": 1, "b": 2}));
        assert_eq!(load("x", "just a text").value, json!("just a text"));
        assert_eq!(load("x.yaml", "a: 1").value, json!({"a": 1}));
    }

    #[test]
    fn faults_have_a_place() {
        for (text, line, column) in [("a = 1\na = 2\n", 2, 1), ("x = nan", 1, 5), ("a =\n", 1, 4)] {
            let error = parse(text, &Limits::default()).unwrap_err();
            assert_eq!((error.line(), error.column()), (Some(line), Some(column)), "{error}");
        }
        let broken = Source::named("a.toml", "a: 1").load("x", &Limits::default()).unwrap_err();
        assert_eq!(broken.code(), ErrorCode::InputInvalid);
    }

    #[test]
    fn what_nests_too_deep_is_refused() {
        let key = vec!["a"; 79].join(".");
        let inline = format!("{key} = {{ ").repeat(78);
        for text in [
            format!("[{key}]\n{inline}b = 1{}", " }".repeat(78)),
            format!("[{}]\n", vec!["a"; 100_000].join(".")),
            format!("a = {}", "[".repeat(100_000)),
            format!("{} = 1", vec!["a"; 120].join(".")),
        ] {
            let error = parse(&text, &Limits::default()).unwrap_err();
            assert_eq!(error.code(), ErrorCode::LimitExceeded, "{error}");
        }
        let few = Limits { nodes: 3, ..Limits::default() };
        assert_eq!(parse("a = [1, 2]", &few).unwrap_err().code(), ErrorCode::LimitExceeded);
        assert!(parse(&"x.y.z = 1.5\n".replace('x', "a"), &Limits::default()).is_ok());
    }
}
