//! The small build: what compares artifacts, and what is asked about its reports. Functions are named here
//! instead of looked up in the table, so that the linker leaves out whatever they do not reach.

use meta_core::error::Result;
use meta_core::operations::call_function as run;
use meta_core::{diff, operations, report};

const NAMES: [&str; 7] = [
    "diff_artifacts",
    "diff_reports",
    "explain_code",
    "find_changes",
    "list_codes",
    "merge_reports",
    "render_report",
];

pub(crate) fn call(name: &str, text: String) -> Result<String> {
    match name {
        "diff_artifacts" => run(diff::diff_artifacts, text),
        "diff_reports" => run(diff::diff_reports, text),
        "explain_code" => run(operations::explain_code, text),
        "find_changes" => run(diff::find_changes, text),
        "list_codes" => run(operations::list_codes, text),
        "merge_reports" => run(diff::merge_reports, text),
        "render_report" => run(report::render_report, text),
        _ => Err(operations::unknown("operation", name, NAMES)),
    }
}
