//! What a contestant answers, for the comparison with the oracle.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Counts by rule.
#[derive(Default)]
pub struct Counts(BTreeMap<String, usize>);

impl Counts {
    pub fn add(&mut self, rule: &str, count: usize) {
        if count > 0 {
            *self.0.entry(rule.to_owned()).or_default() += count;
        }
    }

    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// Returns the counts as findings: every dependency of every service.
    pub fn findings(&self) -> Value {
        json!({"findings": self.0})
    }

    /// Returns the counts as rules that fired, with the services of which at least one did.
    pub fn fired(&self, denied: usize) -> Value {
        json!({"fired": self.0, "denied": denied})
    }
}
