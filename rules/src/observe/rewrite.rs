//! Writing a policy anew, with calls around what is watched. Lines stay where they are.

use std::ops::Range;

use crate::policy::{CAME_TO, Outline, RAN};

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Probe {
    pub(crate) kind: ProbeKind,
    /// Line and column of the policy, counted from 1, columns in characters.
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// What is written there.
    pub(crate) text: String,
    /// Its bytes in the text of the policy.
    pub(crate) span: Range<usize>,
}

/// What kind of thing is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProbeKind {
    /// Whether a statement runs.
    Statement,
    /// What a condition comes to.
    Condition,
    /// What something that a condition compares comes to.
    Operand,
    /// Whether something is decided.
    Decision,
}

/// Something that is put into the text.
struct Insertion {
    at: usize,
    /// What stands at one place is sorted: what ends before what begins, and what is inside inside.
    order: (bool, usize, isize),
    text: String,
}

/// Returns the text of a policy with calls in it, and what they watch. The first has the number `first`.
pub(super) fn rewrite(text: &str, first: usize) -> (String, Vec<Probe>) {
    let outline = Outline::of(text);
    let mut rewriting = Rewriting {
        text,
        first,
        starts: line_starts(text),
        probes: Vec::new(),
        insertions: Vec::new(),
    };
    for statement in &outline.statements {
        let number = rewriting.probe(ProbeKind::Statement, &statement.span);
        rewriting.before(&statement.span, format!("{RAN}({number});"));
    }
    for arm in &outline.arms {
        let number = rewriting.probe(ProbeKind::Statement, arm);
        rewriting.around(arm, format!("{{{RAN}({number});"), "}");
    }
    for condition in &outline.conditions {
        rewriting.value(ProbeKind::Condition, &condition.span);
        for operand in &condition.operands {
            rewriting.value(ProbeKind::Operand, operand);
        }
    }
    for decision in &outline.decisions {
        rewriting.value(ProbeKind::Decision, decision);
    }
    rewriting.finish()
}

struct Rewriting<'a> {
    text: &'a str,
    first: usize,
    starts: Vec<usize>,
    probes: Vec<Probe>,
    insertions: Vec<Insertion>,
}

impl Rewriting<'_> {
    fn probe(&mut self, kind: ProbeKind, span: &Range<usize>) -> usize {
        let row = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let start = self.starts.get(row).copied().unwrap_or_default();
        let before = self.text.get(start..span.start).unwrap_or_default();
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        let text = self.text.get(span.clone()).unwrap_or_default().to_owned();
        self.probes.push(Probe {
            kind,
            line: number(row),
            column: number(before.chars().count()),
            text,
            span: span.clone(),
        });
        self.first + self.probes.len() - 1
    }

    fn value(&mut self, kind: ProbeKind, span: &Range<usize>) {
        let number = self.probe(kind, span);
        self.around(span, format!("{CAME_TO}({number},"), ")");
    }

    fn before(&mut self, span: &Range<usize>, text: String) {
        // Behind what ends here, and before all that begins.
        self.insertions.push(Insertion { at: span.start, order: (true, 0, 0), text });
    }

    fn around(&mut self, span: &Range<usize>, open: String, close: &str) {
        let length = span.len();
        // Of two that are as long, the one that is first stands around the other.
        let turn = isize::try_from(self.insertions.len()).unwrap_or(isize::MAX);
        let order = (true, usize::MAX - length, turn);
        self.insertions.push(Insertion { at: span.start, order, text: open });
        let text = close.to_owned();
        self.insertions.push(Insertion { at: span.end, order: (false, length, -turn), text });
    }

    fn finish(mut self) -> (String, Vec<Probe>) {
        self.insertions.sort_by_key(|insertion| (insertion.at, insertion.order));
        let mut out = String::with_capacity(self.text.len() * 2);
        let mut at = 0;
        for insertion in &self.insertions {
            out.push_str(self.text.get(at..insertion.at).unwrap_or_default());
            out.push_str(&insertion.text);
            at = insertion.at;
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        (out, self.probes)
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
}
