//! The changes of a report that somebody asks for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diff::{Change, Class, DiffSummary, summary};
use crate::document::{Source, pointer};
use crate::error::Result;
use crate::finding::matches;

/// What `find_changes` reads: a change must have all that is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindChangesInput {
    /// A report of `diff_artifacts`, `diff_trees` or `merge_reports`.
    pub report: Source,
    /// Its code; `*` matches any text, such as `diff/json-schema/*`. Absent: any.
    #[serde(default)]
    pub code: Option<String>,
    /// The least class. Absent: any.
    #[serde(default)]
    pub class_at_least: Option<Class>,
    /// Where it is, before or after: a JSON Pointer at or above it, or one with `*` for any text.
    /// Absent: anywhere.
    #[serde(default)]
    pub pointer: Option<String>,
    /// Name of the file it is in, before or after; `*` matches any text. Absent: any.
    #[serde(default)]
    pub path: Option<String>,
    /// Name of a consumer it concerns; `*` matches any text. Absent: any or none.
    #[serde(default)]
    pub consumer: Option<String>,
    /// The least confidence, from 0 to 1. Absent: any.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence_at_least: Option<f64>,
    /// Whether it is ignored. Absent: either.
    #[serde(default)]
    pub ignored: Option<bool>,
}

/// What `find_changes` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FoundChanges {
    /// Changes of the whole report.
    pub total: usize,
    /// What was counted among the changes found.
    pub summary: DiffSummary,
    /// The changes found, in the order of the report.
    pub changes: Vec<Change>,
}

/// Finds the changes of a report by code, class, place, file, consumer, confidence and whether they count.
///
/// ```
/// let report = meta_core::call("diff_artifacts", r#"{
///     "before": {"type": "object", "properties": {"a": {"maximum": 9}, "b": {"maxLength": 9}}},
///     "after": {"type": "object", "properties": {"a": {"maximum": 5}, "b": {"maxLength": 5}}},
///     "now": "2026-11-21T00:00:00Z"
/// }"#)?;
/// let asked = format!(r#"{{"report": {report}, "pointer": "/properties/a"}}"#);
/// let found = meta_core::call("find_changes", &asked)?;
/// assert!(found.contains("maximum_lowered") && !found.contains("max_length_lowered"));
/// # Ok::<(), meta_core::Error>(())
/// ```
///
/// # Errors
/// `input_invalid` when it is no report of changes.
pub fn find_changes(input: &FindChangesInput) -> Result<FoundChanges> {
    let report = super::read(&input.report, "/report")?;
    let total = report.changes.len();
    let changes: Vec<Change> =
        report.changes.into_iter().filter(|change| input.asks_for(change)).collect();
    Ok(FoundChanges { total, summary: summary(&changes), changes })
}

impl FindChangesInput {
    fn asks_for(&self, change: &Change) -> bool {
        self.code.as_ref().is_none_or(|glob| matches(glob, &change.code))
            && self.class_at_least.is_none_or(|class| change.class >= class)
            && self.pointer.as_ref().is_none_or(|asked| is_at(asked, change))
            && self.path.as_ref().is_none_or(|glob| is_in(glob, change))
            && self.consumer.as_ref().is_none_or(|glob| concerns(glob, change))
            && self.confidence_at_least.is_none_or(|least| change.confidence >= least)
            && self.ignored.is_none_or(|ignored| change.ignored.is_some() == ignored)
    }
}

fn is_at(asked: &str, change: &Change) -> bool {
    let places = [&change.before_pointer, &change.after_pointer];
    places.into_iter().flatten().any(|place| {
        if asked.contains('*') {
            return matches(asked, place);
        }
        pointer::ancestors(place).any(|around| around == asked)
    })
}

fn is_in(glob: &str, change: &Change) -> bool {
    let places = [&change.before_location, &change.after_location];
    places.into_iter().flatten().any(|place| matches(glob, &place.path))
}

fn concerns(glob: &str, change: &Change) -> bool {
    change.consumers.iter().flatten().any(|consumer| matches(glob, &consumer.name))
}
