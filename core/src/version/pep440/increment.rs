//! Steps of versions of PEP 440. It tells how versions order, not how they count; they count here
//! as node-semver's `inc` does, with the phases `dev`, `a`, `b` and `rc`.

use pep440_rs::{Prerelease, PrereleaseKind, Version};

use crate::error::{Error, Result};
use crate::version::advance::Step;

/// A phase before a release.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Dev,
    Pre(PrereleaseKind),
}

/// Returns the version after `version` by `step`.
pub(crate) fn advanced(version: &Version, step: Step, identifier: Option<&str>) -> Result<Version> {
    let phase = identifier.map(phase).transpose()?;
    let before_release = precedes_release(version);
    let zeros_after = |index: usize| version.release().iter().skip(index + 1).all(|n| *n == 0);
    match step {
        Step::Major | Step::Minor | Step::Patch => {
            let index = index_of(step);
            if before_release && zeros_after(index) {
                Ok(plain(version))
            } else {
                raised(version, index)
            }
        }
        Step::Premajor | Step::Preminor | Step::Prepatch => {
            Ok(first_of(raised(version, index_of(step))?, phase))
        }
        Step::Prerelease if before_release => next_prerelease(version, phase),
        Step::Prerelease => Ok(first_of(raised(version, 2)?, phase)),
        Step::Release if before_release => Ok(plain(version)),
        Step::Release if version.is_dev() => Ok(version.clone().without_local().with_dev(None)),
        Step::Release => {
            Err(Error::invalid("/version", format!("`{version}` is a release already"))
                .help("step by `major`, `minor`, `patch` or `post`"))
        }
        Step::Post => post(version),
    }
}

/// A development release of a post-release comes after the release.
fn precedes_release(version: &Version) -> bool {
    version.is_pre() || version.is_dev() && !version.is_post()
}

const fn index_of(step: Step) -> usize {
    match step {
        Step::Major | Step::Premajor => 0,
        Step::Minor | Step::Preminor => 1,
        _ => 2,
    }
}

fn phase(identifier: &str) -> Result<Phase> {
    Ok(match identifier.to_ascii_lowercase().as_str() {
        "dev" => Phase::Dev,
        "a" | "alpha" => Phase::Pre(PrereleaseKind::Alpha),
        "b" | "beta" => Phase::Pre(PrereleaseKind::Beta),
        "rc" | "c" | "pre" | "preview" => Phase::Pre(PrereleaseKind::Rc),
        _ => {
            let message = format!("`{identifier}` is no phase of PEP 440");
            return Err(Error::invalid("/identifier", message).help("use `a`, `b`, `rc` or `dev`"));
        }
    })
}

/// Returns the release alone, with its epoch.
fn plain(version: &Version) -> Version {
    version.only_release().with_epoch(version.epoch())
}

/// Returns the release in which the number at `index` is one more, and those after it are 0.
fn raised(version: &Version, index: usize) -> Result<Version> {
    let mut release = version.release().to_vec();
    if release.len() <= index {
        release.resize(index + 1, 0);
    }
    for (place, number) in release.iter_mut().enumerate().skip(index) {
        *number = if place == index { counted(*number)? } else { 0 };
    }
    Ok(Version::new(release).with_epoch(version.epoch()))
}

fn counted(number: u64) -> Result<u64> {
    number.checked_add(1).filter(|next| *next < u64::MAX).ok_or_else(|| {
        Error::invalid("/version", format!("no number comes after {number} in PEP 440"))
    })
}

fn first_of(release: Version, phase: Option<Phase>) -> Version {
    match phase.unwrap_or(Phase::Pre(PrereleaseKind::Alpha)) {
        Phase::Dev => release.with_dev(Some(0)),
        Phase::Pre(kind) => release.with_pre(Some(Prerelease { kind, number: 0 })),
    }
}

fn next_prerelease(version: &Version, phase: Option<Phase>) -> Result<Version> {
    let bare = version.clone().without_local();
    let Some(pre) = version.pre() else {
        return match phase {
            Some(Phase::Pre(_)) => Ok(first_of(plain(version), phase)),
            _ => Ok(bare.with_dev(version.dev().map(counted).transpose()?)),
        };
    };
    let next = || Ok::<_, Error>(Prerelease { number: counted(pre.number)?, ..pre });
    match phase {
        Some(Phase::Dev) => match version.dev() {
            Some(dev) => Ok(bare.with_dev(Some(counted(dev)?))),
            None => Ok(plain(version).with_pre(Some(next()?)).with_dev(Some(0))),
        },
        Some(Phase::Pre(kind)) if kind > pre.kind => Ok(first_of(plain(version), phase)),
        Some(Phase::Pre(kind)) if kind < pre.kind => {
            let message = format!("a prerelease `{}` comes before `{version}`", name(kind));
            Err(Error::invalid("/identifier", message).help("use a later phase, or leave it out"))
        }
        // A development release leads to what it develops.
        _ if version.is_dev() => Ok(bare.with_dev(None)),
        _ => Ok(plain(version).with_pre(Some(next()?))),
    }
}

const fn name(kind: PrereleaseKind) -> &'static str {
    match kind {
        PrereleaseKind::Alpha => "a",
        PrereleaseKind::Beta => "b",
        PrereleaseKind::Rc => "rc",
    }
}

fn post(version: &Version) -> Result<Version> {
    let bare = version.clone().without_local();
    match version.post() {
        _ if precedes_release(version) => {
            let message = format!("`{version}` is a prerelease, which should have no post-release");
            Err(Error::invalid("/version", message).help("step by `prerelease` or `release`"))
        }
        Some(_) if version.is_dev() => Ok(bare.with_dev(None)),
        Some(post) => Ok(bare.with_post(Some(counted(post)?))),
        None => Ok(bare.with_post(Some(1))),
    }
}
