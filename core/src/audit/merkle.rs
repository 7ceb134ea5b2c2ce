//! The Merkle tree over all entries (RFC 6962 section 2.1), its proofs, and what they prove.
//!
//! A tree of n leaves is split at the largest power of two below n. [`CompactRange`] keeps the roots of its
//! perfect subtrees only, at most 64 of them, which is all that appending needs.
//!
//! ```
//! use meta_core::audit::merkle::{CompactRange, leaf, node};
//!
//! let (a, b, c) = (leaf(b"a"), leaf(b"b"), leaf(b"c"));
//! let mut range = CompactRange::default();
//! for leaf in [a, b, c] {
//!     range.push(leaf);
//! }
//! assert_eq!(range.hashes(), [node(&a, &b), c]);
//! assert_eq!(range.root(), node(&node(&a, &b), &c));
//! ```

use super::hash::Sha256;

/// Returns the hash of a leaf that holds `data`.
pub fn leaf(data: &[u8]) -> Sha256 {
    Sha256::of_parts([&[0], data])
}

/// Returns the hash of the node above `left` and `right`.
pub fn node(left: &Sha256, right: &Sha256) -> Sha256 {
    let mut bytes = [1; 65];
    let [_, children @ ..] = &mut bytes;
    for (byte, from) in children.iter_mut().zip(left.as_bytes().iter().chain(right.as_bytes())) {
        *byte = *from;
    }
    Sha256::of(&bytes)
}

/// Returns the root of a tree without leaves.
pub fn empty() -> Sha256 {
    Sha256::of(b"")
}

/// The roots of the perfect subtrees of a tree, the largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompactRange {
    size: u64,
    hashes: Vec<Sha256>,
}

impl CompactRange {
    /// Returns the range of a tree of `size` leaves; none when there are not as many hashes as ones in the binary
    /// digits of `size`.
    pub fn restore(size: u64, hashes: Vec<Sha256>) -> Option<Self> {
        let count = usize::try_from(size.count_ones()).ok()?;
        (hashes.len() == count).then_some(Self { size, hashes })
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Sha256) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                hash = node(&left, &hash);
            }
        }
        self.hashes.push(hash);
        self.size += 1;
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the roots of the perfect subtrees, the largest first.
    pub fn hashes(&self) -> &[Sha256] {
        &self.hashes
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> Sha256 {
        let edge = self.hashes.iter().rev().copied();
        edge.reduce(|right, left| node(&left, &right)).unwrap_or_else(empty)
    }
}

/// Returns the root of the tree with these leaves.
pub fn root(leaves: &[Sha256]) -> Sha256 {
    let mut range = CompactRange::default();
    for leaf in leaves {
        range.push(*leaf);
    }
    range.root()
}

/// Returns the path that proves that the leaf `index` is in the tree (section 2.1.1); none when there is no such leaf.
pub fn inclusion(leaves: &[Sha256], index: usize) -> Option<Vec<Sha256>> {
    let mut path = Vec::new();
    let (mut rest, mut index) = (leaves, index);
    leaves.get(index)?;
    while let Some((left, right)) = split(rest) {
        if index < left.len() {
            path.push(root(right));
            rest = left;
        } else {
            path.push(root(left));
            index -= left.len();
            rest = right;
        }
    }
    path.reverse();
    Some(path)
}

/// Returns the path that proves that the tree began with its first `earlier` leaves (section 2.1.2), empty when
/// those are none or all; none when there are fewer leaves.
pub fn consistency(leaves: &[Sha256], earlier: usize) -> Option<Vec<Sha256>> {
    leaves.get(..earlier)?;
    let mut path = Vec::new();
    let (mut rest, mut earlier, mut is_known) = (leaves, earlier, true);
    while earlier > 0 && earlier < rest.len() {
        let Some((left, right)) = split(rest) else { break };
        if earlier <= left.len() {
            path.push(root(right));
            rest = left;
        } else {
            path.push(root(left));
            earlier -= left.len();
            (rest, is_known) = (right, false);
        }
    }
    if !is_known {
        path.push(root(rest));
    }
    path.reverse();
    Some(path)
}

/// Splits leaves at the largest power of two below their number; none when there is one or none.
fn split(leaves: &[Sha256]) -> Option<(&[Sha256], &[Sha256])> {
    if leaves.len() < 2 {
        return None;
    }
    leaves.split_at_checked(leaves.len().next_power_of_two() / 2)
}

/// Returns the root that a path of inclusion leads to from the leaf `index` of `size` (RFC 9162 section 2.1.3.2); none
/// when the path has not the length that it has in such a tree.
pub fn included_root(index: u64, size: u64, leaf: Sha256, path: &[Sha256]) -> Option<Sha256> {
    if index >= size {
        return None;
    }
    let mut way = Way { at: index, last: size - 1 };
    let mut root = leaf;
    for sibling in path {
        root = if way.up()? { node(sibling, &root) } else { node(&root, sibling) };
    }
    (way.last == 0).then_some(root)
}

/// Tells whether a path of consistency leads from the root of the first `earlier` leaves to that of `later` leaves
/// (RFC 9162 section 2.1.4.2). Every tree begins with no leaves, and with itself, by an empty path.
pub fn is_consistent(earlier: (u64, Sha256), later: (u64, Sha256), path: &[Sha256]) -> bool {
    let ((from, from_root), (to, to_root)) = (earlier, later);
    if from > to || (from == 0 && from_root != empty()) {
        return false;
    }
    if from == 0 || from == to {
        return path.is_empty() && (from == 0 || from_root == to_root);
    }
    // A perfect tree is a node of the later one: its root is where the path begins, and not in it.
    let (start, rest) = match path.split_first() {
        _ if from.is_power_of_two() => (from_root, path),
        Some((start, rest)) => (*start, rest),
        None => return false,
    };
    let lower = (from - 1).trailing_ones();
    let mut way = Way { at: (from - 1) >> lower, last: (to - 1) >> lower };
    let (mut old, mut new) = (start, start);
    for sibling in rest {
        match way.up() {
            None => return false,
            Some(true) => (old, new) = (node(sibling, &old), node(sibling, &new)),
            Some(false) => new = node(&new, sibling),
        }
    }
    way.last == 0 && old == from_root && new == to_root
}

/// A node on the way to the root: its place in its row, and the last place there.
struct Way {
    at: u64,
    last: u64,
}

impl Way {
    /// Goes to the next node that has a sibling, and above it. Tells whether the sibling stands left of it; none at the root.
    fn up(&mut self) -> Option<bool> {
        if self.last == 0 {
            return None;
        }
        let is_left = self.at % 2 == 1 || self.at == self.last;
        // The last node of a row without a sibling is the root of its subtree in the rows above, too.
        let lower = if is_left && self.at > 0 { self.at.trailing_zeros() } else { 0 };
        self.at = self.at >> lower >> 1;
        self.last = self.last >> lower >> 1;
        Some(is_left)
    }
}
