//! The guards and effects that are built in.

use super::definition::FactGuard;

/// Guards by name, with what they mean.
pub(crate) const GUARDS: &[(&str, &str)] = &[
    ("approved", "so many people have approved (`least`), none of them the one who acts"),
    ("dependencies_active", "everything it depends on is active"),
    ("gates_passed", "every gate that is asked for was passed by this very version"),
    ("no_active_dependents", "nothing that is active depends on it"),
    ("no_blocking_conflict", "no open conflict blocks it"),
    ("no_newer_active", "no newer version of it is active"),
    (
        "policy_allows",
        "no policy denies the change of state, or requires something first; while no policies are given it is not known, and passes nothing",
    ),
    ("soak_met", "it has been in its state, verified, for so long (`seconds`)"),
];

/// Effects by name, with what they do.
pub(crate) const EFFECTS: &[(&str, &str)] = &[
    ("new_version", "it gets the next version"),
    ("supersede_active", "the version that was active so far is superseded"),
];

/// Tells whether a guard of a fact says nothing about it.
pub(super) fn compares_nothing(guard: &FactGuard) -> bool {
    guard.equals.is_none()
        && guard.one_of.is_none()
        && guard.at_least.is_none()
        && guard.at_most.is_none()
        && guard.exists.is_none()
}
