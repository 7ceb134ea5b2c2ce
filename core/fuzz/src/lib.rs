//! What the fuzz targets share, built once for all of them.

mod check;
mod policies;

/// Does with `bytes` what the target called `name` does.
pub fn run(name: &str, bytes: &[u8]) {
    if name.starts_with("policy_") { policies::run(name, bytes) } else { check::run(name, bytes) }
}
