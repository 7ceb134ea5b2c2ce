//! A trail of a million entries: appended, verified, and beside both the SHA-256 of the bytes that are stored.
//!
//! Rates of one thread are measured with `RAYON_NUM_THREADS=1`.

use std::cell::LazyCell;
use std::time::Duration;

use criterion::{BatchSize, Criterion, SamplingMode, Throughput};
use meta_core::audit::{
    AuditBatch, AuditFilter, AuditFormat, AuditHead, BuildAuditInput, Records, RenderAuditInput,
    Verifier, build_audit, render_audit,
};
use meta_core::canonical::sha256_hex;
use serde_json::{Value, json};

const ENTRIES: u64 = 1_000_000;

/// Events of one call.
const BATCH: u64 = 10_000;

/// Events as a service writes them, with a body of some hundred bytes.
fn events(batch: u64) -> BuildAuditInput {
    let event = |index: u64| {
        json!({
            "at": format!("2026-03-02T09:{:02}:{:02}Z", batch / 60, batch % 60),
            "event_id": format!("018f3a10-7c44-7d2e-9b1f-{index:012x}"),
            "type": "release.approved",
            "actor": format!("user-{}", index % 97),
            "project": format!("service-{}", index % 31),
            "body": {"ticket": format!("REL-{index}"), "approvers": ["ana", "ben"], "score": 0.97, "count": index},
            "salt": format!("{index:032x}"),
        })
    };
    let events: Vec<Value> = (batch * BATCH..(batch + 1) * BATCH).map(event).collect();
    serde_json::from_value(json!({"tenant": "acme", "events": events}))
        .unwrap_or_else(|error| unreachable!("they are events: {error}"))
}

/// Adds the events, and returns the records and the new head.
fn add(input: &BuildAuditInput) -> AuditBatch {
    build_audit(input).unwrap_or_else(|error| unreachable!("they follow each other: {error}"))
}

/// Returns the stored lines and the head of a trail.
fn trail(has_bodies: bool) -> (String, Option<AuditHead>) {
    let (mut text, mut head) = (String::new(), None);
    for batch in 0..ENTRIES / BATCH {
        let made = add(&BuildAuditInput { head, ..events(batch) });
        let rendered = Records::list(&made.records).and_then(|records| {
            render_audit(&RenderAuditInput {
                records,
                format: AuditFormat::JsonLines,
                filter: AuditFilter::default(),
                erase: (!has_bodies).then(AuditFilter::default),
                guard_formulas: false,
            })
        });
        text += &rendered.unwrap_or_else(|error| unreachable!("they are records: {error}")).text;
        head = Some(made.head);
    }
    (text, head)
}

/// A call whose events are its own: what the caller keeps is not copied, and freeing what it gets is not measured.
fn call(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("audit");
    group.throughput(Throughput::Elements(BATCH));
    let input = LazyCell::new(|| events(0));
    group.bench_function("append_call", |bencher| {
        bencher.iter_batched(|| input.clone(), BuildAuditInput::build, BatchSize::PerIteration);
    });
    group.finish();
}

fn audit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("audit");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(ENTRIES));
    let input = LazyCell::new(|| events(0));
    group.bench_function("append", |bencher| {
        // The same events in each call: a call knows its own events only.
        let mut input = input.clone();
        bencher.iter(|| {
            let mut head = None;
            for _ in 0..ENTRIES / BATCH {
                input.head = head;
                head = Some(add(&input).head);
            }
            head
        });
    });
    for (name, has_bodies) in [("erased", false), ("with_bodies", true)] {
        let trail = LazyCell::new(|| trail(has_bodies));
        group.bench_function(format!("verify_{name}"), |bencher| {
            let (text, head) = &*trail;
            bencher.iter(|| {
                let mut verifier = Verifier::new(None, head.as_ref(), None)
                    .unwrap_or_else(|error| unreachable!("it is a head: {error}"));
                verifier.read(text.as_bytes());
                let verdict = verifier.finish();
                assert!(verdict.ok && verdict.entries == ENTRIES, "the trail is sound");
                verdict
            });
        });
        group.bench_function(format!("sha256_{name}"), |bencher| {
            let (text, _) = &*trail;
            bencher.iter(|| sha256_hex(text.as_bytes()));
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    audit(&mut criterion);
    call(&mut criterion);
    criterion.final_summary();
}
