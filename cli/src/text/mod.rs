//! The format for people.

pub(crate) mod changes;
pub(crate) mod effect;
pub(crate) mod error;
pub(crate) mod explanation;
mod files;
pub(crate) mod findings;
pub(crate) mod machines;
pub(crate) mod protocol;
pub(crate) mod reference;
mod source;
pub(crate) mod summary;
pub(crate) mod table;
pub(crate) mod tests;
