//! The four rules in plain Rust over structs: what no engine can be quicker than.

use std::collections::HashSet;

use meta_benches::clock::Clock;

use crate::Outcome;
use crate::answer::Counts;
use crate::facts::{COVERAGE, EXTERNAL, Facts, LAYER, VULNERABLE};

struct Finding<'a> {
    rule: &'static str,
    service: &'a str,
    about: Option<&'a str>,
}

pub fn run(facts: &[Facts], allow: &[String]) -> Outcome<()> {
    let mut clock = Clock::start();
    let allow: HashSet<&str> = allow.iter().map(String::as_str).collect();
    let findings = clock.least("evaluate", || judge(facts, &allow));
    let mut counts = Counts::default();
    for finding in &findings {
        // A finding says what it is about where the rule is about a dependency.
        let is_whole = !finding.service.is_empty()
            && finding.about.is_some() == [EXTERNAL, LAYER].contains(&finding.rule);
        counts.add(finding.rule, usize::from(is_whole));
    }
    clock.report(&counts.findings())
}

fn judge<'a>(facts: &'a [Facts], allow: &HashSet<&str>) -> Vec<Finding<'a>> {
    let mut findings = Vec::new();
    for service in facts {
        let mut find = |rule, about| findings.push(Finding { rule, service: &service.name, about });
        if service.maturity == "stable" && service.open_critical_vulns > 0 {
            find(VULNERABLE, None);
        }
        if service.coverage < 0.75 {
            find(COVERAGE, None);
        }
        for name in service.external.iter().filter(|name| !allow.contains(name.as_str())) {
            find(EXTERNAL, Some(name.as_str()));
        }
        for target in service.internal.iter().filter(|target| target.layer > service.layer) {
            find(LAYER, Some(target.name.as_str()));
        }
    }
    findings
}
