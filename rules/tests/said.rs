//! How much policies may say: nothing beyond a length is kept, and what was not judged for it is told.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use meta_core::document::Source;
use meta_rules::{
    Catalog, CompileInput, EvaluateInput, Limits, OpenCatalogInput, PolicyReport, PolicySet,
};
use serde_json::json;

const SERVICES: usize = 300;

/// Asks so many policies, each of which says eight bytes of each service, where `said` bytes may be said of one.
fn asked(policies: usize, said: usize) -> PolicyReport {
    let service = |number: usize| {
        json!({"name": format!("s{number:03}"), "repo": "r", "domain": "d", "version": "1.0.0", "maturity": "stable",
            "dependencies": {"internal": [], "external": []}})
    };
    let index = json!({"services": (0..SERVICES).map(service).collect::<Vec<_>>()});
    let catalog = OpenCatalogInput { catalog: index.into(), graph: None, rules: None };
    let catalog = Catalog::open(&catalog).expect("a catalog");
    let policy = |number: usize| {
        let header = format!("id: own/p{number:02}\ntitle: t\nwhy: w\nfix: f");
        let text =
            format!("/*---\n{header}\n---*/\nfn check(service, ctx) {{ deny(\"12345678\"); }}\n");
        (format!("p{number:02}.rhai"), Source::text(text))
    };
    let limits = Limits { said, ..Limits::default() };
    let set =
        PolicySet::compile(&CompileInput { files: (0..policies).map(policy).collect(), limits });
    let input: EvaluateInput =
        serde_json::from_value(json!({"now": "2026-01-01T00:00:00Z"})).expect("an input");
    set.expect("policies").evaluate(&catalog, &input).expect("a report")
}

/// Returns how many services each policy was asked about.
fn counts(report: &PolicyReport) -> Vec<usize> {
    report.policies.iter().map(|used| used.asked).collect()
}

/// Returns what findings about subjects that were not judged say.
fn told(report: &PolicyReport) -> Vec<&str> {
    let told = report.findings.iter().filter(|finding| finding.code == "policy/limit_exceeded");
    told.map(|finding| finding.message.as_str()).collect()
}

#[test]
fn what_is_little_is_kept() {
    let report = asked(2, 1_000);
    assert_eq!(counts(&report), [SERVICES; 2]);
    assert_eq!((report.findings.len(), told(&report).len()), (2 * SERVICES, 0));
}

#[test]
fn a_policy_that_says_much_of_many_is_stopped() {
    // One thread stops behind 16 times what may be said of one subject: behind the seventeenth.
    let report = asked(1, 8);
    assert_eq!(counts(&report), [17]);
    assert_eq!(report.findings.len(), 18);
    assert!(!report.pass);
    let limit =
        "`own/p00` met a limit: the length of what policies say; 283 subjects were not judged";
    assert_eq!(told(&report), [limit]);
}

#[test]
fn policies_that_say_much_together_leave_the_others_unasked() {
    // Each is stopped after 136 bytes, and 256 times 8 are kept of all.
    let report = asked(18, 8);
    let (stopped, unasked) = ([17; 16], [0; 2]);
    assert_eq!(counts(&report), [&stopped[..], &unasked[..]].concat());
    assert_eq!(told(&report).len(), 18);
    assert!(
        told(&report)
            .iter()
            .any(|message| message.contains("`own/p17`") && message.contains("300 subjects"))
    );
}
