//! Bytes → two texts, and options of the comparison.
//!
//! The text before ends at a line that starts with [`BOTH`] or [`EDITED`]; the rest of that line may hold
//! options as JSON. Behind [`BOTH`] stands the text after, and behind [`EDITED`] what to change for it.

use serde_json::{Map, Value, json};

use super::edits;

const BOTH: &str = "=======";
const EDITED: &str = "~~~~~~~";

/// Options about one version.
const BEFORE: [&str; 2] = ["before_version", "before_files"];
const AFTER: [&str; 2] = ["after_version", "after_files"];

/// Two versions of an artifact.
pub(super) struct Pair {
    pub(super) before: String,
    pub(super) after: String,
    options: Map<String, Value>,
}

impl Pair {
    /// Reads two texts; the second is like the first when nothing stands between them.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let found = [BOTH, EDITED].map(|mark| (position(bytes, mark.as_bytes()), mark));
        let first = found.iter().filter_map(|(at, mark)| Some((at.as_ref()?, *mark))).min();
        let Some((at, mark)) = first else {
            let text = String::from_utf8_lossy(bytes).into_owned();
            return Self { before: text.clone(), after: text, options: Map::new() };
        };
        let (before, rest) = bytes.split_at(*at);
        let (line, rest) = match rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => (rest.get(mark.len()..end), rest.get(end + 1..)),
            None => (rest.get(mark.len()..), None),
        };
        let before = String::from_utf8_lossy(before).into_owned();
        let rest = rest.unwrap_or_default();
        let after = if mark == EDITED {
            edits::apply(&before, rest)
        } else {
            String::from_utf8_lossy(rest).into_owned()
        };
        let options = serde_json::from_slice(line.unwrap_or_default()).unwrap_or_default();
        Self { before, after, options }
    }

    /// Returns the same with other texts.
    pub(super) fn with(&self, before: &str, after: &str) -> Self {
        let options = self.options.clone();
        Self { before: before.to_owned(), after: after.to_owned(), options }
    }

    /// Returns the version before as both versions, and the version after as both.
    pub(super) fn unchanged(&self) -> [Self; 2] {
        [(&self.before, BEFORE), (&self.after, AFTER)].map(|(text, [version, files])| {
            let mut options = self.without_earlier().options;
            let said = [version, files].map(|name| self.options.get(name).cloned());
            for ((said, before), after) in said.into_iter().zip(BEFORE).zip(AFTER) {
                for name in [before, after] {
                    options.remove(name);
                    options.extend(said.clone().map(|said| (name.to_owned(), said)));
                }
            }
            Self { before: text.clone(), after: text.clone(), options }
        })
    }

    /// Returns the same without versions before the one before.
    pub(super) fn without_earlier(&self) -> Self {
        let mut options = self.options.clone();
        options.remove("earlier");
        Self { before: self.before.clone(), after: self.after.clone(), options }
    }

    /// Returns the same the other way round.
    pub(super) fn reversed(&self) -> Self {
        let mut options = self.without_earlier().options;
        for (before, after) in BEFORE.into_iter().zip(AFTER) {
            let said = [options.remove(before), options.remove(after)];
            for (said, name) in said.into_iter().zip([after, before]) {
                options.extend(said.map(|said| (name.to_owned(), said)));
            }
        }
        Self { before: self.after.clone(), after: self.before.clone(), options }
    }

    /// Returns the input of a comparison, without options when `plain`.
    pub(super) fn input(&self, kind: &str, plain: bool) -> Value {
        let mut input = if plain { Map::new() } else { self.options.clone() };
        input.entry("now").or_insert_with(|| json!("2026-11-21T00:00:00Z"));
        input.insert("before".to_owned(), json!(self.before));
        input.insert("after".to_owned(), json!(self.after));
        input.insert("kind".to_owned(), json!(kind));
        Value::Object(input)
    }
}

fn position(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}
