//! Every operation but those of policies: the engine that runs them is a good part of the whole.

use meta_core::error::{Error, ErrorCode, Result};
use meta_core::operations::Prepared;

/// Handles that only policies need.
const HANDLES: [&str; 2] = ["Catalog", "PolicySet"];

/// Operations of policies whose names do not say so.
const OPERATIONS: [&str; 2] = ["diff_findings", "explain_decision"];

/// What is told of policies beside an operation of the core.
const BESIDE: [&str; 5] = ["/policies", "/data", "/environment", "/timeout_ms", "/timings"];

/// The operations and the handle whose policies see a catalog.
const GUARDED: [&str; 8] = [
    "Lifecycle",
    "advance_lifecycle",
    "advance_many",
    "build_blocking_report",
    "check_lifecycle",
    "explain_transition",
    "list_available",
    "replay_lifecycle",
];

pub(crate) fn call(name: &str, text: String) -> Result<String> {
    let is_of_policies = name.contains("polic") || OPERATIONS.contains(&name);
    meta_core::call(name, text).map_err(|error| told(error, name, is_of_policies))
}

pub(crate) fn open(name: &str, text: &str) -> Result<Prepared> {
    let is_of_policies = HANDLES.contains(&name);
    Prepared::open(name, text).map_err(|error| told(error, name, is_of_policies))
}

/// Runs `work`: nothing here asks for the time.
pub(crate) fn in_time<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// Tells of what this build does not know that the whole library knows it.
fn told(error: Error, name: &str, is_of_policies: bool) -> Error {
    const HELP: &str = "load the whole of `meta-core-wasm`";
    match error.code() {
        ErrorCode::OperationUnknown if is_of_policies => {
            let message = format!("this build has no policies, so no `{name}`");
            Error::new(ErrorCode::OperationUnknown, message).help(HELP)
        }
        ErrorCode::InputInvalid
            if BESIDE.contains(&error.path())
                || (error.path() == "/catalog" && GUARDED.contains(&name)) =>
        {
            error.help(format!("this build has no policies; {HELP}"))
        }
        _ => error,
    }
}
