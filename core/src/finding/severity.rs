//! The five severities and how often each occurs.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How bad a finding is: `info < low < moderate < high < critical`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; asks for nothing.
    Info,
    /// Should be mended some day.
    Low,
    /// Should be mended soon.
    Moderate,
    /// Must be mended before a release.
    High,
    /// Must be mended now.
    Critical,
}

impl Severity {
    /// Every severity, from the least to the worst.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Moderate, Self::High, Self::Critical];

    /// Returns the name hosts see, such as `moderate`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// Returns the next worse severity; `critical` stays.
    #[must_use]
    pub const fn raised(self) -> Self {
        match self {
            Self::Info => Self::Low,
            Self::Low => Self::Moderate,
            Self::Moderate => Self::High,
            Self::High | Self::Critical => Self::Critical,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeverityCounts {
    /// Findings of severity `critical`.
    pub critical: usize,
    /// Findings of severity `high`.
    pub high: usize,
    /// Findings of severity `moderate`.
    pub moderate: usize,
    /// Findings of severity `low`.
    pub low: usize,
    /// Findings of severity `info`.
    pub info: usize,
}

impl SeverityCounts {
    /// Counts one more finding of `severity`.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Critical => self.critical += 1,
            Severity::High => self.high += 1,
            Severity::Moderate => self.moderate += 1,
            Severity::Low => self.low += 1,
            Severity::Info => self.info += 1,
        }
    }

    /// Returns the number of findings of every severity.
    pub fn total(&self) -> usize {
        self.critical + self.high + self.moderate + self.low + self.info
    }

    /// Returns the worst severity that occurs.
    pub fn worst(&self) -> Option<Severity> {
        Severity::ALL.into_iter().rev().find(|severity| self.of(*severity) > 0)
    }

    /// Returns how many findings have `severity`.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Moderate => self.moderate,
            Severity::Low => self.low,
            Severity::Info => self.info,
        }
    }
}
