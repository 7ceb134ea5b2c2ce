//! Many evaluations at a time: one that cannot be made takes nothing of the others.

use meta_core::error::{ErrorReport, Result};
use meta_core::{operations, parallel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Catalog, EvaluateInput, OpenCatalogInput, PolicyReport, PolicySet};
use crate::engine::clock;

/// Many questions to the same policies.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluateManyInput {
    /// The questions. One that cannot be read fails by itself.
    #[schemars(with = "Vec<EvaluateItem>")]
    pub items: Vec<Value>,
}

/// One of many questions.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `context`")]
pub struct EvaluateItem {
    /// The catalog that is judged. Absent: the one that all questions share.
    #[serde(default)]
    pub catalog: Option<OpenCatalogInput>,
    /// The time, and what policies are told besides.
    pub context: EvaluateInput,
}

/// What came of many questions.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EvaluateManyReport {
    /// What came of each, in the order of the questions.
    pub results: Vec<EvaluateResult>,
}

/// What came of a question: a report, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EvaluateResult {
    /// What policies found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<PolicyReport>,
    /// Why there is no report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
}

impl PolicySet {
    /// Answers many questions, several at a time, in their order.
    ///
    /// # Errors
    /// None: a question that cannot be answered is a result.
    pub fn evaluate_many(
        &self,
        catalog: &Catalog,
        input: &EvaluateManyInput,
    ) -> Result<EvaluateManyReport> {
        let clock = clock::current();
        let items: Vec<(usize, &Value)> = input.items.iter().enumerate().collect();
        let results = parallel::map(items, |(index, item)| {
            let answer = clock::with(clock.as_ref(), || self.answer(catalog, item));
            result(answer.map_err(|error| error.within(&format!("/items/{index}"))))
        });
        Ok(EvaluateManyReport { results })
    }

    fn answer(&self, shared: &Catalog, item: &Value) -> Result<PolicyReport> {
        let item: EvaluateItem = operations::read_input(item.clone())?;
        let own = item.catalog.as_ref().map(Catalog::open).transpose();
        let own = own.map_err(|error| error.within("/catalog"))?;
        let report = self.evaluate(own.as_ref().unwrap_or(shared), &item.context);
        report.map_err(|error| error.within("/context"))
    }
}

fn result(answer: Result<PolicyReport>) -> EvaluateResult {
    match answer {
        Ok(report) => EvaluateResult { report: Some(report), error: None },
        Err(error) => EvaluateResult { report: None, error: Some(ErrorReport::from(&error)) },
    }
}
