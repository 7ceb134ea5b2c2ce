//! Layer violations through services without a layer.

use super::Check;
pub(crate) use super::walk::Allowance;
use super::walk::{Chains, Walk};
use crate::finding::{Finding, Location, codes};
use crate::graph::ids::NodeId;

/// Finds, for each service with a layer, the services of higher layers it reaches through services
/// without one. A chain through another layer is reported where it first offends.
pub(crate) fn check(check: &Check<'_>, allowance: &mut Allowance, findings: &mut Vec<Finding>) {
    let rules = check.dependency();
    if !rules.enforce_directionality || !rules.enforce_indirect {
        return;
    }
    let layered: Vec<NodeId> =
        check.layers.iter().filter(|(_, layer)| layer.is_some()).map(|(node, _)| node).collect();
    if layered.len() == check.layers.len() {
        return;
    }
    let unlayered = |node: NodeId| check.layers[node].is_none();
    let heads: Vec<NodeId> = layered
        .iter()
        .copied()
        .filter(|head| check.graph.dependency.out.of(*head).iter().copied().any(unlayered))
        .collect();
    let lowest = heads.iter().filter_map(|head| check.layers[*head]).min();
    let goals: Vec<NodeId> =
        layered.iter().copied().filter(|goal| check.layers[*goal] > lowest).collect();
    let walk = Walk {
        out: &check.graph.dependency.out,
        back: &check.graph.dependency.back,
        heads: &heads,
        through: unlayered,
        ends: |head: NodeId, end: NodeId| check.layers[end] > check.layers[head],
    };
    let Chains { found, unsearched } = walk.run(&goals, allowance);
    // A chain of two is a direct dependency, which `layers` reports.
    findings
        .extend(found.iter().filter(|chain| chain.len() > 2).filter_map(|c| violation(check, c)));
    findings.extend(limited(unsearched, "dependency.enforce_indirect", check.rules_path));
}

fn violation(check: &Check<'_>, chain: &[NodeId]) -> Option<Finding> {
    let (head, second, end) = (chain.first()?, chain.get(1)?, chain.last()?);
    let layer = |node: &NodeId| check.layers[*node].unwrap_or_default();
    let domain = |node: &NodeId| check.domain(*node).unwrap_or_default();
    let message = format!(
        "`{}` in layer {} ({}) reaches `{}` in the higher layer {} ({}): {}",
        check.name(*head),
        layer(head),
        domain(head),
        check.name(*end),
        layer(end),
        domain(end),
        check.shown(chain),
    );
    let edge = check.graph.dependency.out.find(*head, *second);
    let subject = format!("{} -> {}", check.name(*head), check.name(*end));
    let finding = Finding::new(codes::graph::INDIRECT_LAYER_VIOLATION, subject, &[], message)
        .at(edge.and_then(|edge| check.edge_place(edge)))
        .evidence("path", check.evidence(chain))
        .evidence("from_layer", layer(head))
        .evidence("to_layer", layer(end));
    Some(finding)
}

/// Says that a search was cut short.
pub(super) fn limited(unsearched: usize, rule: &str, rules_path: &str) -> Option<Finding> {
    let message = format!(
        "the search for paths under `{rule}` stopped early: {unsearched} services are not fully judged"
    );
    (unsearched > 0).then(|| {
        Finding::new(codes::graph::SEARCH_LIMITED, rule, &[], message)
            .at(Location::new(rules_path, ""))
            .evidence("services", unsearched)
    })
}
