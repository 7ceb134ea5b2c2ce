//! What was seen while a policy decided.

use std::collections::BTreeMap;
use std::ops::Range;

use rhai::Dynamic;
use serde_json::Value;

use super::Question;
use super::types::{
    ComparedValue, ExplainedCondition, ExplainedDecision, ExplainedFact, Explanation,
};
use crate::evaluate::ask_about;
use crate::facts::Data;
use crate::observe::{Event, FactRead, ProbeKind, Watched, shown};
use crate::policy::Outline;
use crate::{Catalog, EvaluateInput, Statement};

/// What was seen while a policy decided.
pub(super) struct Seen {
    conditions: Vec<Step>,
    decisions: Vec<ExplainedDecision>,
    /// Facts in the order of their first reading.
    pub(super) facts: Vec<FactRead>,
    /// What facts were compared with, and everything else that stands in conditions.
    pub(super) constants: Vec<Dynamic>,
    parameters: BTreeMap<String, Value>,
}

struct Step {
    span: Range<usize>,
    told: ExplainedCondition,
}

/// Watches a policy while it decides. What it says was said before; here is seen why.
pub(super) fn seen(
    question: &Question<'_>,
    watched: &Watched,
    catalog: &Catalog,
    told: &EvaluateInput,
    said: &[Statement],
) -> Seen {
    let mut seeing = Seeing {
        watched,
        values: Vec::new(),
        facts: Vec::new(),
        made: Vec::new(),
        seen: Seen {
            conditions: Vec::new(),
            decisions: Vec::new(),
            facts: Vec::new(),
            constants: Vec::new(),
            parameters: BTreeMap::new(),
        },
    };
    if let Some(own) = watched.find(&question.installed.policy.header.id) {
        let about = (question.hook, question.subject);
        // The subject was found before.
        let _ = ask_about(&watched.set, own, catalog, told, about);
    }
    for event in watched.recorder.take() {
        seeing.event(event);
    }
    let outline = Outline::of(&question.installed.policy.text);
    seeing.decide(said, &outline);
    seeing.seen
}

struct Seeing<'a> {
    watched: &'a Watched,
    /// Values and facts of the condition that is being evaluated.
    values: Vec<ComparedValue>,
    facts: Vec<ExplainedFact>,
    /// Where decisions were made, with the number of conditions before them.
    made: Vec<(Range<usize>, usize)>,
    seen: Seen,
}

impl Seeing<'_> {
    fn event(&mut self, event: Event) {
        match event {
            Event::Read(read) => self.read(read),
            Event::CameTo { probe, value } => self.came_to(probe, &value),
        }
    }

    fn read(&mut self, read: FactRead) {
        if read.of.as_deref() == Some("parameters") {
            let name = read.pointer.trim_start_matches('/').to_owned();
            if let Some(value) = shown(&read.value) {
                self.seen.parameters.insert(name, value);
            }
            self.seen.constants.push(read.value);
            return;
        }
        // What is only gone through is not what decides.
        let is_whole = read.value.read_lock::<Data>().is_some_and(|data| data.is_object());
        if is_whole || (read.of.as_deref() == Some("context") && read.pointer == "/data") {
            return;
        }
        self.facts.extend(told(&read).filter(|fact| !self.facts.contains(fact)));
        let is_known = |known: &FactRead| known.of == read.of && known.pointer == read.pointer;
        if !self.seen.facts.iter().any(is_known) {
            self.seen.facts.push(read);
        }
    }

    fn came_to(&mut self, number: usize, value: &Dynamic) {
        let Some(probe) = self.watched.probes.get(number) else { return };
        match probe.kind {
            ProbeKind::Statement => {}
            ProbeKind::Operand => {
                self.seen.constants.push(value.clone());
                if let Some(value) = shown(value) {
                    self.values.push(ComparedValue { text: probe.text.clone(), value });
                }
            }
            ProbeKind::Decision => {
                self.made.push((probe.span.clone(), self.seen.conditions.len()));
                self.facts.clear();
            }
            ProbeKind::Condition => {
                let told = ExplainedCondition {
                    line: probe.line,
                    column: probe.column,
                    text: probe.text.clone(),
                    outcome: value.as_bool().unwrap_or_default(),
                    values: std::mem::take(&mut self.values),
                    facts: std::mem::take(&mut self.facts),
                };
                self.seen.conditions.push(Step { span: probe.span.clone(), told });
            }
        }
    }

    /// Tells why each decision was made.
    fn decide(&mut self, said: &[Statement], outline: &Outline) {
        let made = &self.made;
        let conditions = &self.seen.conditions;
        let explained = said.iter().enumerate().map(|(index, said)| {
            // What stops a policy is no decision of it, and comes last.
            let place = made.get(index);
            let before = place.map_or(conditions.len(), |(_, before)| *before);
            let mut because = Vec::new();
            for (asked, _) in outline.branches.iter().filter(|(_, blocks)| {
                place.is_some_and(|(span, _)| blocks.start <= span.start && span.end <= blocks.end)
            }) {
                because.extend(latest(conditions, before, asked));
            }
            because.extend(before.checked_sub(1).filter(|_| because.is_empty()));
            because.sort_unstable();
            because.dedup();
            ExplainedDecision { said: said.clone(), because }
        });
        self.seen.decisions = explained.collect();
    }
}

/// Returns the numbers of the conditions within `asked` that were evaluated last before `before`.
fn latest(conditions: &[Step], before: usize, asked: &Range<usize>) -> Vec<usize> {
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, step) in conditions.iter().enumerate().take(before) {
        if asked.start <= step.span.start && step.span.end <= asked.end {
            found.insert(step.span.start, number);
        }
    }
    // Where a loop asked before, only what belongs to the last time counts: the first part begins it.
    let first = found.values().next().copied().unwrap_or_default();
    found.into_values().filter(|number| *number >= first).collect()
}

fn told(read: &FactRead) -> Option<ExplainedFact> {
    let value = shown(&read.value)?;
    Some(ExplainedFact { of: read.of.clone(), pointer: read.pointer.clone(), value })
}

impl Seen {
    /// Puts what was seen into the explanation.
    pub(super) fn tell(&self, explanation: &mut Explanation) {
        explanation.decisions.clone_from(&self.decisions);
        explanation.conditions = self.conditions.iter().map(|step| step.told.clone()).collect();
        explanation.facts = self.facts.iter().filter_map(told).collect();
        explanation.parameters.clone_from(&self.parameters);
    }
}
