//! JSON Pointers (RFC 6901).

use serde_json::Value;

/// Returns `pointer` with one more segment `key`, escaped.
pub fn push(pointer: &str, key: &str) -> String {
    let mut longer = String::with_capacity(pointer.len() + key.len() + 1);
    longer.push_str(pointer);
    append(&mut longer, key);
    longer
}

/// Adds the segment `key`, escaped, to `pointer`.
pub(crate) fn append(pointer: &mut String, key: &str) {
    pointer.push('/');
    for character in key.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// Returns the last segment of `pointer`, unescaped; empty for the whole document.
pub fn last(pointer: &str) -> String {
    unescape(pointer.rsplit_once('/').map_or("", |(_, last)| last))
}

/// Returns the pointer of the value around the one at `pointer`; none for the whole document.
pub fn parent(pointer: &str) -> Option<&str> {
    pointer.rsplit_once('/').map(|(parent, _)| parent)
}

/// Returns the segments of `pointer`, unescaped.
pub fn segments(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(unescape)
}

/// Returns `pointer` and the pointers of the values around it, inner ones first.
pub(crate) fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |inner| parent(inner))
}

/// Returns `pointer` into `document` with the member `name` of an item in place of its position in a
/// list, where it has one: a name that outlives other items coming, going and moving.
pub(crate) fn by_name(document: &Value, pointer: &str) -> String {
    let mut stable = String::with_capacity(pointer.len());
    let mut value = Some(document);
    for segment in segments(pointer) {
        let inner = value.and_then(|value| match value {
            Value::Array(items) => segment.parse().ok().and_then(|index: usize| items.get(index)),
            other => other.get(&segment),
        });
        let name = match value {
            Some(Value::Array(_)) => inner.and_then(|item| item.get("name")?.as_str()),
            _ => None,
        };
        append(&mut stable, name.unwrap_or(&segment));
        value = inner;
    }
    stable
}

pub(super) fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_survive_escaping() {
        let pointer = push(&push("", "a/b"), "m~n");
        assert_eq!(pointer, "/a~1b/m~0n");
        assert_eq!(segments(&pointer).collect::<Vec<_>>(), ["a/b", "m~n"]);
        assert_eq!(last(&pointer), "m~n");
        assert_eq!(ancestors(&pointer).collect::<Vec<_>>(), ["/a~1b/m~0n", "/a~1b", ""]);
    }
}
