//! Markdown with stable tables.

use std::fmt::Write as _;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::said::{Said, said_section};
use crate::drift::DriftIssue;
use crate::finding::Finding;
use crate::platform::{Degraded, PlatformSummary, Risk, Verdict};
use crate::quality::{QualityStatus, SecuritySummary, Share};
use crate::time::Timestamp;

/// What is shown of the report over a workspace.
#[derive(Deserialize)]
pub(super) struct Platform {
    generated_at: Timestamp,
    verdict: Verdict,
    summary: PlatformSummary,
    degraded: Vec<Degraded>,
    top_risks: Vec<Risk>,
    findings: Vec<Finding>,
    drift: Drift,
    quality: Quality,
    security: SecuritySummary,
    #[serde(default)]
    policies: Option<Policies>,
}

/// What is shown of policies besides their findings.
#[derive(Deserialize)]
struct Policies {
    decisions: Vec<Said>,
}

#[derive(Deserialize)]
struct Drift {
    degraded: Vec<IgnoredAny>,
    issues: Vec<DriftIssue>,
}

#[derive(Deserialize)]
struct Quality {
    global: Global,
    services: Vec<Service>,
}

#[derive(Deserialize)]
struct Global {
    #[serde(default)]
    average: Option<f64>,
    #[serde(default)]
    median: Option<f64>,
    below_threshold: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct Service {
    service: String,
    score: i64,
    grade: String,
    status: QualityStatus,
    confidence: f64,
}

/// Writes the dashboards of a platform: catalog, dependency violations, drift, quality, security.
pub(super) fn platform(report: &Platform) -> String {
    let mut out = String::from("# Platform report\n\n");
    let verdict = if report.verdict.pass { "passes" } else { "fails" };
    let _ = writeln!(
        out,
        "The platform **{verdict}** at {} (severity `{}` and worse fail).\n",
        report.generated_at, report.verdict.fail_on
    );
    for reason in &report.verdict.reasons {
        let _ = writeln!(out, "- {}", escape(reason));
    }
    if !report.verdict.reasons.is_empty() {
        out.push('\n');
    }
    degraded(&mut out, report);
    catalog(&mut out, report);
    let of = |domain: &str| -> Vec<&Finding> {
        let of = |f: &&Finding| f.policy.is_none() && f.code.starts_with(domain);
        report.findings.iter().filter(of).collect()
    };
    section(&mut out, "Dependency violations", &of("graph/"));
    drift(&mut out, report);
    section(&mut out, "Drift findings", &of("drift/"));
    quality(&mut out, report);
    security(&mut out, &report.security);
    let (of_policies, others): (Vec<&Finding>, Vec<&Finding>) = report
        .findings
        .iter()
        .filter(|f| {
            f.policy.is_some() || !["graph/", "drift/"].iter().any(|d| f.code.starts_with(d))
        })
        .partition(|finding| finding.policy.is_some());
    if !of_policies.is_empty() {
        section(&mut out, "Findings of policies", &of_policies);
    }
    if let Some(policies) = &report.policies {
        out.push_str(&said_section("What policies said besides", &policies.decisions));
    }
    section(&mut out, "Other findings", &others);
    out
}

/// Writes findings alone.
pub(super) fn findings(findings: &[Finding]) -> String {
    let mut out = String::new();
    section(&mut out, "Findings", &findings.iter().collect::<Vec<_>>());
    out
}

fn degraded(out: &mut String, report: &Platform) {
    if report.degraded.is_empty() {
        return;
    }
    out.push_str("## Degraded inputs\n\n");
    for input in &report.degraded {
        let _ = writeln!(out, "- `{}`: {}", input.input, escape(&input.reason));
    }
    out.push('\n');
}

fn catalog(out: &mut String, report: &Platform) {
    let summary = &report.summary;
    let _ = writeln!(out, "## Catalog summary\n\n{} services.\n", summary.services);
    out.push_str("| domain | services |\n| --- | ---: |\n");
    for (domain, count) in &summary.by_domain {
        let _ = writeln!(out, "| {} | {count} |", escape(domain));
    }
    out.push_str("\n| maturity | services |\n| --- | ---: |\n");
    for (maturity, count) in &summary.by_maturity {
        let _ = writeln!(out, "| {} | {count} |", escape(maturity));
    }
    out.push('\n');
    if report.top_risks.is_empty() {
        return;
    }
    out.push_str(
        "### Top risks\n\n| service | risk | dependents | codes |\n| --- | ---: | ---: | --- |\n",
    );
    for risk in &report.top_risks {
        let codes: Vec<String> = risk.codes.iter().map(|code| format!("`{code}`")).collect();
        let (service, score) = (escape(&risk.service), risk.score);
        let _ =
            writeln!(out, "| {service} | {score} | {} | {} |", risk.dependents, codes.join(", "));
    }
    out.push('\n');
}

fn drift(out: &mut String, report: &Platform) {
    out.push_str("## Drift dashboard\n\n");
    if report.drift.issues.is_empty() {
        let certain = report.drift.degraded.is_empty();
        out.push_str(if certain {
            "No drift.\n\n"
        } else {
            "No drift was seen, but inputs are degraded.\n\n"
        });
        return;
    }
    out.push_str("| service | kind | severity | current | expected | automatic | what to do |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    for issue in &report.drift.issues {
        let automatic = match &issue.auto_upgrade {
            Some(decision) if decision.allowed => "yes",
            Some(_) => "no",
            None => "",
        };
        let text = |value: &Option<String>| escape(value.as_deref().unwrap_or_default());
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {} | {} | {automatic} | {} |",
            escape(&issue.service),
            issue.code,
            issue.severity,
            text(&issue.current),
            text(&issue.expected),
            escape(&issue.remediation)
        );
    }
    out.push('\n');
}

fn quality(out: &mut String, report: &Platform) {
    out.push_str("## Quality leaderboard\n\n");
    let global = &report.quality.global;
    if let (Some(average), Some(median)) = (global.average, global.median) {
        let below = global.below_threshold.len();
        let _ = writeln!(out, "Average {average}, median {median}; {below} below the threshold.\n");
    }
    out.push_str(
        "| service | score | grade | status | known |\n| --- | ---: | --- | --- | ---: |\n",
    );
    let mut ranked: Vec<_> = report.quality.services.iter().collect();
    ranked.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.service.cmp(&b.service)));
    for service in ranked {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            escape(&service.service),
            service.score,
            service.grade,
            service.status.as_str(),
            service.confidence
        );
    }
    out.push('\n');
}

fn security(out: &mut String, summary: &SecuritySummary) {
    out.push_str("## Security summary\n\n");
    let share = |share: &Share| match share.percent {
        Some(percent) => {
            format!("{percent}% ({} of {} that reported)", share.count, share.reported)
        }
        None => "not reported".to_owned(),
    };
    let _ = writeln!(out, "- Signed images: {}", share(&summary.signed_images));
    let _ = writeln!(out, "- Bill of materials: {}", share(&summary.sbom));
    let critical: Vec<&str> =
        summary.critical_vulns_by_service.keys().map(String::as_str).collect();
    let names =
        if critical.is_empty() { String::new() } else { format!(" ({})", critical.join(", ")) };
    let _ = writeln!(
        out,
        "- Critical vulnerabilities (open): {}{}",
        summary.open_critical_vulns,
        escape(&names)
    );
    let _ = writeln!(
        out,
        "- Policy failures: {} blocking / {} advisory\n",
        summary.blocking_policy_failures, summary.advisory_policy_failures
    );
}

/// Returns a section with a table of findings.
pub fn findings_section(title: &str, findings: &[&Finding]) -> String {
    let mut out = String::new();
    section(&mut out, title, findings);
    out
}

fn section(out: &mut String, title: &str, findings: &[&Finding]) {
    let _ = writeln!(out, "## {title}\n");
    if findings.is_empty() {
        out.push_str("None.\n\n");
        return;
    }
    out.push_str(
        "| severity | code | subject | message | place |\n| --- | --- | --- | --- | --- |\n",
    );
    for finding in findings {
        let place = finding.location.as_ref().map_or_else(String::new, |at| match at.line {
            Some(line) => format!("`{}:{line}`", at.path),
            None => format!("`{}`", at.path),
        });
        let accepted = match &finding.suppression {
            Some(suppression) => format!(" (accepted: {})", escape(&suppression.reason)),
            None => String::new(),
        };
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {}{accepted} | {place} |",
            finding.severity,
            finding.code,
            escape(&finding.subject),
            escape(&finding.message)
        );
    }
    out.push('\n');
}

/// Keeps text of the user from being read as Markdown or HTML; backticks stay, they mark names.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '|' => out.push_str("\\|"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
