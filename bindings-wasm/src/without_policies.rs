//! Every operation but those of policies: the engine that runs them is a good part of the whole.

use meta_core::error::{Error, ErrorCode, Result};
use meta_core::operations::Prepared;

/// Handles that only policies need.
const HANDLES: [&str; 2] = ["Catalog", "PolicySet"];

pub(crate) fn call(name: &str, text: String) -> Result<String> {
    meta_core::call(name, text)
        .map_err(|error| told(error, name, name.contains("polic") || name == "diff_findings"))
}

pub(crate) fn open(name: &str, text: &str) -> Result<Prepared> {
    let is_of_policies = HANDLES.contains(&name);
    Prepared::open(name, text).map_err(|error| told(error, name, is_of_policies))
}

/// Runs `work`: nothing here asks for the time.
pub(crate) fn in_time<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// Tells of an unknown name that other builds know it.
fn told(error: Error, name: &str, is_of_policies: bool) -> Error {
    if !is_of_policies || error.code() != ErrorCode::OperationUnknown {
        return error;
    }
    Error::new(ErrorCode::OperationUnknown, format!("this build has no policies, so no `{name}`"))
        .help("load the whole of `meta-core-wasm`")
}
