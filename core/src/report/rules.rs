//! What rules say of themselves, for formats that describe them: codes of the table and policies of the report.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::document::typed;
use crate::finding::{Code, Severity, codes};

/// A rule that found something.
pub(super) struct Rule<'a> {
    pub(super) id: &'a str,
    pub(super) severity: Severity,
    pub(super) summary: &'a str,
    pub(super) why: &'a str,
    pub(super) fix: &'a str,
    /// Its domain, and words to find it by.
    pub(super) tags: Vec<&'a str>,
    pub(super) version: Option<&'a str>,
}

/// A policy as reports list it: what its header says.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Described {
    id: String,
    title: String,
    severity: Severity,
    why: String,
    fix: String,
    version: String,
    #[serde(default)]
    tags: Vec<String>,
}

/// Where reports list policies: by themselves, or in a section.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listed {
    List(Vec<Described>),
    Section { policies: Vec<Described> },
    Other(IgnoredAny),
}

/// Returns the policies that a report lists under `policies`.
pub(super) fn described(report: &Value) -> Vec<Described> {
    let listed = report.get("policies").and_then(|value| typed::from_shared::<Listed>(value).ok());
    match listed {
        Some(Listed::List(policies) | Listed::Section { policies }) => policies,
        Some(Listed::Other(_)) | None => Vec::new(),
    }
}

/// Returns the rules of the codes that occur, sorted.
pub(super) fn rules_of<'a>(
    ids: impl Iterator<Item = &'a str>,
    policies: &'a [Described],
) -> Vec<Rule<'a>> {
    let policies: BTreeMap<&str, &Described> =
        policies.iter().map(|policy| (policy.id.as_str(), policy)).collect();
    let rule = |id: &str| match policies.get(id) {
        Some(policy) => Some(of_policy(policy)),
        None => codes::find(id).map(of_code),
    };
    let mut rules: Vec<Rule<'a>> = ids.filter_map(rule).collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    rules
}

fn of_code(code: &'static Code) -> Rule<'static> {
    let mut tags = vec![code.domain()];
    if code.id == codes::quality::CRITICAL_VULNERABILITIES.id {
        tags.push("security");
    }
    let Code { id, severity, summary, why, fix } = *code;
    Rule { id, severity, summary, why, fix, tags, version: None }
}

fn of_policy(policy: &Described) -> Rule<'_> {
    let mut tags: Vec<&str> = policy.id.split('/').take(1).collect();
    for tag in &policy.tags {
        if !tags.contains(&tag.as_str()) {
            tags.push(tag);
        }
    }
    Rule {
        id: &policy.id,
        severity: policy.severity,
        summary: &policy.title,
        why: &policy.why,
        fix: &policy.fix,
        tags,
        version: Some(&policy.version),
    }
}
