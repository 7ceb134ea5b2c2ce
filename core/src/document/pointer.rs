//! JSON Pointers (RFC 6901).

use std::borrow::Cow;

use serde_json::Value;

/// Returns the value at `pointer` in `document`, as [`Value::pointer`] does, which copies every segment.
pub(crate) fn get<'v>(document: &'v Value, pointer: &str) -> Option<&'v Value> {
    if pointer.is_empty() {
        return Some(document);
    }
    let is_position = |segment: &str| segment == "0" || !segment.starts_with(['0', '+']);
    pointer.strip_prefix('/')?.split('/').try_fold(document, |value, segment| match value {
        Value::Object(members) => members.get(unescaped(segment).as_ref()),
        Value::Array(items) if is_position(segment) => items.get(segment.parse::<usize>().ok()?),
        _ => None,
    })
}

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
    let mut plain = key;
    while let Some((before, rest)) = plain.find(['~', '/']).map(|at| plain.split_at(at)) {
        pointer.push_str(before);
        pointer.push_str(if rest.starts_with('~') { "~0" } else { "~1" });
        plain = rest.get(1..).unwrap_or_default();
    }
    pointer.push_str(plain);
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
    unescaped(segment).into_owned()
}

/// Returns a segment as the key that it stands for; most need no escape.
fn unescaped(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_as_the_library_finds_them() {
        let document = serde_json::json!({"a/b": [{"m~n": 1}, 2], "": {"": 3}, "~1": 4});
        for pointer in [
            "",
            "/",
            "//",
            "/a~1b/0/m~0n",
            "/a~1b/1",
            "/a~1b/01",
            "/a~1b/+1",
            "/a~1b/2",
            "/~01",
            "a",
            "/a~1b/-",
        ] {
            assert_eq!(get(&document, pointer), document.pointer(pointer), "{pointer}");
        }
    }

    #[test]
    fn segments_survive_escaping() {
        let pointer = push(&push("", "a/b"), "m~n");
        assert_eq!(pointer, "/a~1b/m~0n");
        assert_eq!(segments(&pointer).collect::<Vec<_>>(), ["a/b", "m~n"]);
        assert_eq!(last(&pointer), "m~n");
        assert_eq!(push("", "/~a//"), "/~1~0a~1~1");
        assert_eq!(ancestors(&pointer).collect::<Vec<_>>(), ["/a~1b/m~0n", "/a~1b", ""]);
    }
}
