//! Packs that take policies which come with the library.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use meta_core::document::Source;
use meta_rules::{
    Catalog, CompileInput, EvaluateInput, ListPoliciesInput, OpenCatalogInput, PolicyReport,
    PolicySet, TestPoliciesInput, test_policies,
};
use serde_json::json;

const OWN: &str = "/*---\nid: own/owner\ntitle: nobody owns it\nwhy: somebody must answer\nfix: name an owner\n---*/\n\
    fn check(service, ctx) { if !service.has(\"owner\") { deny(\"nobody owns it\"); } }\n";

fn input(pack: &str, own: &str) -> CompileInput {
    let pack = format!("name: own\nversion: 1.0.0\n{pack}");
    let files = [("pack.yaml", pack.as_str()), ("own.rhai", own)];
    let files = files.map(|(name, text)| (name.to_owned(), Source::text(text)));
    CompileInput { files: files.into(), ..CompileInput::default() }
}

fn faults(pack: &str, own: &str) -> Vec<String> {
    let fault = |error: &meta_core::Error| error.to_string();
    PolicySet::faults(&input(pack, own)).iter().map(fault).collect()
}

fn report(pack: &str) -> PolicyReport {
    let index = json!({"services": [{"name": "gateway", "repo": "r", "domain": "access", "version": "1.0.0",
        "maturity": "stable", "dependencies": {"internal": [], "external": ["redis@7", "mongodb"]}}]});
    let catalog = OpenCatalogInput { catalog: index.into(), graph: None, rules: None };
    let catalog = Catalog::open(&catalog).expect("a catalog");
    let now: EvaluateInput =
        serde_json::from_value(json!({"now": "2026-01-01T00:00:00Z"})).expect("an input");
    let set = PolicySet::compile(&input(pack, OWN)).expect("policies");
    set.evaluate(&catalog, &now).expect("a report")
}

#[test]
fn a_pack_sets_shipped_policies_like_its_own() {
    let report = report(
        "shipped: [supply/unlisted_technology, quality/*]\n\
         parameters:\n  supply/unlisted_technology: { allowed: [redis] }\n\
         modes: { quality/low_coverage: shadow, quality/failing_checks: 'off' }\n",
    );
    let found: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(found, ["own/owner", "supply/unlisted_technology"]);
    let unlisted = report.findings.last().and_then(|finding| finding.policy.as_ref());
    let path = unlisted.map(|policy| policy.path.as_str());
    assert_eq!(path, Some("shipped/supply/unlisted_technology.rhai"));
    let shadow: Vec<&str> = report.shadow.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(shadow, ["policy/undecided"]);
    let domains = report.policies.iter().map(|used| used.id.split('/').next());
    assert_eq!(domains.filter(|domain| *domain == Some("quality")).count(), 5);
}

#[test]
fn all_of_them_are_meant_by_a_star() {
    let of_all = report("shipped: ['*']\n").policies.len();
    assert_eq!(
        of_all,
        1 + meta_rules::shipped_policies(&ListPoliciesInput::default()).expect("all").len()
    );
    assert_eq!(report("").policies.len(), 1);
    assert_eq!(report("shipped: [quality/*, '*', quality/low_coverage]\n").policies.len(), of_all);
}

#[test]
fn names_that_mean_no_policy_are_faults() {
    let faults =
        faults("shipped:\n  - security/unsigned_image\n  - nowhere/*\n  - security\n", OWN);
    assert_eq!(faults.len(), 3, "{faults:?}");
    let first = faults.first().expect("a fault");
    assert!(
        first.contains("no policy that comes with meta-core is `security/unsigned_image`"),
        "{first}"
    );
    let of = PolicySet::faults(&input("shipped:\n  - security/unsigned_image\n", OWN));
    let error = of.first().expect("a fault");
    assert_eq!((error.file(), error.line()), (Some("pack.yaml"), Some(4)));
}

#[test]
fn a_policy_with_the_identifier_of_a_shipped_one_is_a_fault() {
    let own = OWN.replace("own/owner", "quality/low_coverage");
    let faults = faults("shipped: [quality/*]\n", &own);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.contains("shipped/quality/low_coverage.rhai")));
}

#[test]
fn a_pack_without_policies_would_let_everything_pass() {
    for pack in ["", "shipped: []\n"] {
        let mut alone = input(pack, OWN);
        alone.files.remove("own.rhai");
        let faults = PolicySet::faults(&alone);
        let words: Vec<&str> = faults.iter().map(meta_core::Error::message).collect();
        assert_eq!(words, ["the pack has no policies"]);
    }
}

#[test]
fn tests_of_a_pack_are_about_its_own_policies() {
    let mut files = input("shipped: ['*']\n", OWN).files;
    let cases = "base: facts.yaml\ncases:\n  - name: nobody owns it\n    expect:\n      - deny: a\n        \
        message: nobody owns it\n";
    let facts = "now: 2026-01-01T00:00:00Z\nservices: { a: { repo: r, domain: d, version: 1.0.0, maturity: stable } }\n";
    files.insert("facts.yaml".to_owned(), Source::text(facts));
    files.insert("own.test.yaml".to_owned(), Source::text(cases));
    let report = test_policies(&TestPoliciesInput { files, ..TestPoliciesInput::default() });
    let report = report.expect("a report");
    assert_eq!((report.counts.passed, report.counts.failed), (1, 0), "{report:?}");
    assert!(report.untested.is_empty(), "{report:?}");
}

#[test]
fn a_shipped_policy_can_be_tested_with_the_parameters_of_a_pack() {
    let pack = "shipped: [supply/unlisted_technology]\n\
        parameters:\n  supply/unlisted_technology: { allowed: [redis] }\n";
    let mut files = input(pack, OWN).files;
    let cases = "policy: shipped/supply/unlisted_technology.rhai\nbase: facts.yaml\ncases:\n  - name: kafka is new here\n    \
        expect:\n      - deny: a\n        message: kafka is not on the list\n        at: /dependencies/external\n        about: kafka\n";
    let facts = "now: 2026-01-01T00:00:00Z\nservices: { a: { repo: r, owner: team, domain: d, version: 1.0.0, maturity: stable, \
        dependencies: { internal: [], external: [kafka] } } }\n";
    files.insert("list.test.yaml".to_owned(), Source::text(cases));
    files.insert("facts.yaml".to_owned(), Source::text(facts));
    let report = test_policies(&TestPoliciesInput { files, ..TestPoliciesInput::default() });
    let report = report.expect("a report");
    assert_eq!((report.counts.passed, report.counts.failed), (1, 0), "{report:?}");
}
