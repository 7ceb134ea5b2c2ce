//! How much a document may cost.

use crate::error::{Error, Result};

/// The most a document may cost to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the text in bytes.
    pub bytes: usize,
    /// Values inside values; at most 127.
    pub depth: usize,
    /// Values in all.
    pub nodes: usize,
    /// Values that aliases stand for.
    pub alias_nodes: usize,
}

impl Default for Limits {
    /// 64 MiB, 100 deep, 5 million values, 100,000 of them by aliases.
    fn default() -> Self {
        Self { bytes: 64 << 20, depth: 100, nodes: 5_000_000, alias_nodes: 100_000 }
    }
}

impl Limits {
    /// What one call of an operation may cost to read: the documents it carries have limits of their
    /// own, and there may be many. 1 GiB, 100 deep, 50 million values, 100,000 of them by aliases.
    pub(crate) const CALL: Self =
        Self { bytes: 1 << 30, depth: 100, nodes: 50_000_000, alias_nodes: 100_000 };

    pub(crate) fn check_bytes(&self, bytes: usize) -> Result<()> {
        if bytes <= self.bytes {
            return Ok(());
        }
        let message = format!("the text has {bytes} bytes; the most allowed is {}", self.bytes);
        Err(Error::limit(message).help("split the document"))
    }

    pub(super) fn too_deep(&self) -> Error {
        Error::limit(format!("values are nested more than {} deep", self.depth))
            .help("flatten the document")
    }

    pub(super) fn too_many(&self) -> Error {
        Error::limit(format!("the document has more than {} values", self.nodes))
            .help("split the document")
    }

    pub(super) fn too_many_aliases(&self) -> Error {
        Error::limit(format!("aliases stand for more than {} values", self.alias_nodes))
            .help("write the values out, or use fewer aliases")
    }
}
