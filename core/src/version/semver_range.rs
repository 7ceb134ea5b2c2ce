//! Ranges of the dialect `semver`: comparators over precedence, nothing else.

use super::comparator::{Alternative, Relation};
use super::dialect::Dialect;
use super::hint;
use super::key::Triple;

/// Reads comparators joined by spaces or commas; `*` alone is every version.
pub(crate) fn parse(text: &str) -> Result<Alternative, String> {
    let mut rest = text.trim();
    let mut found = Alternative::default();
    if rest == "*" {
        return Ok(found);
    }
    if rest.is_empty() {
        return Err("an empty text is no range; every version is `*`".to_owned());
    }
    while !rest.is_empty() {
        let (relation, after) = Relation::split(rest).unwrap_or((Relation::Equal, rest));
        let after = after.trim_start();
        let end = after.find(|c: char| c.is_whitespace() || ",<>=".contains(c));
        let (version, after) = after.split_at(end.unwrap_or(after.len()));
        let version = semver::Version::parse(version)
            .map_err(|why| format!("`{}` is no full version: {why}", hint::shown(version)))?;
        let triple = Triple::from(&version);
        let text = format!("{}{triple}", relation.sign());
        found.comparators.push(relation.comparator(&triple, text, Dialect::Semver.most_number()));
        rest = next(after)?;
    }
    Ok(found)
}

/// Skips what stands between two comparators: white space, with at most one comma.
fn next(text: &str) -> Result<&str, String> {
    let rest = text.trim_start();
    let Some(after) = rest.strip_prefix(',') else { return Ok(rest) };
    match after.trim_start() {
        "" => Err("a comparator is missing after the last `,`".to_owned()),
        rest => Ok(rest),
    }
}
