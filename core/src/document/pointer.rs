//! JSON Pointers (RFC 6901).

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

fn unescape(segment: &str) -> String {
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
