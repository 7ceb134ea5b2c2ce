//! Limits on the number of dependencies and on instability, and services without any.

use super::Check;
use crate::finding::{Finding, codes};
use crate::graph::ids::{NodeId, Table};
use crate::graph::metrics::{Degrees, shown};

/// Judges every service by the limits of the rules file.
pub(crate) fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let limits = &check.dependency().limits;
    for (node, entry) in check.graph.nodes.iter() {
        let degrees = Degrees::of(check.graph, node);
        if limits.max_fan_in.is_some_and(|most| degrees.fan_in > most as usize) {
            findings.push(fan_in(check, node, degrees.fan_in));
        }
        // What follows is in the hands of the service itself, so it must be one.
        if entry.service.is_none() {
            continue;
        }
        if limits.max_fan_out.is_some_and(|most| degrees.fan_out > most as usize) {
            findings.push(fan_out(check, node, degrees.fan_out));
        }
        let unstable = limits.max_instability.is_some_and(|most| degrees.instability() > most);
        if unstable && degrees.fan_in > 0 {
            findings.push(instability(check, node, degrees.instability()));
        }
        if check.dependency().report_orphans && is_orphan(check, node, degrees) {
            let name = check.name(node);
            let message = format!("`{name}` is tied to no other service");
            let finding = Finding::new(codes::graph::ORPHAN, name, &[], message);
            findings.push(finding.at(check.service_place(node, "/name")));
        }
    }
    if limits.stable_dependencies {
        stable_dependencies(check, findings);
    }
}

/// Tells whether no edge of any kind ties `node` to another service.
fn is_orphan(check: &Check<'_>, node: NodeId, degrees: Degrees) -> bool {
    let graph = check.graph;
    let declared = [&graph.contract, &graph.event]
        .iter()
        .any(|links| !links.out.of(node).is_empty() || !links.back.of(node).is_empty());
    degrees.fan_in + degrees.fan_out == 0
        && !declared
        && !graph.contracts.connects(node)
        && !graph.events.connects(node)
}

fn fan_in(check: &Check<'_>, node: NodeId, count: usize) -> Finding {
    let name = check.name(node);
    let most = check.dependency().limits.max_fan_in;
    let message =
        format!("{count} services depend on `{name}`, more than {}", most.unwrap_or_default());
    Finding::new(codes::graph::FAN_IN_EXCEEDED, name, &[], message)
        .at(check.service_place(node, "/name"))
        .evidence("current", count)
        .evidence("limit", most)
}

fn fan_out(check: &Check<'_>, node: NodeId, count: usize) -> Finding {
    let name = check.name(node);
    let most = check.dependency().limits.max_fan_out;
    let message =
        format!("`{name}` depends on {count} services, more than {}", most.unwrap_or_default());
    Finding::new(codes::graph::FAN_OUT_EXCEEDED, name, &[], message)
        .at(check.service_place(node, "/dependencies/internal"))
        .evidence("current", count)
        .evidence("limit", most)
}

fn instability(check: &Check<'_>, node: NodeId, value: f64) -> Finding {
    let name = check.name(node);
    let most = check.dependency().limits.max_instability;
    let message = format!(
        "`{name}` has the instability {}, more than {}",
        shown(value),
        shown(most.unwrap_or_default())
    );
    Finding::new(codes::graph::INSTABILITY_EXCEEDED, name, &[], message)
        .at(check.service_place(node, "/dependencies/internal"))
        .evidence("current", value)
        .evidence("limit", most)
}

/// Reports dependencies on services that are less stable than the dependent.
fn stable_dependencies(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let nodes = check.graph.nodes.ids();
    let values: Table<NodeId, f64> =
        Table::from_vec(nodes.map(|node| Degrees::of(check.graph, node).instability()).collect());
    for (from, to) in check.graph.dependency.out.edges() {
        let (own, other) = (values[from], values[to]);
        if other > own {
            let message = format!(
                "`{}` (instability {}) depends on the less stable `{}` ({})",
                check.name(from),
                shown(own),
                check.name(to),
                shown(other)
            );
            let code = codes::graph::UNSTABLE_DEPENDENCY;
            let finding = check.edge_finding(code, (from, to), &[], message);
            findings
                .push(finding.evidence("from_instability", own).evidence("to_instability", other));
        }
    }
}
