//! How much memory and processor time this process took.

/// Returns the most memory this process has held at once, in MB (10^6 bytes); 0 where the system
/// does not tell.
pub fn peak_mb() -> f64 {
    #[expect(clippy::disallowed_methods, reason = "a measurement looks at the machine")]
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1024.0 / 1e6
}

/// Returns the processor time of all threads of this process in seconds; 0 where the system does not
/// tell. Unlike the clock, it does not count what else the machine does.
pub fn processor_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    #[expect(clippy::disallowed_methods, reason = "a measurement looks at the machine")]
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_PER_SECOND
}
