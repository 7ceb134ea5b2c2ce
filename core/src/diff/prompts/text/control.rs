//! Conditions and loops of templates: which sentence stands under which.

use std::rc::Rc;

/// A condition or a loop, and what is around it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::diff::prompts) struct Condition {
    /// As the tag says it, such as `if vip`.
    pub(in crate::diff::prompts) label: String,
    around: Conditions,
    depth: usize,
}

/// The innermost condition at a place; none outside of all.
pub(in crate::diff::prompts) type Conditions = Option<Rc<Condition>>;

/// Conditions inside of so many others are not told apart.
const DEEPEST: usize = 32;
/// A tag does not go on for ever: what is not closed soon is no tag.
const LONGEST: usize = 400;

/// What a tag does.
#[derive(Debug, PartialEq, Eq)]
enum Tag {
    Opens(String),
    /// Begins what holds otherwise; a condition of its own may follow.
    Turns(String),
    Closes,
}

/// Lists the conditions at a place, the innermost first.
pub(in crate::diff::prompts) fn labels(conditions: &Conditions) -> Vec<&str> {
    let mut found = Vec::new();
    let mut next = conditions.as_ref();
    while let Some(condition) = next {
        found.push(condition.label.as_str());
        next = condition.around.as_ref();
    }
    found
}

/// Lists the places behind tags of control, with the conditions from there on.
pub(super) fn conditions(text: &str) -> Vec<(usize, Conditions)> {
    let mut found = Vec::new();
    let mut open: Conditions = None;
    // Conditions that are too deep to be told apart have to be closed all the same.
    let mut deeper = 0_usize;
    for (end, tag) in tags(text) {
        let around = |open: &Conditions| open.as_ref().and_then(|inner| inner.around.clone());
        match tag {
            Tag::Opens(_) if depth(&open) >= DEEPEST => deeper += 1,
            Tag::Opens(label) => open = Some(within(open, label)),
            Tag::Closes if deeper > 0 => deeper -= 1,
            Tag::Closes => open = around(&open),
            Tag::Turns(_) if deeper > 0 || open.is_none() => {}
            Tag::Turns(label) => {
                let first = open.as_ref().map_or("", |inner| inner.label.as_str());
                let first = first.split(" else ").next().unwrap_or_default();
                open = Some(within(around(&open), format!("{first} else {label}")));
            }
        }
        found.push((end, open.clone()));
    }
    found
}

/// Lists the labels of the conditions that begin in a text.
pub(in crate::diff::prompts) fn opened(text: &str) -> Vec<String> {
    let label = |tag: Tag| match tag {
        Tag::Opens(label) | Tag::Turns(label) => Some(label),
        Tag::Closes => None,
    };
    tags(text).into_iter().filter_map(|(_, tag)| label(tag)).collect()
}

/// Tells whether a line is one tag of control and nothing else.
pub(super) fn is_control(line: &str) -> bool {
    matches!(tags(line).as_slice(), [(end, _)] if *end == line.len())
        && (line.starts_with("{{") || line.starts_with("{%"))
}

fn within(around: Conditions, label: String) -> Rc<Condition> {
    let depth = depth(&around) + 1;
    Rc::new(Condition { label, around, depth })
}

fn depth(conditions: &Conditions) -> usize {
    conditions.as_ref().map_or(0, |inner| inner.depth)
}

/// Lists the tags of control with the places behind them.
fn tags(text: &str) -> Vec<(usize, Tag)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or_default();
        let close = if rest.starts_with("{{") {
            "}}"
        } else if rest.starts_with("{%") {
            "%}"
        } else {
            at = start + 1;
            continue;
        };
        let body = rest.get(2..).unwrap_or_default();
        let near = (LONGEST..LONGEST + 4).find_map(|end| body.get(..end)).unwrap_or(body);
        let Some(length) = near.find(close) else {
            at = start + 2;
            continue;
        };
        at = start + 2 + length + close.len();
        let inner = body.get(..length).unwrap_or_default().trim_matches(['-', '~']);
        let words = inner.split_whitespace().collect::<Vec<_>>().join(" ");
        found.extend(control(&words, close == "%}").map(|tag| (at, tag)));
    }
    found
}

fn control(inner: &str, block: bool) -> Option<Tag> {
    const BLOCKS: &[&str] = &["if", "for", "unless", "with", "case", "macro", "call", "filter"];
    let (first, rest) = inner.split_once(' ').unwrap_or((inner, ""));
    if block {
        return match first {
            "else" | "elif" | "elsif" | "elseif" | "when" => Some(Tag::Turns(rest.to_owned())),
            _ if first.starts_with("end") => {
                let opened = first.strip_prefix("end").unwrap_or_default();
                BLOCKS.contains(&opened).then_some(Tag::Closes)
            }
            _ => BLOCKS.contains(&first).then(|| Tag::Opens(inner.to_owned())),
        };
    }
    match inner.chars().next() {
        Some('#') => Some(Tag::Opens(inner.trim_start_matches('#').trim().to_owned())),
        Some('^') if inner.len() > 1 => {
            Some(Tag::Opens(format!("not {}", inner.trim_start_matches('^').trim())))
        }
        Some('/') => Some(Tag::Closes),
        _ if first == "else" || inner == "^" => Some(Tag::Turns(rest.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{conditions, is_control, labels};

    fn behind(text: &str) -> Vec<Vec<String>> {
        let all = conditions(text);
        all.iter().map(|(_, open)| labels(open).iter().map(|l| (*l).to_owned()).collect()).collect()
    }

    #[test]
    fn conditions_open_turn_and_close() {
        assert_eq!(
            behind("{% if vip %}A{% else %}B{% endif %}{{#each items}}C{{/each}}"),
            [vec!["if vip"], vec!["if vip else "], vec![], vec!["each items"], vec![]]
        );
        assert_eq!(behind("{{^vip}}A{{/vip}}"), [vec!["not vip"], vec![]]);
        assert_eq!(behind("{{ vip }} {% set a = 1 %} { if }"), Vec::<Vec<String>>::new());
    }

    #[test]
    fn deep_conditions_close_too() {
        let text = format!("{}{}", "{% if a %}".repeat(100), "{% endif %}".repeat(100));
        let all = behind(&text);
        assert_eq!(all.get(99).map(Vec::len), Some(32));
        assert_eq!(all.last().map(Vec::len), Some(0));
    }

    #[test]
    fn a_line_of_control_is_one_tag() {
        assert!(is_control("{% endif %}") && is_control("{{#vip}}") && is_control("{{/vip}}"));
        assert!(
            !is_control("{{ vip }}") && !is_control("{{#vip}}Hi{{/vip}}") && !is_control("{x}")
        );
    }
}
