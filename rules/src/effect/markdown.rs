//! A report of effects as Markdown, for the review of a change.

use std::fmt::Write as _;

use meta_core::document::{Limits, Source};
use meta_core::finding::Finding;
use meta_core::report::{Said, escape_markdown as escape, findings_section, said_section};

use super::types::{
    CatalogEffect, EffectReport, EffectSummary, FindingChange, GateChange, PolicyChange,
    PolicyChangeKind,
};
use crate::{DecisionReport, GateVerdict};

/// Returns the report of effects that a document is; none when it is something else.
pub(super) fn read(source: &Source) -> Option<EffectReport> {
    let document = source.load("report", &Limits::default()).ok()?;
    document.value.get("effects")?;
    serde_json::from_value(document.value).ok()
}

/// Writes a report.
pub(super) fn render(report: &EffectReport) -> String {
    let mut out = String::from("# Effect of the change\n\n");
    counts(&mut out, &report.summary);
    if !report.policies.is_empty() {
        policies(&mut out, &report.policies);
    }
    for effect in &report.effects {
        catalog(&mut out, effect);
    }
    out
}

fn counts(out: &mut String, summary: &EffectSummary) {
    let EffectSummary { gained, lost, changed, unchanged, gates, .. } = summary;
    let _ = writeln!(
        out,
        "Findings: **{gained} gained**, **{lost} lost**, **{changed} changed**, {unchanged} unchanged; {gates} other verdicts of gates and guards.\n"
    );
}

fn policies(out: &mut String, changes: &[PolicyChange]) {
    out.push_str("## Policies\n\n| policy | | what |\n| --- | --- | --- |\n");
    for change in changes {
        let kind = match change.kind {
            PolicyChangeKind::Added => "added",
            PolicyChangeKind::Removed => "removed",
            PolicyChangeKind::Changed => "changed",
        };
        let _ = writeln!(out, "| `{}` | {kind} | {} |", change.id, change.what.join(", "));
    }
    out.push('\n');
}

fn catalog(out: &mut String, effect: &CatalogEffect) {
    let word = |passes: bool| if passes { "passes" } else { "fails" };
    let (was, is) = (word(effect.passed), word(effect.passes));
    let verdict = if was == is { is.to_owned() } else { format!("{was} → **{is}**") };
    let _ = writeln!(out, "## {}: {verdict}\n", escape(&effect.catalog));
    let lists = [("Gained", &effect.gained), ("Lost", &effect.lost)];
    for (title, findings) in lists.into_iter().filter(|(_, findings)| !findings.is_empty()) {
        let findings: Vec<&Finding> = findings.iter().collect();
        let _ = write!(out, "#{}", findings_section(title, &findings));
    }
    changed(out, &effect.changed);
    gates(out, &effect.gates);
    decisions(out, "Decisions gained", &effect.decisions_gained);
    decisions(out, "Decisions lost", &effect.decisions_lost);
    let _ = writeln!(out, "{} findings stay as they are.\n", effect.unchanged);
}

fn changed(out: &mut String, changes: &[FindingChange]) {
    if changes.is_empty() {
        return;
    }
    out.push_str("### Changed\n\n| code | subject | before | after |\n| --- | --- | --- | --- |\n");
    let told = |finding: &Finding| {
        let accepted = if finding.is_open() { "" } else { " (accepted)" };
        format!("{}: {}{accepted}", finding.severity, escape(&finding.message))
    };
    for FindingChange { before, after, .. } in changes {
        let subject = escape(&after.subject);
        let _ =
            writeln!(out, "| `{}` | {subject} | {} | {} |", after.code, told(before), told(after));
    }
    out.push('\n');
}

fn gates(out: &mut String, changes: &[GateChange]) {
    if changes.is_empty() {
        return;
    }
    out.push_str("### Gates and guards\n\n| | subject | before | after | why |\n| --- | --- | --- | --- | --- |\n");
    for change in changes {
        let (before, after) = (verdict(change.before), verdict(change.after));
        let reasons: Vec<String> = change.reasons.iter().map(|reason| escape(reason)).collect();
        let (hook, subject) = (change.hook.as_str(), escape(&change.subject));
        let why = reasons.join("; ");
        let _ = writeln!(out, "| {hook} | {subject} | {before} | {after} | {why} |");
    }
    out.push('\n');
}

fn verdict(verdict: GateVerdict) -> &'static str {
    match verdict {
        GateVerdict::Allowed => "allowed",
        GateVerdict::Conditional => "conditional",
        GateVerdict::Denied => "denied",
        GateVerdict::NoOpinion => "no opinion",
    }
}

fn decisions(out: &mut String, title: &str, decisions: &[DecisionReport]) {
    let said = decisions.iter().map(|decision| Said {
        policy: decision.policy.clone(),
        subject: decision.subject.clone(),
        outcome: decision.outcome.as_str().to_owned(),
        message: decision.message.clone(),
        class: decision.class.clone(),
        points: decision.points,
    });
    let section = said_section(title, &said.collect::<Vec<_>>());
    if !section.is_empty() {
        let _ = write!(out, "#{section}");
    }
}
