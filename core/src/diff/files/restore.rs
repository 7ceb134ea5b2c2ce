//! Places and references as the authors of the files wrote them.

use serde_json::Value;

use super::super::Change;
use super::super::kind::Versions;
use super::{Joined, MEMBER};

/// Turns the places of `changes` into places of the files they are in, and references back into what they were.
pub(in crate::diff) fn restore(versions: &Versions, changes: &mut [Change]) {
    let [was, is] = &versions.joined;
    if versions.before.parts.is_empty() && versions.after.parts.is_empty() {
        return;
    }
    for change in changes {
        let before = change.before_location.as_ref().map(|at| at.pointer.to_string());
        let after = change.after_location.as_ref().map(|at| at.pointer.to_string());
        (change.before_pointer, change.after_pointer) = (before, after);
        change.before.iter_mut().for_each(|value| was.restore(value));
        change.after.iter_mut().for_each(|value| is.restore(value));
        for joined in [is, was] {
            joined.restore_text(&mut change.message);
            joined.restore_text(&mut change.rationale);
        }
        if let Some(witness) = &mut change.witness {
            for (document, at) in [
                (&versions.before, &mut witness.before_pointer),
                (&versions.after, &mut witness.after_pointer),
            ] {
                *at = document.origin(at).1.to_owned();
            }
        }
    }
}

impl Joined {
    fn restore(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(written) = self.written.get(text) {
                    text.clone_from(written);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.restore(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.restore(member)),
            _ => {}
        }
    }

    /// Restores the references that a text for people names in backticks.
    fn restore_text(&self, text: &mut String) {
        if !text.contains(MEMBER) {
            return;
        }
        let restored: Vec<&str> = text
            .split('`')
            .map(|piece| self.written.get(piece).map_or(piece, String::as_str))
            .collect();
        *text = restored.join("`");
    }
}
