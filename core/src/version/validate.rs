//! Which texts are versions and ranges, and what they say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::{Dialect, Prereleases};
use super::hint;
use super::range::Range;
use super::value::{Parts, Version};
use crate::error::Result;

/// What `validate_version` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateVersionInput {
    /// Rules the versions are read by.
    pub dialect: Dialect,
    /// The versions.
    pub versions: Vec<String>,
}

/// What `validate_version` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionsReport {
    /// Rules the versions were read by.
    pub dialect: Dialect,
    /// One entry for each version, in the given order.
    pub versions: Vec<CheckedVersion>,
}

/// One version of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckedVersion {
    /// The text as given.
    pub text: String,
    /// Whether it is a version.
    pub valid: bool,
    /// Canonical form, when it is a version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Whether it comes before a release, when it is a version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_prerelease: Option<bool>,
    /// What it says, when it is a version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<VersionParts>,
    /// Why it is no version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was most likely meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// The parts of a version. Which are there depends on the dialect and on the version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionParts {
    /// First number.
    pub major: u64,
    /// Second number; 0 where PEP 440 has none.
    pub minor: u64,
    /// Third number; 0 where PEP 440 has none.
    pub patch: u64,
    /// Identifiers of the prerelease; empty for a release.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prerelease: Vec<String>,
    /// Identifiers of the build metadata, which has no part in the order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub build: Vec<String>,
    /// What only PEP 440 has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub python: Option<PythonParts>,
}

/// The parts of a version of PEP 440.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PythonParts {
    /// Epoch; 0 where none is written.
    pub epoch: u64,
    /// Every number of the release, at least one.
    pub release: Vec<u64>,
    /// Prerelease, such as `rc1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre: Option<String>,
    /// Number of the post-release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<u64>,
    /// Number of the development release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dev: Option<u64>,
    /// Local version label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<String>,
}

impl From<&pep440_rs::Version> for PythonParts {
    fn from(version: &pep440_rs::Version) -> Self {
        let labels: Vec<String> = version.local().iter().map(ToString::to_string).collect();
        Self {
            epoch: version.epoch(),
            release: version.release().to_vec(),
            pre: version.pre().map(|pre| pre.to_string()),
            post: version.post(),
            dev: version.dev(),
            local: (!labels.is_empty()).then(|| labels.join(".")),
        }
    }
}

impl From<&Version> for VersionParts {
    fn from(version: &Version) -> Self {
        match version.parts() {
            Parts::Semver(version) => Self {
                major: version.major,
                minor: version.minor,
                patch: version.patch,
                prerelease: identifiers(&version.pre),
                build: identifiers(&version.build),
                python: None,
            },
            Parts::Python(version) => {
                let number = |index| version.release().get(index).copied().unwrap_or(0);
                Self {
                    major: number(0),
                    minor: number(1),
                    patch: number(2),
                    python: Some(PythonParts::from(version)),
                    ..Self::default()
                }
            }
        }
    }
}

fn identifiers(text: &str) -> Vec<String> {
    text.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Tells which texts are versions, what they say, and what is wrong with the others.
///
/// # Errors
/// None.
pub fn validate_version(input: &ValidateVersionInput) -> Result<VersionsReport> {
    let one = |text: &String| match Version::read(input.dialect, text) {
        Ok(version) => CheckedVersion {
            text: text.clone(),
            valid: true,
            canonical: Some(version.to_string()),
            is_prerelease: Some(version.is_prerelease()),
            parts: Some(VersionParts::from(&version)),
            reason: None,
            hint: None,
        },
        Err(reason) => CheckedVersion {
            text: text.clone(),
            valid: false,
            canonical: None,
            is_prerelease: None,
            parts: None,
            reason: Some(reason),
            hint: hint::of_version(input.dialect, text),
        },
    };
    Ok(VersionsReport {
        dialect: input.dialect,
        versions: input.versions.iter().map(one).collect(),
    })
}

/// What `validate_range` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateRangeInput {
    /// Rules the ranges are read by.
    pub dialect: Dialect,
    /// The ranges.
    pub ranges: Vec<String>,
    /// Whether ranges admit prereleases: all, none, or (absent) by the dialect's own rule.
    #[serde(default)]
    pub prereleases: Option<bool>,
}

/// What `validate_range` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RangesReport {
    /// Rules the ranges were read by.
    pub dialect: Dialect,
    /// One entry for each range, in the given order.
    pub ranges: Vec<CheckedRange>,
}

/// One range of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckedRange {
    /// The text as given.
    pub text: String,
    /// Whether it is a range.
    pub valid: bool,
    /// What it says, when it is a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<RangeMeaning>,
    /// Why it is no range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was most likely meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// What a range admits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RangeMeaning {
    /// Canonical form.
    pub canonical: String,
    /// Releases it admits, as sorted intervals that do not touch; equal sets have equal intervals.
    /// For `pep440` they hold prereleases too, and their ends count by plain order: `<1.0` has
    /// `1.0rc1`, `<1.0.dev0` has it not.
    pub releases: Vec<String>,
    /// Prereleases it admits, as such intervals. None for `pep440`.
    pub prereleases: Vec<String>,
    /// Whether no version at all is admitted.
    pub unsatisfiable: bool,
    /// Whether every release is admitted.
    pub any: bool,
    /// The least release it admits, or the least prerelease where it admits no release.
    pub example: Option<String>,
}

impl From<&Range> for RangeMeaning {
    fn from(range: &Range) -> Self {
        Self {
            canonical: range.to_string(),
            releases: range.releases(),
            prereleases: range.prerelease_intervals(),
            unsatisfiable: range.is_unsatisfiable(),
            any: range.is_any(),
            example: range.example().map(|version| version.to_string()),
        }
    }
}

/// Tells which texts are ranges, and which versions they admit.
///
/// # Errors
/// None.
pub fn validate_range(input: &ValidateRangeInput) -> Result<RangesReport> {
    let policy = Prereleases::from(input.prereleases);
    let one = |text: &String| {
        let range = Range::read(input.dialect, text, policy);
        CheckedRange {
            text: text.clone(),
            valid: range.is_ok(),
            meaning: range.as_ref().ok().map(RangeMeaning::from),
            hint: range.is_err().then(|| hint::of_range(input.dialect, text)).flatten(),
            reason: range.err(),
        }
    };
    Ok(RangesReport { dialect: input.dialect, ranges: input.ranges.iter().map(one).collect() })
}
