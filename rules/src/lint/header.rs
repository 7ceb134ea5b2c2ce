//! What a header says, and what stands beside a policy.

use std::collections::BTreeSet;

use meta_core::finding::codes::lint;

use super::reading::{At, Found, Reading};
use crate::testing::plain;

pub(super) fn lint(reading: &Reading<'_>, tested: &BTreeSet<String>) -> Vec<Found> {
    let header = &reading.written.header;
    let mut found = Vec::new();
    if says_nothing(&header.why, &[&header.title]) {
        let at = At::Header("/why".to_owned());
        found.push(Found::new(lint::MISSING_WHY, at, "why", "`why` does not tell why it matters"));
    }
    if says_nothing(&header.fix, &[&header.title, &header.why]) {
        let at = At::Header("/fix".to_owned());
        found.push(Found::new(lint::MISSING_FIX, at, "fix", "`fix` does not tell what to do"));
    }
    if !tested.contains(&plain(reading.written.path)) {
        let at = At::Header("/id".to_owned());
        let message = format!("`{}` has no test", header.id);
        let stem = reading.written.path.trim_end_matches(".rhai");
        let help = format!("write `{stem}.test.yaml`");
        found.push(Found::new(lint::MISSING_TEST, at, "test", message).help(help));
    }
    found
}

/// Tells whether a text is a placeholder, or says what another says.
fn says_nothing(text: &str, others: &[&str]) -> bool {
    const PLACEHOLDERS: [&str; 6] = ["todo", "tbd", "fixme", "none", "n/a", "unknown"];
    let text = text.trim().to_lowercase();
    let first = text.split(|c: char| !c.is_alphanumeric() && c != '/').next().unwrap_or_default();
    let is_placeholder = PLACEHOLDERS.contains(&text.as_str())
        || matches!(first, "todo" | "tbd" | "fixme")
        || !text.chars().any(char::is_alphanumeric);
    is_placeholder || others.iter().any(|other| other.trim().to_lowercase() == text)
}
