//! References to types, such as `[User!]!`, and which of them may take the place of which.

use std::fmt;

/// What stands around the name of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wrapper {
    List,
    NonNull,
}

/// A reference to a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TypeRef {
    name: String,
    /// Outer ones first.
    wrappers: Vec<Wrapper>,
}

/// How a reference to a type changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Null is excluded somewhere.
    Tightened,
    /// Null is allowed somewhere.
    Loosened,
    /// A list of what it was.
    Listed,
    /// Another type, other lists, or null both excluded and allowed.
    Changed,
}

impl TypeRef {
    pub(super) fn new(name: String, wrappers: Vec<Wrapper>) -> Self {
        Self { name, wrappers }
    }

    /// Returns the name inside of lists and non-nulls.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Tells whether a value is a list, or null.
    pub(super) fn is_list(&self) -> bool {
        self.wrappers.contains(&Wrapper::List)
    }

    pub(super) fn is_non_null(&self) -> bool {
        self.wrappers.first() == Some(&Wrapper::NonNull)
    }

    /// Returns what changed from `self` to `after`, whose name counts as `name` here.
    pub(super) fn step(&self, after: &Self, same_name: bool) -> Option<Step> {
        let lists = |wrappers: &[Wrapper]| wrappers.iter().filter(|w| **w == Wrapper::List).count();
        let (was, is) = (lists(&self.wrappers), lists(&after.wrappers));
        if !same_name || was != is {
            let listed = same_name && was + 1 == is;
            return Some(if listed { Step::Listed } else { Step::Changed });
        }
        let levels = non_nulls(&self.wrappers).into_iter().zip(non_nulls(&after.wrappers));
        let (mut tightened, mut loosened) = (false, false);
        for (was, is) in levels {
            tightened |= !was && is;
            loosened |= was && !is;
        }
        match (tightened, loosened) {
            (false, false) => None,
            (true, false) => Some(Step::Tightened),
            (false, true) => Some(Step::Loosened),
            (true, true) => Some(Step::Changed),
        }
    }
}

/// Tells for every level, outer ones first, whether null is excluded.
fn non_nulls(wrappers: &[Wrapper]) -> Vec<bool> {
    let mut levels = vec![false];
    for wrapper in wrappers {
        match (wrapper, levels.last_mut()) {
            (Wrapper::NonNull, Some(last)) => *last = true,
            _ => levels.push(false),
        }
    }
    levels
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for _ in self.wrappers.iter().filter(|wrapper| **wrapper == Wrapper::List) {
            f.write_str("[")?;
        }
        f.write_str(&self.name)?;
        for wrapper in self.wrappers.iter().rev() {
            f.write_str(if *wrapper == Wrapper::List { "]" } else { "!" })?;
        }
        Ok(())
    }
}
