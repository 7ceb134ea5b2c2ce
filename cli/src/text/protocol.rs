//! Lifecycles, conflicts and audit trails, for people.

use std::fmt::Write as _;

use serde_json::Value;

use super::table::{BAD, GOOD, styled, table};

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns what has come of events.
pub(crate) fn decisions(results: &[Value]) -> String {
    let mut out = String::new();
    for result in results {
        if let Some(decision) = result.get("decision") {
            out.push_str(&self::decision(decision));
            continue;
        }
        let error = &result["error"];
        let (code, message) = (text(error, "code"), text(error, "message"));
        let _ = writeln!(out, "{} {code}: {message}", styled(BAD, "error"));
    }
    out
}

fn decision(decision: &Value) -> String {
    let mut out = String::new();
    let outcome = text(decision, "outcome");
    let style = if outcome == "denied" { BAD } else { GOOD };
    let (id, about) = (text(decision, "event_id"), text(decision, "subject"));
    let _ = writeln!(out, "{} {id} {about}", styled(style, outcome));
    for one in list(decision, "moves") {
        let from = one["from"].as_str().map(|from| format!("{from} -> ")).unwrap_or_default();
        let (subject, to, at) = (text(one, "subject"), text(one, "to"), text(one, "at"));
        let _ = writeln!(out, "  {at} {subject}: {from}{to}");
    }
    for one in list(decision, "unanswered") {
        let (subject, event) = (text(one, "subject"), text(one, "event"));
        let _ = writeln!(out, "  {subject}: nothing answers `{event}`, which its machine raised");
    }
    for refusal in list(decision, "refusals") {
        let (subject, event) = (text(refusal, "subject"), text(refusal, "event"));
        let _ = writeln!(out, "  `{event}` of {subject} needs:");
        needs(&mut out, list(refusal, "guards"), 2);
    }
    for (name, what) in [("opened", "conflict"), ("closed", "settled")] {
        for one in list(decision, name) {
            let (id, message) = (text(one, "id"), text(one, "message"));
            let _ = writeln!(out, "  {what} {id}: {message}");
        }
    }
    out
}

/// Writes what guards need that do not hold.
fn needs(out: &mut String, guards: &[Value], depth: usize) {
    for guard in guards.iter().filter(|guard| guard["holds"] != Value::Bool(true)) {
        let (name, indent) = (text(guard, "guard"), "  ".repeat(depth));
        let parts = list(guard, "parts");
        let _ = match guard["needs"].as_str() {
            Some(needs) => writeln!(out, "{indent}{name}: {needs}"),
            None => writeln!(out, "{indent}{name} of these:"),
        };
        needs(out, parts, depth + 1);
    }
}

/// Returns what may happen.
pub(crate) fn available(report: &Value) -> String {
    let mut out = String::new();
    for subject in list(report, "subjects") {
        let (id, state) = (text(subject, "subject"), text(subject, "state"));
        let _ = writeln!(out, "{id} ({state})");
        out.push_str(&transitions(list(subject, "transitions")));
    }
    if out.is_empty() { "nothing may happen\n".to_owned() } else { out }
}

fn transitions(all: &[Value]) -> String {
    let mut out = String::new();
    for one in all {
        let due = one["due"].as_str().map(|due| format!("by itself at {due}"));
        let name = one["event"].as_str().map(str::to_owned).or(due).unwrap_or_default();
        let to = one["to"].as_str().map(|to| format!(" -> {to}")).unwrap_or_default();
        let is_allowed = one["allowed"] == Value::Bool(true);
        let mark = if is_allowed { styled(GOOD, "may") } else { styled(BAD, "may not") };
        let _ = writeln!(out, "  {mark} {name}{to}");
        needs(&mut out, list(one, "guards"), 2);
    }
    out
}

/// Returns what an event would do.
pub(crate) fn explanation(report: &Value) -> String {
    let state = text(report, "state");
    let transitions = transitions(list(report, "transitions"));
    format!("it is {state}\n{transitions}{}", decision(&report["decision"]))
}

/// Returns what came of a replay.
pub(crate) fn replayed(report: &Value) -> String {
    let count = |name: &str| report[name].as_u64().unwrap_or_default();
    let mut out = format!(
        "{} happened, {} denied, {} had happened already\nstate {}\n",
        count("accepted"),
        count("denied"),
        count("duplicates"),
        text(report, "state_digest"),
    );
    match report["is_expected"].as_bool() {
        Some(true) => out.push_str("that is the state that was expected\n"),
        Some(false) => {
            let _ = writeln!(out, "{}", styled(BAD, "that is another state than was expected"));
        }
        None => {}
    }
    for (index, error) in report["errors"].as_object().into_iter().flatten() {
        let (code, message) = (text(error, "code"), text(error, "message"));
        let _ = writeln!(out, "{} event {index}: {code}: {message}", styled(BAD, "error"));
    }
    out
}

/// Returns what holds where.
pub(crate) fn rules(report: &Value) -> String {
    let row = |name: String, policy: &Value| {
        let cells = ["mode", "block_at", "parallel_drafts", "soak_seconds", "approvals"];
        let cell = |name: &&str| match &policy[*name] {
            Value::Null => "any".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        std::iter::once(name).chain(cells.iter().map(cell)).collect::<Vec<_>>()
    };
    let mut rows = vec![row("(all others)".to_owned(), &report["organisation"])];
    for (name, tenant) in report["tenants"].as_object().into_iter().flatten() {
        rows.push(row(name.clone(), &tenant["policy"]));
        for (project, policy) in tenant["projects"].as_object().into_iter().flatten() {
            rows.push(row(format!("{name}/{project}"), policy));
        }
    }
    let header = ["where", "mode", "blocks at", "drafts", "soak seconds", "approvals"];
    table("What holds", &header, rows)
}

/// Returns the conflicts between artifacts.
pub(crate) fn conflicts(report: &Value) -> String {
    let mut out = String::new();
    for one in list(report, "conflicts") {
        let style = if one["is_blocking"] == Value::Bool(true) { BAD } else { GOOD };
        let (id, code, message) = (text(one, "id"), text(one, "code"), text(one, "message"));
        let severity = styled(style, text(one, "severity"));
        let _ = writeln!(out, "{severity} {code} {id}\n  {message}");
        for suggestion in list(one, "suggestions") {
            let tried = if suggestion["verified"] == Value::Bool(true) { " (tried)" } else { "" };
            let _ = writeln!(out, "  - {}{tried}", text(suggestion, "message"));
        }
    }
    for one in list(report, "undecided") {
        let _ = writeln!(out, "not decided: {}: {}", text(one, "subject"), text(one, "message"));
    }
    for one in list(report, "unused_overrides") {
        let _ = writeln!(out, "override without effect: {}", text(one, "message"));
    }
    let counts = &report["counts"];
    let _ = writeln!(out, "{} conflicts, {} of them block", counts["total"], counts["blocking"]);
    out
}

/// Returns what was added to a trail.
pub(crate) fn added(report: &Value) -> String {
    let repeated = list(report, "duplicates").len();
    let rest = if repeated == 0 { String::new() } else { format!(", {repeated} were there") };
    let head = &report["head"];
    format!(
        "added {}{rest}\n{} entries, root {}\n",
        report["added"],
        head["size"],
        text(head, "root")
    )
}

/// Returns whether a trail is right.
pub(crate) fn verdict(report: &Value) -> String {
    let mut out = String::new();
    let entries = &report["entries"];
    match report.get("first_bad") {
        None => {
            let _ = writeln!(out, "{} {entries} entries", styled(GOOD, "right"));
        }
        Some(bad) => {
            let line = bad["line"].as_u64().map(|line| format!(" (line {line})"));
            let (seq, message) = (&bad["seq"], text(bad, "message"));
            let line = line.unwrap_or_default();
            let _ = writeln!(out, "{} entry {seq}{line}: {message}", styled(BAD, "wrong"));
        }
    }
    if report["truncation_checked"] != Value::Bool(true) {
        out.push_str("without a known head it is not found when entries are missing at the end\n");
    }
    out
}
