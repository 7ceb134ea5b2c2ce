//! In which order to build, release or start services: dependencies first.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::components::Components;
use super::csr::Csr;
use super::ids::{ComponentId, NodeId, Table};
use super::model::Graph;
use crate::document::Source;
use crate::error::Result;

/// What `plan_order` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanOrderInput {
    /// The service index.
    pub catalog: Source,
    /// The graph file. Absent: the dependencies of the manifests are all there are.
    #[serde(default)]
    pub graph: Option<Source>,
    /// Services to order; the others pass their order on. Absent: every service of the catalog.
    #[serde(default)]
    pub services: Option<Vec<String>>,
}

/// Services in the order of their dependencies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderReport {
    /// Whether no two ordered services depend on each other in a circle.
    pub acyclic: bool,
    /// The waves: each needs only services of earlier ones, but for the members of its cycles.
    pub waves: Vec<Wave>,
}

/// Services that can be taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// Number of the wave, from 1.
    pub number: usize,
    /// Its services, sorted by name.
    pub services: Vec<OrderedService>,
    /// Services of the wave that depend on each other in a circle, and so have no order: each list
    /// is one circle or several entangled ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<Vec<String>>,
}

/// A service in its wave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderedService {
    /// Name of the service.
    pub service: String,
    /// Why it is not in an earlier wave. Absent in the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
}

/// What a service waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// A service of the wave before.
    pub service: String,
    /// Whether it is a dependency of its own; else one through services that are not ordered, or
    /// through members of its cycle.
    pub direct: bool,
}

/// Orders services in waves, dependencies first; services in a circle share a wave.
///
/// # Errors
/// `input_invalid` when a document is no YAML or JSON, or a name is no service (with the nearest
/// one); `limit_exceeded` when a document is too large.
pub fn plan_order(input: &PlanOrderInput) -> Result<OrderReport> {
    let graph = Graph::from_sources(&input.catalog, input.graph.as_ref())?;
    graph.order(input.services.as_deref())
}

impl Graph {
    /// Orders `services`, or every service of the catalog, as [`plan_order`] does.
    ///
    /// # Errors
    /// `input_invalid` when a name is no service.
    pub fn order(&self, services: Option<&[String]>) -> Result<OrderReport> {
        let mut wanted = Table::filled(services.is_none(), self.nodes.len());
        for (index, name) in services.unwrap_or_default().iter().enumerate() {
            let node = self.node(name).map_err(|e| e.at(format!("/services/{index}")))?;
            wanted[node] = true;
        }
        if services.is_none() {
            for (node, entry) in self.nodes.iter() {
                wanted[node] = entry.service.is_some();
            }
        }
        Ok(Plan::new(self, wanted).report())
    }
}

/// The waves of components.
struct Plan<'a> {
    graph: &'a Graph,
    components: Components,
    wanted: Table<NodeId, bool>,
    /// Members to order of each component.
    ordered: Csr<ComponentId, NodeId>,
    /// Number of ordered waves below each component, and a service of the last of them.
    below: Table<ComponentId, (usize, Option<NodeId>)>,
}

impl<'a> Plan<'a> {
    fn new(graph: &'a Graph, wanted: Table<NodeId, bool>) -> Self {
        let components = Components::new(&graph.dependency);
        let below = Table::filled((0, None), components.len());
        let wanted_ones = components.of.iter().filter(|(node, _)| wanted[*node]);
        let pairs = wanted_ones.map(|(node, component)| (*component, node)).collect();
        let ordered = Csr::from_unsorted(components.len(), pairs);
        let mut plan = Self { graph, components, wanted, ordered, below };
        for component in plan.components.ids() {
            plan.below[component] = plan.needs(component);
        }
        plan
    }

    /// Returns the most waves below `component`; its dependencies are done already.
    fn needs(&self, component: ComponentId) -> (usize, Option<NodeId>) {
        let members = self.components.members.of(component).iter();
        let ends = members.flat_map(|node| self.graph.dependency.out.of(*node));
        let others = ends.map(|end| self.components.of[*end]).filter(|other| *other != component);
        let most = others.map(|other| self.offers(other)).max_by_key(|(waves, witness)| {
            // Of several services of the last wave, the least by name.
            (*waves, std::cmp::Reverse(*witness))
        });
        most.unwrap_or((0, None))
    }

    /// Returns the number of waves a dependent of `component` has below it.
    fn offers(&self, component: ComponentId) -> (usize, Option<NodeId>) {
        let (waves, witness) = self.below[component];
        match self.ordered.of(component).first() {
            Some(least) => (waves + 1, Some(*least)),
            None => (waves, witness),
        }
    }

    fn report(&self) -> OrderReport {
        let mut waves: BTreeMap<usize, Wave> = BTreeMap::new();
        for (node, component) in self.components.of.iter() {
            if !self.wanted[node] {
                continue;
            }
            let number = self.below[*component].0 + 1;
            let wave = waves.entry(number).or_insert_with(|| Wave { number, ..Wave::default() });
            wave.services.push(self.place(node, *component));
            let circle = self.ordered.of(*component);
            // The least member speaks for its circle.
            if circle.len() > 1 && circle.first() == Some(&node) {
                wave.cycles.push(self.graph.named(circle));
            }
        }
        let waves: Vec<Wave> = waves.into_values().collect();
        OrderReport { acyclic: waves.iter().all(|wave| wave.cycles.is_empty()), waves }
    }

    fn place(&self, node: NodeId, component: ComponentId) -> OrderedService {
        let (waves, witness) = self.below[component];
        let own = self.graph.dependency.out.of(node).iter().copied().find(|end| {
            let other = self.components.of[*end];
            self.wanted[*end] && other != component && self.below[other].0 + 1 == waves
        });
        let after = own.or(witness).map(|before| After {
            service: self.graph.name(before).to_owned(),
            direct: own.is_some(),
        });
        OrderedService { service: self.graph.name(node).to_owned(), after }
    }
}
