//! Counting findings, and the order that reports show them in.

use std::cmp::{Ordering, Reverse};

use super::{Finding, SeverityCounts};

/// Counts the open findings of each severity.
pub fn summarize<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> SeverityCounts {
    let mut counts = SeverityCounts::default();
    for finding in findings.into_iter().filter(|finding| finding.is_open()) {
        counts.add(finding.severity);
    }
    counts
}

/// Sorts findings: worst first, then by code, subject, place and fingerprint.
pub fn sort(findings: &mut [Finding]) {
    // Findings are large: their numbers are sorted, and each finding moves once.
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by(|a, b| match (findings.get(*a), findings.get(*b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for place in 0..order.len() {
        let Some(mut from) = order.get(place).copied() else { break };
        // What stood there has moved on to where something else was taken from.
        while from < place {
            let Some(moved) = order.get(from).copied() else { break };
            from = moved;
        }
        if let Some(known) = order.get_mut(place) {
            *known = from;
        }
        findings.swap(place, from);
    }
}

fn compare(a: &Finding, b: &Finding) -> Ordering {
    fn place(finding: &Finding) -> Option<(&str, Option<u32>, Option<u32>, &str)> {
        finding.location.as_ref().map(|at| (&*at.path, at.line, at.column, &*at.pointer))
    }
    Reverse(a.severity)
        .cmp(&Reverse(b.severity))
        .then_with(|| a.code.cmp(&b.code))
        .then_with(|| a.subject.cmp(&b.subject))
        .then_with(|| place(a).cmp(&place(b)))
        .then_with(|| a.fingerprint.cmp(&b.fingerprint))
        .then_with(|| a.message.cmp(&b.message))
}
