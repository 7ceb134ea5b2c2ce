//! SARIF 2.1.0: a result for each change, with both sides, and for each finding.

use serde_json::{Map, Value, json};

use super::{Shown, words};
use crate::diff::{Change, IgnoredBy};
use crate::error::Result;
use crate::report::rules::{Described, Rule, rules_of};
use crate::report::sarif::{add_rule_index, level, log, physical, plain, result};

/// Writes one run; ignored changes carry a suppression.
pub(super) fn render(report: &Shown, policies: &[Described]) -> Result<String> {
    let codes = report.changes.iter().map(|change| change.code.as_str());
    let found = report.findings.iter().map(|finding| finding.code.as_ref());
    let rules = rules_of(codes.chain(found), policies);
    let changes = report.changes.iter().map(|change| of_change(change, &rules));
    let findings = report.findings.iter().map(|finding| result(finding, &rules));
    let results: Vec<Value> = changes.chain(findings).collect();
    let notifications = if report.incomplete {
        vec![json!({
            "level": "warning",
            "message": { "text": words::incomplete(report) },
        })]
    } else {
        Vec::new()
    };
    log(&rules, &results, &notifications)
}

fn of_change(change: &Change, rules: &[Rule<'_>]) -> Value {
    let mut object = Map::new();
    object.insert("ruleId".into(), json!(change.code));
    object.insert("level".into(), json!(level(change.severity)));
    object.insert("message".into(), json!({ "text": plain(&text(change)) }));
    object.insert("locations".into(), json!([place(change)]));
    object.insert("partialFingerprints".into(), json!({ "metaCore/v1": change.fingerprint }));
    object.insert("properties".into(), properties(change));
    // The version before is beside the place itself, unless it is the place.
    if let (Some(before), Some(_)) = (&change.before_location, &change.after_location) {
        let related = json!([{
            "id": 1,
            "physicalLocation": physical(before),
            "message": { "text": "the version before" },
        }]);
        object.insert("relatedLocations".into(), related);
    }
    if let Some(ignored) = &change.ignored {
        let kind = match ignored.by {
            IgnoredBy::Inline => "inSource",
            IgnoredBy::Rules => "external",
        };
        let reason = &ignored.reason;
        let suppression = json!([{ "kind": kind, "status": "accepted", "justification": reason }]);
        object.insert("suppressions".into(), suppression);
    }
    add_rule_index(&mut object, &change.code, rules);
    Value::Object(object)
}

fn text(change: &Change) -> String {
    let fix = change.remediation.as_ref().map(|fix| format!(" ({fix})")).unwrap_or_default();
    let names: Vec<String> = change.consumers.iter().flatten().map(words::consumer).collect();
    let concerns =
        if names.is_empty() { String::new() } else { format!("; concerns {}", names.join(", ")) };
    let judged = change.adjustments.iter().filter_map(|one| Some((one.policy.as_ref()?, one)));
    let judged: String =
        judged.map(|(policy, one)| format!("; {policy}: {}", one.reason)).collect();
    format!("{}: {}{fix}{concerns}{judged}", change.message, change.rationale)
}

fn place(change: &Change) -> Value {
    let logical = json!([{ "fullyQualifiedName": words::pointer(change), "kind": "element" }]);
    match words::location(change) {
        Some(at) => json!({ "physicalLocation": physical(at), "logicalLocations": logical }),
        None => json!({ "logicalLocations": logical }),
    }
}

fn properties(change: &Change) -> Value {
    let all = json!({
        "class": change.class,
        "severity": change.severity,
        "confidence": change.confidence,
        "effect": change.effect,
        "polarity": change.polarity,
        "before": change.before,
        "after": change.after,
        "witness": change.witness,
        "consumers": change.consumers,
        "tags": Some(&change.tags).filter(|tags| !tags.is_empty()),
    });
    let known = all.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    Value::Object(known.map(|(key, value)| (key.clone(), value.clone())).collect())
}
