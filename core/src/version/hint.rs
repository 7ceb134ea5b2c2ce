//! What most likely went wrong in a text that cannot be read.

use super::dialect::{Dialect, Prereleases};
use super::range::Range;
use super::value::Version;

/// Returns what to do about `text`, which is no version of `dialect`.
pub(crate) fn of_version(dialect: Dialect, text: &str) -> Option<String> {
    let valid = |candidate: &str| Version::read(dialect, candidate).is_ok();
    let trimmed = text.trim();
    if trimmed != text && valid(trimmed) {
        return Some(format!("remove the white space around it: `{trimmed}`"));
    }
    for prefix in ["v", "V", "="] {
        if let Some(bare) = trimmed.strip_prefix(prefix).filter(|bare| valid(bare)) {
            return Some(format!("remove the leading `{prefix}`: `{bare}`"));
        }
    }
    if text.starts_with(['^', '~', '<', '>', '=', '*']) || text.contains(['*', '|', ' ']) {
        return Some("this looks like a range; a version is a single one".to_owned());
    }
    if dialect == Dialect::Pep440 {
        return None;
    }
    let (numbers, rest) = text.find(['-', '+']).map_or((text, ""), |at| text.split_at(at));
    let parts: Vec<&str> = numbers.split('.').collect();
    if parts.iter().any(|part| part.is_empty() || part.contains(|c: char| !c.is_ascii_digit())) {
        return None;
    }
    numeric(&parts, rest, &valid)
}

fn numeric(parts: &[&str], rest: &str, valid: &dyn Fn(&str) -> bool) -> Option<String> {
    let plain: Vec<&str> = parts.iter().map(|part| without_zeros(part)).collect();
    if plain != parts {
        let fixed = format!("{}{rest}", plain.join("."));
        let shown = if valid(&fixed) { format!(": `{fixed}`") } else { String::new() };
        return Some(format!("numbers have no leading zero{shown}"));
    }
    let full = match parts {
        [major] => format!("{major}.0.0{rest}"),
        [major, minor] => format!("{major}.{minor}.0{rest}"),
        [_, _, _] => return None,
        _ => return Some(format!("a version has three numbers, this one {}", parts.len())),
    };
    valid(&full).then(|| format!("a version has three numbers: `{full}`"))
}

fn without_zeros(number: &str) -> &str {
    match number.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    }
}

/// Returns what to do about `text`, which is no range of `dialect`.
pub(crate) fn of_range(dialect: Dialect, text: &str) -> Option<String> {
    let valid = |candidate: &str| Range::read(dialect, candidate, Prereleases::ByDialect).is_ok();
    let others: Vec<&str> = Dialect::ALL
        .into_iter()
        .filter(|other| *other != dialect)
        .filter(|other| Range::read(*other, text, Prereleases::ByDialect).is_ok())
        .map(Dialect::as_str)
        .collect();
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(", ");
    if dialect == Dialect::Cargo && valid(&spaced) {
        return Some(format!("join comparators by commas: `{spaced}`"));
    }
    if dialect == Dialect::Pep440 && Version::read(dialect, text).is_ok() {
        return Some(format!("for exactly this version, write `=={}`", text.trim()));
    }
    (!others.is_empty()).then(|| format!("it is a range of the dialect {}", others.join(", ")))
}

/// Returns the start of `text`, enough to know it by.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
