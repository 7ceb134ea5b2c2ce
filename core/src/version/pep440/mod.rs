//! Version specifiers of PEP 440.
//!
//! Versions are read by `pep440_rs`. Each clause is one or two intervals of places; commas join
//! clauses that must all hold. `===` compares texts, so it stands beside the intervals.

pub(crate) mod difference;
pub(crate) mod example;
pub(crate) mod increment;
mod place;
pub(crate) mod show;

use pep440_rs::Version;
use place::Dev;
pub(crate) use place::Place;

use super::admitted::Admitted;
use super::comparator::{Alternative, Comparator};
use super::dialect::Dialect;
use super::hint;
use super::intervals::Intervals;
use super::key::Key;

/// Reads the version that `text` says.
pub(crate) fn version(text: &str) -> Result<Version, String> {
    let read: Version =
        text.parse().map_err(|why: pep440_rs::VersionParseError| why.to_string())?;
    let pre = read.pre().map(|pre| pre.number);
    let suffixes = [pre, read.post(), read.dev(), Some(read.epoch())].into_iter().flatten();
    if suffixes.chain(read.release().iter().copied()).any(|number| number == u64::MAX) {
        return Err(format!("a number is larger than {}", u64::MAX - 1));
    }
    Ok(read)
}

/// Reads specifiers, and returns them sorted.
pub(crate) fn parse(text: &str) -> Result<Alternative, String> {
    let clauses = text.split(',').map(str::trim).filter(|clause| !clause.is_empty());
    let mut comparators = clauses.map(clause).collect::<Result<Vec<_>, _>>()?;
    comparators.sort_by(|a, b| a.text.cmp(&b.text));
    comparators.dedup_by(|a, b| a.text == b.text);
    Ok(Alternative { comparators })
}

/// Signs of the clauses; a longer one stands before its own beginning.
const SIGNS: [&str; 8] = ["===", "~=", "==", "!=", "<=", ">=", "<", ">"];

fn clause(text: &str) -> Result<Comparator, String> {
    let split = SIGNS.iter().find_map(|sign| Some((*sign, text.strip_prefix(sign)?.trim())));
    let Some((sign, written)) = split else {
        return Err(format!("`{}` starts with no operator of PEP 440", hint::shown(text)));
    };
    if sign == "===" {
        return arbitrary(written);
    }
    let fail = |why: &str| Err(format!("`{}` is no specifier: {why}", hint::shown(text)));
    let (bare, star) = match written.strip_suffix(".*") {
        Some(bare) => (bare, true),
        None => (written, false),
    };
    let version = match version(bare) {
        Ok(version) => version,
        Err(why) => return fail(&why),
    };
    let equality = matches!(sign, "==" | "!=");
    if star && !equality {
        return fail("`.*` may stand only after `==` and `!=`");
    }
    let suffixed = version.any_prerelease() || version.is_post() || version.is_local();
    if star && suffixed {
        return fail("`.*` may follow only a release");
    }
    if version.is_local() && !equality {
        return fail("a local version may stand only after `==` and `!=`");
    }
    if sign == "~=" && version.release().len() < 2 {
        return fail("`~=` needs two numbers at least");
    }
    let text = format!("{sign}{version}{}", if star { ".*" } else { "" });
    Ok(Comparator {
        admitted: admitted(sign, &version, star),
        opens: sign != "!=" && !star && version.any_prerelease(),
        ..Comparator::new(text)
    })
}

/// `===`: the text itself, whatever its case. Texts that are no versions cannot be met.
fn arbitrary(written: &str) -> Result<Comparator, String> {
    if written.contains(|c: char| c.is_whitespace() || matches!(c, ';' | ')')) {
        let shown = hint::shown(written);
        return Err(format!("`{shown}` may hold no white space, `;` or `)` after `===`"));
    }
    let read = version(written).ok();
    let point = read.as_ref().map(|version| {
        let place = Place::from(version);
        let end = place.after_label();
        intervals(place, Some(end))
    });
    Ok(Comparator {
        admitted: point.unwrap_or_default(),
        opens: read.is_some_and(|version| version.any_prerelease()),
        arbitrary: Some(written.to_lowercase()),
        ..Comparator::new(format!("==={written}"))
    })
}

/// Returns the end of what `==` admits: with a label that version alone, else its labels too.
fn end_of(place: &Place) -> Place {
    if place.local.is_some() { place.after_label() } else { place.after_locals() }
}

fn intervals(from: Place, to: Option<Place>) -> Admitted {
    let releases = Intervals::between(Key::Python(from), to.map(Key::Python));
    Admitted { releases, prereleases: Intervals::default() }
}

/// Returns what a clause admits (PEP 440, "Version specifiers").
fn admitted(sign: &str, version: &Version, star: bool) -> Admitted {
    let place = Place::from(version);
    let release = version.release();
    let first = |release: &[u64]| Place::first_of(version.epoch(), release);
    let equal = || {
        if star {
            intervals(first(release), Some(first(&raised(release))))
        } else {
            intervals(place.clone(), Some(end_of(&place)))
        }
    };
    match sign {
        "==" => equal(),
        "!=" => Admitted::all(Dialect::Pep440).difference(&equal()),
        ">=" => intervals(place, None),
        "<=" => intervals(Place::least(), Some(place.after_locals())),
        // Prereleases of the version are not less than it, unless it is one.
        "<" if version.any_prerelease() => intervals(Place::least(), Some(place)),
        "<" if version.is_post() => {
            let end = Place { dev: Dev::Number(0), ..place };
            intervals(Place::least(), Some(end))
        }
        "<" => intervals(Place::least(), Some(first(release))),
        // Its post-releases are not greater than it, unless it is one.
        ">" if version.is_post() || version.is_dev() => intervals(place.after_locals(), None),
        ">" => intervals(place.after_posts(), None),
        _ => {
            let kept = release.get(..release.len().saturating_sub(1)).unwrap_or_default();
            intervals(place, Some(first(&raised(kept))))
        }
    }
}

/// Returns the release after all that start with `release`.
fn raised(release: &[u64]) -> Vec<u64> {
    let mut release = release.to_vec();
    if let Some(last) = release.last_mut() {
        *last = last.saturating_add(1);
    }
    release
}
