//! A version within an interval.

use super::place::{Local, Place, Post, Segment};

/// Returns a version from `from` on and before `to`. The caller knows that there is one.
pub(crate) fn within(from: &Place, to: Option<&Place>) -> Option<Place> {
    if from.is_version() {
        return Some(from.clone());
    }
    let fits = |place: &Place| to.is_none_or(|to| place < to);
    match &from.local {
        Some(local) => labels(from, local).find(fits),
        None => releases(from, to).find(fits),
    }
}

/// Returns ever lesser versions after all post-releases of a release.
fn releases<'a>(from: &'a Place, to: Option<&'a Place>) -> impl Iterator<Item = Place> + 'a {
    let next = |release: Vec<u64>| Place { release, post: Post::None, ..from.clone() };
    let mut raised = from.release.clone();
    match raised.last_mut() {
        Some(last) => *last = last.saturating_add(1),
        None => raised.push(1),
    }
    let most = to.map_or(0, |to| to.release.len());
    let longer = (0..=most).map(move |zeros| {
        let mut release = from.release.clone();
        // Nothing but zeros was trimmed away.
        release.resize(release.len().max(1) + zeros, 0);
        release.push(1);
        next(release)
    });
    std::iter::once(next(raised)).chain(longer)
}

/// Returns ever lesser versions with a longer label.
fn labels<'a>(from: &'a Place, local: &'a Local) -> impl Iterator<Item = Place> + 'a {
    const MOST: usize = 64;
    let texts = (0..MOST).map(|zeros| Segment::Text(format!("{}a", "0".repeat(zeros))));
    std::iter::once(Segment::Number(0)).chain(texts).map(|segment| {
        let mut segments = local.segments.clone();
        segments.push(segment);
        Place { local: Some(Local { segments, edge: false }), ..from.clone() }
    })
}
