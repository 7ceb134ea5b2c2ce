//! What `^`, `~`, wildcards and hyphens stand for, by the rules of node-semver's README
//! ("Advanced Range Syntax").

use semver::Prerelease;

use super::partial::{Part, Partial, place};
use crate::version::comparator::Relation;
use crate::version::key::Triple;

/// A plain comparator; none stands for every version.
pub(super) type Plain = Option<(Relation, Triple)>;

type Expanded = Result<Vec<Plain>, String>;

/// Returns the version of `partial`, with zeros where a number is missing. Where nothing but
/// wildcards follows, `all` lowers it to the first prerelease.
fn lower(partial: &Partial<'_>, all: bool) -> Result<Triple, String> {
    let [major, minor, patch] = numbers(partial);
    let full = !patch.is_any();
    let mut at = place(major.number()?, minor.number()?, patch.number()?, all && !full);
    if let Some(pre) = partial.pre.filter(|_| full) {
        at.pre = Prerelease::new(pre).map_err(|why| why.to_string())?;
    }
    Ok(at)
}

/// Returns the numbers, of which none counts after a wildcard.
fn numbers<'a>(partial: &Partial<'a>) -> [Part<'a>; 3] {
    let Partial { major, minor, patch, .. } = *partial;
    match (major.is_any(), minor.is_any()) {
        (true, _) => [Part::Any; 3],
        (_, true) => [major, Part::Any, Part::Any],
        _ => [major, minor, patch],
    }
}

/// Returns the end after all versions with the major of `partial`.
fn after_major(partial: &Partial<'_>) -> Result<Triple, String> {
    Ok(place(partial.major.next()?, 0, 0, true))
}

/// Returns the end after all versions with the major and minor of `partial`.
fn after_minor(partial: &Partial<'_>) -> Result<Triple, String> {
    Ok(place(partial.major.number()?, partial.minor.next()?, 0, true))
}

fn group(lower: Triple, end: Triple) -> Vec<Plain> {
    vec![Some((Relation::GreaterEqual, lower)), Some((Relation::Less, end))]
}

/// `^1.2`: what does not change the first nonzero number.
pub(super) fn caret(partial: &Partial<'_>, all: bool) -> Expanded {
    let [major, minor, patch] = numbers(partial);
    if major.is_any() {
        return Ok(vec![None]);
    }
    let lower = lower(partial, all)?;
    let zero = |part: Part<'_>| part == Part::Number("0");
    let end = if minor.is_any() || !zero(major) {
        after_major(partial)?
    } else if patch.is_any() || !zero(minor) {
        after_minor(partial)?
    } else {
        place(0, 0, patch.next()?, true)
    };
    Ok(group(lower, end))
}

/// `~1.2`: what does not change the minor, or the major where there is no minor.
pub(super) fn tilde(partial: &Partial<'_>, all: bool) -> Expanded {
    let [major, minor, _] = numbers(partial);
    if major.is_any() {
        return Ok(vec![None]);
    }
    let end = if minor.is_any() { after_major(partial)? } else { after_minor(partial)? };
    Ok(group(lower(partial, all)?, end))
}

/// `>=1.2` and the like: a comparator with a partial version.
pub(super) fn wildcard(relation: Option<Relation>, partial: &Partial<'_>, all: bool) -> Expanded {
    let [major, minor, _] = numbers(partial);
    if major.is_any() {
        return Ok(vec![match relation {
            Some(Relation::Greater | Relation::Less) => Some((Relation::Less, Triple::least())),
            _ => None,
        }]);
    }
    let after = || if minor.is_any() { after_major(partial) } else { after_minor(partial) };
    let one = |relation, at| Ok(vec![Some((relation, at))]);
    match relation {
        None | Some(Relation::Equal) => Ok(group(lower(partial, all)?, after()?)),
        Some(Relation::Greater) => {
            let end = after()?;
            one(Relation::GreaterEqual, if all { end } else { end.without_prerelease() })
        }
        Some(Relation::GreaterEqual) => one(Relation::GreaterEqual, lower(partial, all)?),
        Some(Relation::Less) => one(Relation::Less, lower(partial, true)?),
        Some(Relation::LessEqual) => one(Relation::Less, after()?),
    }
}

/// `1.2 - 2.3`: from the first up to all that the second stands for.
pub(super) fn hyphen(from: &Partial<'_>, to: &Partial<'_>, all: bool) -> Expanded {
    let mut found = Vec::new();
    if !from.major.is_any() {
        let mut at = lower(from, all)?;
        if all && !at.is_prerelease() {
            at = at.first_prerelease();
        }
        found.push(Some((Relation::GreaterEqual, at)));
    }
    let [major, minor, patch] = numbers(to);
    if !major.is_any() {
        found.push(Some(if minor.is_any() {
            (Relation::Less, after_major(to)?)
        } else if patch.is_any() {
            (Relation::Less, after_minor(to)?)
        } else if all && to.pre.is_none() {
            let end = place(major.number()?, minor.number()?, patch.next()?, true);
            (Relation::Less, end)
        } else {
            (Relation::LessEqual, lower(to, false)?)
        }));
    }
    Ok(if found.is_empty() { vec![None] } else { found })
}
