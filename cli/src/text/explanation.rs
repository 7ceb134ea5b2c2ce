//! Why a policy says what it says.

use std::fmt::Write as _;

use meta_rules::{ExplainedCondition, ExplainedFact, Explanation, Flip, Standing};
use serde_json::Value;

use super::table::{BAD, GOOD, HEADING, styled};

/// Returns an explanation; `path` is the document of the policy.
pub(crate) fn render(explanation: &Explanation, path: &str) -> String {
    let mut out = String::new();
    let stands = styled(style(explanation.stands), name(explanation.stands));
    let _ = writeln!(out, "{} {}: {stands}", explanation.policy, explanation.subject);
    if let Some(why) = &explanation.not_asked {
        let _ = writeln!(out, "  not asked: {why}");
        return out;
    }
    for decision in &explanation.decisions {
        let line = decision.said.line.map(|line| format!(":{line}")).unwrap_or_default();
        let _ = writeln!(out, "  {} ({path}{line})", decision.said.line_of());
        for condition in decision.because.iter().filter_map(|at| explanation.conditions.get(*at)) {
            let _ = writeln!(out, "    because {}", told(condition));
        }
    }
    let _ = writeln!(out, "\n{}", styled(HEADING, "conditions"));
    for condition in &explanation.conditions {
        let place = format!("{path}:{}:{}", condition.line, condition.column);
        let _ = writeln!(out, "  {place}: {}", told(condition));
        for fact in &condition.facts {
            let _ = writeln!(out, "    read {}", stated(fact));
        }
    }
    let _ = writeln!(out, "\n{}", styled(HEADING, "facts"));
    for fact in &explanation.facts {
        let _ = writeln!(out, "  {}", stated(fact));
    }
    for (name, value) in &explanation.parameters {
        let _ = writeln!(out, "  parameter {name}: {value}");
    }
    let _ = writeln!(out, "\n{}", styled(HEADING, "what would change it"));
    if let Some(flip) = &explanation.flip {
        flipped(&mut out, flip);
    } else {
        let search = &explanation.search;
        let _ = writeln!(out, "  {} ({} tried)", search.note, search.tried);
    }
    out
}

fn told(condition: &ExplainedCondition) -> String {
    let mut text = format!("`{}` is {}", condition.text, condition.outcome);
    let values: Vec<String> =
        condition.values.iter().map(|value| format!("{} = {}", value.text, value.value)).collect();
    if !values.is_empty() {
        let _ = write!(text, ", where {}", values.join(", "));
    }
    text
}

fn stated(fact: &ExplainedFact) -> String {
    let of = fact.of.as_deref().map(|of| format!("{of} ")).unwrap_or_default();
    format!("{of}{}: {}", fact.pointer, value(&fact.value))
}

fn value(value: &Value) -> String {
    if value.is_null() { "not stated".to_owned() } else { value.to_string() }
}

fn flipped(out: &mut String, flip: &Flip) {
    let (before, after) = (value(&flip.before), value(&flip.after));
    let _ = writeln!(out, "  {} {}: {before} -> {after}", flip.of, flip.pointer);
    let _ = writeln!(out, "  then: {}", styled(style(flip.stands), name(flip.stands)));
    for said in &flip.says {
        let _ = writeln!(out, "    {}", said.line_of());
    }
}

fn style(stands: Standing) -> anstyle::Style {
    if stands <= Standing::Informed { GOOD } else { BAD }
}

fn name(stands: Standing) -> &'static str {
    match stands {
        Standing::Passes => "passes",
        Standing::Changed => "is changed",
        Standing::Informed => "is told of",
        Standing::Warned => "is warned of",
        Standing::Conditional => "may pass after something has happened",
        Standing::Denied => "is denied",
        Standing::Undecided => "cannot be decided",
        Standing::Failed => "the policy fails",
    }
}
