//! Steps of versions with three numbers, by the rules of node-semver's `inc`.

use semver::{BuildMetadata, Prerelease, Version};

use super::advance::Step;
use super::dialect::Dialect;
use crate::error::{Error, Result};

/// Returns the version after `version` by `step`.
pub(crate) fn triple(
    version: &Version,
    step: Step,
    identifier: Option<&str>,
    dialect: Dialect,
) -> Result<Version> {
    if step == Step::Post {
        let message = format!("{} has no post-releases", dialect.title());
        return Err(Error::invalid("/by", message).help("step by `patch`"));
    }
    let stable = version.pre.is_empty();
    let next = |number: u64| bumped(number, dialect);
    let mut to = Version { build: BuildMetadata::EMPTY, ..version.clone() };
    if step != Step::Prerelease {
        to.pre = Prerelease::EMPTY;
    }
    match step {
        Step::Major if !stable && version.minor == 0 && version.patch == 0 => {}
        Step::Minor if !stable && version.patch == 0 => {}
        Step::Patch | Step::Release | Step::Prerelease if !stable => {}
        Step::Release | Step::Post => return Err(no_prerelease(version)),
        Step::Major | Step::Premajor => to = Version::new(next(version.major)?, 0, 0),
        Step::Minor | Step::Preminor => {
            to = Version::new(version.major, next(version.minor)?, 0);
        }
        Step::Patch | Step::Prepatch | Step::Prerelease => to.patch = next(version.patch)?,
    }
    if step.to_prerelease() {
        to.pre = next_prerelease(&to.pre, identifier, dialect)?;
    }
    Ok(to)
}

fn bumped(number: u64, dialect: Dialect) -> Result<u64> {
    let most = dialect.most_number();
    if number < most {
        return Ok(number + 1);
    }
    Err(Error::invalid("/version", format!("no number comes after {most} in {}", dialect.title())))
}

fn no_prerelease(version: &Version) -> Error {
    Error::invalid("/version", format!("`{version}` is a release already"))
        .help("step by `major`, `minor` or `patch`")
}

fn next_prerelease(
    pre: &Prerelease,
    identifier: Option<&str>,
    dialect: Dialect,
) -> Result<Prerelease> {
    let mut parts: Vec<String> =
        pre.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    count_up(&mut parts, dialect)?;
    let Some(identifier) = identifier else {
        return read(&parts.join("."), "/version");
    };
    read(identifier, "/identifier")?;
    if identifier.is_empty() {
        return Err(Error::invalid("/identifier", "an identifier is not empty"));
    }
    let wanted: Vec<&str> = identifier.split('.').collect();
    let same = wanted.len() <= parts.len() && wanted.iter().zip(&parts).all(|(a, b)| *a == b);
    let counted = same && parts.get(wanted.len()).is_some_and(|part| is_number(part));
    if counted {
        return read(&parts.join("."), "/version");
    }
    read(&format!("{identifier}.0"), "/identifier")
}

/// Raises the last number among `parts`, or appends one.
fn count_up(parts: &mut Vec<String>, dialect: Dialect) -> Result<()> {
    let Some(part) = parts.iter_mut().rev().find(|part| is_number(part)) else {
        parts.push("0".to_owned());
        return Ok(());
    };
    // A number with more digits than fit is beyond every limit.
    *part = bumped(part.parse().unwrap_or(u64::MAX), dialect)?.to_string();
    Ok(())
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

fn read(text: &str, path: &str) -> Result<Prerelease> {
    Prerelease::new(text).map_err(|why| {
        Error::invalid(path, format!("`{text}` is no identifier of a prerelease: {why}"))
            .help("use letters, digits and hyphens, joined by dots")
    })
}
