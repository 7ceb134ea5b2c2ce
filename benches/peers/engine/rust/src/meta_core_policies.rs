//! meta-core: a set of policies and a catalog, both prepared; each pass makes the whole report.

use meta_benches::clock::Clock;
use meta_core::document::Source;
use meta_rules::{Catalog, CompileInput, EvaluateInput, OpenCatalogInput, PolicySet};
use serde_json::json;

use crate::Outcome;
use crate::answer::Counts;
use crate::facts::{COVERAGE, EXTERNAL, LAYER, VULNERABLE};

/// The ends of the messages, which tell the rules of the one policy apart.
const ENDS: [(&str, &str); 4] = [
    ("has critical vulnerabilities", VULNERABLE),
    ("is tested", COVERAGE),
    ("is not allowed", EXTERNAL),
    ("is in a higher layer", LAYER),
];

pub fn run(policy: String, index: String) -> Outcome<()> {
    let mut clock = Clock::start();
    let files = [("four_rules.rhai".to_owned(), Source::text(policy))];
    let set = PolicySet::compile(&CompileInput { files: files.into(), ..CompileInput::default() })?;
    let catalog = Source::text(index);
    let catalog = Catalog::open(&OpenCatalogInput { catalog, graph: None, rules: None })?;
    let input: EvaluateInput = serde_json::from_value(json!({"now": "2026-01-01T00:00:00Z"}))?;
    let report = clock.least("evaluate", || set.evaluate(&catalog, &input))?;
    let mut counts = Counts::default();
    for finding in &report.findings {
        let rule = ENDS.iter().find(|(end, _)| finding.message.ends_with(end));
        counts.add(rule.ok_or("a finding of no rule")?.1, 1);
    }
    clock.report(&counts.findings())
}
