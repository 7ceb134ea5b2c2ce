//! What must hold of every search for impact, against a plain and slow search.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic: its plain definitions are worth more than their safety"
)]

mod plain;

use std::collections::{BTreeMap, BTreeSet};

use meta_core::catalog::Catalog;
use meta_core::graph::{ChangedThing, EdgeKind, Graph, ImpactChange, ImpactOptions};
use plain::{Edge, catalog, hops, name, number};
use proptest::prelude::*;

/// What services say of each other: dependencies, and contracts and events they share.
#[derive(Clone, Debug)]
struct Platform {
    nodes: usize,
    edges: Vec<Edge>,
    /// Service and hub, by kind and side: calls, implements, consumes, produces.
    ties: [Vec<(usize, usize)>; 4],
}

fn platforms() -> impl Strategy<Value = Platform> {
    (2_usize..9).prop_flat_map(|nodes| {
        let ties = || prop::collection::vec((0..nodes, 0_usize..3), 0..6);
        (
            Just(nodes),
            prop::collection::vec((0..nodes, 0..nodes), 0..10),
            [ties(), ties(), ties(), ties()],
        )
            .prop_map(|(nodes, edges, ties)| Platform { nodes, edges, ties })
    })
}

impl Platform {
    fn catalog(&self) -> Catalog {
        let mut catalog = catalog(self.nodes, &self.edges);
        for (node, service) in catalog.services.iter_mut().enumerate() {
            let of = |side: usize, text: fn(usize) -> String| {
                self.ties[side].iter().filter(|tie| tie.0 == node).map(|tie| text(tie.1)).collect()
            };
            service.api_dependencies = of(0, |hub| format!("c{hub}@1.0.0"));
            service.api_contracts = of(1, |hub| format!("c{hub}@1.2.0"));
            service.events_in = of(2, |hub| format!("e.x{hub}.v1"));
            service.events_out = of(3, |hub| format!("e.x{hub}.v1"));
        }
        catalog
    }

    /// Every edge from a service to what it needs, of the given kinds.
    fn edges(&self, kinds: &[EdgeKind]) -> BTreeSet<Edge> {
        let mut edges = BTreeSet::new();
        if kinds.contains(&EdgeKind::Dependency) {
            edges.extend(self.edges.iter().copied());
        }
        for (kind, needs, gives) in [(EdgeKind::Contract, 0, 1), (EdgeKind::Event, 2, 3)] {
            for (from, hub) in self.ties[needs].iter().filter(|_| kinds.contains(&kind)) {
                let givers = self.ties[gives].iter().filter(|tie| tie.1 == *hub);
                edges.extend(givers.map(|(to, _)| (*from, *to)));
            }
        }
        edges
    }

    /// Services at hop 1 of a changed hub.
    fn consumers(&self, change: &ImpactChange) -> Vec<(usize, usize)> {
        let side = if change.kind == ChangedThing::Contract { 0 } else { 2 };
        let hub = change.name.chars().find_map(|c| c.to_digit(10)).unwrap() as usize;
        self.ties[side].iter().filter(|tie| tie.1 == hub).map(|tie| (tie.0, 1)).collect()
    }
}

proptest! {
    #[test]
    fn impact_is_the_closure_against_the_edges(
        platform in platforms(),
        thing in 0_usize..3,
        which in 0_usize..9,
        kinds in prop::sample::subsequence(EdgeKind::ALL.to_vec(), 1..=3),
        max_hops in prop::option::of(1_u32..4),
    ) {
        let change = match thing {
            0 => ImpactChange { kind: ChangedThing::Service, name: name(which % platform.nodes) },
            1 => ImpactChange { kind: ChangedThing::Contract, name: format!("c{}", which % 3) },
            _ => ImpactChange { kind: ChangedThing::Event, name: format!("e.x{}.v1", which % 3) },
        };
        let graph = Graph::new(&platform.catalog(), None);
        let options =
            ImpactOptions { max_hops, edge_kinds: kinds.clone(), ..ImpactOptions::default() };
        let report = graph.impact(std::slice::from_ref(&change), &options);
        // A contract or event that nobody has is misuse.
        prop_assume!(report.is_ok());
        let report = report.unwrap();
        let starts = match change.kind {
            ChangedThing::Service => vec![(number(&change.name), 0)],
            _ => platform.consumers(&change),
        };
        let edges = platform.edges(&kinds);
        let hops = hops(platform.nodes, &edges, &starts);
        let expected: BTreeMap<usize, usize> = hops
            .iter()
            .enumerate()
            .filter_map(|(node, hop)| Some((node, (*hop)?)))
            .filter(|(_, hop)| *hop > 0 && max_hops.is_none_or(|most| *hop <= most as usize))
            .collect();
        let found: BTreeMap<usize, usize> =
            report.impacted.iter().map(|s| (number(&s.service), s.hop as usize)).collect();
        prop_assert_eq!(&found, &expected);
        prop_assert!(report.impacted.is_sorted_by_key(|s| (s.hop, s.service.clone())));
        prop_assert_eq!(&report.impacted, &report.changes[0].impacted);
        for service in &report.impacted {
            prop_assert_eq!(service.path.len(), service.hop as usize + 1);
            prop_assert_eq!(&service.path[0], &change.name);
            prop_assert_eq!(service.path.last(), Some(&service.service));
            let skip = usize::from(change.kind != ChangedThing::Service);
            for pair in service.path[skip..].windows(2) {
                prop_assert!(edges.contains(&(number(&pair[1]), number(&pair[0]))));
            }
            let (last, tied) = (platform.edges(&[service.kind]), &service.path[service.path.len() - 2]);
            prop_assert!(service.hop == 1 && skip == 1
                || last.contains(&(number(&service.service), number(tied))));
        }
        let score: f64 = expected.values().map(|hop| 1.0 / f64::from(1_u16 << (hop - 1))).sum();
        prop_assert!((report.blast_radius.score - score).abs() < 1e-5);
    }

    #[test]
    fn changes_together_reach_what_each_reaches(platform in platforms(), picks in prop::collection::vec(0_usize..9, 1..4)) {
        let graph = Graph::new(&platform.catalog(), None);
        let changes: Vec<ImpactChange> = picks
            .iter()
            .map(|pick| ImpactChange { kind: ChangedThing::Service, name: name(pick % platform.nodes) })
            .collect();
        let report = graph.impact(&changes, &ImpactOptions::default()).unwrap();
        let mut nearest: BTreeMap<&str, u32> = BTreeMap::new();
        for service in report.changes.iter().flat_map(|change| &change.impacted) {
            let hop = nearest.entry(&service.service).or_insert(service.hop);
            *hop = (*hop).min(service.hop);
        }
        for change in &changes {
            nearest.remove(change.name.as_str());
        }
        let all: BTreeMap<&str, u32> =
            report.impacted.iter().map(|s| (s.service.as_str(), s.hop)).collect();
        prop_assert_eq!(all, nearest);
    }
}
