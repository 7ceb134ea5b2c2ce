//! A change as a kind of artifact found it, before it has a place and a fingerprint.

use std::collections::BTreeMap;

use serde_json::Value;

use super::graphql::Schemas;
use super::{Change, Class, Effect, Polarity, Witness};
use crate::document::Span;
use crate::finding::{Code, Finding, Severity, codes, one_line};

/// What a kind found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) changes: Vec<Draft>,
    /// What is odd about the documents themselves.
    pub(super) findings: Vec<Finding>,
    /// Whether a limit was met, so that changes may be missing.
    pub(super) incomplete: bool,
    /// What pointers lead into, where it is not the documents.
    pub(super) schemas: Option<Schemas>,
}

/// One side of a change.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// JSON Pointer into the artifact.
    pub(super) pointer: String,
    /// None for what is too large to be shown.
    pub(super) value: Option<Value>,
    /// Where it stands, when the kind has a reader of its own; otherwise the pointer tells.
    pub(super) span: Option<Span>,
}

impl Part {
    pub(super) fn new(pointer: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { pointer: pointer.into(), value: Some(value.into()), span: None }
    }

    /// Returns the place of something large.
    pub(super) fn place(pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), value: None, span: None }
    }

    pub(super) fn on(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// A change as a kind found it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) code: &'static Code,
    pub(super) class: Class,
    /// Why it has its class, in a sentence.
    pub(super) rationale: String,
    /// What it does to the set of accepted values, where it is about one, and who writes them.
    pub(super) effect: Option<Effect>,
    pub(super) polarity: Option<Polarity>,
    /// Whom alone it breaks, where both sides write.
    pub(super) breaks: Option<Polarity>,
    pub(super) confidence: f64,
    /// None for what is new.
    pub(super) before: Option<Part>,
    /// None for what is gone.
    pub(super) after: Option<Part>,
    pub(super) message: String,
    pub(super) witness: Option<Witness>,
    /// How urgent it is, where its class does not tell.
    pub(super) severity: Option<Severity>,
    pub(super) details: BTreeMap<String, Value>,
}

impl Draft {
    /// Starts a change that an exact rule decides.
    pub(super) fn new(code: &'static Code, class: Class, message: impl Into<String>) -> Self {
        Self {
            code,
            class,
            rationale: code.why.to_owned(),
            effect: None,
            polarity: None,
            breaks: None,
            confidence: 1.0,
            before: None,
            after: None,
            message: message.into(),
            witness: None,
            severity: None,
            details: BTreeMap::new(),
        }
    }

    pub(super) fn before(mut self, part: Part) -> Self {
        self.before = Some(part);
        self
    }

    pub(super) fn after(mut self, part: Part) -> Self {
        self.after = Some(part);
        self
    }

    pub(super) fn because(mut self, rationale: impl Into<String>) -> Self {
        self.rationale = rationale.into();
        self
    }

    pub(super) fn sure(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    pub(super) fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.to_owned(), value.into());
        self
    }

    /// Adds the operations that it concerns; `total` tells how many they are where not all are named.
    pub(super) fn concerns(self, operations: Vec<String>, total: usize) -> Self {
        let is_whole = operations.len() == total;
        let draft = self.detail("operations", operations);
        if is_whole { draft } else { draft.detail("operations_total", total) }
    }

    /// Returns the change, without place and fingerprint.
    pub(super) fn finish(self) -> (Change, [Option<Span>; 2]) {
        let fix = fix(self.code, self.class);
        let severity = self.severity.unwrap_or_else(|| severity(self.code, self.class));
        let spans = [&self.before, &self.after].map(|part| part.as_ref().and_then(|p| p.span));
        let side = |part: Part| (Some(part.pointer), part.value);
        let (before_pointer, before) = self.before.map(side).unwrap_or_default();
        let (after_pointer, after) = self.after.map(side).unwrap_or_default();
        let change = Change {
            code: self.code.id.to_owned(),
            class: self.class,
            severity,
            effect: self.effect,
            polarity: self.polarity,
            before_pointer,
            after_pointer,
            before_location: None,
            after_location: None,
            before,
            after,
            message: one_line(self.message),
            rationale: one_line(self.rationale),
            witness: self.witness,
            confidence: self.confidence,
            remediation: fix,
            fingerprint: String::new(),
            details: self.details,
            adjustments: Vec::new(),
            tags: Vec::new(),
            ignored: None,
            consumers: None,
            steps: Vec::new(),
        };
        (change, spans)
    }
}

impl Change {
    /// Gives the change another class, with the severity and the remedy of that.
    pub(super) fn become_class(&mut self, class: Class) {
        self.class = class;
        if let Some(code) = codes::find(&self.code) {
            self.severity = severity(code, class);
            self.remediation = fix(code, class);
        }
    }
}

fn severity(code: &Code, class: Class) -> Severity {
    match class {
        Class::Breaking => code.severity.max(Severity::Moderate),
        Class::Behavioral => Severity::Moderate,
        Class::Additive | Class::Cosmetic => Severity::Info,
    }
}

/// What nobody has to react to needs no remedy.
fn fix(code: &Code, class: Class) -> Option<String> {
    (class >= Class::Behavioral).then(|| code.fix.to_owned())
}
