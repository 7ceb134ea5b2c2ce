//! SARIF 2.1.0: a result for each change, with both sides, and for each finding.

use serde_json::{Map, Value, json};

use super::{Shown, words};
use crate::diff::{Change, IgnoredBy};
use crate::error::Result;
use crate::finding::Code;
use crate::report::sarif::{add_rule_index, level, log, physical, plain, result, rules_of};

/// Writes one run; ignored changes carry a suppression.
pub(super) fn render(report: &Shown) -> Result<String> {
    let codes = report.changes.iter().map(|change| change.code.as_str());
    let rules = rules_of(codes.chain(report.findings.iter().map(|finding| finding.code.as_ref())));
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

fn of_change(change: &Change, rules: &[&'static Code]) -> Value {
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
    format!("{}: {}{fix}{concerns}", change.message, change.rationale)
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
    });
    let known = all.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    Value::Object(known.map(|(key, value)| (key.clone(), value.clone())).collect())
}
