//! Dependencies that some services must have.

use super::Check;
use super::selection::{RulePlace, Selection, Selections};
use crate::config::EdgeRule;
use crate::finding::{Finding, codes};
use crate::graph::ids::{NodeId, Table};

/// Reports the services that lack a required dependency. A service that the rule's `to` matches
/// needs none: it cannot depend on itself.
pub(crate) fn check<'a>(
    check: &'a Check<'a>,
    selections: &mut Selections<'a>,
    findings: &mut Vec<Finding>,
) {
    for (index, rule) in check.dependency().required.iter().enumerate() {
        let pointer = format!("/dependency/required/{index}");
        let place = RulePlace { name: &rule.name, path: check.rules_path, pointer };
        let from = selections.select(&rule.from, &place, "from", findings);
        let to = selections.select(&rule.to, &place, "to", findings);
        let (Some(from), Some(to)) = (from, to) else { continue };
        let served = served(check, &to, rule.transitive);
        // A name that is no service has no manifest to put the dependency into.
        let lacking =
            from.members.iter().copied().filter(|node| {
                !served[*node] && !to.contains(*node) && check.service(*node).is_some()
            });
        findings.extend(lacking.map(|node| missing(check, rule, node)));
    }
}

/// Marks the services with a dependency on, or a path to, one of `goals`.
fn served(check: &Check<'_>, goals: &Selection, transitive: bool) -> Table<NodeId, bool> {
    let back = &check.graph.dependency.back;
    let mut served = Table::filled(false, back.sources());
    let mut stack = goals.members.clone();
    while let Some(node) = stack.pop() {
        for from in back.of(node).iter().copied() {
            if !std::mem::replace(&mut served[from], true) && transitive {
                stack.push(from);
            }
        }
    }
    served
}

fn missing(check: &Check<'_>, rule: &EdgeRule, node: NodeId) -> Finding {
    let name = check.name(node);
    let verb = if rule.transitive { "reaches" } else { "depends on" };
    let message = format!(
        "`{name}` {verb} no service that matches `{}`, which rule `{}` requires",
        rule.to, rule.name
    );
    let key = [rule.name.as_str(), &rule.from, &rule.to];
    let mut finding = Finding::new(codes::graph::REQUIRED_EDGE_MISSING, name, &key, message)
        .at(check.service_place(node, "/dependencies/internal"))
        .evidence("rule", rule.name.as_str())
        .evidence("required", rule.to.as_str());
    if let Some(reason) = &rule.reason {
        finding = finding.evidence("reason", reason.as_str());
    }
    match rule.severity {
        Some(severity) => finding.severity(severity),
        None => finding,
    }
}
