//! Places while lifting.

use crate::document::pointer;

/// Where something stood, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) from: String,
    pub(super) to: String,
}

impl At {
    /// Returns the place of something that stays where it is.
    pub(super) fn here(pointer: &str) -> Self {
        Self { from: pointer.to_owned(), to: pointer.to_owned() }
    }

    /// Returns the place of a member that keeps its name.
    pub(super) fn member(&self, key: &str) -> Self {
        self.renamed(key, key)
    }

    /// Returns the place of a member that gets another name.
    pub(super) fn renamed(&self, from: &str, to: &str) -> Self {
        Self { from: pointer::push(&self.from, from), to: pointer::push(&self.to, to) }
    }

    /// Returns the place of a member that is made.
    pub(super) fn made(&self, key: &str) -> Self {
        Self { from: self.from.clone(), to: pointer::push(&self.to, key) }
    }
}
