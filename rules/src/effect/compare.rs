//! Two reports about one thing → what differs.

use std::collections::BTreeMap;

use meta_core::finding::Finding;

use super::types::{CatalogEffect, FindingChange, GateChange};
use crate::{DecisionReport, GateReport, PolicyReport};

/// Things of two lists: those of the first alone, those of the second alone, and those of both.
struct Matched<T> {
    lost: Vec<T>,
    gained: Vec<T>,
    both: Vec<(T, T)>,
}

/// Pairs the things of two lists that have the same key; those with one key, in their order.
fn matched<T, K: Ord>(before: Vec<T>, after: Vec<T>, key: impl Fn(&T) -> K) -> Matched<T> {
    let mut waiting: BTreeMap<K, Vec<(usize, T)>> = BTreeMap::new();
    for (place, thing) in before.into_iter().enumerate().rev() {
        waiting.entry(key(&thing)).or_default().push((place, thing));
    }
    let (mut gained, mut both) = (Vec::new(), Vec::new());
    for thing in after {
        match waiting.get_mut(&key(&thing)).and_then(Vec::pop) {
            Some((_, partner)) => both.push((partner, thing)),
            None => gained.push(thing),
        }
    }
    let mut left: Vec<(usize, T)> = waiting.into_values().flatten().collect();
    left.sort_by_key(|(place, _)| *place);
    Matched { lost: left.into_iter().map(|(_, thing)| thing).collect(), gained, both }
}

/// Returns what differs between two reports about the catalog called `name`.
pub(super) fn compare(name: &str, before: PolicyReport, after: PolicyReport) -> CatalogEffect {
    let (passed, passes) = (before.pass, after.pass);
    let found = matched(before.findings, after.findings, |finding| finding.fingerprint.clone());
    let all = found.both.len();
    let changed: Vec<FindingChange> = found.both.into_iter().filter_map(change).collect();
    let said = matched(before.decisions, after.decisions, decision_key);
    CatalogEffect {
        catalog: name.to_owned(),
        passed,
        passes,
        unchanged: all - changed.len(),
        gained: found.gained,
        lost: found.lost,
        changed,
        gates: gates(before.gates, after.gates),
        decisions_gained: said.gained,
        decisions_lost: said.lost,
        digest_before: before.digests.catalog,
        digest_after: after.digests.catalog,
    }
}

/// Returns what is told otherwise of a finding; where it lies, and at which line a policy found it, is no matter.
fn change((before, after): (Finding, Finding)) -> Option<FindingChange> {
    let members = [
        ("severity", before.severity != after.severity),
        ("message", before.message != after.message),
        ("evidence", before.evidence != after.evidence),
        ("remediation", before.remediation != after.remediation),
        ("suppression", before.suppression != after.suppression),
    ];
    let what: Vec<String> = members
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(name, _)| name.to_owned())
        .collect();
    (!what.is_empty()).then_some(FindingChange { what, before, after })
}

/// Returns what makes a decision another one: all but its line.
fn decision_key(said: &DecisionReport) -> String {
    let said = DecisionReport { line: None, ..said.clone() };
    serde_json::to_string(&said).unwrap_or_default()
}

fn gates(before: Vec<GateReport>, after: Vec<GateReport>) -> Vec<GateChange> {
    let both = matched(before, after, |gate| (gate.hook, gate.subject.clone())).both;
    let differ = both.into_iter().filter(|(before, after)| before.verdict != after.verdict);
    let change = |(before, after): (GateReport, GateReport)| GateChange {
        hook: after.hook,
        subject: after.subject,
        before: before.verdict,
        after: after.verdict,
        decided_by: after.decided_by,
        reasons: after.reasons,
    };
    differ.map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::matched;

    #[test]
    fn things_with_one_key_are_paired_in_their_order() {
        let matched =
            matched(vec!["a1", "b1", "a2", "a3"], vec!["c1", "a4", "a5"], |s| s.as_bytes()[0]);
        assert_eq!(matched.both, [("a1", "a4"), ("a2", "a5")]);
        assert_eq!(matched.lost, ["b1", "a3"]);
        assert_eq!(matched.gained, ["c1"]);
    }
}
