//! Counting findings, and the order that reports show them in.

use std::cmp::{Ordering, Reverse};
use std::mem;

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
    for start in 0..order.len() {
        // A place gets what belongs there; what that leaves empty gets its own, until what stood first is needed.
        let mut place = start;
        while let Some(from) = order.get_mut(place).map(|from| mem::replace(from, place)) {
            if from == start {
                break;
            }
            findings.swap(place, from);
            place = from;
        }
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
