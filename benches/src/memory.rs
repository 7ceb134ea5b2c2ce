//! How much memory this process took.

/// Returns the most memory this process has held at once, in MB (10^6 bytes); 0 where the system
/// does not tell.
pub fn peak_mb() -> f64 {
    #[expect(clippy::disallowed_methods, reason = "a measurement looks at the machine")]
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1024.0 / 1e6
}
