//! Conditions of templates: sentences that stand under others now, and the tags around them.

use std::collections::BTreeSet;

use super::judge::{self, Judged};
use crate::diff::prompts::text::align::Alignment;
use crate::diff::prompts::text::{self, Shape, Unit, labels, opened};

/// What changed of the conditions of a text.
pub(super) struct Conditions {
    /// Conditions that are written otherwise: what stands under the one stands under the other.
    replaced: BTreeSet<(String, String)>,
    /// Tags of control that are not the same on both sides.
    tags: Vec<(Option<usize>, Option<usize>)>,
}

impl Conditions {
    /// Takes the tags of control out of an alignment: what stands under them tells more.
    pub(super) fn take(aligned: &mut Alignment, before: &[Unit], after: &[Unit]) -> Self {
        let mut found = Self { replaced: BTreeSet::new(), tags: Vec::new() };
        for (from, to, _) in &aligned.similar {
            let (Some(was), Some(is)) = (before.get(*from), after.get(*to)) else { continue };
            found.replaced.extend(opened(&was.raw).into_iter().zip(opened(&is.raw)));
        }
        let control = |units: &[Unit], at: usize| {
            units.get(at).is_some_and(|unit| unit.shape == Shape::Control)
        };
        aligned.similar.retain(|(from, to, _)| {
            let is_control = control(before, *from);
            found.tags.extend(is_control.then_some((Some(*from), Some(*to))));
            !is_control
        });
        aligned.removed.retain(|from| {
            let is_control = control(before, *from);
            found.tags.extend(is_control.then_some((Some(*from), None)));
            !is_control
        });
        aligned.added.retain(|to| {
            let is_control = control(after, *to);
            found.tags.extend(is_control.then_some((None, Some(*to))));
            !is_control
        });
        found
    }

    /// Tells whether a tag of control is not the same.
    pub(super) fn any(&self) -> bool {
        !self.tags.is_empty()
    }

    /// Judges what changed, with the positions of what it is about; `nothing` tells whether nothing else
    /// was reported, which would tell what came and went with its tags.
    pub(super) fn judge(
        &self,
        aligned: &Alignment,
        (before, after): (&[Unit], &[Unit]),
        nothing: bool,
        reported: &BTreeSet<String>,
    ) -> Vec<(Judged, Option<usize>, Option<usize>)> {
        let mut found = Vec::new();
        for (from, to) in &aligned.same {
            let (Some(was), Some(is)) = (before.get(*from), after.get(*to)) else { continue };
            if was.shape != Shape::Control && self.differ(&was.conditions, &is.conditions) {
                found.push((judge::condition(was, is), Some(*from), Some(*to)));
            }
        }
        let alone = nothing && found.is_empty();
        for (from, to) in &self.tags {
            let was = from.and_then(|from| before.get(from));
            let is = to.and_then(|to| after.get(to));
            let both = was.is_some() && is.is_some();
            if (both || alone) && !judge::is_explained(was, is, reported) {
                found.push((judge::control(was, is), *from, *to));
            }
        }
        found
    }

    /// Tells whether conditions differ in more than that one was replaced.
    fn differ(&self, was: &text::Conditions, is: &text::Conditions) -> bool {
        let (was, is) = (labels(was), labels(is));
        let same = |old: &str, new: &str| {
            old == new || self.replaced.contains(&(old.to_owned(), new.to_owned()))
        };
        let alike = |old: &str, new: &str| {
            let (old, new): (Vec<_>, Vec<_>) =
                (old.split(" else ").collect(), new.split(" else ").collect());
            old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| same(old, new))
        };
        was.len() != is.len() || !was.iter().zip(&is).all(|(old, new)| alike(old, new))
    }
}
