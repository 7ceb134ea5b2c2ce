//! Whether the graph file and the manifests say the same.

use std::collections::BTreeSet;

use super::Check;
use crate::document::pointer;
use crate::finding::{Finding, Location, codes};
use crate::graph::ids::NodeId;
use crate::graph::{DeclaredNode, EdgeKind};

/// Compares services and dependencies both ways, when there is a graph file.
pub(crate) fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let Some((file, path)) = check.file else { return };
    unknown_ends(check, path, findings);
    if !check.dependency().check_completeness {
        return;
    }
    let listed: BTreeSet<&str> = file.nodes.iter().map(DeclaredNode::name).collect();
    for (node, _) in check.graph.nodes.iter() {
        let name = check.name(node);
        if check.service(node).is_some() && !listed.is_empty() && !listed.contains(name) {
            let message = format!("the graph file does not list `{name}`");
            let finding = Finding::new(codes::graph::NODE_MISSING_IN_GRAPH, name, &[], message);
            findings.push(finding.at(Location::new(path, "/nodes")));
        }
    }
    for (index, node) in file.nodes.iter().enumerate() {
        findings.extend(stale_node(check, node.name(), path, index));
    }
    dependencies(check, path, findings);
    for kind in [EdgeKind::Contract, EdgeKind::Event] {
        stale_ties(check, kind, path, findings);
    }
}

/// Reports edges of the graph file that end at a name nobody has.
fn unknown_ends(check: &Check<'_>, path: &str, findings: &mut Vec<Finding>) {
    let Some((file, _)) = check.file else { return };
    let listed: BTreeSet<&str> = file.nodes.iter().map(DeclaredNode::name).collect();
    let mut reported = BTreeSet::new();
    for (index, edge) in file.edges.iter().enumerate() {
        let ends = [("from", edge.from.as_str()), ("to", edge.to.as_str())];
        // An edge without an end has been reported already, and is in no graph.
        if ends.iter().any(|(_, name)| name.is_empty()) {
            continue;
        }
        for (key, name) in ends {
            let known = check.graph.find(name).is_some_and(|node| check.service(node).is_some());
            // A listed node without a service is stale; that is another finding.
            if known || listed.contains(name) || !reported.insert(name) {
                continue;
            }
            let message = format!("`{name}` is not in the catalog");
            let place = pointer::push(&format!("/edges/{index}"), key);
            let finding = Finding::new(codes::graph::UNKNOWN_NODE, name, &[], message)
                .at(Location::new(path, place));
            findings.push(check.suggest_service(name, finding));
        }
    }
}

fn stale_node(check: &Check<'_>, name: &str, path: &str, index: usize) -> Option<Finding> {
    let node = check.graph.find(name)?;
    if check.service(node).is_some() {
        return None;
    }
    let message = format!("the graph file lists `{name}`, which is not in the catalog");
    let finding = Finding::new(codes::graph::STALE_NODE, name, &[], message)
        .at(Location::new(path, format!("/nodes/{index}")));
    Some(check.suggest_service(name, finding))
}

/// Compares the dependencies between services of the catalog; the others are reported as unknown.
fn dependencies(check: &Check<'_>, path: &str, findings: &mut Vec<Finding>) {
    let links = &check.graph.dependency;
    let loops = check.graph.loops.iter().map(|(node, source)| ((*node, *node), *source));
    let edges = links.out.edges().zip(links.sources.iter().map(|(_, source)| *source));
    for (ends, source) in edges.chain(loops) {
        if !in_catalog(check, ends) {
            continue;
        }
        let (from, to) = (check.name(ends.0), check.name(ends.1));
        if source.declared.is_none() {
            let message = format!("the graph file lacks the dependency of `{from}` on `{to}`");
            let finding =
                check.edge_finding(codes::graph::EDGE_MISSING_IN_GRAPH, ends, &[], message);
            findings.push(finding.at(source.place(check.catalog, Some(path))));
        } else if source.manifest.is_none() {
            let message =
                format!("the graph file has the edge `{from} -> {to}`, which no manifest states");
            let finding = check.edge_finding(codes::graph::STALE_EDGE, ends, &[], message);
            findings.push(finding.at(source.place(check.catalog, Some(path))));
        }
    }
}

/// Reports the contract or event edges of the graph file that no manifest bears out.
fn stale_ties(check: &Check<'_>, kind: EdgeKind, path: &str, findings: &mut Vec<Finding>) {
    let Some(hubs) = check.graph.hubs(kind) else { return };
    let links = check.graph.links(kind);
    let thing = if kind == EdgeKind::Contract { "contract" } else { "event" };
    for (ends, (_, source)) in links.out.edges().zip(links.sources.iter()) {
        let provided = hubs.provided.of(ends.1);
        let tied = hubs.consumed.of(ends.0).iter().any(|hub| provided.binary_search(hub).is_ok());
        if tied || !in_catalog(check, ends) {
            continue;
        }
        let (from, to) = (check.name(ends.0), check.name(ends.1));
        let message = format!(
            "the graph file has the {thing} edge `{from} -> {to}`, but `{from}` consumes no {thing} of `{to}`"
        );
        let finding = check.edge_finding(codes::graph::STALE_EDGE, ends, &[thing], message);
        findings.push(finding.at(source.place(check.catalog, Some(path))));
    }
}

fn in_catalog(check: &Check<'_>, (from, to): (NodeId, NodeId)) -> bool {
    check.service(from).is_some() && check.service(to).is_some()
}
