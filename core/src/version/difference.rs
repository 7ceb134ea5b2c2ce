//! How versions and ranges differ.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::{self, ChangeClass, Field, StepKind};
use super::dialect::{Dialect, Prereleases};
use super::range::Range;
use super::value::Version;
use crate::error::Result;

/// What `diff_versions` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffVersionsInput {
    /// Rules the versions are read by.
    pub dialect: Dialect,
    /// The version before.
    pub before: String,
    /// The version after.
    pub after: String,
}

/// What `diff_versions` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionDiff {
    /// Rules the versions were read by.
    pub dialect: Dialect,
    /// How `before` orders against `after`.
    pub order: Order,
    /// The first field in which they differ; absent when they say the same.
    pub field: Option<Field>,
    /// Kind of the step, as npm's `diff` names it; absent when they order the same, and for
    /// `pep440`.
    pub change: Option<StepKind>,
    /// Size of the step: that of the first number that differs, `patch` when only what follows
    /// the numbers does, `major` when the epoch does.
    pub class: ChangeClass,
    /// By how much the first number that differs does; 0 when no number does.
    pub distance: u64,
}

/// How one version orders against another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// It comes before the other.
    Less,
    /// Neither comes before the other.
    Equal,
    /// It comes after the other.
    Greater,
}

impl From<Ordering> for Order {
    fn from(order: Ordering) -> Self {
        match order {
            Ordering::Less => Self::Less,
            Ordering::Equal => Self::Equal,
            Ordering::Greater => Self::Greater,
        }
    }
}

/// Compares two versions: their order, the first field that differs, and the size of the step.
///
/// # Errors
/// `input_invalid` at `/before` or `/after` when it is no version.
pub fn diff_versions(input: &DiffVersionsInput) -> Result<VersionDiff> {
    let read = |text: &str, path: &str| Version::parse(input.dialect, text).map_err(|e| e.at(path));
    let before = read(&input.before, "/before")?;
    let after = read(&input.after, "/after")?;
    let (field, class, distance) = change::first_difference(&before, &after);
    Ok(VersionDiff {
        dialect: input.dialect,
        order: before.compare(&after).into(),
        field,
        change: change::between(&before, &after),
        class,
        distance,
    })
}

/// What `diff_ranges` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffRangesInput {
    /// Rules the ranges are read by.
    pub dialect: Dialect,
    /// The range before.
    pub before: String,
    /// The range after.
    pub after: String,
    /// Whether both ranges admit prereleases: all, none, or (absent) by the dialect's own rule.
    #[serde(default)]
    pub prereleases: Option<bool>,
}

/// What `diff_ranges` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RangeDiff {
    /// Rules the ranges were read by.
    pub dialect: Dialect,
    /// What became of the set of admitted versions.
    pub relation: RangeRelation,
    /// Whether some version is in both.
    pub intersects: bool,
    /// Whether every version of `before` is in `after`.
    pub subset: bool,
    /// Whether every version of `after` is in `before`.
    pub superset: bool,
    /// Whether both have the same versions.
    pub equal: bool,
    /// Whether no version is in both.
    pub disjoint: bool,
    /// A version of both, where there is one.
    pub in_both: Option<String>,
    /// A version of `before` alone, where there is one.
    pub only_before: Option<String>,
    /// A version of `after` alone, where there is one.
    pub only_after: Option<String>,
}

/// What became of a set of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RangeRelation {
    /// The same versions are admitted.
    Equal,
    /// Some versions are admitted no more, and no others are new.
    Narrowed,
    /// More versions are admitted, and none less.
    Widened,
    /// Some stay, some went and some are new.
    Overlapping,
    /// None stays.
    Disjoint,
}

/// Compares the versions that two ranges admit, with a version for each side that tells them apart.
///
/// # Errors
/// `input_invalid` at `/before` or `/after` when it is no range.
pub fn diff_ranges(input: &DiffRangesInput) -> Result<RangeDiff> {
    let policy = Prereleases::from(input.prereleases);
    let read = |text: &str, path: &str| {
        Range::parse_with(input.dialect, text, policy).map_err(|error| error.at(path))
    };
    let before = read(&input.before, "/before")?;
    let after = read(&input.after, "/after")?;
    let (subset, superset) = (before.subset_of(&after), after.subset_of(&before));
    let intersects = before.intersects(&after);
    let relation = match (subset, superset) {
        (true, true) => RangeRelation::Equal,
        (_, true) if intersects => RangeRelation::Narrowed,
        (true, _) if intersects => RangeRelation::Widened,
        _ if intersects => RangeRelation::Overlapping,
        _ => RangeRelation::Disjoint,
    };
    let text = |version: Option<Version>| version.map(|version| version.to_string());
    Ok(RangeDiff {
        dialect: input.dialect,
        relation,
        intersects,
        subset,
        superset,
        equal: subset && superset,
        disjoint: !intersects,
        in_both: text(before.example_shared(&after)),
        only_before: text(before.example_outside(&after)),
        only_after: text(after.example_outside(&before)),
    })
}
