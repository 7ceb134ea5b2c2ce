//! How long the phases of an evaluation took, by the clock of the host. Reports have it only where it is asked for: it
//! differs from run to run.

use meta_core::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engine::clock::{self, Clock};

/// How long phases took, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timings {
    /// Compiling the policies; absent when no clock was lent meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compile_ms: Option<f64>,
    /// Reading and validating the documents of the catalog; absent when no clock was lent meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parse_ms: Option<f64>,
    /// Turning the catalog into facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts_ms: Option<f64>,
    /// Asking the policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluate_ms: Option<f64>,
    /// Waivers, severities, places and order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settle_ms: Option<f64>,
}

/// Measures phases, when the host has lent a clock.
#[derive(Clone, Debug)]
pub(crate) struct Stopwatch(Option<Clock>);

impl Stopwatch {
    /// Returns one that measures when it can.
    pub(crate) fn if_any() -> Self {
        Self(clock::current())
    }

    /// Returns one that measures when it is asked to.
    ///
    /// # Errors
    /// `input_unsupported` when it is asked to and there is no clock.
    pub(crate) fn asked(timings: bool) -> Result<Self> {
        if !timings {
            return Ok(Self(None));
        }
        clock::current().map(|clock| Self(Some(clock))).ok_or_else(|| clock::none("/timings"))
    }

    /// Tells whether it measures.
    pub(crate) fn runs(&self) -> bool {
        self.0.is_some()
    }

    /// Does `work`, and adds to `phase` how long it took.
    pub(crate) fn time<R>(&self, phase: &mut Option<f64>, work: impl FnOnce() -> R) -> R {
        let Some(clock) = &self.0 else { return work() };
        let start = clock.read();
        let result = work();
        let took = clock.read() - start;
        *phase = Some(phase.unwrap_or_default() + took);
        result
    }
}
