//! Words that say what somebody has to do (RFC 2119): where a description gains or loses one, what it says may have
//! changed beyond its words.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diff::schema::node::Said;

const DUTIES: [&str; 10] = [
    "must",
    "shall",
    "should",
    "required",
    "mandatory",
    "optional",
    "forbidden",
    "prohibited",
    "deprecated",
    "obsolete",
];

/// Tells which words of duty a description says more or less often than before; none when it says the same ones, or
/// there was none.
pub(super) fn changed(was: &Said<Value>, is: &Said<Value>) -> Option<String> {
    let (old, new) = (counts(was), counts(is));
    let moved = |from: &BTreeMap<&str, usize>, to: &BTreeMap<&str, usize>| -> Vec<String> {
        let more = to.iter().filter(|(word, count)| from.get(*word).unwrap_or(&0) < *count);
        more.map(|(word, _)| format!("`{word}`")).collect()
    };
    let (gained, lost) = (moved(&old, &new), moved(&new, &old));
    match (gained.is_empty(), lost.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("says {} now", gained.join(", "))),
        (true, false) => Some(format!("says {} no more", lost.join(", "))),
        (false, false) => {
            Some(format!("says {} instead of {}", gained.join(", "), lost.join(", ")))
        }
    }
}

fn counts(said: &Said<Value>) -> BTreeMap<&'static str, usize> {
    let text = said.value.as_str().unwrap_or_default().to_lowercase();
    let mut counts = BTreeMap::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        if let Some(duty) = DUTIES.iter().find(|duty| **duty == word) {
            *counts.entry(*duty).or_default() += 1;
        }
    }
    counts
}
