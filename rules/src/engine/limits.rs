//! What a policy may cost.

use meta_core::error::Error;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a policy may cost each time it is asked, and all of them together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Operations of the script each time it is asked.
    #[schemars(range(min = 1))]
    pub operations: u64,
    /// Steps of native functions each time it is asked, such as services a search passes.
    #[schemars(range(min = 1))]
    pub work: u64,
    /// Functions inside of functions.
    #[schemars(range(min = 1, max = 64))]
    pub calls: usize,
    /// Expressions inside of expressions.
    #[schemars(range(min = 1, max = 128))]
    pub depth: usize,
    /// Bytes of a text.
    #[schemars(range(min = 1))]
    pub text: usize,
    /// Values of an array or a map, with those inside of them.
    #[schemars(range(min = 1, max = 100_000))]
    pub values: usize,
    /// Variables at a time.
    #[schemars(range(min = 1))]
    pub variables: usize,
    /// Functions of a policy.
    #[schemars(range(min = 1))]
    pub functions: usize,
    /// Decisions each time it is asked.
    #[schemars(range(min = 1))]
    pub decisions: usize,
    /// Bytes of what it says each time it is asked: messages, names and evidence. An evaluation keeps 256 times as many.
    #[schemars(range(min = 1, max = 16_777_216))]
    pub said: usize,
    /// Failures of a policy after which it is not asked about the rest.
    #[schemars(range(min = 1))]
    pub failures: usize,
    /// Findings of an evaluation.
    #[schemars(range(min = 1))]
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            operations: 100_000,
            work: 10_000_000,
            calls: 32,
            depth: 64,
            text: 64 << 10,
            // Each step that builds a container walks the whole of it, so that room for more would be work without end.
            values: 1_000,
            variables: 256,
            functions: 128,
            decisions: 1_000,
            said: 1 << 20,
            failures: 100,
            findings: 200_000,
        }
    }
}

impl Limits {
    /// Says which limit is none. The engine takes 0 for no limit, and calls and expressions that are too deep would
    /// end the process.
    pub(crate) fn fault(&self) -> Option<Error> {
        let at_least_one = [
            ("operations", self.operations == 0),
            ("work", self.work == 0),
            ("text", self.text == 0),
            ("variables", self.variables == 0),
            ("functions", self.functions == 0),
            ("decisions", self.decisions == 0),
            ("failures", self.failures == 0),
            ("findings", self.findings == 0),
        ];
        if let Some((name, _)) = at_least_one.into_iter().find(|(_, is_none)| *is_none) {
            return Some(Error::invalid(format!("/limits/{name}"), "the limit is at least 1"));
        }
        let within = [
            ("calls", self.calls, 64),
            ("depth", self.depth, 128),
            ("values", self.values, 100_000),
            ("said", self.said, 1 << 24),
        ];
        let wrong = within.into_iter().find(|(_, value, most)| *value == 0 || value > most)?;
        let (name, _, most) = wrong;
        Some(Error::invalid(format!("/limits/{name}"), format!("the limit is from 1 to {most}")))
    }
}
