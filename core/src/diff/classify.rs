//! Where others have a say in what changes count for: policies, which this crate knows nothing of.

use std::collections::BTreeMap;

use super::{AdjustedBy, Adjustment, Change, Class};
use crate::document::Source;
use crate::error::Result;
use crate::finding::{Finding, PackExceptions, Severity};

/// Judges changes behind the rules file and the consumers. It is asked about the changes of each artifact, from any
/// thread, and must not depend on the order.
pub trait Classifier: Sync {
    /// Lists the codes of its own findings.
    fn codes(&self) -> Vec<String>;

    /// Returns what is accepted of its findings besides the rules file, and the text of that document.
    fn accepted(&self) -> Option<(PackExceptions, Source)>;

    /// Returns what it makes of changes that count.
    ///
    /// # Errors
    /// When it cannot answer.
    fn classify(&self, changes: &[Change]) -> Result<Vec<Classification>>;

    /// Returns its findings about everything it was asked, such as questions that it failed on.
    fn findings(&self) -> Vec<Finding>;
}

/// What policies make of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// Fingerprint of the change.
    pub fingerprint: String,
    /// The class that it has now; none when it stays as it is.
    pub class: Option<Class>,
    /// The severity that it has now; none when it follows from the class.
    pub severity: Option<Severity>,
    /// The policies that asked for it, with their reasons.
    pub by: Vec<(String, String)>,
    /// Words for it, sorted.
    pub tags: Vec<String>,
}

/// Gives changes the classes and words of `classifications`.
pub(super) fn apply(changes: &mut [Change], classifications: &[Classification]) {
    let of: BTreeMap<&str, &Classification> =
        classifications.iter().map(|one| (one.fingerprint.as_str(), one)).collect();
    for change in changes {
        let Some(classification) = of.get(change.fingerprint.as_str()) else { continue };
        set(change, classification);
        change.tags.clone_from(&classification.tags);
    }
}

fn set(change: &mut Change, classification: &Classification) {
    let adjustments = classification.by.iter().map(|(policy, reason)| Adjustment {
        by: AdjustedBy::Policy,
        policy: Some(policy.clone()),
        from_class: change.class,
        from_severity: change.severity,
        reason: reason.clone(),
    });
    let adjustments: Vec<Adjustment> = adjustments.collect();
    change.adjustments.extend(adjustments);
    if let Some(class) = classification.class.filter(|class| *class != change.class) {
        change.become_class(class);
    }
    if let Some(severity) = classification.severity {
        change.severity = severity;
    }
}
