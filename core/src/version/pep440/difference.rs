//! The first field in which two versions of PEP 440 differ.

use pep440_rs::Version;

use crate::version::change::{ChangeClass, Field};

/// Returns the field, the size of the step, and by how much a number differs.
pub(crate) fn first(before: &Version, after: &Version) -> (Option<Field>, ChangeClass, u64) {
    let epochs = before.epoch().abs_diff(after.epoch());
    if epochs > 0 {
        return (Some(Field::Epoch), ChangeClass::Major, epochs);
    }
    if let Some((class, distance)) = release(before.release(), after.release()) {
        return (Some(Field::Release), class, distance);
    }
    let small = |field, distance| (Some(field), ChangeClass::Patch, distance);
    let numbers = |a: Option<u64>, b: Option<u64>| match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b),
        _ => 0,
    };
    if before.pre() != after.pre() {
        let same_kind = before.pre().map(|pre| pre.kind) == after.pre().map(|pre| pre.kind);
        let number = |version: &Version| version.pre().map(|pre| pre.number);
        return small(
            Field::Pre,
            if same_kind { numbers(number(before), number(after)) } else { 0 },
        );
    }
    if before.post() != after.post() {
        return small(Field::Post, numbers(before.post(), after.post()));
    }
    if before.dev() != after.dev() {
        return small(Field::Dev, numbers(before.dev(), after.dev()));
    }
    if before.local() != after.local() {
        return small(Field::Local, 0);
    }
    (None, ChangeClass::None, 0)
}

/// Returns the size and distance of the first number that differs; missing ones are 0.
fn release(before: &[u64], after: &[u64]) -> Option<(ChangeClass, u64)> {
    let number = |release: &[u64], index: usize| release.get(index).copied().unwrap_or(0);
    (0..before.len().max(after.len())).find_map(|index| {
        let distance = number(before, index).abs_diff(number(after, index));
        let class = match index {
            0 => ChangeClass::Major,
            1 => ChangeClass::Minor,
            _ => ChangeClass::Patch,
        };
        (distance > 0).then_some((class, distance))
    })
}
