//! What the fuzz targets share, built once for all of them.

mod check;

/// Does with `bytes` what the target called `name` does.
pub fn run(name: &str, bytes: &[u8]) {
    check::run(name, bytes);
}
