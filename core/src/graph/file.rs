//! The graph file: the dependencies a platform team declares, beside those of the manifests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::ReverseEdge;
use crate::schema::shape;

/// Where a workspace keeps its graph file.
pub const GRAPH_PATH: &str = "catalog/dependency-graph.yaml";

/// The graph file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct GraphFile {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// The services of the graph.
    pub nodes: Vec<DeclaredNode>,
    /// The dependencies of the graph.
    pub edges: Vec<DeclaredEdge>,
    /// Rules about the graph.
    pub rules: DeclaredRules,
}

/// A service of the graph file: its name, or its name with what the catalog would say of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum DeclaredNode {
    /// The name alone.
    Name(String),
    /// The name with more.
    Described(DescribedNode),
}

/// A service of the graph file with what the catalog would say of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name"]))]
pub struct DescribedNode {
    /// Name of the service.
    pub name: String,
    /// Domain of a service that is not in the catalog; the catalog decides where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

/// A dependency of the graph file. An edge without an end is reported and left out; it keeps its
/// place in the list, so that the places of the others are right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["from", "to"]))]
pub struct DeclaredEdge {
    /// The service that depends.
    pub from: String,
    /// The service it depends on.
    pub to: String,
    /// What ties the two together.
    pub kind: EdgeKind,
    /// Why the dependency is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What ties two services together.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// One depends on the other: `dependencies.internal`. Structural rules look at these.
    #[default]
    Dependency,
    /// One calls an API contract the other implements: `api_dependencies` and `api_contracts`.
    Contract,
    /// One consumes an event the other produces: `events_in` and `events_out`.
    Event,
}

impl EdgeKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Dependency, Self::Contract, Self::Event];

    /// Returns the name hosts see, such as `dependency`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dependency => "dependency",
            Self::Contract => "contract",
            Self::Event => "event",
        }
    }
}

/// Rules of the graph file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct DeclaredRules {
    /// Edges that must not exist, beside those of the rules file.
    pub forbidden_reverse_edges: Vec<ReverseEdge>,
}

impl DeclaredNode {
    /// Returns the name of the service.
    pub fn name(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::Described(node) => &node.name,
        }
    }

    /// Returns the domain the graph file states.
    pub fn domain(&self) -> Option<&str> {
        match self {
            Self::Name(_) => None,
            Self::Described(node) => node.domain.as_deref(),
        }
    }
}

shape!(GraphFile, "dependency-graph", version "1", at "catalog/dependency-graph.yaml");
