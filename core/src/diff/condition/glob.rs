//! Globs held against texts, where matchers differ: most stop a `*` at a slash, and some do not.

/// Most characters of a glob times those of a text.
const MOST_STEPS: usize = 1 << 16;

/// Tells whether `text` fits `glob`; none when matchers differ, or when the glob is not understood.
pub(super) fn fits(glob: &str, text: &str) -> Option<bool> {
    if glob.contains(['[', '{']) || glob.len().saturating_mul(text.len()) > MOST_STEPS {
        return None;
    }
    let parts = parts(glob);
    // The names of cloud resources have slashes that separate nothing.
    let resource = glob.starts_with("arn:");
    let (stops, crosses) = (matches(&parts, text, resource), matches(&parts, text, true));
    (stops == crosses).then_some(crosses)
}

#[derive(Clone, Copy)]
enum Part {
    /// `**/`: nothing, or anything up to a slash.
    Folders,
    /// `**`.
    Anything,
    /// `*`.
    Star,
    /// `?`.
    One,
    Character(char),
}

fn parts(glob: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = glob;
    while let Some(first) = rest.chars().next() {
        let begins = parts.last().is_none_or(|part| matches!(part, Part::Character('/')));
        let (part, length) = match first {
            '*' if rest.starts_with("**/") && begins => (Part::Folders, 3),
            '*' if rest.starts_with("**") => (Part::Anything, 2),
            '*' => (Part::Star, 1),
            '?' => (Part::One, 1),
            other => (Part::Character(other), other.len_utf8()),
        };
        parts.push(part);
        rest = rest.get(length..).unwrap_or_default();
    }
    parts
}

/// Tells whether the whole text fits: for each part, where in the text the next one may begin.
fn matches(parts: &[Part], text: &str, crosses: bool) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let mut open = vec![false; characters.len() + 1];
    if let Some(first) = open.first_mut() {
        *first = true;
    }
    for part in parts {
        open = after(*part, &open, &characters, crosses);
    }
    open.last() == Some(&true)
}

fn after(part: Part, open: &[bool], characters: &[char], crosses: bool) -> Vec<bool> {
    let mut next = Vec::with_capacity(open.len());
    let (mut reached, mut before) = (false, None::<(bool, char)>);
    for (index, here) in open.iter().enumerate() {
        let one = before.is_some_and(|(was, c)| match part {
            Part::One => was && (crosses || c != '/'),
            Part::Character(wanted) => was && c == wanted,
            _ => false,
        });
        let slash = before.is_some_and(|(_, c)| c == '/');
        next.push(match part {
            Part::One | Part::Character(_) => one,
            // What was open before the slash is open behind it.
            Part::Folders => *here || slash && reached,
            Part::Star | Part::Anything => {
                let stops = matches!(part, Part::Star) && !crosses && slash;
                reached = *here || reached && !stops;
                reached
            }
        });
        if matches!(part, Part::Folders) {
            reached |= *here;
        }
        before = characters.get(index).map(|c| (*here, *c));
    }
    next
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_and_slashes() {
        for (glob, text, expected) in [
            ("src/*.rs", "src/lib.rs", Some(true)),
            ("src/*.rs", "src/deep/lib.rs", None),
            ("src/*.rs", "docs/lib.rs", Some(false)),
            ("src/**/*.rs", "src/lib.rs", Some(true)),
            ("src/**/*.rs", "src/a/b/lib.rs", Some(true)),
            ("src/**/*.rs", "src/a/b/lib.md", Some(false)),
            ("/api/*", "/api/admin/users", None),
            ("arn:aws:s3:::logs/*", "arn:aws:s3:::logs/a/b", Some(true)),
            ("a?c", "abc", Some(true)),
            ("a?c", "a/c", None),
            ("**/x", "x", Some(true)),
            ("**/x", "ax", Some(false)),
            ("a**", "a/b", Some(true)),
            ("a[bc]", "ab", None),
        ] {
            assert_eq!(fits(glob, text), expected, "{glob} {text}");
        }
    }
}
