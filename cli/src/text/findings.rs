//! Findings, each with its source line and what to do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{Level, Renderer};
use meta_core::document::Source;
use meta_core::finding::{Finding, Severity, codes};

use super::source::{Lines, Place, show};
use crate::answer::Root;

/// Returns the findings as text, in their order; accepted ones come last, a line each.
pub(crate) fn render(
    findings: &[Finding],
    files: &BTreeMap<String, Source>,
    root: &Root,
) -> String {
    let texts: BTreeMap<&str, Lines<'_>> = files
        .iter()
        .filter_map(|(path, source)| Some((source.path_or(path), Lines::of(source.as_text()?))))
        .collect();
    let renderer = Renderer::styled();
    let mut out = String::new();
    for finding in findings.iter().filter(|finding| finding.is_open()) {
        out.push_str(&one(finding, &texts, root, &renderer));
        out.push_str("\n\n");
    }
    accepted(&mut out, findings);
    out
}

fn one(
    finding: &Finding,
    texts: &BTreeMap<&str, Lines<'_>>,
    root: &Root,
    renderer: &Renderer,
) -> String {
    let severity = finding.severity.to_string();
    let title = level(finding.severity)
        .with_name(severity.as_str())
        .primary_title(finding.message.as_str())
        .id(finding.code.as_str());
    let mut group = annotate_snippets::Group::with_title(title);
    let path = finding.location.as_ref().map(|location| root.join(&location.path));
    if let (Some(location), Some(path)) = (&finding.location, &path) {
        group = match Place::of(location) {
            Some(place) => {
                let line = texts.get(location.path.as_str());
                show(group, path, line.map_or("", |lines| lines.get(place.line)), place)
            }
            None => group.element(annotate_snippets::Origin::path(path.as_str())),
        };
    }
    let fix = codes::find(&finding.code).map(|code| code.fix);
    if let Some(help) = finding.remediation.as_deref().or(fix) {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Moderate => Level::WARNING,
        Severity::Low => Level::NOTE,
        Severity::Info => Level::INFO,
    }
}

fn accepted(out: &mut String, findings: &[Finding]) {
    let mut any = false;
    for finding in findings.iter().filter(|finding| !finding.is_open()) {
        let reason = finding.suppression.as_ref().map(|suppression| suppression.reason.as_str());
        let reason = reason.unwrap_or("no reason is given");
        let _ = writeln!(out, "accepted: {} {}: {}", finding.code, finding.subject, reason);
        any = true;
    }
    if any {
        out.push('\n');
    }
}
