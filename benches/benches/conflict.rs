//! Conflicts among artifacts with files, dependencies and requirements, from values and from text.
//!
//! The throughput is artifacts per second. A project has a hundred artifacts; one artifact in fifty has a problem.

use std::cell::LazyCell;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use meta_core::conflict::{FindConflictsInput, find_conflicts};
use serde_json::{Value, json};

const SIZES: [usize; 2] = [10_000, 100_000];
const OF_A_PROJECT: usize = 100;
const PACKAGES: usize = 40;

fn artifact(index: usize) -> Value {
    let (project, place) = (index / OF_A_PROJECT, index % OF_A_PROJECT);
    let is_odd = index % 50 == 49;
    let depends_on: Vec<String> = (1..=3)
        .filter_map(|step| place.checked_sub(step * step))
        .map(|other| format!("service/s{other}"))
        .chain(is_odd.then(|| "service/gone".to_owned()))
        .collect();
    let paths: Vec<String> = (0..4)
        .map(|file| {
            if is_odd && file == 0 {
                "src/shared/models.py".to_owned()
            } else {
                format!("src/s{place}/part{file}.py")
            }
        })
        .collect();
    let package = |step: usize| format!("package-{}", (place * 7 + step) % PACKAGES);
    let range = if place == 77 { "^1.0.0" } else { ">=1.2.0 <4.0.0" };
    json!({
        "project": format!("p{project}"), "kind": "service", "name": format!("s{place}"), "version": 1,
        "actor": format!("agent-{}", index % 7), "state": "active", "depends_on": depends_on, "paths": paths,
        "requires": [
            {"package": package(0), "range": range},
            {"package": package(1), "range": "^2.0.0 || ^3.0.0"},
        ],
    })
}

fn input(artifacts: usize) -> Value {
    let versions = |package: usize| -> Value {
        let versions = (0..20).map(|number| {
            let needs = match package {
                0 => json!({}),
                _ => json!({format!("package-{}", package - 1): ">=1.0.0"}),
            };
            (format!("{}.{}.0", 1 + number / 6, number % 6), needs)
        });
        versions.collect::<serde_json::Map<_, _>>().into()
    };
    let packages: serde_json::Map<String, Value> =
        (0..PACKAGES).map(|package| (format!("package-{package}"), versions(package))).collect();
    let artifacts: Vec<Value> = (0..artifacts).map(artifact).collect();
    json!({"artifacts": artifacts, "config": {"packages": {"npm": packages}}})
}

fn conflicts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("find_conflicts");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(5));
    for size in SIZES {
        group.throughput(Throughput::Elements(size as u64));
        let text = LazyCell::new(|| input(size).to_string());
        group.bench_function(BenchmarkId::new("values", size), |bencher| {
            let read: FindConflictsInput =
                serde_json::from_str(&text).unwrap_or_else(|error| unreachable!("{error}"));
            bencher.iter(|| find_conflicts(&read).unwrap_or_else(|error| unreachable!("{error}")));
        });
        group.bench_function(BenchmarkId::new("text", size), |bencher| {
            let text: &str = &text;
            bencher.iter(|| {
                meta_core::call("find_conflicts", text)
                    .unwrap_or_else(|error| unreachable!("{error}"))
            });
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    conflicts(&mut criterion);
    criterion.final_summary();
}
