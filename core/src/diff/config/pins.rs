//! Texts that name something with its version, such as an action or an image, and words for yes and no.

use serde_json::Value;

use super::at::At;
use super::names::words;
use super::note::{Direction, Verdict};
use crate::diff::Class;
use crate::finding::codes::diff::config as codes;

/// How firmly a name is bound to what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    /// A branch, or whatever is the latest.
    Floating,
    /// A tag that says a version.
    Version,
    /// A digest of the content.
    Digest,
}

/// Judges two texts that name one thing with its version; none when they do not.
pub(super) fn judge(at: &At, before: &str, after: &str) -> Option<Verdict> {
    let (was, is) = (pin(&at.key, before)?, pin(&at.key, after)?);
    if was.0 != is.0 {
        return Some(Verdict::new(codes::VALUE_CHANGED, Class::Behavioral, 0.9));
    }
    if is.1 < was.1 {
        return Some(Verdict::guard(codes::VERSION_RANGE_WIDENED, Direction::Loosened, 0.9));
    }
    // A firmer hold breaks nobody: what runs may be the same.
    let code = if is.1 > was.1 { codes::VERSION_RANGE_NARROWED } else { codes::VERSION_CHANGED };
    Some(Verdict::new(code, Class::Behavioral, 0.9))
}

/// Returns what a text names, and how firmly.
fn pin<'t>(key: &str, text: &'t str) -> Option<(&'t str, Hold)> {
    if key == "uses" {
        let (name, version) = text.rsplit_once('@')?;
        let is_commit = version.len() >= 40 && version.bytes().all(|b| b.is_ascii_hexdigit());
        let hold = if is_commit { Hold::Digest } else { of_tag(version) };
        return Some((name, hold));
    }
    if words(key).last().is_none_or(|word| word != "image") || text.contains(char::is_whitespace) {
        return None;
    }
    let (name, digest) = match text.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (text, None),
    };
    // A colon before a slash is that of a port.
    let tagged = name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'));
    let (bare, tag) = tagged.map_or((name, ""), |(bare, tag)| (bare, tag));
    let hold = if digest.is_some() { Hold::Digest } else { of_tag(tag) };
    Some((bare, hold))
}

fn of_tag(tag: &str) -> Hold {
    let digits = tag.strip_prefix('v').unwrap_or(tag);
    if digits.starts_with(|c: char| c.is_ascii_digit()) { Hold::Version } else { Hold::Floating }
}

/// Returns what two values say that are words of YAML 1.1 for yes and no; none when one of them is not, or when
/// both are booleans already.
pub(super) fn truths(before: &Value, after: &Value) -> Option<(bool, bool)> {
    let texts = before.is_string() && after.is_string();
    // No reader takes the text `"true"` for a boolean.
    let is_spelt = |value: &Value| value.as_str().is_some_and(|text| text.parse::<bool>().is_ok());
    let words = before.is_boolean() != after.is_boolean() && !is_spelt(before) && !is_spelt(after);
    truth(before).zip(truth(after)).filter(|_| texts || words)
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(on) => Some(*on),
        // `y` and `n` are names of axes more often.
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "true" => Some(true),
            "no" | "off" | "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
