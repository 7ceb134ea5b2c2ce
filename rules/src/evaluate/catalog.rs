//! A catalog, read once and judged often.

use std::sync::Arc;

use meta_core::catalog::INDEX_PATH;
use meta_core::config::Rules;
use meta_core::document::{Limits, Source};
use meta_core::finding::{Finding, Texts};
use meta_core::graph::GraphFile;
use meta_core::{Error, Result, canonical, catalog, config};
use schemars::JsonSchema;
use serde::Deserialize;

use super::timings::{Stopwatch, Timings};
use crate::facts::World;

/// What a catalog is prepared from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCatalogInput {
    /// The service index.
    pub catalog: Source,
    /// The graph file. Absent: the dependencies of the manifests are all there are.
    #[serde(default)]
    pub graph: Option<Source>,
    /// The rules file, for the layers of domains. Absent: the defaults.
    #[serde(default)]
    pub rules: Option<Source>,
}

/// A catalog, parsed and validated once, as policies see it. It is shared, not copied.
#[derive(Clone, Debug)]
pub struct Catalog(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    world: Arc<World>,
    source: Option<Source>,
    digest: String,
    findings: Vec<Finding>,
    /// How long reading it took, when a clock was lent.
    timings: Timings,
    /// The rules file it was made with.
    rules: Rules,
}

impl Catalog {
    /// Reads a catalog.
    ///
    /// # Errors
    /// `input_invalid` when a document is no YAML or JSON, `limit_exceeded` when one is too large. What it gets
    /// wrong otherwise is left out, and told by [`Catalog::findings`].
    pub fn open(input: &OpenCatalogInput) -> Result<Self> {
        let mut all_ms = None;
        let mut made = Stopwatch::if_any().time(&mut all_ms, || Self::read(input))?;
        if let Some(inner) = Arc::get_mut(&mut made.0) {
            let facts_ms = inner.timings.facts_ms;
            inner.timings.parse_ms = all_ms.zip(facts_ms).map(|(all, facts)| all - facts);
        }
        Ok(made)
    }

    fn read(input: &OpenCatalogInput) -> Result<Self> {
        let limits = Limits::default();
        let rules = Rules::load(input.rules.as_ref(), &limits).map_err(|e| e.within("/rules"))?;
        let loaded =
            catalog::load(&input.catalog, INDEX_PATH, &limits).map_err(|e| e.within("/catalog"))?;
        let file = config::load::<GraphFile>(
            input.graph.as_ref(),
            "catalog/dependency-graph.yaml",
            &limits,
        );
        let file = file.map_err(|error| error.within("/graph"))?;
        let mut findings = loaded.findings;
        findings.extend(file.findings);
        findings.extend(rules.findings);
        let mut made = Self::new(loaded.catalog, file.given.then_some(file.value), &rules.value)?;
        if let Some(inner) = Arc::get_mut(&mut made.0) {
            inner.findings = findings;
            inner.source = Some(input.catalog.clone());
        }
        Ok(made)
    }

    /// Prepares a catalog that was read already.
    ///
    /// # Errors
    /// `input_invalid` when it has no canonical form.
    pub fn new(catalog: catalog::Catalog, graph: Option<GraphFile>, rules: &Rules) -> Result<Self> {
        let digest = canonical::digest_list(&catalog.services)?;
        Ok(Self::with_digest(digest, catalog, graph, rules))
    }

    /// Returns a catalog without any service.
    ///
    /// # Errors
    /// As [`Catalog::new`].
    pub(crate) fn empty() -> Result<Self> {
        Self::new(catalog::Catalog::default(), None, &Rules::default())
    }

    /// Prepares a catalog for those who know its digest, or report none.
    pub(crate) fn with_digest(
        digest: String,
        catalog: catalog::Catalog,
        graph: Option<GraphFile>,
        rules: &Rules,
    ) -> Self {
        let mut timings = Timings::default();
        let world = || Arc::new(World::new(catalog, graph, rules));
        let world = Stopwatch::if_any().time(&mut timings.facts_ms, world);
        let (rules, findings) = (rules.clone(), Vec::new());
        Self(Arc::new(Inner { world, source: None, digest, findings, timings, rules }))
    }

    /// Returns the catalog with another manifest in place of one. It has no digest: nothing is reported of it.
    ///
    /// # Errors
    /// `input_invalid` when there is no such service.
    pub(crate) fn with_service(&self, index: usize, service: catalog::Service) -> Result<Self> {
        let mut services = self.world().catalog.clone();
        let place = services.services.get_mut(index);
        *place.ok_or_else(|| Error::invalid("", "there is no such service"))? = service;
        let graph = self.world().file().cloned();
        Ok(Self::with_digest(String::new(), services, graph, &self.0.rules))
    }

    /// Lists what the documents get wrong.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// Returns the SHA-256 of the canonical JSON of the services, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.0.digest
    }

    /// Returns how long reading it took, when a clock was lent meanwhile.
    pub(super) fn timings(&self) -> &Timings {
        &self.0.timings
    }

    pub(crate) fn world(&self) -> &Arc<World> {
        &self.0.world
    }

    /// Returns the texts that findings point into.
    pub(super) fn texts(&self) -> Texts<'_> {
        let mut texts = Texts::default();
        texts.add(INDEX_PATH, self.0.source.as_ref());
        texts
    }
}
