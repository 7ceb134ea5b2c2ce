//! Times one operation on a made-up workspace: `time OPERATION SERVICES [ROUNDS]`.
//!
//! Prints the time of each step of the best round and the peak memory of the process.

use std::io::Write;
use std::time::{Duration, Instant};

use meta_benches::{inputs, memory, platform};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let operation = arguments.next().ok_or("which operation?")?;
    let services: usize = arguments.next().ok_or("how many services?")?.parse()?;
    let rounds: usize = arguments.next().map_or(Ok(5), |rounds| rounds.parse())?;
    let input = input(&operation, services).ok_or("no such operation")?.to_string();
    let before = memory::peak_mb();
    let processor = memory::processor_seconds();
    let mut best = Duration::MAX;
    let mut length = 0;
    for _ in 0..rounds {
        let (took, report) = timed(|| meta_core::call(&operation, &input));
        length = report?.len();
        best = best.min(took);
    }
    #[expect(clippy::cast_precision_loss, reason = "rounds are few")]
    let processor = (memory::processor_seconds() - processor) / rounds as f64;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{operation} {services}: {:.3} s, {:.3} s of processor, {:.1} MB in, {:.1} MB out, peak {:.0} MB ({before:.0} before)",
        best.as_secs_f64(),
        processor,
        megabytes(input.len()),
        megabytes(length),
        memory::peak_mb(),
    )?;
    Ok(())
}

fn input(operation: &str, services: usize) -> Option<Value> {
    let platform = platform(services, 1);
    Some(match operation {
        "build_catalog" => inputs::build_catalog(&platform),
        "validate_catalog" => inputs::validate_catalog(&platform),
        "check_graph" => inputs::check_graph(&platform),
        "find_impact" => inputs::find_impact(&platform),
        "classify_drift" => inputs::classify_drift(&platform),
        "score_quality" => inputs::score_quality(&platform),
        "check_platform" => inputs::check_platform(&platform),
        _ => return None,
    })
}

#[expect(clippy::disallowed_methods, reason = "a measurement looks at the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
