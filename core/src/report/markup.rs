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
            // A host name without a scheme would become a link.
            '.' if ends_in_www(&out) => out.push_str("\\."),
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

fn ends_in_www(text: &str) -> bool {
    let start = text.len().saturating_sub(3);
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
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
            // References and mentions are looked for in HTML too.
            '@' | '#' => {
                out.push(character);
                out.push_str("<!-- -->");
            }
            '\n' | '\r' | '\t' => out.push(' '),
            other if other.is_control() => {}
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
        assert_eq!(message("see www.example.org.", Within::Text), "see www\\.example.org.");
    }

    #[test]
    fn html_cannot_be_left() {
        let text = "</summary><b>#1 @team\u{1b}[2J\n'&\"";
        let html = html(text);
        let safe = "&lt;/summary&gt;&lt;b&gt;#<!-- -->1 @<!-- -->team[2J &#39;&amp;&quot;";
        assert_eq!(html, safe);
    }

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a``b`", Within::Text), "``` a``b` ```");
        assert_eq!(code("a\nb", Within::Text), "`a b`");
        assert!(block("```\n").starts_with("````json\n"));
    }
}
