//! Text of users in Markdown and HTML: whatever it says, it is shown as it is.

/// Where a text of Markdown stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// A paragraph or a list.
    Text,
    /// A cell of a table, which a bar ends even inside of code.
    Cell,
}

/// Returns a message as Markdown: what stands between backticks is code, the rest is plain.
pub(super) fn message(text: &str, within: Within) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without a partner is a plain one.
    let paired = parts.len() - 1 - (parts.len() - 1) % 2;
    for (index, part) in parts.iter().enumerate() {
        if index > paired {
            out.push_str("\\`");
        }
        if index % 2 == 1 && index < paired {
            out.push_str(&code(part, within));
        } else {
            out.push_str(&plain(part));
        }
    }
    out
}

/// Returns a text that is no code as Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => out.push(' '),
            // An empty comment keeps names and numbers from becoming mentions and references.
            '@' | '#' => {
                out.push('\\');
                out.push(character);
                out.push_str("<!-- -->");
            }
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '!' | '|' | '&' | '~'
            | ':' | '$' => {
                out.push('\\');
                out.push(character);
            }
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// Returns a text as a code span: its fence is longer than any run of backticks inside.
pub(super) fn code(text: &str, within: Within) -> String {
    let mut inner: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    if inner.trim().is_empty() {
        return String::new();
    }
    if within == Within::Cell {
        inner = inner.replace('|', "\\|");
    }
    let fence = "`".repeat(longest_run(&inner) + 1);
    let touches = inner.starts_with('`') || inner.ends_with('`');
    let pad = if touches || (inner.starts_with(' ') && inner.ends_with(' ')) { " " } else { "" };
    format!("{fence}{pad}{inner}{pad}{fence}")
}

/// Returns a text as a fenced block of JSON.
pub(super) fn block(text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    format!("{fence}json\n{text}\n{fence}\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Returns a text of HTML, for the few places of Markdown where only that works.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '@' => out.push_str("@<!-- -->"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_code() {
        assert_eq!(message("`a|b` is *new*", Within::Text), "`a|b` is \\*new\\*");
        assert_eq!(message("`a|b` is new", Within::Cell), "`a\\|b` is new");
        assert_eq!(message("a ` b", Within::Text), "a \\` b");
        assert_eq!(message("`a` and ` b", Within::Text), "`a` and \\` b");
        assert_eq!(message("ask @team", Within::Text), "ask \\@<!-- -->team");
        assert_eq!(message("``", Within::Text), "");
    }

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a``b`", Within::Text), "``` a``b` ```");
        assert_eq!(code("a\nb", Within::Text), "`a b`");
        assert!(block("```\n").starts_with("````json\n"));
    }
}
