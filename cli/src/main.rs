//! The command `meta-core`.

use std::process::ExitCode;

fn main() -> ExitCode {
    meta_core_cli::meta_core()
}
