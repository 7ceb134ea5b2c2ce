//! Whether the version of an artifact tells how much changed.
//!
//! 1. `required` is the least step that the changes ask for.
//! 2. `stated` finds the versions: told, or said by the artifact itself.
//! 3. The step that was made is held against the one that is required.

mod stated;

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::quoted;
use super::kind::Versions;
use super::{Change, Class, DiffArtifactsInput};
use crate::finding::{Code, Finding, Location, Severity, codes};
use crate::version::{ChangeClass, Version, first_difference};
use stated::{Stated, stated};

/// The step from the version before to the version after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionStep {
    /// The version before.
    pub before: String,
    /// The version after.
    pub after: String,
    /// Size of the step; `none` when the version stayed or went back.
    pub step: ChangeClass,
    /// Whether the step is as large as the changes ask for.
    pub enough: bool,
}

/// What the versions tell.
pub(super) struct Judged {
    pub(super) required: ChangeClass,
    pub(super) step: Option<VersionStep>,
    pub(super) findings: Vec<Finding>,
}

/// Holds the versions of the artifact against `changes`.
pub(super) fn judge(input: &DiffArtifactsInput, versions: &Versions, changes: &[Change]) -> Judged {
    let before = stated(input.before_version.as_deref(), &versions.before);
    let after = stated(input.after_version.as_deref(), &versions.after);
    judge_stated(before, after, changes, &versions.after.path)
}

/// Holds the versions that a whole tree was told to have against `changes`.
pub(super) fn judge_told(before: &str, after: &str, changes: &[Change]) -> Judged {
    let told = |text: &str| Some(Stated::new(text, Location::new("", "")));
    let mut judged = judge_stated(told(before), told(after), changes, "version");
    // A tree is no document that a finding could lie in.
    judged.findings.iter_mut().for_each(|finding| finding.location = None);
    judged
}

/// Holds two versions against `changes`; findings are about `subject`.
fn judge_stated(
    before: Option<Stated>,
    after: Option<Stated>,
    changes: &[Change],
    subject: &str,
) -> Judged {
    let worst = worst(changes);
    let mut findings = Vec::new();
    // One that cannot be read hides what the other is worth: to say it once is enough.
    findings.extend([&after, &before].into_iter().flatten().find_map(Stated::unreadable));
    if let (Some(before), None) = (&before, &after) {
        findings.push(removed(before, subject));
    }
    let (Some(before), Some(after)) = (before, after) else {
        return Judged { required: required(worst, Promise::Major), step: None, findings };
    };
    let Some(Held { required, step, order }) = hold(&before, &after, worst) else {
        return Judged { required: required(worst, Promise::Major), step: None, findings };
    };
    if !step.enough || order == Ordering::Less {
        let (code, severity, message) = fault([&before, &after], order, required, step.step);
        findings.push(
            Finding::new(code, subject, &[], message)
                .severity(severity)
                .at(after.at.clone())
                .evidence("before", before.text.as_str())
                .evidence("after", after.text.as_str())
                .evidence("required", name(required)),
        );
    }
    Judged { required, step: Some(step), findings }
}

/// Holds two versions that were stated against the worst class of what changed between them.
fn between(before: &str, after: &str, changes: &[Change]) -> (ChangeClass, Option<VersionStep>) {
    let stated = |text: &str| Stated::new(text, Location::new("", ""));
    let worst = worst(changes);
    match hold(&stated(before), &stated(after), worst) {
        Some(held) => (held.required, Some(held.step)),
        None => (required(worst, Promise::Major), None),
    }
}

/// Returns the first and the last version of two steps. A step that is `quiet` says nothing of them, unless it
/// states some.
pub(super) fn ends(
    [first, last]: [&Option<VersionStep>; 2],
    [first_quiet, last_quiet]: [bool; 2],
) -> Option<(String, String)> {
    let (first, last) = match (first, last) {
        (Some(first), Some(last)) => (first, last),
        (Some(step), None) if last_quiet => (step, step),
        (None, Some(step)) if first_quiet => (step, step),
        _ => return None,
    };
    Some((first.before.clone(), last.after.clone()))
}

/// Returns what `changes` ask of the version, and the step between two versions when they are known.
pub(super) fn over(
    ends: Option<&(String, String)>,
    changes: &[Change],
) -> (ChangeClass, Option<VersionStep>) {
    match ends {
        Some((first, last)) => between(first, last, changes),
        None => (asked(changes), None),
    }
}

/// Returns the step that `changes` ask for when no version is known.
fn asked(changes: &[Change]) -> ChangeClass {
    required(worst(changes), Promise::Major)
}

fn worst(changes: &[Change]) -> Option<Class> {
    changes.iter().filter(|change| change.ignored.is_none()).map(|change| change.class).max()
}

/// A step, held against what is required.
struct Held {
    required: ChangeClass,
    step: VersionStep,
    order: Ordering,
}

fn hold(before: &Stated, after: &Stated, worst: Option<Class>) -> Option<Held> {
    let (was, is) = before.version.as_ref().zip(after.version.as_ref())?;
    let required = required(worst, Promise::of(was));
    let exact = before.exact && after.exact;
    let order = if exact { is.compare(was) } else { major(is).cmp(&major(was)) };
    let rises = order == Ordering::Greater;
    let step = if rises { first_difference(was, is).1 } else { ChangeClass::None };
    // A prerelease promises nothing, and of a bare major number only the major can be judged.
    let enough = step >= required
        || (was.is_prerelease() && rises)
        || (!exact && required < ChangeClass::Major);
    let (before, after) = (before.text.clone(), after.text.clone());
    Some(Held { required, step: VersionStep { before, after, step, enough }, order })
}

fn major(version: &Version) -> Option<u64> {
    version.triple().map(|triple| triple.major)
}

/// The number of a version that promises compatibility: the first that is not 0 (SemVer 2.0.0, section 4,
/// as Cargo and npm read it).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promise {
    Major,
    Minor,
    Patch,
}

impl Promise {
    fn of(version: &Version) -> Self {
        match version.triple().map(|triple| (triple.major, triple.minor)) {
            Some((0, 0)) => Self::Patch,
            Some((0, _)) => Self::Minor,
            _ => Self::Major,
        }
    }
}

/// Returns the least step that changes of this class ask for.
fn required(worst: Option<Class>, promise: Promise) -> ChangeClass {
    match (worst, promise) {
        (None, _) => ChangeClass::None,
        (Some(Class::Breaking), Promise::Major) => ChangeClass::Major,
        (Some(Class::Breaking), Promise::Minor)
        | (Some(Class::Behavioral | Class::Additive), Promise::Major) => ChangeClass::Minor,
        _ => ChangeClass::Patch,
    }
}

/// Returns what is wrong with the step from `before` to `after`.
fn fault(
    [before, after]: [&Stated; 2],
    order: Ordering,
    required: ChangeClass,
    step: ChangeClass,
) -> (&'static Code, Severity, String) {
    let (was, is, asked) = (&before.text, &after.text, name(required));
    match order {
        Ordering::Less => {
            let code = codes::diff::version::DECREASED;
            (code, code.severity, format!("the version went back from {was} to {is}"))
        }
        Ordering::Equal => {
            let code = codes::diff::version::NOT_BUMPED;
            let severity = match required {
                ChangeClass::Major => Severity::High,
                ChangeClass::Patch => Severity::Low,
                _ => code.severity,
            };
            let message = format!("the version is {is} still; the changes ask for a {asked} step");
            (code, severity, message)
        }
        Ordering::Greater => {
            let code = match required {
                ChangeClass::Major => codes::diff::version::MAJOR_NOT_BUMPED,
                _ => codes::diff::version::MINOR_NOT_BUMPED,
            };
            let made = name(step);
            let message =
                format!("{was} to {is} is a {made} step; the changes ask for a {asked} one");
            (code, code.severity, message)
        }
    }
}

fn removed(before: &Stated, path: &str) -> Finding {
    let message = format!("the version {} is not stated any more", quoted(&before.text));
    Finding::new(codes::diff::version::REMOVED, path, &[], message)
        .at(Location::new(path, ""))
        .evidence("before", before.text.as_str())
}

fn name(class: ChangeClass) -> &'static str {
    match class {
        ChangeClass::None => "none",
        ChangeClass::Patch => "patch",
        ChangeClass::Minor => "minor",
        ChangeClass::Major => "major",
    }
}
