//! Labels of changes under way: they lower what is expected to drift, and say so.

use super::inputs::{Label, Labels};
use crate::config::DriftRules;
use crate::finding::{Finding, Severity};
use crate::time::Timestamp;

/// Lowers the severities of `findings` by the labels in force, and notes the original ones.
pub(super) fn weigh(findings: &mut [Finding], labels: &Labels, rules: &DriftRules, now: Timestamp) {
    for finding in findings {
        let mut factor = 1.0;
        let mut used = Vec::new();
        for label in labels.labels.iter().filter(|label| in_force(label, finding, now)) {
            let Some(weight) = rules.label_weights.get(&label.label) else { continue };
            if weight.codes.iter().any(|code| matches(code, &finding.code)) {
                factor *= weight.factor.clamp(0.0, 1.0);
                used.push(label.label.as_str());
            }
        }
        if used.is_empty() {
            continue;
        }
        used.sort_unstable();
        let original = finding.severity;
        let lowered = lower(original, factor).max(floor(original, rules.label_floor));
        finding.severity = lowered;
        finding.evidence.insert("labels".to_owned(), used.into());
        finding.evidence.insert("original_severity".to_owned(), original.as_str().into());
    }
}

fn in_force(label: &Label, finding: &Finding, now: Timestamp) -> bool {
    let concerns = label.services.is_empty()
        || label.services.iter().any(|service| matches(service, &finding.subject));
    concerns && label.expires.is_none_or(|expires| now < expires)
}

/// Weighs a severity (low 1, moderate 3, high 6, critical 9) and maps the weight back.
fn lower(severity: Severity, factor: f64) -> Severity {
    let value = match severity {
        Severity::Info => 0.0,
        Severity::Low => 1.0,
        Severity::Moderate => 3.0,
        Severity::High => 6.0,
        Severity::Critical => 9.0,
    };
    match value * factor {
        value if value >= 9.0 => Severity::Critical,
        value if value >= 6.0 => Severity::High,
        value if value >= 3.0 => Severity::Moderate,
        value if value >= 1.0 => Severity::Low,
        _ => Severity::Info,
    }
}

fn floor(original: Severity, floor: Severity) -> Severity {
    if original >= Severity::High { floor.min(original) } else { Severity::Info }
}

fn matches(pattern: &str, text: &str) -> bool {
    wildmatch::WildMatch::new(pattern).matches(text)
}
