//! SARIF 2.1.0 (OASIS standard of 27 March 2020).

use serde_json::{Map, Value, json};

use super::rules::{Described, Rule, rules_of};
use crate::error::{Error, ErrorCode, Result};
use crate::finding::{Finding, Location, PolicyReference, Severity, SuppressionKind};
use crate::platform::Degraded;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes one run with every finding; accepted ones carry a suppression.
pub(super) fn render(
    findings: &[Finding],
    degraded: &[Degraded],
    policies: &[Described],
) -> Result<String> {
    let rules = rules_of(findings.iter().map(|finding| finding.code.as_ref()), policies);
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules)).collect();
    let notifications: Vec<Value> = degraded.iter().map(notification).collect();
    log(&rules, &results, &notifications)
}

/// Writes the log of one run.
pub(super) fn log(
    rules: &[Rule<'_>],
    results: &[Value],
    notifications: &[Value],
) -> Result<String> {
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "meta-core",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log)
        .map(|text| text + "\n")
        .map_err(|error| Error::new(ErrorCode::InputInvalid, error.to_string()))
}

/// Adds the position of the rule of `code`, which is sorted among `rules`.
pub(super) fn add_rule_index(result: &mut Map<String, Value>, code: &str, rules: &[Rule<'_>]) {
    if let Ok(index) = rules.binary_search_by_key(&code, |rule| rule.id) {
        result.insert("ruleIndex".into(), json!(index));
    }
}

fn rule(rule: &Rule<'_>) -> Value {
    let mut properties = Map::new();
    properties.insert("tags".into(), json!(rule.tags));
    // Only for security rules: code scanning ranks by it.
    if let Some(rank) = rank(rule.severity).filter(|_| rule.tags.contains(&"security")) {
        properties.insert("security-severity".into(), json!(rank));
    }
    if let Some(version) = rule.version {
        properties.insert("version".into(), json!(version));
    }
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": format!("{}: {}", rule.summary, rule.why) },
        "help": { "text": rule.fix },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": properties,
    })
}

/// Returns the number that code scanning ranks a severity by.
fn rank(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.0"),
        Severity::High => Some("8.0"),
        Severity::Moderate => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info => None,
    }
}

/// Returns a text as a message shows it: `[a](b)` would be a link (SARIF section 3.11.6).
pub(super) fn plain(text: &str) -> String {
    if !text.contains("](") {
        return text.to_owned();
    }
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// Returns the result of a finding.
pub(super) fn result(finding: &Finding, rules: &[Rule<'_>]) -> Value {
    let text = match &finding.remediation {
        Some(remedy) => format!("{}: {} ({remedy})", finding.subject, finding.message),
        None => format!("{}: {}", finding.subject, finding.message),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": plain(&text) },
        "locations": [location(finding)],
        "partialFingerprints": { "metaCore/v1": finding.fingerprint },
        "properties": { "severity": finding.severity, "evidence": finding.evidence },
    });
    let Some(object) = result.as_object_mut() else { return result };
    add_rule_index(object, &finding.code, rules);
    if let Some(flow) = flow(finding) {
        object.insert("codeFlows".into(), flow);
    }
    if let Some(policy) = &finding.policy {
        object.insert("relatedLocations".into(), json!([decided(policy)]));
    }
    if let Some(suppression) = &finding.suppression {
        let in_source = suppression.kind == SuppressionKind::Comment;
        object.insert(
            "suppressions".into(),
            json!([{
                "kind": if in_source { "inSource" } else { "external" },
                "status": "accepted",
                "justification": suppression.reason,
            }]),
        );
    }
    result
}

/// Returns the place in a policy that decided.
fn decided(policy: &PolicyReference) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(&policy.path) } });
    if let (Some(line), Some(object)) = (policy.line, place.as_object_mut()) {
        object.insert("region".into(), json!({ "startLine": line }));
    }
    json!({
        "id": 1,
        "physicalLocation": place,
        "message": { "text": format!("the policy {}, version {}", policy.id, policy.version) },
    })
}

fn location(finding: &Finding) -> Value {
    let logical = json!([{ "fullyQualifiedName": finding.subject, "kind": "module" }]);
    match &finding.location {
        Some(place) => json!({ "physicalLocation": physical(place), "logicalLocations": logical }),
        None => json!({ "logicalLocations": logical }),
    }
}

/// Returns a place in a file.
pub(super) fn physical(place: &Location) -> Value {
    let artifact = json!({ "uri": uri(&place.path) });
    let (Some(line), Some(column)) = (place.line, place.column) else {
        return json!({ "artifactLocation": artifact });
    };
    let mut region = json!({ "startLine": line, "startColumn": column });
    if let (Some(end_line), Some(end_column), Some(object)) =
        (place.end_line, place.end_column, region.as_object_mut())
    {
        object.insert("endLine".into(), json!(end_line));
        object.insert("endColumn".into(), json!(end_column));
    }
    json!({ "artifactLocation": artifact, "region": region })
}

/// Returns the path of a cycle or a chain as steps.
fn flow(finding: &Finding) -> Option<Value> {
    let path =
        finding.evidence.get("path").or_else(|| finding.evidence.get("chain"))?.as_array()?;
    let steps: Vec<Value> = path
        .iter()
        .filter_map(Value::as_str)
        .map(|name| {
            json!({ "location": {
                "logicalLocations": [{ "fullyQualifiedName": name, "kind": "module" }],
                "message": { "text": name },
            }})
        })
        .collect();
    (!steps.is_empty()).then(|| json!([{ "threadFlows": [{ "locations": steps }] }]))
}

fn notification(degraded: &Degraded) -> Value {
    json!({
        "level": "warning",
        "message": { "text": format!("{}: {}", degraded.input, degraded.reason) },
    })
}

/// Returns the level that a severity is shown by.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Moderate => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// Returns a path as a relative URI reference (RFC 3986): everything but plain letters is escaped.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~@".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
