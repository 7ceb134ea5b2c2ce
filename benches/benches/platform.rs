//! The whole check of a workspace.
//!
//! `text` goes from text to text, as each host calls it; `typed` is the function of the Rust crate.

use std::cell::LazyCell;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use meta_benches::{inputs, platform};
use meta_core::platform::{PlatformInput, check_platform};

fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check_platform");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    for size in [100, 1_000, 10_000, 100_000] {
        // Lazy, so that a benchmark that is filtered out costs nothing.
        let text = LazyCell::new(|| inputs::check_platform(&platform(size, 1)).to_string());
        let typed = LazyCell::new(|| typed(size));
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::new("text", size), |bencher| {
            let text: &str = &text;
            bencher.iter(|| {
                meta_core::call("check_platform", text).unwrap_or_else(|error| broken(&error))
            });
        });
        group.bench_function(BenchmarkId::new("typed", size), |bencher| {
            let typed: &PlatformInput = &typed;
            bencher.iter(|| check_platform(typed).unwrap_or_else(|error| broken(&error)));
        });
    }
    group.finish();
}

fn broken<T>(error: &meta_core::Error) -> T {
    unreachable!("a made-up workspace is an input: {error}")
}

fn typed(services: usize) -> PlatformInput {
    serde_json::from_value(inputs::check_platform(&platform(services, 1)))
        .unwrap_or_else(|error| unreachable!("{error}"))
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    check(&mut criterion);
    criterion.final_summary();
}
