//! What holds for every comparison of two versions of an artifact.

use meta_core::diff::{DiffArtifactsInput, DiffReport, diff_artifacts};
use meta_core::finding::codes;
use meta_core::{Error, Result};
use serde_json::{Value, json};

use super::pair::Pair;
use super::{formats, places};

/// Compares the two texts that `bytes` make.
pub(super) fn check(kind: &str, bytes: &[u8]) {
    let pair = Pair::read(bytes);
    if let Some(report) = compare(kind, &pair) {
        formats::check(&report);
    }
}

/// Compares two texts in every way, and returns the report of the first.
pub(super) fn compare(kind: &str, pair: &Pair) -> Option<Value> {
    for same in pair.unchanged() {
        if let Ok(report) = report(kind, &same) {
            assert_eq!(report.changes, [], "nothing changed");
        }
    }
    both_or_neither(&report(kind, &pair.without_earlier()), &report(kind, &pair.reversed()));
    let report = report(kind, pair).ok()?;
    check_report(&report, pair);
    let value = json!(report);
    let again = self::report(kind, pair).map(|again| json!(again));
    assert_eq!(
        again.as_ref().map(Value::to_string),
        Ok(value.to_string()),
        "one input, one report"
    );
    let read: DiffReport = serde_json::from_str(&value.to_string()).ok()?;
    assert_eq!(json!(read), value, "a report reads back");
    Some(value)
}

fn report(kind: &str, pair: &Pair) -> Result<DiffReport> {
    let input = serde_json::from_value(pair.input(kind, false))
        .or_else(|_| serde_json::from_value::<DiffArtifactsInput>(pair.input(kind, true)));
    assert!(input.is_ok(), "no target is called so: {input:?}");
    let input = input.map_err(|error| Error::invalid("", error.to_string()))?;
    diff_artifacts(&input)
}

/// What cannot be read cannot be read as the other version either, and where something changed,
/// something changed back.
fn both_or_neither(there: &Result<DiffReport>, back: &Result<DiffReport>) {
    match (there, back) {
        (Ok(there), Ok(back)) => {
            let one_way = there.changes.is_empty() != back.changes.is_empty();
            assert!(!one_way || there.incomplete || back.incomplete, "{there:?}\n{back:?}");
        }
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => {
            let of_version =
                ["/before", "/after"].iter().any(|side| error.path().starts_with(side));
            assert!(!of_version, "readable on one side only: {error}");
        }
        (Err(_), Err(_)) => {}
    }
    for error in [there, back].into_iter().filter_map(|side| side.as_ref().err()) {
        assert!(!error.message().contains(['\n', '\r']), "one line: {error:?}");
    }
}

fn check_report(report: &DiffReport, pair: &Pair) {
    for change in &report.changes {
        assert!(codes::find(&change.code).is_some(), "{}", change.code);
        assert!((0.0..=1.0).contains(&change.confidence), "{change:?}");
        assert_eq!(change.fingerprint.len(), 16);
        for sentence in [&change.message, &change.rationale] {
            assert!(!sentence.contains(char::is_control), "one line: {sentence:?}");
        }
        assert!(!change.message.is_empty() && !change.rationale.is_empty(), "{change:?}");
        if let Some(witness) = &change.witness {
            assert_ne!(witness.valid_before, witness.valid_after, "{witness:?}");
        }
    }
    for finding in &report.findings {
        assert!(!finding.message.contains(char::is_control), "one line: {finding:?}");
    }
    assert!(report.changes.is_sorted_by_key(|change| std::cmp::Reverse(change.class)));
    places::check(report, &pair.before, &pair.after);
}
