//! What a change inside of a schema means outside.

use crate::diff::Effect;

/// What a change inside means outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// The same: where more is accepted inside, more is accepted outside.
    Same,
    /// The reverse: under `not`, less is more.
    Reversed,
    /// Either: under `if`, and where alternatives exclude each other.
    Either,
    /// Either, and even what changes no set may: beside `unevaluatedProperties`, which names a schema
    /// mentions is what counts.
    Evaluated,
}

impl Flow {
    /// Returns what a change means that passes through both.
    pub(crate) fn then(self, inner: Self) -> Self {
        match (self, inner) {
            (Self::Evaluated, _) | (_, Self::Evaluated) => Self::Evaluated,
            (Self::Either, _) | (_, Self::Either) => Self::Either,
            (one, other) if one == other => Self::Same,
            _ => Self::Reversed,
        }
    }

    /// Returns what a change means that is met on two ways.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Evaluated, _) | (_, Self::Evaluated) => Self::Evaluated,
            _ => Self::Either,
        }
    }

    pub(crate) fn of(self, effect: Effect) -> Effect {
        match self {
            Self::Same => effect,
            Self::Reversed => effect.reversed(),
            Self::Either | Self::Evaluated if effect == Effect::None => Effect::None,
            Self::Either | Self::Evaluated => Effect::Both,
        }
    }
}

/// Which values a pair inside of another speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Those of a member or an item.
    Part,
    /// The same, as one of several schemas that may apply at the place.
    Same,
    /// The same, as one of the kinds that a member names: no validator looks there.
    Named,
    /// Those that are told apart from others: by `if`, `not` and `contains`.
    Test,
}
