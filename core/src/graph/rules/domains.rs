//! What a check of the catalog reports too: names and domains that nobody knows.
//!
//! `check_graph` alone reports them here; a check of the whole platform leaves them to the catalog.

use std::collections::BTreeSet;

use super::Check;
use crate::finding::{Finding, codes};
use crate::graph::ids::NodeId;
use crate::suggest;

/// Reports services of domains that the rules do not list.
pub(crate) fn unknown_domains(check: &Check<'_>, findings: &mut Vec<Finding>) {
    if !check.dependency().enforce_directionality {
        return;
    }
    let known = check.rules.known_domains();
    for (node, _) in check.graph.nodes.iter() {
        let Some(domain) = check.service(node).and_then(|service| service.domain.as_deref()) else {
            continue;
        };
        if known.contains(&domain) {
            continue;
        }
        let name = check.name(node);
        let message = format!("domain `{domain}` of `{name}` is not in the rules");
        let finding = Finding::new(codes::graph::UNKNOWN_DOMAIN, name, &[domain], message)
            .at(check.service_place(node, "/domain"));
        findings.push(match suggest::nearest(domain, known.iter().copied()) {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
}

/// Reports the names that manifests depend on and no service has.
pub(crate) fn unknown_dependencies(check: &Check<'_>, findings: &mut Vec<Finding>) {
    if !check.rules.catalog.require_known_dependencies {
        return;
    }
    let reported = reported(check);
    for (node, entry) in check.graph.nodes.iter() {
        if entry.service.is_some() || reported.contains(entry.name.as_str()) {
            continue;
        }
        let dependents = stating(check, node);
        let Some(first) = dependents.first() else { continue };
        let edge = check.graph.dependency.out.find(*first, node);
        let name = check.name(node);
        let message = format!("`{name}` is not in the catalog");
        let finding = Finding::new(codes::graph::UNKNOWN_NODE, name, &[], message)
            .at(edge.and_then(|edge| check.edge_place(edge)))
            .evidence("dependents", check.evidence(&dependents));
        findings.push(check.suggest_service(name, finding));
    }
}

/// Lists the services whose manifest depends on `node`.
fn stating(check: &Check<'_>, node: NodeId) -> Vec<NodeId> {
    let links = &check.graph.dependency;
    let stated = |from: &NodeId| {
        let edge = links.out.find(*from, node);
        edge.is_some_and(|edge| links.sources[edge].manifest.is_some())
    };
    links.back.of(node).iter().copied().filter(stated).collect()
}

/// Lists the names that `completeness` reports: those of edges of the graph file that it does not
/// list as nodes.
fn reported<'a>(check: &Check<'a>) -> BTreeSet<&'a str> {
    let Some((file, _)) = check.file else { return BTreeSet::new() };
    let edges = file.edges.iter().flat_map(|edge| [edge.from.as_str(), edge.to.as_str()]);
    let mut names: BTreeSet<&str> = edges.collect();
    for node in &file.nodes {
        names.remove(node.name());
    }
    names
}
