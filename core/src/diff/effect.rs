//! What a change does to the set of values that a schema accepts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a change does to the set of accepted values.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The same values are accepted.
    #[default]
    None,
    /// Every value that was accepted still is, and others are.
    Widened,
    /// Every value that is accepted was before, and others are not any more.
    Narrowed,
    /// Some values are not accepted any more, and others are.
    Both,
}

impl Effect {
    /// Returns the effect that loses values, gains values, or both.
    #[must_use]
    pub(super) fn of([narrows, widens]: [bool; 2]) -> Self {
        match (narrows, widens) {
            (true, true) => Self::Both,
            (true, false) => Self::Narrowed,
            (false, true) => Self::Widened,
            (false, false) => Self::None,
        }
    }

    /// Returns what two changes to a set do together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (same, Self::None) | (Self::None, same) => same,
            (one, other) if one == other => one,
            _ => Self::Both,
        }
    }

    /// Returns the effect on the complement of the set, and of the change in the other direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Widened => Self::Narrowed,
            Self::Narrowed => Self::Widened,
            same => same,
        }
    }

    /// Tells whether values that were accepted may be rejected now.
    pub fn narrows(self) -> bool {
        matches!(self, Self::Narrowed | Self::Both)
    }

    /// Tells whether values that were rejected may be accepted now.
    pub fn widens(self) -> bool {
        matches!(self, Self::Widened | Self::Both)
    }

    /// Returns the effect of a bound that was removed, set or moved: `raised` tells how the values
    /// before and after compare, and `lower` whether it bounds from below.
    pub(super) fn of_bound(raised: std::cmp::Ordering, lower: bool) -> Self {
        match (raised, lower) {
            (std::cmp::Ordering::Equal, _) => Self::None,
            (std::cmp::Ordering::Greater, true) | (std::cmp::Ordering::Less, false) => {
                Self::Narrowed
            }
            _ => Self::Widened,
        }
    }
}
