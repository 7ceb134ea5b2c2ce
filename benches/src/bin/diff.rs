//! Our part in the comparison of diffs with other tools: `diff KIND BEFORE AFTER` prints the time and
//! the changes.

use meta_benches::clock::Clock;
use meta_benches::memory::peak_mb;
use meta_core::diff::{DiffArtifactsInput, diff_artifacts};
use serde_json::json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, before, after] = arguments.as_slice() else {
        return Err("KIND BEFORE AFTER".into());
    };
    let input: DiffArtifactsInput = serde_json::from_value(json!({
        "kind": kind,
        "before": {"path": before, "text": read(before)?},
        "after": {"path": after, "text": read(after)?},
        "now": "2026-11-21T00:00:00Z",
    }))?;
    let mut clock = Clock::start();
    let report = diff_artifacts(&input)?;
    clock.lap("diff");
    clock.report(&json!({"report": report, "peak_mb": peak_mb()}))
}

#[expect(clippy::disallowed_methods, reason = "the inputs are files")]
fn read(path: &str) -> Outcome<String> {
    Ok(std::fs::read_to_string(path)?)
}
