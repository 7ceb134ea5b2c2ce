//! What holds for every set of policies: neither their order nor the number of threads changes what they find.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
#![expect(clippy::disallowed_methods, reason = "policies are files")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use meta_core::document::Source;
use meta_rules::{Catalog, CompileInput, EvaluateInput, OpenCatalogInput, PolicyReport, PolicySet};
use proptest::prelude::*;
use serde_json::{Value, json};

type Files = BTreeMap<String, Source>;

fn read(folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rhai") {
            let text = std::fs::read_to_string(&path).expect("a text");
            files.insert(path.display().to_string(), Source::text(text));
        }
    }
}

static SHIPPED: LazyLock<Files> = LazyLock::new(|| {
    let mut files = Files::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies"), &mut files);
    files
});

/// A policy that was made: what it says of a subject depends on a number that the subject has.
#[derive(Clone, Debug)]
struct Made {
    hook: &'static str,
    word: &'static str,
    least: u8,
    fails: bool,
}

impl Made {
    fn text(&self, index: usize) -> String {
        let (subject, number) = match self.hook {
            "check" => ("service", "service.tier"),
            "check_edge" => ("edge", "edge.from.tier"),
            _ => ("subject", "subject.number"),
        };
        let message = if self.word == "allow" { "" } else { "`m${n}`" };
        let fault = if self.fails { "if n == 2 { n = 1 / 0; }" } else { "" };
        format!(
            "/*---\nid: made/p{}\ntitle: t\nwhy: w\nfix: f\n---*/\nfn {}({subject}, ctx) {{\n    let n = {number};\n    {fault}\n    if n >= {} {{ {}({message}); }}\n}}\n",
            (b'a' + u8::try_from(index).expect("few")) as char,
            self.hook,
            self.least,
            self.word
        )
    }
}

fn made() -> impl Strategy<Value = Made> {
    let hook = prop::sample::select(vec!["check", "check_edge", "gate", "guard"]);
    let word = prop::sample::select(vec!["deny", "require", "warn", "info", "allow"]);
    (hook, word, 0..5_u8, prop::bool::weighted(0.2)).prop_map(|(hook, word, least, fails)| Made {
        hook,
        word,
        least,
        fails,
    })
}

/// A catalog whose services lack some of what policies read.
fn catalog() -> impl Strategy<Value = Value> {
    let service = (0..5_u64, any::<[bool; 5]>(), prop::collection::vec(0..6_usize, 0..3));
    prop::collection::vec(service, 0..6).prop_map(|services| {
        let each = services.into_iter().enumerate().map(|(index, (tier, has, to))| {
            let internal: Vec<String> = to.iter().map(|to| format!("s{to}")).collect();
            let mut service = json!({
                "name": format!("s{index}"), "repo": "https://git.example/s", "version": "1.0.0",
                "domain": if has[0] { "access" } else { "analytics" },
                "maturity": if has[1] { "stable" } else { "beta" },
                "dependencies": { "internal": internal, "external": ["mongodb", "redis@7"] },
            });
            if tier > 0 {
                service["tier"] = tier.into();
            }
            if has[2] {
                service["quality"] = json!({"coverage": 0.6, "open_critical_vulns": 1});
            }
            if has[3] {
                service["owner"] = "team-edge".into();
                service["events_out"] = json!(["a.b.v1", "Wrong"]);
            }
            if has[4] {
                service["last_update"] = "2025-01-01T00:00:00Z".into();
            }
            service
        });
        json!({ "services": each.collect::<Vec<_>>() })
    })
}

fn input() -> EvaluateInput {
    let subjects = |name: &str| json!([{"name": format!("{name}-1"), "number": 1}, {"name": format!("{name}-2"), "number": 3}, {"name": format!("{name}-3")}]);
    serde_json::from_value(json!({
        "now": "2026-01-01T00:00:00Z", "environment": "production",
        "subjects": { "gate": subjects("gate"), "guard": subjects("guard") },
    }))
    .expect("an input")
}

fn set(files: &Files, order: &[String]) -> PolicySet {
    let mut files = files.clone();
    let pack = json!({"name": "own", "version": "1.0.0", "order": order}).to_string();
    files.insert("pack.yaml".to_owned(), Source::text(pack));
    PolicySet::compile(&CompileInput { files, ..CompileInput::default() }).expect("policies")
}

/// Returns the report of policies that are asked in this order, without what tells the order.
fn report(files: &Files, order: &[String], catalog: &Catalog) -> PolicyReport {
    let mut report = set(files, order).evaluate(catalog, &input()).expect("a report");
    report.policies.sort_by(|a, b| a.id.cmp(&b.id));
    report.digests.policies = String::new();
    report
}

fn opened(catalog: Value) -> Catalog {
    let input = OpenCatalogInput { catalog: Source::Value(catalog), graph: None, rules: None };
    Catalog::open(&input).expect("a catalog")
}

fn ids(files: &Files) -> Vec<String> {
    let set = PolicySet::compile(&CompileInput { files: files.clone(), ..CompileInput::default() });
    set.expect("policies").headers().map(|header| header.id.clone()).collect()
}

fn files_of(made: &[Made]) -> Files {
    let texts = made.iter().enumerate();
    texts.map(|(index, made)| (format!("{index}.rhai"), Source::text(made.text(index)))).collect()
}

/// Returns the report that so many threads make.
fn by_threads(threads: usize, set: &PolicySet, catalog: &Catalog) -> PolicyReport {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| set.evaluate(catalog, &input()).expect("a report"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_made_policies_changes_nothing(
        made in prop::collection::vec(made(), 1..8),
        catalog in catalog(),
        seed in any::<u64>(),
    ) {
        let files = files_of(&made);
        let catalog = opened(catalog);
        let ids = ids(&files);
        prop_assert_eq!(report(&files, &shuffled(&ids, seed), &catalog), report(&files, &ids, &catalog));
    }

    #[test]
    fn the_order_of_shipped_policies_changes_nothing(catalog in catalog(), seed in any::<u64>()) {
        let catalog = opened(catalog);
        let ids = ids(&SHIPPED);
        prop_assert_eq!(report(&SHIPPED, &shuffled(&ids, seed), &catalog), report(&SHIPPED, &ids, &catalog));
    }

    #[test]
    fn the_number_of_threads_changes_nothing(
        made in prop::collection::vec(made(), 1..8),
        catalog in catalog(),
        threads in 2..5_usize,
    ) {
        let mut files = files_of(&made);
        files.extend(SHIPPED.clone());
        let set = set(&files, &[]);
        let catalog = opened(catalog);
        prop_assert_eq!(by_threads(threads, &set, &catalog), by_threads(1, &set, &catalog));
    }
}

/// Returns the identifiers in an order that `seed` chooses.
fn shuffled(ids: &[String], seed: u64) -> Vec<String> {
    let mut left = ids.to_vec();
    let mut seed = seed;
    let mut order = Vec::new();
    while !left.is_empty() {
        // Knuth's generator: any will do, as long as the seed tells the order.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let index = usize::try_from(seed >> 33).expect("31 bits") % left.len();
        order.push(left.swap_remove(index));
    }
    order
}

/// Many services: several waves and chunks, and a policy that is given up.
#[test]
fn threads_agree_about_many_services() {
    let made = Made { hook: "check", word: "deny", least: 1, fails: true };
    let set = set(&files_of(&[made]), &[]);
    let services: Vec<Value> = (0..5_000)
        .map(|index| {
            json!({
                "name": format!("s{index}"), "repo": "https://git.example/s", "version": "1.0.0", "domain": "access",
                "maturity": "beta", "tier": 1 + index % 4, "dependencies": { "internal": [], "external": [] },
            })
        })
        .collect();
    let catalog = opened(json!({ "services": services }));
    let one = by_threads(1, &set, &catalog);
    assert!(one.findings.iter().any(|finding| finding.code == "policy/stopped"));
    assert!(one.findings.len() > 100);
    for threads in [2, 3, 7] {
        assert!(by_threads(threads, &set, &catalog) == one, "{threads} threads");
    }
}
