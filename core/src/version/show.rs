//! Intervals as text.

use super::intervals::Interval;
use super::key::{Key, Triple};
use super::pep440;

/// Returns an interval as comparators.
pub(crate) fn interval(interval: &Interval) -> String {
    match (&interval.from, &interval.to) {
        (Key::Triple(from), None) => triples(from, None),
        (Key::Triple(from), Some(Key::Triple(to))) => triples(from, Some(to)),
        (Key::Python(from), None) => pep440::show::interval(from, None),
        (Key::Python(from), Some(Key::Python(to))) => pep440::show::interval(from, Some(to)),
        // The ends of an interval are of one kind.
        (from, Some(to)) => format!(">={from} <{to}"),
    }
}

fn triples(from: &Triple, to: Option<&Triple>) -> String {
    let Some(to) = to else {
        return if *from == Triple::least() || *from == Triple::release(0, 0, 0) {
            "*".to_owned()
        } else {
            format!(">={from}")
        };
    };
    if only(from, to) {
        return format!("={from}");
    }
    if *from == Triple::least() || *from == Triple::release(0, 0, 0) {
        return end(to);
    }
    format!(">={from} {}", end(to))
}

/// Tells whether `from` is all there is before `to`.
fn only(from: &Triple, to: &Triple) -> bool {
    if from.is_prerelease() {
        return from.successor(u64::MAX).as_ref() == Some(to);
    }
    from.next_patch(u64::MAX).as_ref() == Some(to)
}

/// Returns the end in the shortest form: without the prereleases that only bound a group.
fn end(to: &Triple) -> String {
    if let Some(last) = to.predecessor() {
        return format!("<={last}");
    }
    match to.patch.checked_sub(1) {
        Some(patch) if *to == to.first_prerelease() => {
            format!("<{}", Triple::release(to.major, to.minor, patch))
        }
        _ => format!("<{to}"),
    }
}
