//! Words that stand for steps of a scale: what rules do, how bad, how strictly.

use serde_json::Value;

use super::names::words;

/// What a rule does, from the most permissive to the most restrictive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    Exempt,
    Allow,
    /// It is written down, and nothing else.
    Audit,
    Warn,
    Require,
    Deny,
}

impl Effect {
    pub(super) fn of(value: &Value) -> Option<Self> {
        let word = words(value.as_str()?).join("");
        Some(match word.as_str() {
            "exempt" | "skip" | "bypass" | "waive" | "whitelist" => Self::Exempt,
            "allow" | "permit" | "accept" | "grant" | "pass" | "approve" | "authorize" => {
                Self::Allow
            }
            "audit" | "log" | "dryrun" | "monitor" | "report" | "notify" => Self::Audit,
            "warn" | "warning" => Self::Warn,
            "require" | "enforce" | "must" | "mandatory" => Self::Require,
            "deny" | "block" | "reject" | "forbid" | "drop" | "prohibit" | "disallow"
            | "refuse" | "quarantine" => Self::Deny,
            _ => return None,
        })
    }

    pub(super) fn is_permissive(self) -> bool {
        self <= Self::Allow
    }

    /// Tells whether it only tells people.
    pub(super) fn only_reports(self) -> bool {
        matches!(self, Self::Audit | Self::Warn)
    }
}

/// Returns how bad a word says something is.
pub(super) fn severity(value: &Value) -> Option<usize> {
    const STEPS: &[&[&str]] = &[
        &["off", "none", "ignore", "disabled"],
        &["info", "informational", "note", "hint", "notice"],
        &["low", "minor"],
        &["moderate", "medium", "warning", "warn"],
        &["high", "error", "major"],
        &["critical", "fatal", "blocker"],
    ];
    step(value, STEPS)
}

/// Returns how strictly a word says that something is enforced.
pub(super) fn mode(value: &Value) -> Option<usize> {
    const STEPS: &[&[&str]] = &[
        &["off", "disabled", "disable", "none", "inactive", "ignore"],
        &["audit", "dryrun", "monitor", "log", "report", "reportonly", "permissive", "detect"],
        &["warn", "warning", "advisory"],
        &[
            "enforce",
            "enforced",
            "enforcing",
            "enforcement",
            "deny",
            "block",
            "blocking",
            "fail",
            "strict",
            "active",
            "prevent",
            "mandatory",
        ],
    ];
    step(value, STEPS)
}

/// Returns how much access a word gives; more is looser.
pub(super) fn access(value: &Value) -> Option<usize> {
    const STEPS: &[&[&str]] = &[
        &["none", "noaccess"],
        &["read", "readonly", "viewer", "pull"],
        &["triage"],
        &["write", "readwrite", "editor", "push"],
        &["maintain", "maintainer"],
        &["admin", "administrator", "owner", "full", "fullaccess"],
    ];
    step(value, STEPS)
}

/// Returns how much a role that every cluster of Kubernetes has permits; more is looser.
pub(super) fn cluster_role(value: &Value) -> Option<usize> {
    step(value, &[&["view"], &["edit"], &["admin"], &["clusteradmin"]])
}

/// Returns how many a word lets see something; more is looser.
pub(super) fn visibility(value: &Value) -> Option<usize> {
    step(value, &[&["private", "secret"], &["internal", "restricted"], &["public", "open"]])
}

fn step(value: &Value, steps: &[&[&str]]) -> Option<usize> {
    let word = words(value.as_str()?).join("");
    steps.iter().position(|names| names.contains(&word.as_str()))
}
