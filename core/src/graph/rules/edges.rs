//! Forbidden and allowed dependencies.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Check;
use super::indirect::{Allowance, limited};
use super::selection::{RulePlace, Selection, Selections, invalid};
use super::walk::Walk;
use crate::config::ReverseEdge;
use crate::finding::{Finding, Severity, codes};
use crate::graph::ids::{NodeId, Table};

/// A rule that forbids edges, or paths.
struct Forbidden<'a> {
    name: &'a str,
    /// Both selectors, to tell apart rules of one name.
    selectors: (&'a str, &'a str),
    from: Rc<Selection>,
    to: Rc<Selection>,
    transitive: bool,
    severity: Option<Severity>,
    reason: Option<&'a str>,
}

/// Judges every dependency by the rules that forbid some.
pub(crate) fn forbidden<'a>(
    check: &'a Check<'a>,
    selections: &mut Selections<'a>,
    allowance: &mut Allowance,
    findings: &mut Vec<Finding>,
) {
    let mut rules = edge_rules(check, selections, findings);
    let mut known = BTreeSet::new();
    let ours = (&check.rules.forbidden_reverse_edges, check.rules_path, "/forbidden_reverse_edges");
    let lists = [Some(ours), declared(check)];
    for (list, path, pointer) in lists.into_iter().flatten() {
        for (index, edge) in list.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            let place = RulePlace { name: &edge.pattern, path, pointer };
            // A pattern that both files state is one rule.
            let rule = pattern(edge, &place, selections, findings);
            rules.extend(rule.filter(|rule| known.insert(rule.selectors)));
        }
    }
    for rule in &rules {
        if rule.transitive {
            rule.check_paths(check, allowance, findings);
        } else {
            rule.check_edges(check, findings);
        }
    }
}

fn declared<'a>(check: &Check<'a>) -> Option<(&'a Vec<ReverseEdge>, &'a str, &'static str)> {
    let (file, path) = check.file?;
    Some((&file.rules.forbidden_reverse_edges, path, "/rules/forbidden_reverse_edges"))
}

fn edge_rules<'a>(
    check: &'a Check<'a>,
    selections: &mut Selections<'a>,
    findings: &mut Vec<Finding>,
) -> Vec<Forbidden<'a>> {
    let list = check.rules.dependency.forbidden.iter().enumerate();
    list.filter_map(|(index, rule)| {
        let pointer = format!("/dependency/forbidden/{index}");
        let place = RulePlace { name: &rule.name, path: check.rules_path, pointer };
        let from = selections.select(&rule.from, &place, "from", findings);
        let to = selections.select(&rule.to, &place, "to", findings);
        Some(Forbidden {
            name: &rule.name,
            selectors: (&rule.from, &rule.to),
            from: from?,
            to: to?,
            transitive: rule.transitive,
            severity: rule.severity,
            reason: rule.reason.as_deref(),
        })
    })
    .collect()
}

/// Reads the short form `from -> to`.
fn pattern<'a>(
    edge: &'a ReverseEdge,
    place: &RulePlace<'_>,
    selections: &mut Selections<'a>,
    findings: &mut Vec<Finding>,
) -> Option<Forbidden<'a>> {
    let sides: Vec<&str> = edge.pattern.split("->").map(str::trim).collect();
    let [from, to] = sides.as_slice() else {
        let message = format!("pattern `{}` is not written as `from -> to`", edge.pattern);
        findings.push(invalid(place, "pattern", &edge.pattern, message));
        return None;
    };
    let selected = [from, to].map(|side| selections.select(side, place, "pattern", findings));
    let [from_set, to_set] = selected;
    Some(Forbidden {
        name: &edge.pattern,
        selectors: (from, to),
        from: from_set?,
        to: to_set?,
        transitive: false,
        severity: edge.severity,
        reason: edge.reason.as_deref(),
    })
}

impl Forbidden<'_> {
    fn check_edges(&self, check: &Check<'_>, findings: &mut Vec<Finding>) {
        for from in self.from.members.iter().copied() {
            for to in check.graph.dependency.out.of(from).iter().copied() {
                if self.to.contains(to) {
                    let message = format!(
                        "`{}` depends on `{}`, which rule `{}` forbids",
                        check.name(from),
                        check.name(to),
                        self.name
                    );
                    findings.push(self.finding(check, (from, to), message));
                }
            }
        }
    }

    /// Looks for paths whose inner services match neither selector: the others hold one of these.
    fn check_paths(
        &self,
        check: &Check<'_>,
        allowance: &mut Allowance,
        findings: &mut Vec<Finding>,
    ) {
        let walk = Walk {
            out: &check.graph.dependency.out,
            back: &check.graph.dependency.back,
            heads: &self.from.members,
            through: |node: NodeId| !self.from.contains(node) && !self.to.contains(node),
            ends: |_: NodeId, end: NodeId| self.to.contains(end),
        };
        let chains = walk.run(&self.to.members, allowance);
        for chain in &chains.found {
            let (Some(from), Some(to)) = (chain.first(), chain.last()) else { continue };
            let message = format!(
                "`{}` reaches `{}`, which rule `{}` forbids: {}",
                check.name(*from),
                check.name(*to),
                self.name,
                check.shown(chain)
            );
            let mut finding = self.finding(check, (*from, *to), message);
            if let Some(edge) =
                chain.get(1).and_then(|n| check.graph.dependency.out.find(*from, *n))
            {
                finding = finding.at(check.edge_place(edge));
            }
            findings.push(finding.evidence("path", check.evidence(chain)));
        }
        findings.extend(limited(chains.unsearched, self.name, check.rules_path));
    }

    fn finding(&self, check: &Check<'_>, edge: (NodeId, NodeId), message: String) -> Finding {
        let key = [self.name, self.selectors.0, self.selectors.1];
        let mut finding = check
            .edge_finding(codes::graph::FORBIDDEN_EDGE, edge, &key, message)
            .evidence("rule", self.name);
        if let Some(reason) = self.reason {
            finding = finding.evidence("reason", reason);
        }
        match self.severity {
            Some(severity) => finding.severity(severity),
            None => finding,
        }
    }
}

/// Reports every dependency that the list of allowed ones, when there is one, does not have.
pub(crate) fn allowed<'a>(
    check: &'a Check<'a>,
    selections: &mut Selections<'a>,
    findings: &mut Vec<Finding>,
) {
    let list = &check.dependency().allowed;
    if list.is_empty() {
        return;
    }
    let out = &check.graph.dependency.out;
    let mut allowed = Table::filled(false, out.edge_count());
    for (index, rule) in list.iter().enumerate() {
        let pointer = format!("/dependency/allowed/{index}");
        let place = RulePlace { name: &rule.name, path: check.rules_path, pointer };
        let from = selections.select(&rule.from, &place, "from", findings);
        let to = selections.select(&rule.to, &place, "to", findings);
        let (Some(from), Some(to)) = (from, to) else { continue };
        for node in from.members.iter().copied() {
            for (edge, _) in out.edges_of(node).filter(|(_, end)| to.contains(*end)) {
                allowed[edge] = true;
            }
        }
    }
    for ((edge, allowed), (from, to)) in allowed.iter().zip(out.edges()) {
        if !allowed {
            let message = format!(
                "`{}` depends on `{}`, which no allowed dependency covers",
                check.name(from),
                check.name(to)
            );
            let code = codes::graph::NOT_ALLOWED_EDGE;
            let finding = check.edge_finding(code, (from, to), &[], message);
            findings.push(finding.at(check.edge_place(edge)));
        }
    }
}
