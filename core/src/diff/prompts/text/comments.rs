//! Comments of templates, which no model reads: `{# … #}`, `{{! … }}`.

use std::borrow::Cow;

/// Returns a text with spaces in place of comments, so that everything else stands where it stood.
pub(super) fn blanked(text: &str) -> Cow<'_, str> {
    const KINDS: [(&str, &str); 3] = [("{#", "#}"), ("{{!--", "--}}"), ("{{!", "}}")];
    let mut blanked = Cow::Borrowed(text);
    for (open, close) in KINDS {
        if blanked.contains(open) {
            blanked = Cow::Owned(without(&blanked, open, close));
        }
    }
    blanked
}

fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(open) {
        let Some((comment, after)) = behind.split_once(close) else { break };
        kept.push_str(before);
        // Lines stay lines: a comment of two lines parts no less than two line breaks.
        let spaces = [open, comment, close].into_iter().flat_map(str::bytes);
        kept.extend(spaces.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn comments_leave_their_places_empty() {
        assert_eq!(blanked("a {# é #} b"), format!("a{}b", " ".repeat(10)));
        assert_eq!(blanked("{{! x }}Hi {{y}}"), "        Hi {{y}}");
        assert_eq!(blanked("{# open"), "{# open");
        assert_eq!(blanked("plain"), "plain");
    }
}
