//! What `find_impact` reads and returns.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Source;
use crate::graph::EdgeKind;

/// What `find_impact` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindImpactInput {
    /// The service index.
    pub catalog: Source,
    /// The graph file. Absent: the dependencies of the manifests are all there are.
    #[serde(default)]
    pub graph: Option<Source>,
    /// What changes; at least one.
    pub changes: Vec<ImpactChange>,
    /// Hops after which the search ends, at least 1. Absent: it goes on to the end.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub max_hops: Option<u32>,
    /// Kinds of edges that pass a change on; a contract or an event that changes itself always
    /// reaches its consumers. Absent: all.
    #[serde(default = "all_kinds")]
    pub edge_kinds: Vec<EdgeKind>,
    /// How the blast radius is scored.
    #[serde(default)]
    pub scoring: ImpactScoring,
}

pub(crate) fn all_kinds() -> Vec<EdgeKind> {
    EdgeKind::ALL.to_vec()
}

/// A thing that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpactChange {
    /// What it is.
    pub kind: ChangedThing,
    /// Its name; a contract may be written `name@version`.
    pub name: String,
}

/// What can change.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ChangedThing {
    /// A service.
    Service,
    /// An API contract.
    Contract,
    /// An event.
    Event,
}

/// How the blast radius is scored: the sum over the impacted services of the weight of their tier
/// times `decay^(hop - 1)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ImpactScoring {
    /// What is left of a change after each further hop, from 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub decay: f64,
    /// Weight by tier, 0 or more.
    pub tier_weights: BTreeMap<u8, f64>,
    /// Weight of services without a tier, or of a tier without a weight.
    #[schemars(range(min = 0.0))]
    pub default_weight: f64,
}

impl Default for ImpactScoring {
    fn default() -> Self {
        Self {
            decay: 0.5,
            tier_weights: BTreeMap::from([(1, 4.0), (2, 3.0), (3, 2.0), (4, 1.0)]),
            default_weight: 1.0,
        }
    }
}

/// How [`Graph::impact`](crate::graph::Graph::impact) searches and scores.
#[derive(Clone, Debug, PartialEq)]
pub struct ImpactOptions {
    /// Hops after which the search ends. None: it goes on to the end.
    pub max_hops: Option<u32>,
    /// Kinds of edges that pass a change on.
    pub edge_kinds: Vec<EdgeKind>,
    /// How the blast radius is scored.
    pub scoring: ImpactScoring,
}

impl Default for ImpactOptions {
    fn default() -> Self {
        Self { max_hops: None, edge_kinds: all_kinds(), scoring: ImpactScoring::default() }
    }
}

/// What changes reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpactReport {
    /// How far all changes together reach.
    pub blast_radius: BlastRadius,
    /// Services that all changes together reach, nearest first, then by name.
    pub impacted: Vec<ImpactedService>,
    /// What to test.
    pub test_scope: TestScope,
    /// What each change reaches by itself, in the order of the input.
    pub changes: Vec<ChangeImpact>,
}

/// What one change reaches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeImpact {
    /// The change.
    pub change: ImpactChange,
    /// Services that change: the service, or those that implement the contract or produce the event.
    pub origins: Vec<String>,
    /// How far the change reaches.
    pub blast_radius: BlastRadius,
    /// Services it reaches, nearest first, then by name.
    pub impacted: Vec<ImpactedService>,
}

/// A service that a change reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpactedService {
    /// Name of the service.
    pub service: String,
    /// Edges on the shortest way from the change, at least 1.
    pub hop: u32,
    /// Kind of the last edge on that way.
    pub kind: EdgeKind,
    /// The contract or the event of the last edge, when the manifests tie the two by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
    /// Names on that way, from what changes to this service; of a longer way than 32, its last 32.
    pub path: Vec<String>,
    /// Index of the change the way starts at.
    pub change: usize,
}

/// How far changes reach.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlastRadius {
    /// Sum over the impacted services of the weight of their tier times `decay^(hop - 1)`.
    pub score: f64,
    /// Number of impacted services.
    pub services: usize,
    /// Share of the services of the catalog that are impacted, from 0 to 1.
    pub share: f64,
    /// Number of impacted services by hop; the first number is hop 1.
    pub by_hop: Vec<usize>,
    /// Number of impacted services by the kind of the last edge to them.
    pub by_kind: KindCounts,
    /// Number of impacted services by domain; `unknown` for those without one.
    pub by_domain: BTreeMap<String, usize>,
}

/// A number for each kind of edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindCounts {
    /// By a dependency.
    pub dependency: usize,
    /// By an API contract.
    pub contract: usize,
    /// By an event.
    pub event: usize,
}

/// What to test after changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestScope {
    /// Services that change themselves.
    pub changed: Vec<String>,
    /// Services one hop away: test these first.
    pub direct: Vec<String>,
    /// Services further away, nearest first.
    pub transitive: Vec<String>,
    /// Contracts that a changed service implements, or that change, and others call: verify these.
    pub contracts: Vec<ScopedTie>,
    /// Events that a changed service produces, or that change, and others consume.
    pub events: Vec<ScopedTie>,
}

/// A contract or an event to verify.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopedTie {
    /// Name of the contract or event.
    pub name: String,
    /// Services that implement or produce it.
    pub providers: Vec<String>,
    /// Services that call or consume it.
    pub consumers: Vec<String>,
}
