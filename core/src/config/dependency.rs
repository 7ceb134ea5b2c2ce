//! Which dependencies are allowed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Severity;

/// Which dependencies are allowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct DependencyRules {
    /// Whether a service of a lower layer must not depend on one of a higher layer.
    pub enforce_directionality: bool,
    /// Whether violations through services without a layer are followed, with the chain.
    pub enforce_indirect: bool,
    /// Whether cycles are findings.
    pub forbid_cycles: bool,
    /// Layer of each domain: a service may depend on its own layer and lower ones.
    pub domain_layers: BTreeMap<String, u32>,
    /// What services of one layer may do to each other.
    pub same_layer: SameRank,
    /// How many layers a dependency downwards may pass over; 0 allows only the next lower layer.
    /// Absent: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_layer_skip: Option<u32>,
    /// Allowed external technology: `name`, `name@range` or `domain:name`. Absent: a common set. A
    /// range is one of npm (`^7`, `>=7 <9`; a bare `7.2` is any 7.2.x), or else a specifier of PEP 440
    /// (`~=2.1`, `>=2,<3`); for services whose runtime is `python` PEP 440 is tried first, and a bare
    /// version is that one alone. It allows a dependency that names a version or a range when all
    /// versions of that lie within.
    pub allowed_external: Vec<String>,
    /// More external technology by domain, as `name` or `name@range`.
    pub external_exceptions: BTreeMap<String, Vec<String>>,
    /// Other names of external technology: alias to the name the lists use.
    pub external_aliases: BTreeMap<String, String>,
    /// Whether external technology is checked against the allow-list.
    pub check_external: bool,
    /// Whether the edges of the manifests and of the graph file must be the same.
    pub check_completeness: bool,
    /// Whether a service without any edge is a finding.
    pub report_orphans: bool,
    /// Edges that must not exist.
    pub forbidden: Vec<EdgeRule>,
    /// When not empty, every edge must match one of these.
    pub allowed: Vec<AllowedEdge>,
    /// Edges that each service matched by `from` must have at least one of.
    pub required: Vec<EdgeRule>,
    /// Limits on the number of edges and on instability.
    pub limits: EdgeLimits,
}

/// Layers of the domains, from the lowest up.
const LAYERS: [(&str, u32); 9] = [
    ("infrastructure", 1),
    ("shared", 2),
    ("access", 3),
    ("ingestion", 4),
    ("data-processing", 5),
    ("analytics", 6),
    ("ml", 7),
    ("observability", 8),
    ("security", 9),
];

/// External technology that needs no further agreement.
const EXTERNAL: [&str; 8] =
    ["clickhouse", "elasticsearch", "kafka", "mongodb", "nginx", "postgresql", "rabbitmq", "redis"];

/// Other names of it.
const ALIASES: [(&str, &str); 2] = [("mongo", "mongodb"), ("postgres", "postgresql")];

impl Default for DependencyRules {
    fn default() -> Self {
        let alias = |(alias, name): (&str, &str)| (alias.to_owned(), name.to_owned());
        Self {
            enforce_directionality: true,
            enforce_indirect: true,
            forbid_cycles: true,
            domain_layers: LAYERS.map(|(name, rank)| (name.to_owned(), rank)).into(),
            same_layer: SameRank::Allow,
            max_layer_skip: None,
            allowed_external: super::names(&EXTERNAL),
            external_exceptions: BTreeMap::new(),
            external_aliases: ALIASES.map(alias).into(),
            check_external: true,
            check_completeness: true,
            report_orphans: true,
            forbidden: Vec::new(),
            allowed: Vec::new(),
            required: Vec::new(),
            limits: EdgeLimits::default(),
        }
    }
}

/// What services of one layer may do to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SameRank {
    /// They may depend on each other.
    #[default]
    Allow,
    /// They must not depend on each other.
    Forbid,
}

/// A rule over edges. `from` and `to` are selectors: a domain name, `*`, or `field:glob` with the
/// fields `name`, `domain`, `tag`, `owner`, `maturity`, `runtime`, `tier` and `layer`; `!` before a
/// term negates it, `&` joins terms, `,` separates alternatives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name", "from", "to"]))]
pub struct EdgeRule {
    /// Name of the rule; it stands in the finding.
    pub name: String,
    /// Which services the edge starts at.
    pub from: String,
    /// Which services the edge ends at.
    pub to: String,
    /// Whether paths of any length count, not only direct edges.
    pub transitive: bool,
    /// Severity of the finding. Absent: the code's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Why the rule exists; it stands in the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A dependency that may exist; `from` and `to` are selectors as in an edge rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name", "from", "to"]))]
pub struct AllowedEdge {
    /// Name of the rule.
    pub name: String,
    /// Which services the edge starts at.
    pub from: String,
    /// Which services the edge ends at.
    pub to: String,
    /// Why the rule exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An edge that must not exist, in the short form `from -> to` of selectors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["pattern"]))]
pub struct ReverseEdge {
    /// `from -> to`, such as `access -> data-processing`.
    pub pattern: String,
    /// Severity of the finding. Absent: the code's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Why the rule exists; it stands in the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Limits on the number of edges and on instability; an absent limit is not checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct EdgeLimits {
    /// Most services that may depend on one service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_fan_in: Option<u32>,
    /// Most services one service may depend on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_fan_out: Option<u32>,
    /// Most instability, fan-out over fan-in plus fan-out, from 0 to 1, of a service that others
    /// depend on.
    #[schemars(range(min = 0.0, max = 1.0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_instability: Option<f64>,
    /// Whether depending on a less stable service is a finding (stable dependencies principle).
    pub stable_dependencies: bool,
}
