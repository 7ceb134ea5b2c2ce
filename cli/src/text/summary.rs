//! What follows the findings: the numbers, the tables and the verdict.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use meta_core::catalog::CatalogReport;
use meta_core::drift::{DriftIssue, DriftReport};
use meta_core::finding::{Finding, Severity, SeverityCounts, summarize};
use meta_core::graph::{Cycle, GraphReport, ImpactReport, ImpactedService, OrderReport, Wave};
use meta_core::lifecycle::MachineReport;
use meta_core::platform::Risk;
use meta_core::quality::{GlobalQuality, QualityReport, ServiceQuality};
use meta_rules::operations::{PolicySummary, ValidatePoliciesReport};
use meta_rules::platform::{PlatformReport, PoliciesReport};
use meta_rules::{LintReport, PolicyReport, PolicyUse, Skipped};

use super::table::{BAD, GOOD, HEADING, styled, table};

/// The most rows a table of the worst has.
const WORST: usize = 10;

/// Returns the numbers of a whole check and its verdict.
pub(crate) fn platform(report: &PlatformReport) -> String {
    let PlatformReport { platform: report, policies } = report;
    let mut out = String::new();
    let row = |risk: &Risk| {
        let because = risk.codes.join(", ");
        vec![risk.service.clone(), risk.score.to_string(), risk.dependents.to_string(), because]
    };
    let risks: Vec<Vec<String>> = report.top_risks.iter().map(row).collect();
    block(&mut out, &table("top risks", &["service", "risk", "dependents", "because of"], risks));
    for input in &report.degraded {
        let _ = writeln!(out, "{} {}: {}", styled(BAD, "degraded"), input.input, input.reason);
    }
    let summary = &report.summary;
    line(&mut out, "services", &format!("{} ({})", summary.services, tally(&summary.by_domain)));
    line(&mut out, "findings", &counts(&summary.findings, summary.suppressed));
    line(&mut out, "quality", &scores(&report.quality.global));
    out.push_str(&policies.as_ref().map(beside).unwrap_or_default());
    let verdict = &report.verdict;
    if verdict.pass {
        let text = format!("{} (nothing at {} or worse)", styled(GOOD, "passes"), verdict.fail_on);
        line(&mut out, "verdict", &text);
    } else {
        let text = format!("{}: {}", styled(BAD, "fails"), verdict.reasons.join(", "));
        line(&mut out, "verdict", &text);
    }
    out
}

/// Returns the numbers of a catalog.
pub(crate) fn catalog(report: &CatalogReport) -> String {
    let mut out = String::new();
    line(&mut out, "services", &report.services.to_string());
    line(&mut out, "findings", &counted(&report.findings));
    out
}

/// Returns the numbers of a graph.
pub(crate) fn graph(report: &GraphReport) -> String {
    let mut out = String::new();
    let row = |cycle: &Cycle| {
        let cut: Vec<String> =
            cycle.cut.iter().map(|edge| format!("{} -> {}", edge.from, edge.to)).collect();
        vec![cycle.path.join(" -> "), cycle.members.len().to_string(), cut.join(", ")]
    };
    let cycles: Vec<Vec<String>> = report.cycles.iter().map(row).collect();
    block(&mut out, &table("cycles", &["shortest way round", "services", "to cut"], cycles));
    let mut depended: Vec<_> = report.metrics.iter().filter(|m| m.fan_in > 0).collect();
    depended.sort_by(|a, b| b.fan_in.cmp(&a.fan_in).then_with(|| a.service.cmp(&b.service)));
    let rows = depended.iter().take(WORST).map(|m| {
        let instability = format!("{:.2}", m.instability);
        vec![m.service.clone(), m.fan_in.to_string(), m.fan_out.to_string(), instability]
    });
    let header = ["service", "fan-in", "fan-out", "instability"];
    block(&mut out, &table("most depended on", &header, rows.collect()));
    let totals = &report.totals;
    let numbers = format!(
        "{} services, {} dependencies, {} contracts, {} events, {} cycles",
        totals.services, totals.dependencies, totals.contracts, totals.events, totals.cycles
    );
    line(&mut out, "graph", &numbers);
    line(&mut out, "findings", &counted(&report.findings));
    out
}

/// Returns the open differences from what is published.
pub(crate) fn drift(report: &DriftReport) -> String {
    let mut out = String::new();
    let row = |issue: &DriftIssue| {
        let part = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let upgrade = issue.auto_upgrade.as_ref().map_or("-", |upgrade| {
            if upgrade.allowed { "may be automatic" } else { "needs a person" }
        });
        let (current, expected) = (part(&issue.current), part(&issue.expected));
        vec![issue.service.clone(), issue.code.clone(), current, expected, upgrade.to_owned()]
    };
    let rows: Vec<Vec<String>> = report.issues.iter().map(row).collect();
    let header = ["service", "issue", "current", "expected", "upgrade"];
    block(&mut out, &table("drift", &header, rows));
    for input in &report.degraded {
        let _ = writeln!(out, "{} {}: {}", styled(BAD, "degraded"), input.input, input.reason);
    }
    line(&mut out, "findings", &counted(&report.findings));
    out
}

/// Returns the scores, lowest first.
pub(crate) fn quality(report: &QualityReport) -> String {
    let mut out = String::new();
    let mut services: Vec<&ServiceQuality> = report.services.iter().collect();
    services.sort_by(|a, b| a.score.cmp(&b.score).then_with(|| a.service.cmp(&b.service)));
    let rows = services.iter().map(|service| {
        let mut lost: Vec<_> = service.contributions.iter().filter(|c| c.lost > 0.0).collect();
        lost.sort_by(|a, b| b.lost.total_cmp(&a.lost).then_with(|| a.name.cmp(&b.name)));
        let lost = lost.iter().take(3).map(|part| format!("{} -{:.1}", part.name, part.lost));
        let score = service.score.to_string();
        vec![
            service.service.clone(),
            score,
            service.grade.clone(),
            lost.collect::<Vec<_>>().join(", "),
        ]
    });
    block(
        &mut out,
        &table("quality", &["service", "score", "grade", "lost most by"], rows.collect()),
    );
    line(&mut out, "quality", &scores(&report.global));
    line(&mut out, "findings", &counted(&report.findings));
    out
}

/// Returns what changes reach.
pub(crate) fn impact(report: &ImpactReport) -> String {
    let mut out = String::new();
    let row = |reached: &ImpactedService| {
        let through = reached.through.clone().unwrap_or_else(|| reached.kind.as_str().to_owned());
        vec![reached.service.clone(), reached.hop.to_string(), through, reached.path.join(" -> ")]
    };
    let rows: Vec<Vec<String>> = report.impacted.iter().map(row).collect();
    block(&mut out, &table("reached", &["service", "hop", "through", "way"], rows));
    let radius = &report.blast_radius;
    let share = radius.share * 100.0;
    let text = format!("{} services ({share:.0} %), score {}", radius.services, radius.score);
    line(&mut out, "blast radius", &text);
    line(&mut out, "changed", &listed(&report.test_scope.changed));
    line(&mut out, "test first", &listed(&report.test_scope.direct));
    line(&mut out, "then", &listed(&report.test_scope.transitive));
    out
}

/// Returns the waves.
pub(crate) fn order(report: &OrderReport) -> String {
    let row = |wave: &Wave| {
        let services: Vec<&str> = wave.services.iter().map(|s| s.service.as_str()).collect();
        let cycles: Vec<String> = wave.cycles.iter().map(|cycle| cycle.join(" + ")).collect();
        vec![wave.number.to_string(), services.join(", "), cycles.join(", ")]
    };
    let rows: Vec<Vec<String>> = report.waves.iter().map(row).collect();
    let header = ["wave", "services", "in a circle"];
    table("order", if report.acyclic { &header[..2] } else { &header }, rows)
}

fn block(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push_str(text);
        out.push('\n');
    }
}

fn line(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(out, "{}: {text}", styled(HEADING, name));
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn tally(counts: &BTreeMap<String, usize>) -> String {
    let parts = counts.iter().map(|(name, count)| format!("{count} {name}"));
    parts.collect::<Vec<_>>().join(", ")
}

fn counted(findings: &[Finding]) -> String {
    let suppressed = findings.iter().filter(|finding| !finding.is_open()).count();
    counts(&summarize(findings), suppressed)
}

fn counts(counts: &SeverityCounts, suppressed: usize) -> String {
    let mut parts: Vec<String> = Severity::ALL
        .into_iter()
        .rev()
        .filter(|severity| counts.of(*severity) > 0)
        .map(|severity| format!("{} {severity}", counts.of(severity)))
        .collect();
    if parts.is_empty() {
        parts.push("none".to_owned());
    }
    if suppressed > 0 {
        parts.push(format!("{suppressed} accepted"));
    }
    parts.join(", ")
}

fn scores(global: &GlobalQuality) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| v.to_string());
    let mut text = format!(
        "{} scored, average {}, median {}, lowest {}",
        global.scored,
        number(global.average),
        number(global.median),
        number(global.min)
    );
    if let Some(trend) = &global.trend {
        let _ = write!(text, ", {:+} since the last snapshot", trend.average_change);
    }
    if !global.below_threshold.is_empty() {
        let _ = write!(text, "; below threshold: {}", global.below_threshold.join(", "));
    }
    text
}

/// Returns the policies that were compiled, or how many faults they have.
pub(crate) fn policies(report: &ValidatePoliciesReport) -> String {
    if !report.valid {
        let faults = report.faults.len();
        let noun = if faults == 1 { "fault" } else { "faults" };
        return format!("{} {faults} {noun}\n", styled(BAD, "policies:"));
    }
    let row = |policy: &PolicySummary| {
        let hooks: Vec<&str> = policy.hooks.iter().map(|hook| hook.as_str()).collect();
        vec![policy.header.id.clone(), policy.header.title.clone(), hooks.join(", ")]
    };
    let rows: Vec<Vec<String>> = report.policies.iter().map(row).collect();
    table("policies", &["policy", "what it finds", "hooks"], rows)
}

/// Returns what was found about a state machine, in numbers.
pub(crate) fn machine(report: &MachineReport) -> String {
    let mut out = String::new();
    line(&mut out, "machine", &format!("{} {}", report.name, report.version));
    let size = format!("{} states, {} events", report.states.len(), report.events.len());
    line(&mut out, "size", &size);
    line(&mut out, "findings", &counts(&report.summary, 0));
    if !report.usable {
        let _ = writeln!(out, "{} the machine cannot be run", styled(BAD, "refused:"));
    }
    out
}

/// Returns what lints found, in numbers.
pub(crate) fn lints(report: &LintReport) -> String {
    let mut out = String::new();
    line(&mut out, "policies", &report.policies.to_string());
    let suppressed = report.findings.iter().filter(|finding| !finding.is_open()).count();
    line(&mut out, "findings", &counts(&report.summary, suppressed));
    out
}

/// Returns what policies found, in numbers.
pub(crate) fn policy_report(report: &PolicyReport) -> String {
    let mut out = String::new();
    line(&mut out, "policies", &questions(&report.policies));
    let suppressed = report.findings.iter().filter(|finding| !finding.is_open()).count();
    line(&mut out, "findings", &counts(&report.summary, suppressed));
    if !report.shadow.is_empty() {
        line(&mut out, "in shadow", &report.shadow.len().to_string());
    }
    skipped(&mut out, &report.skipped);
    out
}

/// Returns what policies said beside a check, but for their findings.
pub(crate) fn beside(report: &PoliciesReport) -> String {
    let mut out = String::new();
    line(&mut out, "policies", &questions(&report.policies));
    for said in &report.decisions {
        let class = said.class.iter().map(|class| format!(" to {class}"));
        let points = said.points.iter().map(|points| format!(" by {points}"));
        let how: String = class.chain(points).collect();
        let outcome = said.outcome.as_str();
        let text = format!("{} {outcome}{how}: {} ({})", said.subject, said.message, said.policy);
        line(&mut out, "said", &text);
    }
    if !report.shadow.is_empty() {
        line(&mut out, "in shadow", &report.shadow.len().to_string());
    }
    skipped(&mut out, &report.skipped);
    out
}

fn questions(policies: &[PolicyUse]) -> String {
    let asked: usize = policies.iter().map(|policy| policy.asked).sum();
    format!("{} ({asked} questions)", policies.len())
}

fn skipped(out: &mut String, skipped: &[Skipped]) {
    for skipped in skipped {
        let subjects =
            skipped.subjects.map(|count| format!(", {count} subjects")).unwrap_or_default();
        line(out, "skipped", &format!("{}{subjects}: {}", skipped.policy, skipped.reason));
    }
}
