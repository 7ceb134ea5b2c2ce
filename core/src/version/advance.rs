//! The next version.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::Dialect;
use super::increment;
use super::pep440;
use super::value::{Parts, Version};
use crate::error::{Error, Result};

/// What `advance_version` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceVersionInput {
    /// Rules the version is read by.
    pub dialect: Dialect,
    /// The version.
    pub version: String,
    /// The step to take.
    pub by: Step,
    /// Identifier of the prerelease that a step to a prerelease leads to, such as `beta`; for
    /// `pep440` one of `a`, `b`, `rc` and `dev`, or a longer name of them. Absent: a number alone; for
    /// `pep440` that of the version, or `a`.
    #[serde(default)]
    pub identifier: Option<String>,
}

/// A step from one version to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// To the next major; from a prerelease of a major, to that major.
    Major,
    /// To the next minor; from a prerelease of a minor, to that minor.
    Minor,
    /// To the next patch; from a prerelease, to its release.
    Patch,
    /// To the first prerelease of the next major.
    Premajor,
    /// To the first prerelease of the next minor.
    Preminor,
    /// To the first prerelease of the next patch.
    Prepatch,
    /// To the next prerelease; from a release, to the first prerelease of the next patch.
    Prerelease,
    /// From a prerelease to its release.
    Release,
    /// To the next post-release; only for `pep440`.
    Post,
}

impl Step {
    /// Tells whether the step leads to a prerelease.
    pub(crate) const fn to_prerelease(self) -> bool {
        matches!(self, Self::Premajor | Self::Preminor | Self::Prepatch | Self::Prerelease)
    }
}

/// What `advance_version` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AdvancedVersion {
    /// Rules the version was read by.
    pub dialect: Dialect,
    /// The next version, in canonical form and without build metadata.
    pub version: String,
    /// Whether it is a prerelease.
    pub is_prerelease: bool,
}

/// Returns the next version by a step.
///
/// # Errors
/// `input_invalid` at `/version` when it is none or has no such step, and at `/identifier` when it
/// is no identifier of a prerelease or the step leads to none.
pub fn advance_version(input: &AdvanceVersionInput) -> Result<AdvancedVersion> {
    let version = Version::parse(input.dialect, &input.version).map_err(|e| e.at("/version"))?;
    let identifier = input.identifier.as_deref();
    if identifier.is_some() && !input.by.to_prerelease() {
        let message = "an identifier has no effect on a step that leads to no prerelease";
        return Err(Error::invalid("/identifier", message)
            .help("leave it out, or step by `premajor`, `preminor`, `prepatch` or `prerelease`"));
    }
    let next = version.advanced(input.by, identifier)?;
    Ok(AdvancedVersion {
        dialect: input.dialect,
        version: next.to_string(),
        is_prerelease: next.is_prerelease(),
    })
}

impl Version {
    /// Returns the next version by `step`, as node-semver's `inc` counts, without build metadata. A
    /// version of PEP 440 counts likewise, without local label: its development releases are
    /// prereleases, its post-releases are not.
    ///
    /// # Errors
    /// `input_invalid` at `/version` when there is no such version, and at `/identifier` when
    /// `identifier` is no identifier of a prerelease.
    pub fn advanced(&self, step: Step, identifier: Option<&str>) -> Result<Self> {
        match self.parts() {
            Parts::Semver(version) => {
                let next = increment::triple(version, step, identifier, self.dialect())?;
                Ok(Self::from_semver(self.dialect(), next))
            }
            Parts::Python(version) => {
                let next = pep440::increment::advanced(version, step, identifier)?;
                let written = next.to_string();
                Ok(Self::from_python(next, written))
            }
        }
    }
}
