//! Directional cohesion: a service may depend on its own layer and lower ones.

use super::Check;
use crate::config::SameRank;
use crate::finding::{Code, Finding, codes};
use crate::graph::ids::NodeId;

/// Judges every direct dependency between two services with a layer.
pub(crate) fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let rules = check.dependency();
    if !rules.enforce_directionality {
        return;
    }
    let mut steps: Vec<u32> = rules.domain_layers.values().copied().collect();
    steps.sort_unstable();
    steps.dedup();
    let passed_over = |from: u32, to: u32| {
        steps.partition_point(|step| *step < from) - steps.partition_point(|step| *step <= to)
    };
    for (from, to) in check.graph.dependency.out.edges() {
        let (Some(upper), Some(lower)) = (check.layers[from], check.layers[to]) else { continue };
        if upper < lower {
            findings.push(upward(check, (from, to), (upper, lower)));
        } else if upper == lower {
            if rules.same_layer == SameRank::Forbid {
                findings.push(sideways(check, (from, to), upper));
            }
        } else if let Some(most) = rules.max_layer_skip {
            let passed = passed_over(upper, lower);
            if passed > most as usize {
                findings.push(skipping(check, (from, to), passed, most));
            }
        }
    }
}

fn upward(check: &Check<'_>, edge: (NodeId, NodeId), (upper, lower): (u32, u32)) -> Finding {
    let message = format!(
        "`{}` in layer {upper} ({}) depends on `{}` in the higher layer {lower} ({})",
        check.name(edge.0),
        check.domain(edge.0).unwrap_or_default(),
        check.name(edge.1),
        check.domain(edge.1).unwrap_or_default(),
    );
    about(check, codes::graph::LAYER_VIOLATION, edge, message)
}

fn sideways(check: &Check<'_>, edge: (NodeId, NodeId), layer: u32) -> Finding {
    let message = format!(
        "`{}` depends on `{}` of its own layer {layer}",
        check.name(edge.0),
        check.name(edge.1)
    );
    about(check, codes::graph::SAME_LAYER_DEPENDENCY, edge, message)
}

fn skipping(check: &Check<'_>, edge: (NodeId, NodeId), passed: usize, most: u32) -> Finding {
    let layers = if passed == 1 { "1 layer".to_owned() } else { format!("{passed} layers") };
    let message = format!(
        "`{}` depends on `{}` and passes over {layers}, more than {most}",
        check.name(edge.0),
        check.name(edge.1)
    );
    about(check, codes::graph::LAYER_SKIPPED, edge, message)
}

fn about(
    check: &Check<'_>,
    code: &'static Code,
    (from, to): (NodeId, NodeId),
    message: String,
) -> Finding {
    check
        .edge_finding(code, (from, to), &[], message)
        .evidence("from_domain", check.domain(from))
        .evidence("from_layer", check.layers[from])
        .evidence("to_domain", check.domain(to))
        .evidence("to_layer", check.layers[to])
}
