//! Requirements of Cargo, read by the `semver` crate.

use semver::{Comparator as Written, Op, VersionReq};

use super::admitted::Admitted;
use super::comparator::{Alternative, Comparator, Relation};
use super::dialect::Dialect;
use super::hint;
use super::intervals::Intervals;
use super::key::Triple;

const MOST: u64 = Dialect::Cargo.most_number();

/// Reads a requirement, and returns it with its canonical form.
pub(crate) fn parse(text: &str) -> Result<(Alternative, String), String> {
    let read = VersionReq::parse(text)
        .map_err(|why| format!("`{}` is no Cargo requirement: {why}", hint::shown(text)))?;
    let comparators = read.comparators.iter().map(comparator).collect();
    Ok((Alternative { comparators }, read.to_string()))
}

fn comparator(written: &Written) -> Comparator {
    let text = written.to_string();
    let minor = written.minor.unwrap_or(0);
    let patch = written.patch.unwrap_or(0);
    let triple =
        Triple { pre: written.pre.clone(), ..Triple::release(written.major, minor, patch) };
    let relation = match written.op {
        Op::Greater => Relation::Greater,
        Op::GreaterEq => Relation::GreaterEqual,
        Op::Less => Relation::Less,
        Op::LessEq => Relation::LessEqual,
        Op::Caret => {
            let end = caret_end(written, &triple);
            let partial = written.patch.is_none();
            let from = if partial { triple.first_prerelease() } else { triple };
            let found = group(text, &from, end);
            return if partial { Comparator { names: None, ..found } } else { found };
        }
        Op::Tilde if written.patch.is_some() => {
            return group(text, &triple, triple.next_minor(MOST));
        }
        _ if written.patch.is_none() => return without_prereleases(written, &triple, text),
        _ => Relation::Equal,
    };
    match written.patch {
        Some(_) => relation.comparator(&triple, text, MOST),
        None => by_partial(relation, written, &triple, text),
    }
}

/// Admits from `triple` up to `end`; what a partial version leaves out starts at its prereleases.
fn group(text: String, triple: &Triple, end: Option<Triple>) -> Comparator {
    let names = triple.is_prerelease().then(|| triple.without_prerelease());
    let end = end.map(|end| end.first_prerelease());
    let admitted = Admitted::between(triple, end.as_ref(), MOST);
    Comparator { admitted, names, ..Comparator::new(text) }
}

/// Returns where `^` ends: the first nonzero number may not change.
fn caret_end(written: &Written, triple: &Triple) -> Option<Triple> {
    match (written.major, written.minor, written.patch) {
        (0, Some(0), Some(_)) => triple.next_patch(MOST),
        (0, Some(_), _) => triple.next_minor(MOST),
        _ => triple.next_major(MOST),
    }
}

/// Returns the first release after the versions that a partial version stands for.
fn after_partial(written: &Written, triple: &Triple) -> Option<Triple> {
    if written.minor.is_some() { triple.next_minor(MOST) } else { triple.next_major(MOST) }
}

/// `=1.2`, `~1.2` and `1.2.*`: the releases of the group, and none of its prereleases.
fn without_prereleases(written: &Written, triple: &Triple, text: String) -> Comparator {
    let mut found = group(text, triple, after_partial(written, triple));
    found.admitted.prereleases = Intervals::default();
    found
}

/// `>1.2` and the like. The prereleases of the group itself relate in no way to a partial version.
fn by_partial(relation: Relation, written: &Written, triple: &Triple, text: String) -> Comparator {
    let below = || Admitted::between(&Triple::least(), Some(&triple.first_prerelease()), MOST);
    let above = || match after_partial(written, triple) {
        Some(next) => Admitted::between(&next.first_prerelease(), None, MOST),
        None => Admitted::default(),
    };
    let own = || without_prereleases(written, triple, String::new()).admitted;
    let admitted = match relation {
        Relation::Greater => above(),
        Relation::GreaterEqual => Admitted::union([own(), above()]),
        Relation::Less => below(),
        Relation::LessEqual => Admitted::union([below(), own()]),
        Relation::Equal => own(),
    };
    Comparator { admitted, ..Comparator::new(text) }
}
