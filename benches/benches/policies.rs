//! Policies over a catalog that was prepared: the four rules of `fleet`, as loops of the script and with helpers.
//!
//! All limits are on. Rates of one thread are measured with `RAYON_NUM_THREADS=1`.

use std::cell::LazyCell;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use meta_benches::fleet;
use meta_core::document::Source;
use meta_rules::{
    Catalog, CompileInput, EvaluateInput, ListPoliciesInput, OpenCatalogInput, PolicySet,
    is_policy, shipped_policies,
};
use serde_json::json;

fn evaluate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("evaluate");
    group.sampling_mode(SamplingMode::Flat).sample_size(20);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(2));
    for size in [1_000, 10_000, 100_000] {
        let index = LazyCell::new(|| fleet::index(size));
        let catalog = LazyCell::new(|| catalog(&index));
        group.throughput(Throughput::Elements(size as u64));
        for (name, with_helpers) in [("loops", false), ("helpers", true)] {
            let set = LazyCell::new(|| compile(&fleet::policy(with_helpers)));
            group.bench_function(BenchmarkId::new(name, size), |bencher| {
                let (set, catalog, input) = (&*set, &*catalog, input());
                let found = set.evaluate(catalog, &input).map_or(0, |report| report.findings.len());
                assert_eq!(found, fleet::oracle(&index), "the findings of plain Rust");
                bencher.iter(|| set.evaluate(catalog, &input));
            });
        }
        group.bench_function(BenchmarkId::new("open", size), |bencher| {
            let text = Source::text(index.to_string());
            let input = OpenCatalogInput { catalog: text, graph: None, rules: None };
            bencher.iter(|| Catalog::open(&input));
        });
    }
    group.finish();
}

/// Every shipped policy over services that state most of what these ask for.
fn shipped(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("shipped");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(2));
    let set = LazyCell::new(|| {
        let files = shipped_policies(&ListPoliciesInput::default());
        let files = files.unwrap_or_else(|error| unreachable!("they are shipped: {error}"));
        let policies = files.into_iter().filter(|(path, _)| is_policy(path));
        set(policies.map(|(path, text)| (path.to_owned(), Source::text(text))))
    });
    for size in [1_000, 10_000, 100_000] {
        let catalog = LazyCell::new(|| catalog(&fleet::index(size)));
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            let (set, catalog, input) = (&*set, &*catalog, input());
            let asked = set.evaluate(catalog, &input).map_or(0, |report| report.policies.len());
            assert!(asked >= 30, "{asked} policies are shipped");
            bencher.iter(|| set.evaluate(catalog, &input));
        });
    }
    group.finish();
}

fn compile(policy: &str) -> PolicySet {
    set([("four_rules.rhai".to_owned(), Source::text(policy))])
}

fn set(files: impl IntoIterator<Item = (String, Source)>) -> PolicySet {
    let input = CompileInput { files: files.into_iter().collect(), ..CompileInput::default() };
    PolicySet::compile(&input).unwrap_or_else(|error| unreachable!("the policy compiles: {error}"))
}

fn catalog(index: &serde_json::Value) -> Catalog {
    let input = OpenCatalogInput { catalog: index.clone().into(), graph: None, rules: None };
    Catalog::open(&input).unwrap_or_else(|error| unreachable!("a made-up index is read: {error}"))
}

fn input() -> EvaluateInput {
    let input = json!({"now": "2026-01-01T00:00:00Z"});
    serde_json::from_value(input).unwrap_or_else(|error| unreachable!("it is an input: {error}"))
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    evaluate(&mut criterion);
    shipped(&mut criterion);
    criterion.final_summary();
}
