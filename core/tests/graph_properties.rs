//! What must hold of every graph, against plain and slow definitions of the same things.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic: its plain definitions are worth more than their safety"
)]

mod plain;

use std::collections::{BTreeMap, BTreeSet};

use meta_core::graph::{CheckGraphInput, Cycle, Graph, GraphReport, OrderReport, check_graph};
use plain::{Edge, catalog, hops, name, number};
use proptest::prelude::*;
use serde_json::{Value, json};

fn graph(nodes: usize, edges: &[Edge]) -> Graph {
    Graph::new(&catalog(nodes, edges), None)
}

/// A number of nodes and edges between them.
fn graphs(most_nodes: usize, most_edges: usize) -> impl Strategy<Value = (usize, Vec<Edge>)> {
    (1..=most_nodes).prop_flat_map(move |nodes| {
        let edge = (0..nodes, 0..nodes);
        (Just(nodes), prop::collection::vec(edge, 0..=most_edges))
    })
}

/// Nodes from which there is a way, of at least one edge, to each node.
fn reach(nodes: usize, edges: &BTreeSet<Edge>) -> Vec<Vec<bool>> {
    let mut reach = vec![vec![false; nodes]; nodes];
    for (from, to) in edges {
        reach[*from][*to] = true;
    }
    for through in 0..nodes {
        for from in 0..nodes {
            for to in 0..nodes {
                reach[from][to] |= reach[from][through] && reach[through][to];
            }
        }
    }
    reach
}

fn acyclic(nodes: usize, edges: &BTreeSet<Edge>) -> bool {
    let reach = reach(nodes, edges);
    (0..nodes).all(|node| !reach[node][node])
}

fn path(cycle: &Cycle) -> Vec<usize> {
    cycle.path.iter().map(|name| number(name)).collect()
}

/// Lists the cycles of `length` edges among `members`, each from its least node on.
fn cycles_of_length(members: &[usize], edges: &BTreeSet<Edge>, length: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    for start in members {
        let mut ways = vec![vec![*start]];
        for _ in 1..length {
            let extend = |way: &Vec<usize>| {
                let (way, last) = (way.clone(), *way.last().unwrap());
                let next = members.iter().copied().filter(move |n| edges.contains(&(last, *n)));
                next.filter(|n| n > start)
                    .map(move |n| [way.clone(), vec![n]].concat())
                    .filter(|way| way.iter().collect::<BTreeSet<_>>().len() == way.len())
                    .collect::<Vec<_>>()
            };
            ways = ways.iter().flat_map(extend).collect();
        }
        found
            .extend(ways.into_iter().filter(|way| edges.contains(&(*way.last().unwrap(), *start))));
    }
    found
}

/// Returns the size of the smallest set of edges without which no cycle is left.
fn least_cut(nodes: usize, edges: &BTreeSet<Edge>) -> usize {
    let list: Vec<Edge> = edges.iter().copied().collect();
    (0_u32..1 << list.len())
        .filter(|set| {
            let kept = list.iter().enumerate().filter(|(i, _)| set & (1 << i) == 0);
            acyclic(nodes, &kept.map(|(_, edge)| *edge).collect())
        })
        .map(u32::count_ones)
        .min()
        .unwrap() as usize
}

fn inner(members: &[usize], edges: &BTreeSet<Edge>) -> BTreeSet<Edge> {
    let inside = |(from, to): &&Edge| members.contains(from) && members.contains(to) && from != to;
    edges.iter().filter(inside).copied().collect()
}

fn wave_of(order: &OrderReport) -> BTreeMap<usize, usize> {
    let waves = order.waves.iter();
    waves.flat_map(|w| w.services.iter().map(|s| (number(&s.service), w.number))).collect()
}

proptest! {
    #[test]
    fn cycles_are_found_exactly_when_there_is_no_order((nodes, list) in graphs(9, 18)) {
        let edges: BTreeSet<Edge> = list.iter().copied().collect();
        let graph = graph(nodes, &list);
        let longer = graph.cycles().into_iter().filter(|cycle| cycle.members.len() > 1).count();
        prop_assert_eq!(graph.cycles().is_empty(), acyclic(nodes, &edges));
        prop_assert_eq!(longer == 0, graph.order(None).unwrap().acyclic);
    }

    #[test]
    fn each_component_gives_its_least_shortest_cycle((nodes, list) in graphs(7, 20)) {
        let edges: BTreeSet<Edge> = list.iter().copied().collect();
        let reach = reach(nodes, &edges);
        let mut entangled = BTreeSet::new();
        for cycle in graph(nodes, &list).cycles() {
            let members: Vec<usize> = cycle.members.iter().map(|name| number(name)).collect();
            let path = path(&cycle);
            prop_assert_eq!(path.first(), path.last());
            if members.len() == 1 {
                prop_assert!(edges.contains(&(members[0], members[0])));
                continue;
            }
            entangled.extend(members.iter().copied());
            let component: Vec<usize> = (0..nodes)
                .filter(|node| reach[members[0]][*node] && reach[*node][members[0]])
                .collect();
            prop_assert_eq!(&members, &component);
            let inner = inner(&members, &edges);
            prop_assert_eq!(cycle.edges, inner.len());
            let shortest = (2..=nodes).find_map(|length| {
                cycles_of_length(&members, &inner, length).into_iter().min()
            });
            prop_assert_eq!(Some(&path[..path.len() - 1]), shortest.as_deref());
            prop_assert!(cycle.shortest);
        }
        for (node, reached) in reach.iter().enumerate() {
            let in_longer = (0..nodes).any(|other| other != node && reached[other] && reach[other][node]);
            prop_assert_eq!(entangled.contains(&node), in_longer);
        }
    }

    #[test]
    fn cuts_leave_no_cycle_and_are_least((nodes, list) in graphs(6, 11)) {
        let edges: BTreeSet<Edge> = list.iter().copied().collect();
        for cycle in graph(nodes, &list).cycles().iter().filter(|c| c.members.len() > 1) {
            let members: Vec<usize> = cycle.members.iter().map(|name| number(name)).collect();
            let inner = inner(&members, &edges);
            prop_assert!(cycle.optimal);
            prop_assert_eq!(cycle.cut.len(), least_cut(nodes, &inner));
            check_cut(nodes, &inner, cycle)?;
        }
    }

    #[test]
    fn cuts_of_large_tangles_are_irredundant((nodes, list) in graphs(40, 160)) {
        let edges: BTreeSet<Edge> = list.iter().copied().collect();
        for cycle in graph(nodes, &list).cycles().iter().filter(|c| c.members.len() > 1) {
            let members: Vec<usize> = cycle.members.iter().map(|name| number(name)).collect();
            check_cut(nodes, &inner(&members, &edges), cycle)?;
        }
    }

    #[test]
    fn orders_put_dependencies_first(
        (nodes, list) in graphs(10, 24),
        wanted in prop::collection::btree_set(0_usize..10, 1..10),
    ) {
        let edges: BTreeSet<Edge> = list.iter().copied().collect();
        let reach = reach(nodes, &edges);
        let wanted: Vec<usize> = wanted.into_iter().filter(|node| *node < nodes).collect();
        let graph = graph(nodes, &list);
        let names: Vec<String> = wanted.iter().map(|node| name(*node)).collect();
        let order = graph.order(Some(&names)).unwrap();
        let waves = wave_of(&order);
        prop_assert_eq!(waves.keys().copied().collect::<Vec<_>>(), wanted.clone());
        for a in &wanted {
            for b in wanted.iter().filter(|b| *b != a && reach[*a][**b]) {
                if reach[*b][*a] {
                    prop_assert_eq!(waves[a], waves[b]);
                } else {
                    prop_assert!(waves[a] > waves[b], "{} before {}", a, b);
                }
            }
        }
        for wave in &order.waves {
            for service in &wave.services {
                let node = number(&service.service);
                prop_assert_eq!(service.after.is_none(), wave.number == 1);
                let Some(after) = &service.after else { continue };
                let before = number(&after.service);
                prop_assert_eq!(waves[&before], wave.number - 1);
                prop_assert!(reach[node][before]);
                prop_assert!(!after.direct || edges.contains(&(node, before)));
            }
        }
    }

    #[test]
    fn paths_are_shortest((nodes, list) in graphs(9, 20), from in 0_usize..9, to in 0_usize..9) {
        prop_assume!(from < nodes && to < nodes && from != to);
        let edges: BTreeSet<Edge> = list.iter().copied().collect();
        let graph = graph(nodes, &list);
        let (from_name, to_name) = (name(from), name(to));
        let path = graph.path(&from_name, &to_name).unwrap();
        let hops = hops(nodes, &edges.iter().map(|(a, b)| (*b, *a)).collect(), &[(from, 0)]);
        prop_assert_eq!(path.as_ref().map(|path| path.len() - 1), hops[to]);
        for pair in path.unwrap_or_default().windows(2) {
            prop_assert!(edges.contains(&(number(pair[0]), number(pair[1]))));
        }
    }
}

fn check_cut(
    nodes: usize,
    inner: &BTreeSet<Edge>,
    cycle: &Cycle,
) -> std::result::Result<(), TestCaseError> {
    let cut: BTreeSet<Edge> =
        cycle.cut.iter().map(|edge| (number(&edge.from), number(&edge.to))).collect();
    prop_assert!(cut.is_subset(inner));
    prop_assert!(acyclic(nodes, &inner.difference(&cut).copied().collect()));
    for edge in &cut {
        let mut fewer = cut.clone();
        fewer.remove(edge);
        prop_assert!(!acyclic(nodes, &inner.difference(&fewer).copied().collect()));
    }
    Ok(())
}

/// Domains: two with layers, and two without.
const DOMAINS: [&str; 4] = ["low", "high", "free", "loose"];

fn rules() -> Value {
    json!({
        "catalog": {"domains": DOMAINS},
        "dependency": {
            "domain_layers": {"low": 1, "high": 2},
            "same_layer": "forbid",
            "allowed": [{"name": "agreed", "from": "*", "to": "!name:s01"}],
            "forbidden": [
                {"name": "direct", "from": "free", "to": "low"},
                {"name": "far", "from": "domain:low", "to": "domain:loose", "transitive": true},
            ],
            "required": [{"name": "base", "from": "high", "to": "low", "transitive": true}],
            "limits": {"max_fan_in": 2, "max_fan_out": 2, "max_instability": 0.6, "stable_dependencies": true},
        },
    })
}

fn input(services: &[Value], declared: &[Value]) -> CheckGraphInput {
    serde_json::from_value(json!({
        "catalog": {"services": services},
        "graph": {"nodes": [], "edges": declared},
        "rules": rules(),
        "now": "2026-01-01T00:00:00Z",
    }))
    .unwrap()
}

fn service(node: usize, domain: &str, edges: &[Edge]) -> Value {
    let internal: Vec<String> =
        edges.iter().filter(|edge| edge.0 == node).map(|edge| name(edge.1)).collect();
    json!({
        "name": name(node), "repo": "r", "domain": domain, "version": "1.0.0", "maturity": "stable",
        "dependencies": {"internal": internal, "external": ["redis", format!("x{}", node % 3)]},
    })
}

/// Everything but the places, which say where in the input a thing stands.
fn without_places(mut report: GraphReport) -> Value {
    for finding in &mut report.findings {
        finding.location = None;
    }
    report.findings.sort_by(|a, b| {
        (&a.code, &a.subject, &a.fingerprint).cmp(&(&b.code, &b.subject, &b.fingerprint))
    });
    serde_json::to_value(report).unwrap()
}

fn subjects(report: &GraphReport, code: &str) -> BTreeSet<String> {
    let of_code = report.findings.iter().filter(|finding| finding.code == code);
    of_code.map(|finding| finding.subject.to_string()).collect()
}

proptest! {
    #[test]
    fn the_order_of_the_input_changes_nothing(
        (nodes, edges) in graphs(8, 16),
        (shuffled, domains) in (Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(), prop::collection::vec(0_usize..4, 8)),
        (declared, declared_shuffled) in prop::collection::vec((0_usize..9, 0_usize..9), 0..8)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        let make = |node: usize, edges: &[Edge]| service(node, DOMAINS[domains[node]], edges);
        let edge = |(from, to): &Edge| json!({"from": name(*from), "to": name(*to)});
        let services: Vec<Value> = (0..nodes).map(|node| make(node, &edges)).collect();
        let declared: Vec<Value> = declared.iter().map(edge).collect();
        let plain = input(&services, &declared);
        let turned: Vec<Edge> = edges.iter().rev().copied().collect();
        let others = shuffled.iter().filter(|node| **node < nodes);
        let other = input(
            &others.map(|node| make(*node, &turned)).collect::<Vec<_>>(),
            &declared_shuffled.iter().map(edge).collect::<Vec<_>>(),
        );
        let (plain, other) = (check_graph(&plain).unwrap(), check_graph(&other).unwrap());
        prop_assert_eq!(without_places(plain), without_places(other));
    }

    #[test]
    fn chains_are_found_exactly_where_they_are(
        (nodes, list) in graphs(8, 16),
        domains in prop::collection::vec(0_usize..4, 8),
    ) {
        let edges: BTreeSet<Edge> = list.iter().copied().filter(|(from, to)| from != to).collect();
        let services = (0..nodes).map(|node| service(node, DOMAINS[domains[node]], &list));
        let report = check_graph(&input(&services.collect::<Vec<_>>(), &[])).unwrap();
        let chained = |through: &dyn Fn(usize) -> bool| {
            // Ways whose inner nodes all satisfy `through`.
            let from_inner: BTreeSet<Edge> =
                edges.iter().copied().filter(|(from, _)| through(*from)).collect();
            let inner = reach(nodes, &from_inner);
            let mut pairs = BTreeSet::new();
            for (from, next) in &edges {
                for (to, there) in inner[*next].iter().enumerate() {
                    if to != *from && through(*next) && *there {
                        pairs.insert((*from, to));
                    }
                }
            }
            pairs
        };
        let shown = |pairs: BTreeSet<Edge>| -> BTreeSet<String> {
            pairs.iter().map(|(from, to)| format!("{} -> {}", name(*from), name(*to))).collect()
        };
        let layer = |node: usize| (domains[node] < 2).then_some(domains[node]);
        let upward = |(from, to): &Edge| layer(*from) == Some(0) && layer(*to) == Some(1);
        let direct: BTreeSet<Edge> = edges.iter().copied().filter(|e| upward(e)).collect();
        let unlayered = chained(&|node| layer(node).is_none());
        let indirect = unlayered.into_iter().filter(|e| upward(e) && !direct.contains(e)).collect();
        prop_assert_eq!(subjects(&report, "graph/layer_violation"), shown(direct));
        prop_assert_eq!(subjects(&report, "graph/indirect_layer_violation"), shown(indirect));
        let far = |(from, to): &Edge| domains[*from] == 0 && domains[*to] == 3;
        let near = |(from, to): &Edge| domains[*from] == 2 && domains[*to] == 0;
        let mut forbidden = chained(&|node| domains[node] != 0 && domains[node] != 3);
        forbidden.extend(edges.iter().copied());
        forbidden.retain(far);
        forbidden.extend(edges.iter().copied().filter(near));
        prop_assert_eq!(subjects(&report, "graph/forbidden_edge"), shown(forbidden));
        let reach = reach(nodes, &edges);
        let lacking = |node: &usize| {
            domains[*node] == 1 && !(0..nodes).any(|to| domains[to] == 0 && reach[*node][to])
        };
        let lacking: BTreeSet<String> = (0..nodes).filter(lacking).map(name).collect();
        prop_assert_eq!(subjects(&report, "graph/required_edge_missing"), lacking);
    }
}
