//! Every operation from text to text, as each host calls it.
//!
//! The throughput is services per second: the same number at every size means that cost grows
//! linearly.

use std::cell::LazyCell;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use meta_benches::{Platform, inputs, platform};
use serde_json::Value;

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

type Operation = (&'static str, fn(&Platform) -> Value);

const OPERATIONS: [Operation; 6] = [
    ("build_catalog", inputs::build_catalog),
    ("check_graph", inputs::check_graph),
    ("classify_drift", inputs::classify_drift),
    ("find_impact", inputs::find_impact),
    ("score_quality", inputs::score_quality),
    ("validate_catalog", inputs::validate_catalog),
];

fn operations(criterion: &mut Criterion) {
    for (name, input) in OPERATIONS {
        let mut group = criterion.benchmark_group(name);
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
        for size in SIZES {
            // Lazy, so that a benchmark that is filtered out costs nothing.
            let text = LazyCell::new(|| input(&platform(size, 1)).to_string());
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                let text: &str = &text;
                bencher.iter(|| {
                    meta_core::call(name, text).unwrap_or_else(|e| unreachable!("{name}: {e}"))
                });
            });
        }
        group.finish();
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    operations(&mut criterion);
    criterion.final_summary();
}
