//! Cycles as findings.

use serde_json::json;

use super::Check;
use crate::finding::{Finding, codes};
use crate::graph::cycles::Tangle;

/// Edges of a cut that a finding names; the report has them all.
const MOST_CUT_SHOWN: usize = 20;

/// Reports each tangle once, and each service that depends on itself.
pub(crate) fn check(check: &Check<'_>, tangles: &[Tangle], findings: &mut Vec<Finding>) {
    for (node, source) in &check.graph.loops {
        let name = check.name(*node);
        let message = format!("`{name}` depends on itself");
        let finding = Finding::new(codes::graph::SELF_DEPENDENCY, name, &[], message);
        findings.push(finding.at(source.place(check.catalog, check.file.map(|(_, path)| path))));
    }
    if check.dependency().forbid_cycles {
        findings.extend(tangles.iter().filter_map(|tangle| cycle(check, tangle)));
    }
}

fn cycle(check: &Check<'_>, tangle: &Tangle) -> Option<Finding> {
    let (first, second) = (*tangle.path.first()?, *tangle.path.get(1)?);
    let mut closed = tangle.path.clone();
    closed.push(first);
    let others = tangle.members.len() - tangle.path.len();
    let beside = match others {
        0 => String::new(),
        1 => ", and 1 more service is entangled".to_owned(),
        more => format!(", and {more} more services are entangled"),
    };
    let message = format!("dependency cycle {}{beside}", check.shown(&closed));
    let members = check.evidence(&tangle.members);
    // The members name the problem: the path may change while they stay entangled.
    let subject = members.first().copied().unwrap_or_default();
    let edge = check.graph.dependency.out.find(first, second);
    let cut: Vec<_> = tangle
        .cut
        .iter()
        .take(MOST_CUT_SHOWN)
        .map(|(from, to)| json!({ "from": check.name(*from), "to": check.name(*to) }))
        .collect();
    let finding = Finding::new(codes::graph::CYCLE, subject, &members, message)
        .at(edge.and_then(|edge| check.edge_place(edge)))
        .evidence("path", check.evidence(&closed))
        .evidence("shortest", tangle.shortest)
        .evidence("members", members.clone())
        .evidence("edges", tangle.edges)
        .evidence("cut", cut)
        .evidence("cut_size", tangle.cut.len())
        .evidence("optimal", tangle.optimal);
    Some(match remedy(check, tangle) {
        Some(remedy) => finding.remedy(remedy),
        None => finding,
    })
}

fn remedy(check: &Check<'_>, tangle: &Tangle) -> Option<String> {
    match tangle.cut.as_slice() {
        [(from, to)] => Some(format!(
            "cut `{} -> {}`: no cycle is left then",
            check.name(*from),
            check.name(*to)
        )),
        _ => None,
    }
}
