//! Catalogs of numbered services, for properties.

use std::collections::{BTreeSet, VecDeque};

use meta_core::catalog::{Catalog, Dependencies, Service};

/// From a service to the one it depends on.
pub(crate) type Edge = (usize, usize);

pub(crate) fn name(node: usize) -> String {
    format!("s{node:02}")
}

pub(crate) fn number(name: &str) -> usize {
    name[1..].parse().unwrap()
}

pub(crate) fn catalog(nodes: usize, edges: &[Edge]) -> Catalog {
    let services = (0..nodes).map(|node| Service {
        name: name(node),
        dependencies: Dependencies {
            internal: edges.iter().filter(|e| e.0 == node).map(|e| name(e.1)).collect(),
            external: Vec::new(),
        },
        ..Service::default()
    });
    Catalog { services: services.collect(), ..Catalog::default() }
}

/// Returns the hops from `starts`, against the edges.
pub(crate) fn hops(
    nodes: usize,
    edges: &BTreeSet<Edge>,
    starts: &[(usize, usize)],
) -> Vec<Option<usize>> {
    let mut hops = vec![None; nodes];
    let mut queue: VecDeque<(usize, usize)> = starts.iter().copied().collect();
    while let Some((node, hop)) = queue.pop_front() {
        if hops[node].is_none() {
            hops[node] = Some(hop);
            let next = edges.iter().filter(|(_, to)| *to == node);
            queue.extend(next.map(|(from, _)| (*from, hop + 1)));
        }
    }
    hops
}
