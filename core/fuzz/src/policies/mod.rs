//! What the fuzz targets of policies do with their bytes.
//!
//! - `policy_header`: the bytes are a header before a body that is right;
//! - `policy_body`: the bytes are functions behind a header that is right;
//! - `policy_script`: the bytes choose functions and facts, so that most of them run.

mod choices;
mod facts;
mod script;

use std::collections::BTreeMap;

use meta_core::document::Source;
use meta_core::finding::{Finding, Severity};
use meta_rules::{
    Catalog, CompileInput, EvaluateInput, Limits, LintPoliciesInput, OpenCatalogInput, PolicySet,
    lint_policies,
};

use choices::Choices;

/// What every policy of these targets may cost: little, so that endless ones end soon.
const LIMITS: Limits = Limits {
    operations: 5_000,
    work: 100_000,
    calls: 16,
    depth: 64,
    text: 4_096,
    values: 200,
    variables: 64,
    functions: 16,
    decisions: 50,
    said: 4_096,
    failures: 20,
    findings: 500,
};

/// Does with `bytes` what the target called `name` does.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match name {
        "policy_header" => {
            compiled(&format!("/*---\n{text}\n---*/\nfn check(service, ctx) {{ deny(\"x\"); }}\n"));
        }
        "policy_body" => {
            compiled(&format!(
                "/*---\nid: own/fuzz\ntitle: t\nwhy: w\nfix: f\nparameters: {{ most: {{ type: integer, default: 3, doc: d }} }}\n---*/\n{text}\n"
            ));
        }
        "policy_script" => {
            let mut choices = Choices::new(bytes);
            let catalog = facts::catalog(&mut choices);
            let data = facts::value(&mut choices, 4);
            let text = script::policy(&mut choices);
            if let Some(set) = compiled(&text) {
                evaluated(&set, &text, catalog, &data);
            }
        }
        other => panic!("no target is called {other}"),
    }
}

fn files(text: &str) -> BTreeMap<String, Source> {
    BTreeMap::from([("a.rhai".to_owned(), Source::text(text))])
}

/// Compiles a policy and lints it.
fn compiled(text: &str) -> Option<PolicySet> {
    let input = CompileInput { files: files(text), limits: LIMITS };
    let lines = u32::try_from(text.lines().count()).unwrap();
    let faults = PolicySet::faults(&input);
    for fault in &faults {
        assert!(!fault.message().contains('\n'), "{fault}");
        assert!(fault.line().is_none_or(|line| (1..=lines.max(1) + 1).contains(&line)), "{fault}");
    }
    let set = PolicySet::compile(&input);
    assert_eq!(set.is_ok(), faults.is_empty());
    let input = LintPoliciesInput { files: files(text), limits: LIMITS, fail_on: Severity::High };
    let report = lint_policies(&input).unwrap();
    assert_eq!(report, lint_policies(&input).unwrap());
    let is_fault = |finding: &Finding| finding.code == "policy/invalid";
    assert!(faults.is_empty() || !report.findings.is_empty());
    assert!(!faults.is_empty() || !report.findings.iter().any(is_fault), "{report:#?}");
    for finding in &report.findings {
        let place = finding.location.as_ref().expect("a place");
        assert!(place.line.is_none_or(|line| line <= lines.max(1) + 1), "{finding:#?}");
    }
    set.ok()
}

/// Asks a policy about facts.
fn evaluated(set: &PolicySet, text: &str, catalog: serde_json::Value, data: &serde_json::Value) {
    let input = OpenCatalogInput { catalog: Source::Value(catalog), graph: None, rules: None };
    let Ok(catalog) = Catalog::open(&input) else { return };
    let input: EvaluateInput = serde_json::from_value(serde_json::json!({
        "now": "2026-01-01T00:00:00Z", "environment": "production", "data": data,
        "subjects": { "gate": [{ "name": "release", "data": data }] },
    }))
    .unwrap();
    let report = set.evaluate(&catalog, &input).unwrap();
    let written = serde_json::to_string(&report).unwrap();
    assert_eq!(written, serde_json::to_string(&set.evaluate(&catalog, &input).unwrap()).unwrap());
    assert_eq!(report, serde_json::from_str(&written).unwrap());
    let lines = u32::try_from(text.lines().count()).unwrap();
    for finding in &report.findings {
        assert!(finding.code == "own/fuzz" || finding.code.starts_with("policy/"), "{finding:?}");
        let line = finding.policy.as_ref().and_then(|policy| policy.line);
        assert!(line.is_none_or(|line| (1..=lines).contains(&line)), "{finding:?}");
        assert!(!finding.message.contains('\n'), "{finding:?}");
    }
    assert!(report.findings.len() <= LIMITS.findings + 1);
}
