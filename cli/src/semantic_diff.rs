//! The command `semantic-diff`: the comparison of `meta-core diff` under a name of its own.

use std::process::ExitCode;

fn main() -> ExitCode {
    meta_core_cli::semantic_diff()
}
