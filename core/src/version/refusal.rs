//! Why a range does not admit a version.

use schemars::JsonSchema;
use serde::Serialize;

use super::comparator::Alternative;
use super::dialect::Prereleases;
use super::range::Range;
use super::value::Version;

/// A condition that a version does not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Refusal {
    /// The alternative of the range it belongs to, in canonical form.
    pub alternative: String,
    /// What refuses the version.
    pub rule: RefusalRule,
    /// The comparator that fails, in canonical form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparator: Option<String>,
    /// The same in words.
    pub message: String,
}

/// What refuses a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefusalRule {
    /// A comparator of the range.
    Comparator,
    /// The rule of prereleases: the version lies within, but the range does not admit it.
    Prerelease,
}

impl Range {
    /// Returns the conditions that `version` does not meet: for each alternative of the range the
    /// comparators that fail, or the prerelease rule. Empty when the range admits it.
    pub fn refusals(&self, version: &Version) -> Vec<Refusal> {
        if self.admits(version) {
            return Vec::new();
        }
        self.alternatives().iter().flat_map(|one| self.refusals_of(one, version)).collect()
    }

    fn refusals_of(&self, alternative: &Alternative, version: &Version) -> Vec<Refusal> {
        let text = alternative.text(self.dialect().joint());
        let failing: Vec<Refusal> = alternative
            .comparators
            .iter()
            .filter(|comparator| !comparator.admits(version))
            .map(|comparator| Refusal {
                alternative: text.clone(),
                rule: RefusalRule::Comparator,
                comparator: Some(comparator.text.clone()),
                message: format!("`{version}` is not `{}`", comparator.text),
            })
            .collect();
        if !failing.is_empty() {
            return failing;
        }
        let message = match self.prereleases() {
            Prereleases::Refuse => format!("`{version}` is a prerelease, and none is asked for"),
            _ => format!(
                "`{version}` is a prerelease, and no comparator of `{}` names one of the same three numbers",
                if text.is_empty() { "*" } else { &text }
            ),
        };
        vec![Refusal {
            alternative: text,
            rule: RefusalRule::Prerelease,
            comparator: None,
            message,
        }]
    }
}
