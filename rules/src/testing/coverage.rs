//! What of the policies the cases reach: lines, conditions both ways, and decisions.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::PolicySet;
use crate::observe::{Probe, ProbeKind, Watched};

/// What of the policies the cases reach.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CoverageReport {
    /// Whether lines, conditions and outcomes are each reached as far as the threshold asks for. Percentages are not
    /// rounded: 99.99 is less than 100.
    pub pass: bool,
    /// The threshold, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Lines that a statement begins on.
    pub lines: CoveredShare,
    /// What conditions can come to: each counts twice.
    pub conditions: CoveredShare,
    /// Calls of the words that decide, such as `deny`.
    pub outcomes: CoveredShare,
    /// The policies, in the order they are asked in.
    pub policies: Vec<PolicyCoverage>,
}

/// How much of something is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct CoveredShare {
    /// How many are reached.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
    /// The percentage, not rounded; 100 where there are none.
    pub percent: f64,
}

/// What of one policy the cases reach.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PolicyCoverage {
    /// Identifier.
    pub id: String,
    /// Name of its document.
    pub path: String,
    /// Lines that a statement begins on.
    pub lines: CoveredShare,
    /// What its conditions can come to.
    pub conditions: CoveredShare,
    /// Calls of the words that decide.
    pub outcomes: CoveredShare,
    /// Lines with a statement that never runs.
    pub uncovered_lines: Vec<u32>,
    /// What its conditions never come to.
    pub uncovered_conditions: Vec<UncoveredCondition>,
    /// Decisions that are never made.
    pub uncovered_outcomes: Vec<UncoveredOutcome>,
    /// Why what is reached cannot be told. The policy counts as one line that is not reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unmeasured: Option<String>,
}

/// A condition that never comes to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct UncoveredCondition {
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted from 1 in characters.
    pub column: u32,
    /// What is written there.
    pub text: String,
    /// What it never comes to.
    pub never: bool,
}

/// A decision that is never made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct UncoveredOutcome {
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted from 1 in characters.
    pub column: u32,
    /// What is written there.
    pub text: String,
}

impl CoveredShare {
    fn of(covered: usize, total: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "policies have few lines")]
        let percent = if total == 0 { 100.0 } else { covered as f64 * 100.0 / total as f64 };
        Self { covered, total, percent }
    }

    fn sum(shares: impl Iterator<Item = Self>) -> Self {
        let (covered, total) =
            shares.fold((0, 0), |sum, share| (sum.0 + share.covered, sum.1 + share.total));
        Self::of(covered, total)
    }

    /// Tells whether so many percent are reached. Whole numbers are compared, so that nothing is rounded up.
    fn reaches(self, threshold: f64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "policies have few lines")]
        let (covered, total) = (self.covered as f64, self.total as f64);
        covered * 100.0 >= threshold * total
    }
}

/// Tells what was reached.
pub(super) fn report(set: &PolicySet, watched: &Watched, threshold: Option<f64>) -> CoverageReport {
    let of = |installed: &crate::evaluate::Installed| {
        let policy = &installed.policy;
        let probes = watched.of.get(&policy.header.id).cloned();
        let probes: Vec<(usize, &Probe)> = probes
            .into_iter()
            .flatten()
            .filter_map(|number| Some((number, watched.probes.get(number)?)))
            .collect();
        let mut coverage = measured(&probes, watched);
        coverage.id.clone_from(&policy.header.id);
        coverage.path.clone_from(&policy.path);
        if let Some(why) = watched.unwatched.get(&policy.header.id) {
            coverage.unmeasured = Some(why.clone());
            coverage.lines = CoveredShare::of(0, 1);
        }
        coverage
    };
    let own = set.installed().iter().filter(|installed| !installed.policy.is_shipped);
    let policies: Vec<PolicyCoverage> = own.map(of).collect();
    let lines = CoveredShare::sum(policies.iter().map(|policy| policy.lines));
    let conditions = CoveredShare::sum(policies.iter().map(|policy| policy.conditions));
    let outcomes = CoveredShare::sum(policies.iter().map(|policy| policy.outcomes));
    let least = threshold.unwrap_or(0.0);
    let pass = [lines, conditions, outcomes].iter().all(|share| share.reaches(least));
    CoverageReport { pass, threshold, lines, conditions, outcomes, policies }
}

fn measured(probes: &[(usize, &Probe)], watched: &Watched) -> PolicyCoverage {
    let recorder = &watched.recorder;
    let of_kind = |kind: ProbeKind| probes.iter().filter(move |(_, probe)| probe.kind == kind);
    let mut lines: BTreeMap<u32, bool> = BTreeMap::new();
    for (number, probe) in of_kind(ProbeKind::Statement) {
        // A line is reached when every statement that begins on it is.
        *lines.entry(probe.line).or_insert(true) &= recorder.has_run(*number);
    }
    let uncovered_lines: Vec<u32> =
        lines.iter().filter(|(_, covered)| !**covered).map(|(line, _)| *line).collect();
    let conditions = of_kind(ProbeKind::Condition).count() * 2;
    let never = of_kind(ProbeKind::Condition).flat_map(|(number, probe)| {
        [true, false].into_iter().filter(|value| !recorder.came_to(*number, *value)).map(|never| {
            UncoveredCondition {
                line: probe.line,
                column: probe.column,
                text: probe.text.clone(),
                never,
            }
        })
    });
    let never: BTreeSet<UncoveredCondition> = never.collect();
    let outcomes = of_kind(ProbeKind::Decision).count();
    let unmade = of_kind(ProbeKind::Decision).filter(|(number, _)| !recorder.has_run(*number));
    let unmade: Vec<UncoveredOutcome> = unmade
        .map(|(_, probe)| UncoveredOutcome {
            line: probe.line,
            column: probe.column,
            text: probe.text.clone(),
        })
        .collect();
    PolicyCoverage {
        id: String::new(),
        path: String::new(),
        lines: CoveredShare::of(lines.len() - uncovered_lines.len(), lines.len()),
        conditions: CoveredShare::of(conditions - never.len(), conditions),
        outcomes: CoveredShare::of(outcomes - unmade.len(), outcomes),
        uncovered_lines,
        uncovered_conditions: never.into_iter().collect(),
        uncovered_outcomes: unmade,
        unmeasured: None,
    }
}

#[cfg(test)]
mod tests {
    use super::CoveredShare;

    #[test]
    fn percentages_are_not_rounded() {
        assert!(!CoveredShare::of(9_999, 10_000).reaches(100.0));
        assert!(!CoveredShare::of(999_999_999, 1_000_000_000).reaches(100.0));
        assert!(CoveredShare::of(10_000, 10_000).reaches(100.0));
        assert!(CoveredShare::of(9_999, 10_000).reaches(99.99));
        assert!(CoveredShare::of(0, 0).reaches(100.0));
        assert!(!CoveredShare::of(2, 3).reaches(66.67));
        assert!(CoveredShare::of(2, 3).reaches(66.66));
    }
}
