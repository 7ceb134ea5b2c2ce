//! Which of the parts that consumers use a change touches.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde_json::Value;

use crate::diff::{Change, Kind, graphql};
use crate::document::pointer;

/// The parts that are used, by JSON Pointer, with the positions of the consumers that use them.
#[derive(Debug, Default)]
pub(super) struct Uses(BTreeMap<String, Vec<usize>>);

impl Uses {
    /// Notes that a consumer uses what stands at some places.
    pub(super) fn add(&mut self, places: BTreeSet<String>, consumer: usize) {
        for place in places {
            self.0.entry(place).or_default().push(consumer);
        }
    }

    /// Adds the consumers that use something at, above or below what `change` touches.
    pub(super) fn touched(&self, change: &Change, found: &mut BTreeSet<usize>) {
        for place in places(change) {
            for around in pointer::ancestors(&place) {
                found.extend(self.0.get(around).into_iter().flatten());
            }
            // What lies below begins with the pointer and a slash; `0` follows the slash.
            let below =
                (Bound::Excluded(format!("{place}/")), Bound::Excluded(format!("{place}0")));
            found.extend(self.0.range(below).flat_map(|(_, consumers)| consumers));
        }
    }
}

/// Returns the JSON Pointers that a use may mean in an artifact of a kind; none for what means nothing there.
pub(super) fn pointers_of(part: &str, kind: Kind) -> Vec<String> {
    if kind == Kind::Graphql && !part.is_empty() && !part.starts_with('/') {
        return graphql::pointers(part);
    }
    vec![pointer_of(part)]
}

/// Returns the JSON Pointer that a use means: an operation of HTTP is a member of `paths` (OpenAPI), and
/// dots lead from member to member.
fn pointer_of(part: &str) -> String {
    if part.is_empty() || part.starts_with('/') {
        return part.trim_end_matches('/').to_owned();
    }
    if let Some((method, path)) = part.split_once(' ') {
        let item = pointer::push("/paths", path.trim());
        return pointer::push(&item, &method.to_ascii_lowercase());
    }
    part.split('.').fold(String::new(), |place, name| pointer::push(&place, name))
}

/// Returns the places that a change touches, before and after.
fn places(change: &Change) -> Vec<String> {
    let sides = [(&change.before_pointer, &change.before), (&change.after_pointer, &change.after)];
    let mut places = Vec::new();
    for (place, value) in sides {
        let Some(place) = place else { continue };
        places.extend(named_property(place, value.as_ref()));
        places.push(place.clone());
    }
    let operations = change.details.get("operations").and_then(Value::as_array);
    let operations = operations.into_iter().flatten().filter_map(Value::as_str);
    places.extend(operations.map(pointer_of));
    // Where not all are named, it may be any.
    places.extend(change.details.get("operations_total").map(|_| "/paths".to_owned()));
    places
}

/// An item of `required` is about the property it names.
fn named_property(place: &str, value: Option<&Value>) -> Option<String> {
    let list = pointer::parent(place).filter(|list| pointer::last(list) == "required")?;
    let properties = pointer::push(pointer::parent(list)?, "properties");
    Some(pointer::push(&properties, value?.as_str()?))
}

#[cfg(test)]
mod tests {
    use super::{pointer_of, pointers_of};
    use crate::diff::Kind;

    #[test]
    fn uses_are_spelled_in_several_ways() {
        assert_eq!(pointer_of("/properties/a"), "/properties/a");
        assert_eq!(pointer_of("/"), "");
        assert_eq!(pointer_of("GET /pets/{id}"), "/paths/~1pets~1{id}/get");
        assert_eq!(pointer_of("database.pool"), "/database/pool");
        assert_eq!(pointers_of("@auth", Kind::Graphql), ["/directives/auth"]);
        assert_eq!(pointers_of("/types/User", Kind::Graphql), ["/types/User"]);
    }
}
