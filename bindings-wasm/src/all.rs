//! The whole library: every operation by its name, and the handles.

use meta_core::error::Result;
use meta_core::operations::Prepared;

pub(crate) fn call(name: &str, text: String) -> Result<String> {
    meta_rules::call(name, text)
}

pub(crate) fn open(name: &str, text: &str) -> Result<Prepared> {
    meta_rules::operations::open(name, text)
}
