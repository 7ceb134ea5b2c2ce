//! What changed in risk between two reports of changes, such as those of two states of one pull
//! request.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diff::{Change, Class, DiffSummary};
use crate::document::Source;
use crate::error::Result;

/// What `diff_reports` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffReportsInput {
    /// The earlier report of `diff_artifacts` or `merge_reports`.
    pub before: Source,
    /// The later one.
    pub after: Source,
}

/// What `diff_reports` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReportsDiff {
    /// What became of the risk.
    pub risk: RiskTrend,
    /// Why, in sentences.
    pub reasons: Vec<String>,
    /// What was counted in the earlier report.
    pub before: DiffSummary,
    /// What was counted in the later report.
    pub after: DiffSummary,
    /// Changes of the later report alone.
    pub gained: Vec<Change>,
    /// Changes of the earlier report alone.
    pub lost: Vec<Change>,
    /// Changes of both that count for another class now.
    pub reclassified: Vec<ReclassifiedChange>,
    /// Changes of both that count as before.
    pub same: usize,
}

/// What became of the risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskTrend {
    /// Some change that breaks or behaves otherwise is new, or counts for more: whatever went away, it
    /// does not make that good.
    Risen,
    /// Nothing of that kind changed.
    Same,
    /// Some of these went away, or count for less, and none came.
    Fallen,
}

/// A change that both reports have, and that counts for another class now.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReclassifiedChange {
    /// Its code.
    pub code: String,
    /// What names it in both reports.
    pub fingerprint: String,
    /// The class it counted for; absent when it was ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Class>,
    /// The class it counts for; absent when it is ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Class>,
    /// What changed, in a sentence.
    pub message: String,
}

/// Compares two reports of changes: what is new, what is gone, what counts for another class, and
/// whether the risk rose.
///
/// ```
/// let report = |maximum: u8| meta_core::call("diff_artifacts", &format!(
///     r#"{{"before": {{"maximum": 9}}, "after": {{"maximum": {maximum}}}, "kind": "json-schema",
///          "now": "2026-11-21T00:00:00Z"}}"#));
/// let both = format!(r#"{{"before": {}, "after": {}}}"#, report(9)?, report(5)?);
/// assert!(meta_core::call("diff_reports", &both)?.contains(r#""risk":"risen""#));
/// # Ok::<(), meta_core::Error>(())
/// ```
///
/// # Errors
/// `input_invalid` when one is no report of changes.
pub fn diff_reports(input: &DiffReportsInput) -> Result<ReportsDiff> {
    let before = super::read(&input.before, "/before")?;
    let after = super::read(&input.after, "/after")?;
    // Two changes may have one fingerprint, such as one for each polarity: they pair up in order.
    let mut earlier: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in before.changes.iter().rev() {
        earlier.entry(&change.fingerprint).or_default().push(change);
    }
    let (mut gained, mut reclassified, mut same) = (Vec::new(), Vec::new(), 0);
    for change in &after.changes {
        let Some(old) = earlier.get_mut(change.fingerprint.as_str()).and_then(Vec::pop) else {
            gained.push(change.clone());
            continue;
        };
        match reclassified_change(old, change) {
            Some(other) => reclassified.push(other),
            None => same += 1,
        }
    }
    let mut left: BTreeMap<&str, usize> =
        earlier.into_iter().map(|(print, changes)| (print, changes.len())).collect();
    // Those that were not paired are the last ones of their fingerprint.
    let mut lost: Vec<Change> = Vec::new();
    for change in before.changes.iter().rev() {
        let Some(count) = left.get_mut(change.fingerprint.as_str()).filter(|count| **count > 0)
        else {
            continue;
        };
        *count -= 1;
        lost.push(change.clone());
    }
    lost.reverse();
    let (risk, reasons) = judge(&gained, &lost, &reclassified);
    let (before, after) = (before.summary, after.summary);
    Ok(ReportsDiff { risk, reasons, before, after, gained, lost, reclassified, same })
}

/// Returns the class a change counts for; none when it is ignored.
fn counted(change: &Change) -> Option<Class> {
    change.ignored.is_none().then_some(change.class)
}

fn reclassified_change(old: &Change, new: &Change) -> Option<ReclassifiedChange> {
    (counted(old) != counted(new)).then(|| ReclassifiedChange {
        code: new.code.clone(),
        fingerprint: new.fingerprint.clone(),
        before: counted(old),
        after: counted(new),
        message: new.message.clone(),
    })
}

fn judge(
    gained: &[Change],
    lost: &[Change],
    reclassified: &[ReclassifiedChange],
) -> (RiskTrend, Vec<String>) {
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    for class in [Class::Breaking, Class::Behavioral] {
        let of = |changes: &[Change]| {
            changes.iter().filter(|change| counted(change) == Some(class)).count()
        };
        worse.extend(sentence(of(gained), class, "came"));
        better.extend(sentence(of(lost), class, "went away"));
        let risen = |one: &&ReclassifiedChange| one.after == Some(class) && one.before < one.after;
        let fallen =
            |one: &&ReclassifiedChange| one.before == Some(class) && one.after < one.before;
        worse.extend(sentence(
            reclassified.iter().filter(risen).count(),
            class,
            "rose to this class",
        ));
        better.extend(sentence(
            reclassified.iter().filter(fallen).count(),
            class,
            "fell from this class",
        ));
    }
    let risk = match (worse.is_empty(), better.is_empty()) {
        (false, _) => RiskTrend::Risen,
        (true, false) => RiskTrend::Fallen,
        (true, true) => RiskTrend::Same,
    };
    worse.extend(better);
    (risk, worse)
}

fn sentence(count: usize, class: Class, what: &str) -> Option<String> {
    let noun = if count == 1 { "change" } else { "changes" };
    (count > 0).then(|| format!("{count} {} {noun} {what}", class.as_str()))
}
