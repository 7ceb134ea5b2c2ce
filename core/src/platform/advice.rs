//! Where others have a say in the check of a workspace: policies, which this crate knows nothing of.

use crate::catalog::Catalog;
use crate::config::Rules;
use crate::document::Source;
use crate::drift::{DriftIssue, Weighing};
use crate::error::Result;
use crate::finding::{Finding, PackExceptions};
use crate::graph::GraphFile;
use crate::quality::{ScoreAdjustment, ServiceQuality};

/// What an advisor is told of a workspace.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The catalog, as built from the manifests or read from the index.
    pub catalog: &'a Catalog,
    /// The graph file, when there is one.
    pub graph: Option<&'a GraphFile>,
    /// The rules file, or the defaults.
    pub rules: &'a Rules,
}

/// Judges a workspace besides the rules that are built in. It is asked in the order of the functions, once each.
///
/// What it finds is settled together with everything else: severities, waivers, baseline and places.
pub trait Advisor {
    /// Lists the codes of its own findings.
    fn codes(&self) -> Vec<String>;

    /// Returns what is accepted of its findings besides the rules file, and the text of that document.
    fn accepted(&self) -> Option<(PackExceptions, Source)>;

    /// Returns its findings about the catalog.
    ///
    /// # Errors
    /// When it cannot answer.
    fn check(&mut self, facts: &Facts<'_>) -> Result<Vec<Finding>>;

    /// Returns what it makes of the open issues of drift.
    ///
    /// # Errors
    /// When it cannot answer.
    fn weigh(&mut self, issues: &[DriftIssue]) -> Result<Vec<Weighing>>;

    /// Returns the points it adds to scores, which are in the order of the catalog.
    ///
    /// # Errors
    /// When it cannot answer.
    fn adjust(&mut self, scores: &[ServiceQuality]) -> Result<Vec<ScoreAdjustment>>;

    /// Returns its findings about issues and scores, such as questions that it failed on.
    fn findings(&mut self) -> Vec<Finding>;
}

/// Has no say.
pub(super) struct NoAdvice;

impl Advisor for NoAdvice {
    fn codes(&self) -> Vec<String> {
        Vec::new()
    }

    fn accepted(&self) -> Option<(PackExceptions, Source)> {
        None
    }

    fn check(&mut self, _: &Facts<'_>) -> Result<Vec<Finding>> {
        Ok(Vec::new())
    }

    fn weigh(&mut self, _: &[DriftIssue]) -> Result<Vec<Weighing>> {
        Ok(Vec::new())
    }

    fn adjust(&mut self, _: &[ServiceQuality]) -> Result<Vec<ScoreAdjustment>> {
        Ok(Vec::new())
    }

    fn findings(&mut self) -> Vec<Finding> {
        Vec::new()
    }
}
