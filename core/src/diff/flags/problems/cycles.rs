//! Flags that depend on each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Problems, problem};
use crate::diff::fields::Spot;
use crate::diff::flags::compare::all_settings;
use crate::diff::flags::model::Manifest;
use crate::diff::flags::show;
use crate::finding::codes::diff::flags as codes;

type Edges<'a> = BTreeMap<(&'a str, &'a str), Spot<'a>>;

/// Adds one problem for each circle, at a prerequisite that `before` does not have, where there is one.
pub(super) fn add<'a>(
    manifest: &'a Manifest<'a>,
    before: Option<&Manifest<'_>>,
    found: &mut Problems<'a>,
) {
    let edges = edges(manifest);
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for (from, to) in edges.keys() {
        let [from, to] =
            [*from, *to].map(|key| *nodes.entry(key).or_insert_with(|| graph.add_node(key)));
        graph.add_edge(from, to, ());
    }
    let known: BTreeSet<(String, String)> = before.map(edges_of).unwrap_or_default();
    let mut circle_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, circle) in kosaraju_scc(&graph).into_iter().enumerate() {
        let names = circle.into_iter().filter_map(|node| graph.node_weight(node).copied());
        circle_of.extend(names.map(|name| (name, number)));
    }
    let mut circles: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (edge, at) in &edges {
        let of = |name: &str| circle_of.get(name);
        if let Some(number) = of(edge.0).filter(|number| of(edge.1) == Some(number)) {
            circles.entry(*number).or_default().push((edge, at));
        }
    }
    for inside in circles.into_values() {
        // Each flag of a circle depends on another, or itself.
        let keys: BTreeSet<&str> = inside.iter().map(|((from, _), _)| *from).collect();
        let new = inside
            .iter()
            .find(|((from, to), _)| !known.contains(&((*from).to_owned(), (*to).to_owned())));
        let Some((_, at)) = new.or_else(|| inside.first()) else { continue };
        let message =
            format!("flags {} depend on each other in a circle", show::names(keys.iter().copied()));
        let id = (codes::PREREQUISITE_CYCLE.id, keys.iter().copied().collect::<Vec<_>>().join(" "));
        found.insert(id, problem(codes::PREREQUISITE_CYCLE, at, message, 1.0));
    }
}

fn edges<'a>(manifest: &'a Manifest<'a>) -> Edges<'a> {
    let mut edges = Edges::new();
    for flag in manifest.flags.values() {
        for (_, setting) in all_settings(flag) {
            for (key, asked) in setting.prerequisites.iter().flatten() {
                edges.entry((flag.key.as_str(), key.as_str())).or_insert_with(|| asked.at.clone());
            }
        }
    }
    edges
}

fn edges_of(manifest: &Manifest<'_>) -> BTreeSet<(String, String)> {
    edges(manifest).into_keys().map(|(from, to)| (from.to_owned(), to.to_owned())).collect()
}
