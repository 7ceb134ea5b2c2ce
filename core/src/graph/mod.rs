//! The dependency graph: who depends on whom, and whether they may.
//!
//! 1. `build` puts the manifests and the graph file together to one [`Graph`];
//! 2. `components` and `cycles` find the circles in it, and what to cut;
//! 3. `rules` judges edges, layers, external technology, completeness and limits ([`check_graph`]);
//! 4. `impact` walks against the edges ([`find_impact`]), `order` along them ([`plan_order`]).
//!
//! ```
//! use meta_core::graph::{CheckGraphInput, check_graph};
//!
//! let input: CheckGraphInput = serde_json::from_value(serde_json::json!({
//!     "catalog": {"services": [
//!         {"name": "auth", "repo": "r", "domain": "access", "version": "1.0.0", "maturity": "stable",
//!          "dependencies": {"internal": ["gateway"], "external": []}},
//!         {"name": "gateway", "repo": "r", "domain": "access", "version": "1.0.0",
//!          "maturity": "stable", "dependencies": {"internal": ["auth"], "external": ["redis"]}},
//!     ]},
//!     "now": "2026-01-01T00:00:00Z",
//! }))?;
//! let report = check_graph(&input)?;
//! assert_eq!(report.findings[0].code, "graph/cycle");
//! assert_eq!(report.cycles[0].path, ["auth", "gateway", "auth"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod analyze;
mod build;
mod components;
mod csr;
mod cycles;
mod file;
pub(crate) mod handle;
mod ids;
mod impact;
mod metrics;
mod model;
mod order;
mod queries;
mod rules;
mod selector;
mod types;

use crate::catalog::{self, Catalog, INDEX_PATH, LoadedCatalog};
use crate::config::{self, Loaded, RULES_PATH, Rules};
use crate::document::{Limits, Source};
use crate::error::Result;
use crate::finding::{Finding, Texts, settle};
use crate::time::Timestamp;

pub use analyze::GraphTotals;
pub(crate) use analyze::{Analysis, analyze};
pub(crate) use cycles::{Circle, circles};
pub use cycles::{CutEdge, Cycle};
pub use file::{
    DeclaredEdge, DeclaredNode, DeclaredRules, DescribedNode, EdgeKind, GRAPH_PATH, GraphFile,
};
pub use handle::{
    ImpactQuery, NamesQuery, NeighbourQuery, OpenGraphInput, OrderQuery, PathQuery, PathReport,
    ServiceNames,
};
pub use impact::{
    BlastRadius, ChangeImpact, ChangedThing, FindImpactInput, ImpactChange, ImpactOptions,
    ImpactReport, ImpactScoring, ImpactedService, KindCounts, ScopedTie, TestScope, find_impact,
};
pub use metrics::ServiceMetrics;
pub use model::Graph;
pub use order::{After, OrderReport, OrderedService, PlanOrderInput, Wave, plan_order};
pub(crate) use rules::Check;
pub use selector::Selector;
pub use types::{CheckGraphInput, GraphReport};

/// Code domains `check_graph` can report.
const DOMAINS: [&str; 3] = ["document", "exception", "graph"];

/// Judges the dependencies of a catalog, and of a graph file beside it, by the rules file.
///
/// # Errors
/// `input_invalid` when a document is no YAML or JSON, `limit_exceeded` when it is too large.
pub fn check_graph(input: &CheckGraphInput) -> Result<GraphReport> {
    let limits = Limits::default();
    let rules = Rules::load(input.rules.as_ref(), &limits).map_err(|e| e.within("/rules"))?;
    let (catalog, file) = read(&input.catalog, input.graph.as_ref(), &limits)?;
    let file_of = file.given.then_some((&file.value, file.path.as_str()));
    let graph = Graph::new(&catalog.catalog, file_of.map(|(file, _)| file));
    let mut findings = rules.findings.clone();
    findings.extend(catalog.findings);
    findings.extend(file.findings.iter().cloned());
    let mut texts = Texts::default();
    texts.add(INDEX_PATH, Some(&input.catalog));
    texts.add(GRAPH_PATH, input.graph.as_ref());
    texts.add(RULES_PATH, input.rules.as_ref());
    let documents = Documents { catalog: &catalog.catalog, file: file_of, rules: &rules };
    Ok(report(&graph, &documents, (findings, &texts), input.now))
}

impl Graph {
    /// Judges this graph, which was made of `catalog` and `file`, by the rules, as [`check_graph`];
    /// without their texts, findings have no lines.
    pub fn judge(
        &self,
        catalog: &Catalog,
        file: Option<&GraphFile>,
        rules: &Loaded<Rules>,
        now: Timestamp,
    ) -> GraphReport {
        let documents = Documents { catalog, file: file.map(|file| (file, GRAPH_PATH)), rules };
        report(self, &documents, (Vec::new(), &Texts::default()), now)
    }
}

/// What a graph is judged by; the graph file has a name.
struct Documents<'a> {
    catalog: &'a Catalog,
    file: Option<(&'a GraphFile, &'a str)>,
    rules: &'a Loaded<Rules>,
}

/// Runs the rules, and settles what they find together with what reading found.
fn report(
    graph: &Graph,
    documents: &Documents<'_>,
    (mut findings, texts): (Vec<Finding>, &Texts<'_>),
    now: Timestamp,
) -> GraphReport {
    let Documents { catalog, file, rules } = *documents;
    let check = Check::new(graph, catalog, file, (&rules.value, &rules.path));
    let mut analysis = analyze(&check);
    findings.append(&mut analysis.findings);
    findings.extend(analyze::catalog_rules(&check));
    let exceptions = rules.value.exceptions();
    let settlement = config::settlement(rules, &exceptions, &DOMAINS, now);
    GraphReport::new(analysis, settle(findings, &settlement, texts))
}

/// Reads the catalog and the graph file of an operation, under the fields `catalog` and `graph`.
fn read(
    catalog: &Source,
    file: Option<&Source>,
    limits: &Limits,
) -> Result<(LoadedCatalog, Loaded<GraphFile>)> {
    let catalog =
        catalog::load(catalog, INDEX_PATH, limits).map_err(|error| error.within("/catalog"))?;
    let file = config::load(file, GRAPH_PATH, limits).map_err(|error| error.within("/graph"))?;
    Ok((catalog, file))
}
