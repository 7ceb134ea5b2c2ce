//! The format for people.

pub(crate) mod changes;
pub(crate) mod effect;
pub(crate) mod error;
mod files;
pub(crate) mod findings;
pub(crate) mod reference;
mod source;
pub(crate) mod summary;
mod table;
pub(crate) mod tests;
