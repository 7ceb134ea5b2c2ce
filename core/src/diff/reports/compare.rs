//! What changed in risk between two reports of changes, such as those of two states of one pull
//! request.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::names::Names;
use super::types::ChangesReport;
use crate::diff::{Change, Class, DiffSummary, FileDiff, FileStatus};
use crate::document::Source;
use crate::error::{Error, Result};

/// What `diff_reports` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffReportsInput {
    /// The earlier report of `diff_artifacts`, `diff_trees` or `merge_reports`.
    pub before: Source,
    /// The later one, of the same artifact or tree.
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
    /// No worse ones came, but the later report lacks what the earlier one may have: a limit was met, or files
    /// were not compared.
    Unknown,
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
/// `input_invalid` when one is no report of changes, or one is of an artifact and the other of a tree.
pub fn diff_reports(input: &DiffReportsInput) -> Result<ReportsDiff> {
    let before = super::read(&input.before, "/before")?;
    let after = super::read(&input.after, "/after")?;
    if before.files.is_some() != after.files.is_some() {
        return Err(Error::invalid("/after", "one report is of an artifact, the other of a tree")
            .help("compare two reports of one artifact, or of one tree"));
    }
    let (earlier, later) = (Names::of(&before), Names::of(&after));
    let is_tree = after.files.is_some();
    // What is in two files of a tree has nothing in common, whatever it looks like.
    let file = |names: &Names, change: &Change| {
        if is_tree { names.before(change).to_owned() } else { String::new() }
    };
    // Two changes may have one fingerprint, such as one for each polarity: they pair up in order.
    let mut known: BTreeMap<(String, &str), VecDeque<&Change>> = BTreeMap::new();
    for change in &before.changes {
        known.entry((file(&earlier, change), &change.fingerprint)).or_default().push_back(change);
    }
    let (mut gained, mut reclassified, mut same) = (Vec::new(), Vec::new(), 0);
    for change in &after.changes {
        let key = (file(&later, change), change.fingerprint.as_str());
        let Some(old) = known.get_mut(&key).and_then(VecDeque::pop_front) else {
            gained.push(change.clone());
            continue;
        };
        match reclassified_change(old, change) {
            Some(other) => reclassified.push(other),
            None => same += 1,
        }
    }
    // Those that were not paired are the last ones of their fingerprint.
    let mut lost: Vec<Change> = Vec::new();
    for change in before.changes.iter().rev() {
        let key = (file(&earlier, change), change.fingerprint.as_str());
        if known.get_mut(&key).and_then(VecDeque::pop_back).is_some() {
            lost.push(change.clone());
        }
    }
    lost.reverse();
    let unseen = Unseen::of(&before, &after);
    let (risk, reasons) = judge(&gained, &lost, &reclassified, &unseen);
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

/// What the later report does not tell.
struct Unseen {
    /// Files that it did not compare, by both names.
    files: BTreeSet<String>,
    /// Why changes may be missing from it that the earlier one has.
    reason: Option<&'static str>,
}

impl Unseen {
    fn of(before: &ChangesReport, after: &ChangesReport) -> Self {
        let untold =
            |file: &&FileDiff| matches!(file.status, FileStatus::Untold | FileStatus::Unreadable);
        let names = |file: &FileDiff| [file.before.clone(), file.after.clone()];
        let files = |report: &ChangesReport| -> BTreeSet<String> {
            report.tree().iter().filter(untold).flat_map(names).flatten().collect()
        };
        let unseen = files(after);
        let reason = if after.incomplete && !before.incomplete {
            Some(
                "changes may be missing from the later report: a limit was met, or files cannot be read",
            )
        } else if !unseen.is_subset(&files(before)) {
            Some("the later report does not compare files that are not the same")
        } else {
            None
        };
        Self { files: unseen, reason }
    }

    fn hides(&self, change: &Change) -> bool {
        let places = [&change.before_location, &change.after_location];
        places.into_iter().flatten().any(|at| self.files.contains(at.path.as_str()))
    }
}

fn judge(
    gained: &[Change],
    lost: &[Change],
    reclassified: &[ReclassifiedChange],
    unseen: &Unseen,
) -> (RiskTrend, Vec<String>) {
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    let (hidden, lost): (Vec<&Change>, Vec<&Change>) =
        lost.iter().partition(|change| unseen.hides(change));
    let mut unknown = unseen.reason.iter().map(|why| (*why).to_owned()).collect::<Vec<_>>();
    for class in [Class::Breaking, Class::Behavioral] {
        let of = |changes: &[&Change]| {
            changes.iter().filter(|change| counted(change) == Some(class)).count()
        };
        worse.extend(sentence(of(&gained.iter().collect::<Vec<_>>()), class, "came"));
        better.extend(sentence(of(&lost), class, "went away"));
        unknown.extend(sentence(of(&hidden), class, "cannot be seen any more"));
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
    let risk = match (worse.is_empty(), unknown.is_empty(), better.is_empty()) {
        (false, ..) => RiskTrend::Risen,
        (true, false, _) => RiskTrend::Unknown,
        (true, true, false) => RiskTrend::Fallen,
        (true, true, true) => RiskTrend::Same,
    };
    worse.extend(better);
    worse.extend(unknown);
    (risk, worse)
}

fn sentence(count: usize, class: Class, what: &str) -> Option<String> {
    let noun = if count == 1 { "change" } else { "changes" };
    (count > 0).then(|| format!("{count} {} {noun} {what}", class.as_str()))
}
