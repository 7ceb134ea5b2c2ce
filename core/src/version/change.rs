//! The step from one version to another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pep440;
use super::value::{Parts, Version};

/// A field of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// First number.
    Major,
    /// Second number.
    Minor,
    /// Third number.
    Patch,
    /// Identifiers after `-`.
    Prerelease,
    /// Build metadata, after `+`.
    Build,
    /// Epoch of PEP 440.
    Epoch,
    /// Release numbers of PEP 440.
    Release,
    /// Prerelease of PEP 440: alpha, beta or release candidate.
    Pre,
    /// Post-release of PEP 440.
    Post,
    /// Development release of PEP 440.
    Dev,
    /// Local version label of PEP 440.
    Local,
}

/// Kind of a step, as npm's `diff` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// To another major.
    Major,
    /// To a prerelease of another major.
    Premajor,
    /// To another minor.
    Minor,
    /// To a prerelease of another minor.
    Preminor,
    /// To another patch.
    Patch,
    /// To a prerelease of another patch.
    Prepatch,
    /// To another prerelease of the same numbers.
    Prerelease,
}

/// Size of a step.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ChangeClass {
    /// No step in the order.
    #[default]
    None,
    /// The third number, or what follows the numbers.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

/// Returns the first field that differs, the size of the step, and by how much a number differs.
pub(crate) fn first_difference(
    before: &Version,
    after: &Version,
) -> (Option<Field>, ChangeClass, u64) {
    match (before.parts(), after.parts()) {
        (Parts::Semver(before), Parts::Semver(after)) => of_triples(before, after),
        (Parts::Python(before), Parts::Python(after)) => pep440::difference::first(before, after),
        // Versions of different kinds have no field in common.
        _ => (None, ChangeClass::None, 0),
    }
}

fn of_triples(
    before: &semver::Version,
    after: &semver::Version,
) -> (Option<Field>, ChangeClass, u64) {
    let numbers = [
        (Field::Major, ChangeClass::Major, before.major.abs_diff(after.major)),
        (Field::Minor, ChangeClass::Minor, before.minor.abs_diff(after.minor)),
        (Field::Patch, ChangeClass::Patch, before.patch.abs_diff(after.patch)),
    ];
    for (field, class, distance) in numbers {
        if distance > 0 {
            return (Some(field), class, distance);
        }
    }
    if before.pre != after.pre {
        return (Some(Field::Prerelease), ChangeClass::Patch, 0);
    }
    let field = (before.build != after.build).then_some(Field::Build);
    (field, ChangeClass::None, 0)
}

/// Returns the kind of the step between two versions, in whichever direction, by the rules of
/// node-semver's `diff`; none when they order the same or have no three numbers.
pub(crate) fn between(before: &Version, after: &Version) -> Option<StepKind> {
    let (Parts::Semver(before), Parts::Semver(after)) = (before.parts(), after.parts()) else {
        return None;
    };
    let (low, high) = match before.cmp_precedence(after) {
        std::cmp::Ordering::Less => (before, after),
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => (after, before),
    };
    if !low.pre.is_empty() && high.pre.is_empty() {
        if let Some(change) = to_release(low, high) {
            return Some(change);
        }
    }
    let pre = !high.pre.is_empty();
    let pick = |plain, prerelease| Some(if pre { prerelease } else { plain });
    if low.major != high.major {
        pick(StepKind::Major, StepKind::Premajor)
    } else if low.minor != high.minor {
        pick(StepKind::Minor, StepKind::Preminor)
    } else if low.patch != high.patch {
        pick(StepKind::Patch, StepKind::Prepatch)
    } else {
        Some(StepKind::Prerelease)
    }
}

/// Leaving a prerelease is the step that the prerelease prepared.
fn to_release(low: &semver::Version, high: &semver::Version) -> Option<StepKind> {
    if low.patch == 0 && low.minor == 0 {
        return Some(StepKind::Major);
    }
    let same = (low.major, low.minor, low.patch) == (high.major, high.minor, high.patch);
    same.then_some(if low.patch == 0 { StepKind::Minor } else { StepKind::Patch })
}
