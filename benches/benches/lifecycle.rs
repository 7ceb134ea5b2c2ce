//! Events of a lifecycle with a million artifacts: what one costs beside all that is there.
//!
//! A project has a hundred artifacts; each writes two files and depends on up to two others. Events are made before
//! they are timed, and each happens once.

use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, SamplingMode};
use meta_core::lifecycle::{
    Lifecycle, LifecycleConfig, LifecycleDecision, LifecycleEvent, LifecycleState,
};
use serde_json::{Value, json};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const OF_A_PROJECT: usize = 100;

fn declared(index: usize) -> Value {
    let (project, place) = (index / OF_A_PROJECT, index % OF_A_PROJECT);
    let depends_on: Vec<String> = [1, 7]
        .into_iter()
        .filter_map(|step| place.checked_sub(step))
        .map(|other| format!("service/s{other}"))
        .collect();
    json!({ "declare": {
        "project": format!("p{project}"), "kind": "service", "name": format!("s{place}"), "depends_on": depends_on,
        "paths": [format!("src/s{place}/main.rs"), format!("src/s{place}/lib.rs")],
    }})
}

fn subject(index: usize) -> String {
    format!("p{}/service/s{}@1", index / OF_A_PROJECT, index % OF_A_PROJECT)
}

fn event(number: usize, action: &Value) -> LifecycleEvent {
    let event = json!({
        "event_id": number.to_string(), "actor": "bench", "at": "2026-01-01T00:00:00Z", "action": action,
    });
    serde_json::from_value(event).unwrap_or_else(|error| unreachable!("{error}"))
}

fn happen(lifecycle: &mut Lifecycle, event: &LifecycleEvent) -> LifecycleDecision {
    lifecycle.advance(event).unwrap_or_else(|error| unreachable!("{error}"))
}

/// Returns a lifecycle with so many artifacts, of which the first half is active.
fn world(artifacts: usize) -> Lifecycle {
    let lifecycle = Lifecycle::open(&LifecycleConfig::default(), LifecycleState::default());
    let mut lifecycle = lifecycle.unwrap_or_else(|error| unreachable!("{error}"));
    for index in 0..artifacts {
        happen(&mut lifecycle, &event(index, &declared(index)));
    }
    for index in 0..artifacts / 2 {
        let action = json!({ "advance": { "subject": subject(index), "event": "activate" } });
        happen(&mut lifecycle, &event(artifacts + index, &action));
    }
    lifecycle
}

/// Makes an action of the number of an event and of how many artifacts there are.
type Action = fn(usize, usize) -> Value;

const ACTIONS: [(&str, Action); 4] = [
    ("declare", |number, artifacts| declared(artifacts + number)),
    (
        "verify",
        |number, artifacts| json!({ "verify": { "subject": subject(any(number, artifacts)) } }),
    ),
    ("activate, denied", |number, artifacts| {
        // One of the second half, but not the first of its project: it depends on drafts.
        let index = artifacts / 2 + any(number, artifacts / 2);
        let index = if index % OF_A_PROJECT == 0 { index + 1 } else { index };
        json!({ "advance": { "subject": subject(index), "event": "activate" } })
    }),
    ("tick", |_, _| json!({ "tick": {} })),
];

/// Returns one of so many artifacts.
fn any(number: usize, artifacts: usize) -> usize {
    number.wrapping_mul(7_919) % artifacts
}

fn steps(c: &mut Criterion) {
    let mut group = c.benchmark_group("lifecycle step");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.measurement_time(Duration::from_secs(3));
    for size in SIZES {
        let mut lifecycle = None;
        let mut next = size * 2;
        for (name, action) in ACTIONS {
            group.bench_function(BenchmarkId::new(name, size), |bencher| {
                let lifecycle = lifecycle.get_or_insert_with(|| world(size));
                bencher.iter_batched(
                    || {
                        next += 1;
                        event(next, &action(next, size))
                    },
                    |event| happen(lifecycle, &event),
                    BatchSize::SmallInput,
                );
            });
        }
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    steps(&mut criterion);
    criterion.final_summary();
}
