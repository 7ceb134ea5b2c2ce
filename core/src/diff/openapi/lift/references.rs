//! References: where they lead after lifting.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

use super::{Lifter, Sent};
use crate::document::pointer;

/// References that are followed one after the other.
const MOST_STEPS: usize = 100;

/// What a fragment of an address may not have as it is (RFC 3986 section 3.5).
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Members that hold data, whatever it looks like.
const DATA: [&str; 4] = ["default", "enum", "example", "examples"];

/// Returns the reference that an object is.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// Returns the reference to a pointer of the same document.
pub(super) fn to(pointer: &str) -> String {
    format!("#{}", utf8_percent_encode(pointer, RESERVED))
}

/// Returns the pointer of the same document that a reference leads to.
pub(super) fn target(reference: &str) -> Option<String> {
    pointer::of_reference(reference)
}

impl<'a> Lifter<'a> {
    /// Returns what a reference inside of the document leads to and its pointer; the value itself when it is
    /// none, or leads nowhere.
    pub(super) fn resolved(&self, value: &'a Value, at: &str) -> (&'a Value, String) {
        let (mut value, mut at) = (value, at.to_owned());
        for _ in 0..MOST_STEPS {
            let Some(next) = reference(value).and_then(target) else { break };
            let Some(found) = self.root.pointer(&next) else { break };
            (value, at) = (found, next);
        }
        (value, at)
    }

    /// Returns a reference as it reads in the lifted document.
    pub(super) fn rewritten(&mut self, reference: &str) -> String {
        for (from, to) in [
            ("#/definitions/", "#/components/schemas/"),
            ("#/securityDefinitions/", "#/components/securitySchemes/"),
        ] {
            if let Some(name) = reference.strip_prefix(from) {
                return format!("{to}{name}");
            }
        }
        let shared = |kind: &str| reference.strip_prefix(kind).filter(|name| !name.contains('/'));
        if let Some(name) = shared("#/responses/") {
            return format!("#/components/responses/{name}");
        }
        if let Some(name) = shared("#/parameters/") {
            let at = target(reference).unwrap_or_default();
            let value = self.root.pointer(&at).unwrap_or(&Value::Null);
            let kind = match self.sent(value, &at) {
                Sent::Elsewhere => "parameters",
                Sent::Body | Sent::Form => "requestBodies",
            };
            return format!("#/components/{kind}/{name}");
        }
        self.strays |= reference.starts_with("#/");
        reference.to_owned()
    }

    /// Rewrites references to parts that got their place after the reference was read: into operations, and
    /// into parameters and responses.
    pub(super) fn settle_strays(&self, lifted: &mut Value) {
        if !self.strays {
            return;
        }
        let mut moves = self.origins.moves();
        moves.extend(self.schemas.iter().map(|(from, to)| (from.as_str(), to.as_str())));
        let settled = |reference: &str| {
            let whole = target(reference)?;
            let (at, to_place) =
                pointer::ancestors(&whole).find_map(|at| Some((at, moves.get(at)?)))?;
            let rest = whole.strip_prefix(at).unwrap_or_default();
            (*to_place != at).then(|| to(&format!("{to_place}{rest}")))
        };
        settle(lifted, &settled);
    }
}

fn settle(value: &mut Value, settled: &impl Fn(&str) -> Option<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "$ref" => {
                        if let Some(new) = settled(text) {
                            *text = new;
                        }
                    }
                    _ if DATA.contains(&key.as_str()) && !member.is_object() => {}
                    _ if key.starts_with("x-") => {}
                    member => settle(member, settled),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| settle(item, settled)),
        _ => {}
    }
}
