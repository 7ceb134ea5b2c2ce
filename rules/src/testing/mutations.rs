//! Small changes of a policy that its tests should notice.

use std::ops::Range;

use serde_json::{Number, Value};

use super::mutation::MutationKind;
use crate::policy::{Header, Kind, Outline, Parameter};

/// A change of the text of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) kind: MutationKind,
    /// The bytes that are changed.
    pub(super) span: Range<usize>,
    /// What stands there instead.
    pub(super) text: String,
}

/// A change of the default of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    pub(super) name: String,
    pub(super) before: Value,
    pub(super) after: Value,
}

/// Returns every change of a policy's functions, in the order of its text.
pub(super) fn changes(text: &str) -> Vec<Change> {
    let outline = Outline::of(text);
    let mut making = Making { text, outline: &outline, changes: Vec::new() };
    making.tokens();
    making.conditions();
    making.statements();
    let mut changes = making.changes;
    changes.sort_by(|a, b| {
        (a.span.start, a.span.end, &a.text).cmp(&(b.span.start, b.span.end, &b.text))
    });
    changes
}

struct Making<'a> {
    text: &'a str,
    outline: &'a Outline,
    changes: Vec<Change>,
}

impl Making<'_> {
    fn at(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn token(&self, index: usize) -> &str {
        self.outline.tokens.get(index).map(|token| self.at(&token.span)).unwrap_or_default()
    }

    fn change(&mut self, kind: MutationKind, span: &Range<usize>, text: impl Into<String>) {
        self.changes.push(Change { kind, span: span.clone(), text: text.into() });
    }

    fn tokens(&mut self) {
        for (index, token) in self.outline.tokens.iter().enumerate() {
            let written = self.at(&token.span).to_owned();
            let span = &token.span;
            match token.kind {
                Kind::Sign => {
                    for other in other_signs(&written) {
                        let is_joint = matches!(*other, "&&" | "||");
                        let kind =
                            if is_joint { MutationKind::Logic } else { MutationKind::Comparison };
                        self.change(kind, span, *other);
                    }
                }
                Kind::Number if !self.is_in_wording(index) => {
                    for other in other_numbers(&written) {
                        self.change(MutationKind::Number, span, other);
                    }
                }
                Kind::Text if !self.is_wording(index) => {
                    let (head, tail) = written.split_at(written.len().saturating_sub(1));
                    self.change(MutationKind::Text, span, format!("{head}~{tail}"));
                }
                Kind::Word => self.word(index, &written, span),
                _ => {}
            }
        }
    }

    fn word(&mut self, index: usize, written: &str, span: &Range<usize>) {
        let before = index.checked_sub(1).map(|before| self.token(before)).unwrap_or_default();
        let is_call = self.token(index + 1) == "(" && !matches!(before, "." | "?." | "fn");
        let other = match written {
            "true" => Some((MutationKind::Condition, "false")),
            "false" => Some((MutationKind::Condition, "true")),
            "deny" | "info" if is_call => Some((MutationKind::Outcome, "warn")),
            "warn" if is_call => Some((MutationKind::Outcome, "info")),
            "require" if is_call => Some((MutationKind::Outcome, "deny")),
            "raise" if is_call => Some((MutationKind::Outcome, "lower")),
            "lower" if is_call => Some((MutationKind::Outcome, "raise")),
            _ => None,
        };
        if let Some((kind, other)) = other {
            self.change(kind, span, other);
        }
        if written == "allow" && is_call && self.token(index + 2) == ")" {
            let end = self.outline.tokens.get(index + 2).map_or(span.end, |token| token.span.end);
            self.change(MutationKind::Outcome, &(span.start..end), "deny(\"\")");
        }
    }

    /// Tells whether a text is a wording for people, which tests need not repeat.
    fn is_wording(&self, index: usize) -> bool {
        let Some(token) = self.outline.tokens.get(index) else { return true };
        let before = |back: usize| index.checked_sub(back).map(|at| self.token(at));
        if before(1) == Some("(") && matches!(before(2), Some("raise" | "lower" | "tag")) {
            return false;
        }
        let holds = |decision: &Range<usize>| {
            decision.start <= token.span.start && token.span.end <= decision.end
        };
        self.outline.decisions.iter().any(holds) || self.is_in_wording(index)
    }

    /// Tells whether a token is inside of a text of a decision, or of what is said of its fix.
    fn is_in_wording(&self, index: usize) -> bool {
        let Some(token) = self.outline.tokens.get(index) else { return true };
        let (mut depth, mut is_inside) = (0_usize, false);
        for at in (0..index).rev() {
            match self.token(at) {
                ")" | "]" | "}" => depth += 1,
                "${" if depth == 0 => is_inside = true,
                "(" | "[" | "{" | "#{" | "${" | "?[" if depth > 0 => depth -= 1,
                "(" if at.checked_sub(1).map(|fix| self.token(fix)) == Some("fix") => return true,
                ";" | "{" => break,
                _ => {}
            }
        }
        let holds = |decision: &Range<usize>| {
            decision.start <= token.span.start && token.span.end <= decision.end
        };
        is_inside && self.outline.decisions.iter().any(holds)
    }

    /// What is compared has its own changes.
    fn conditions(&mut self) {
        for condition in &self.outline.conditions {
            let span = &condition.span;
            let written = self.at(span).to_owned();
            if self.compares(span) {
                continue;
            }
            let other = match written.strip_prefix('!') {
                Some(rest) if !rest.starts_with('=') => rest.to_owned(),
                _ => format!("!({written})"),
            };
            self.change(MutationKind::Condition, span, other);
        }
    }

    /// Tells whether an operator beside brackets compares.
    fn compares(&self, span: &Range<usize>) -> bool {
        let inside = self.outline.tokens.iter();
        let inside = inside.filter(|t| span.start <= t.span.start && t.span.end <= span.end);
        let mut depth = 0_usize;
        for token in inside.filter(|token| token.kind == Kind::Sign) {
            match self.at(&token.span) {
                "(" | "[" | "{" | "#{" | "${" | "?[" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                sign if depth == 0 && is_comparison(sign) => return true,
                _ => {}
            }
        }
        false
    }

    fn statements(&mut self) {
        for statement in self.outline.statements.iter().filter(|statement| statement.is_simple) {
            let written = self.at(&statement.span);
            let other = if written.ends_with(';') { ";" } else { "()" };
            if written != other {
                self.change(MutationKind::Statement, &statement.span, other);
            }
        }
    }
}

fn is_comparison(sign: &str) -> bool {
    matches!(sign, "==" | "!=" | "<" | "<=" | ">" | ">=")
}

fn other_signs(sign: &str) -> &'static [&'static str] {
    match sign {
        "<" => &["<=", ">="],
        "<=" => &["<", ">"],
        ">" => &[">=", "<="],
        ">=" => &[">", "<"],
        "==" => &["!="],
        "!=" => &["=="],
        "&&" => &["||"],
        "||" => &["&&"],
        _ => &[],
    }
}

fn other_numbers(written: &str) -> Vec<String> {
    let plain = written.replace('_', "");
    let in_brackets = |text: String| if text.starts_with('-') { format!("({text})") } else { text };
    if let Ok(whole) = plain.parse::<i64>() {
        let others = [whole.checked_add(1), whole.checked_sub(1)];
        return others.into_iter().flatten().map(|n| in_brackets(n.to_string())).collect();
    }
    let Ok(number) = plain.parse::<f64>() else { return Vec::new() };
    [number + 1.0, number - 1.0].map(|n| in_brackets(format!("{n:?}"))).to_vec()
}

/// Returns every change of the defaults of a policy's parameters, by their names.
pub(super) fn settings(header: &Header) -> Vec<Setting> {
    let of = |(name, parameter): (&String, &Parameter)| {
        let before = parameter.default.clone();
        others(&before)
            .into_iter()
            .map(move |after| Setting { name: name.clone(), before: before.clone(), after })
            .collect::<Vec<_>>()
    };
    header.parameters.iter().flat_map(of).collect()
}

/// Returns values that are a little different.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(flag) => vec![(!flag).into()],
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => [whole.checked_add(1), whole.checked_sub(1)]
                .into_iter()
                .flatten()
                .map(Value::from)
                .collect(),
            (None, Some(number)) => {
                let others = [number + 1.0, number - 1.0].into_iter().filter_map(Number::from_f64);
                others.map(Value::Number).collect()
            }
            _ => Vec::new(),
        },
        Value::String(text) => vec![format!("{text}~").into()],
        Value::Array(items) if items.is_empty() => vec![Value::Array(vec!["~".into()])],
        Value::Array(items) => {
            let without = |left: usize| {
                let kept = items.iter().enumerate().filter(|(index, _)| *index != left);
                Value::Array(kept.map(|(_, item)| item.clone()).collect())
            };
            (0..items.len()).map(without).collect()
        }
        Value::Object(members) => {
            let changed = members.iter().flat_map(|(name, value)| {
                others(value).into_iter().map(move |other| (name.clone(), other))
            });
            let with = |(name, other): (String, Value)| {
                let mut members = members.clone();
                members.insert(name, other);
                Value::Object(members)
            };
            changed.map(with).collect()
        }
        Value::Null => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{changes, others};
    use crate::policy::DECIDING;
    use serde_json::json;

    fn made(body: &str) -> Vec<String> {
        let text = format!("fn check(service, ctx) {{ {body} }}");
        let made = changes(&text).into_iter().map(|change| {
            let mut made = text.clone();
            made.replace_range(change.span, &change.text);
            let inside = made.trim_start_matches("fn check(service, ctx) { ");
            inside.strip_suffix(" }").unwrap().to_owned()
        });
        made.collect()
    }

    #[test]
    fn comparisons_and_numbers_are_changed() {
        assert_eq!(
            made("if a < 1 { }"),
            ["()", "if a <= 1 { }", "if a >= 1 { }", "if a < 0 { }", "if a < 2 { }"]
        );
        assert_eq!(
            made("if a == 0 { }"),
            ["()", "if a != 0 { }", "if a == (-1) { }", "if a == 1 { }"]
        );
        assert_eq!(made("x(0.5)"), ["()", "x((-0.5))", "x(1.5)"]);
    }

    #[test]
    fn conditions_are_turned_round() {
        assert_eq!(made("if a { }"), ["()", "if !(a) { }"]);
        assert_eq!(made("if !a.b() { }"), ["()", "if a.b() { }"]);
        assert_eq!(
            made("if a && b(c == d) { }"),
            [
                "()",
                "if !(a) && b(c == d) { }",
                "if a || b(c == d) { }",
                "if a && !(b(c == d)) { }",
                "if a && b(c != d) { }"
            ]
        );
    }

    #[test]
    fn wordings_are_left_and_other_texts_are_not() {
        assert_eq!(
            made("deny(\"bad\").at(\"/x\").fix(\"mend\");"),
            [
                "warn(\"bad\").at(\"/x\").fix(\"mend\");",
                ";",
                "deny(\"bad\").at(\"/x~\").fix(\"mend\");",
            ]
        );
        assert_eq!(
            made("raise(\"high\", \"why\");"),
            ["lower(\"high\", \"why\");", ";", "raise(\"high~\", \"why\");",]
        );
        assert_eq!(made("allow();"), ["deny(\"\");", ";"]);
        assert_eq!(
            made("warn(`${round(a, 1)} of ${b.join(\", \")}`).fix(`cut ${c.join(\"; \", 2)}`);"),
            ["info(`${round(a, 1)} of ${b.join(\", \")}`).fix(`cut ${c.join(\"; \", 2)}`);", ";"]
        );
        assert_eq!(
            made("adjust(5, `${round(a, 1)}`);"),
            [";", "adjust(4, `${round(a, 1)}`);", "adjust(6, `${round(a, 1)}`);"]
        );
    }

    #[test]
    fn every_word_that_decides_has_a_change() {
        for word in DECIDING {
            let arguments = match word {
                "allow" => "",
                "adjust" => "1, \"why\"",
                "raise" | "lower" => "\"high\", \"why\"",
                _ => "\"why\"",
            };
            assert!(made(&format!("{word}({arguments});")).len() >= 2, "{word}");
        }
    }

    #[test]
    fn defaults_of_every_kind_are_changed() {
        assert_eq!(others(&json!(true)), [json!(false)]);
        assert_eq!(others(&json!(3)), [json!(4), json!(2)]);
        assert_eq!(others(&json!(0.5)), [json!(1.5), json!(-0.5)]);
        assert_eq!(others(&json!("a")), [json!("a~")]);
        assert_eq!(others(&json!([])), [json!(["~"])]);
        assert_eq!(others(&json!(["a", "b"])), [json!(["b"]), json!(["a"])]);
        assert_eq!(others(&json!({"a": 1})), [json!({"a": 2}), json!({"a": 0})]);
    }
}
