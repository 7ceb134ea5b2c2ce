//! Which versions a range admits, and which of them to take.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::{Dialect, Prereleases};
use super::range::Range;
use super::refusal::Refusal;
use super::value::Version;
use crate::error::Result;

/// What `check_version` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckVersionInput {
    /// Rules the version and the range are read by.
    pub dialect: Dialect,
    /// The version.
    pub version: String,
    /// The range.
    pub range: String,
    /// Whether the range admits prereleases: all, none, or (absent) by the dialect's own rule.
    #[serde(default)]
    pub prereleases: Option<bool>,
}

/// What `check_version` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionVerdict {
    /// Rules the version and the range were read by.
    pub dialect: Dialect,
    /// Whether the range admits the version.
    pub satisfied: bool,
    /// Why not: at least one entry for each alternative of the range; empty when it does.
    pub refusals: Vec<Refusal>,
}

/// Tells whether a range admits a version, and if not, which of its conditions fail.
///
/// # Errors
/// `input_invalid` at `/version` or `/range` when it is none.
pub fn check_version(input: &CheckVersionInput) -> Result<VersionVerdict> {
    let version = Version::parse(input.dialect, &input.version).map_err(|e| e.at("/version"))?;
    let range = Range::parse_with(input.dialect, &input.range, input.prereleases.into())
        .map_err(|error| error.at("/range"))?;
    Ok(VersionVerdict {
        dialect: input.dialect,
        satisfied: range.admits(&version),
        refusals: range.refusals(&version),
    })
}

/// What `choose_version` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseVersionInput {
    /// Rules the versions and the range are read by.
    pub dialect: Dialect,
    /// The versions to choose from.
    pub versions: Vec<String>,
    /// The range.
    pub range: String,
    /// Which admitted version to take. Default: `highest`.
    #[serde(default)]
    pub prefer: Preference,
    /// Whether the range admits prereleases: all, none, or (absent) by the dialect's own rule.
    #[serde(default)]
    pub prereleases: Option<bool>,
}

/// Which admitted version to take; of those that order the same, the first of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// The one that comes last in the order.
    #[default]
    Highest,
    /// The one that comes first in the order.
    Lowest,
}

impl Preference {
    fn prefers(self, version: &Version, to: &Version) -> bool {
        match self {
            Self::Highest => version.compare(to).is_gt(),
            Self::Lowest => version.compare(to).is_lt(),
        }
    }
}

/// What `choose_version` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChoiceReport {
    /// Rules the versions and the range were read by.
    pub dialect: Dialect,
    /// The version to take, as written in the list; none when no version is admitted.
    pub chosen: Option<String>,
    /// The admitted versions, in the order of the list.
    pub admitted: Vec<String>,
    /// The others, in the order of the list.
    pub rejected: Vec<Rejected>,
}

/// A version that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rejected {
    /// The version as written in the list.
    pub version: String,
    /// Why it cannot be taken.
    pub reason: String,
}

/// Chooses the highest or the lowest version of a list that a range admits.
///
/// # Errors
/// `input_invalid` at `/range` when it is none. A text of the list that is no version is rejected.
pub fn choose_version(input: &ChooseVersionInput) -> Result<ChoiceReport> {
    let range =
        Range::parse_with(input.dialect, &input.range, Prereleases::from(input.prereleases))
            .map_err(|error| error.at("/range"))?;
    let judged: Vec<_> = input.versions.iter().map(|text| (text, judge(&range, text))).collect();
    let releases_only =
        asks_for_releases(&range, judged.iter().filter_map(|(_, one)| one.as_ref().ok()));
    let mut best: Option<(Version, &String)> = None;
    let mut admitted = Vec::new();
    let mut rejected = Vec::new();
    for (text, verdict) in judged {
        let verdict = verdict.and_then(|version| {
            if releases_only && version.is_prerelease() {
                return Err(format!("`{version}` is a prerelease, and a release is admitted too"));
            }
            Ok(version)
        });
        match verdict {
            Ok(version) => {
                admitted.push(text.clone());
                if best.as_ref().is_none_or(|(best, _)| input.prefer.prefers(&version, best)) {
                    best = Some((version, text));
                }
            }
            Err(reason) => rejected.push(Rejected { version: text.clone(), reason }),
        }
    }
    let chosen = best.map(|(_, text)| text.clone());
    Ok(ChoiceReport { dialect: input.dialect, chosen, admitted, rejected })
}

/// Tells whether prereleases step back behind releases (PEP 440, "Handling of pre-releases"): none
/// is asked for, neither by the caller nor by a clause, and some version is a release.
fn asks_for_releases<'a>(range: &Range, mut versions: impl Iterator<Item = &'a Version>) -> bool {
    range.dialect() == Dialect::Pep440
        && range.prereleases() == Prereleases::ByDialect
        && !range.names_prerelease()
        && versions.any(|version| !version.is_prerelease())
}

/// Returns the version that `text` says when the range admits it, or else why not.
fn judge(range: &Range, text: &str) -> std::result::Result<Version, String> {
    let version = Version::read(range.dialect(), text)?;
    if range.admits(&version) {
        return Ok(version);
    }
    let reasons: Vec<String> =
        range.refusals(&version).into_iter().map(|refusal| refusal.message).collect();
    Err(reasons.join("; "))
}
