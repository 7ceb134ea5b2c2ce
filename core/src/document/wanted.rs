//! The parts of a document whose places are wanted, as a tree of keys.

use std::collections::BTreeMap;

use super::pointer;

/// A wanted value and what is wanted inside of it.
#[derive(Default)]
pub(super) struct Wanted<'p> {
    /// JSON Pointer of the value.
    pub(super) pointer: &'p str,
    inner: BTreeMap<String, Wanted<'p>>,
}

impl<'p> Wanted<'p> {
    /// Returns the tree of `pointers` and of every value around them.
    pub(super) fn of(pointers: &[&'p str]) -> Self {
        let mut root = Self::default();
        for pointer in pointers {
            let mut node = &mut root;
            let mut end = 0;
            for escaped in pointer.split('/').skip(1) {
                end += 1 + escaped.len();
                let key = pointer::unescape(escaped);
                node = node.inner.entry(key).or_default();
                node.pointer = pointer.get(..end).unwrap_or(pointer);
            }
        }
        root
    }

    /// Returns what is wanted of the member `key`.
    pub(super) fn member(&self, key: &str) -> Option<&Self> {
        self.inner.get(key)
    }

    /// Returns what is wanted of the item `index`.
    pub(super) fn item(&self, index: usize) -> Option<&Self> {
        self.inner.get(&index.to_string())
    }

    /// Returns what is wanted of items, by their positions.
    pub(super) fn items(&self) -> BTreeMap<usize, &Self> {
        let position = |key: &String| key.parse().ok().filter(|at: &usize| at.to_string() == *key);
        self.inner.iter().filter_map(|(key, inner)| Some((position(key)?, inner))).collect()
    }

    /// Tells whether nothing inside is wanted.
    pub(super) fn is_leaf(&self) -> bool {
        self.inner.is_empty()
    }
}
