//! Which services the selectors of the rules stand for.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Check;
use crate::document::pointer;
use crate::finding::{Finding, Location, codes};
use crate::graph::ids::{NodeId, Table};
use crate::graph::selector::Selector;
use crate::suggest;

/// The services a selector matches.
pub(super) struct Selection {
    pub(super) members: Vec<NodeId>,
    contains: Table<NodeId, bool>,
}

impl Selection {
    pub(super) fn contains(&self, node: NodeId) -> bool {
        self.contains[node]
    }
}

/// Where a rule stands, to name it in findings.
pub(super) struct RulePlace<'a> {
    /// Name of the rule.
    pub(super) name: &'a str,
    pub(super) path: &'a str,
    /// JSON Pointer of the rule.
    pub(super) pointer: String,
}

/// Selections by the text of their selector, each made once.
pub(crate) struct Selections<'a> {
    check: &'a Check<'a>,
    made: BTreeMap<&'a str, Rc<Selection>>,
}

impl<'a> Selections<'a> {
    pub(crate) fn new(check: &'a Check<'a>) -> Self {
        Self { check, made: BTreeMap::new() }
    }

    /// Returns the services that `text`, at `key` of the rule, stands for; none when it cannot be
    /// read. Reports that, and a selector that matches nothing.
    pub(super) fn select(
        &mut self,
        text: &'a str,
        rule: &RulePlace<'_>,
        key: &str,
        findings: &mut Vec<Finding>,
    ) -> Option<Rc<Selection>> {
        if let Some(made) = self.made.get(text) {
            if made.members.is_empty() {
                if let Ok(selector) = Selector::parse(text) {
                    findings.push(self.dead(text, &selector, rule, key));
                }
            }
            return Some(Rc::clone(made));
        }
        let selector = match Selector::parse(text) {
            Ok(selector) => selector,
            Err(message) => {
                findings.push(invalid(rule, key, text, message));
                return None;
            }
        };
        let made = Rc::new(self.matching(&selector));
        if made.members.is_empty() {
            findings.push(self.dead(text, &selector, rule, key));
        }
        self.made.insert(text, Rc::clone(&made));
        Some(made)
    }

    fn matching(&self, selector: &Selector) -> Selection {
        let nodes = &self.check.graph.nodes;
        let contains: Vec<bool> =
            nodes.ids().map(|node| selector.matches(&self.check.facts(node))).collect();
        let contains = Table::from_vec(contains);
        let members = nodes.ids().filter(|node| contains[*node]).collect();
        Selection { members, contains }
    }

    fn dead(&self, text: &str, selector: &Selector, rule: &RulePlace<'_>, key: &str) -> Finding {
        let message = format!("selector `{text}` of rule `{}` matches no service", rule.name);
        let finding = Finding::new(codes::graph::DEAD_SELECTOR, rule.name, &[key, text], message)
            .at(rule.place(key));
        match self.meant(selector) {
            Some(meant) => finding.remedy(format!("did you mean `{meant}`?")),
            None => finding,
        }
    }

    /// Guesses what a dead selector was to say: a domain of a similar name, or a service.
    fn meant(&self, selector: &Selector) -> Option<String> {
        let graph = self.check.graph;
        let domains = graph.nodes.iter().filter_map(|(_, node)| node.domain.as_deref());
        let mut domains: Vec<&str> = domains.collect();
        domains.sort_unstable();
        domains.dedup();
        selector.bare_domains().filter(|word| domains.binary_search(word).is_err()).find_map(
            |word| match graph.find(word) {
                Some(_) => Some(format!("name:{word}")),
                None => suggest::nearest(word, domains.iter().copied()).map(str::to_owned),
            },
        )
    }
}

impl RulePlace<'_> {
    pub(super) fn place(&self, key: &str) -> Location {
        let pointer = match key {
            "" => self.pointer.clone(),
            key => pointer::push(&self.pointer, key),
        };
        Location::new(self.path, pointer)
    }
}

/// Reports a selector that cannot be read.
pub(super) fn invalid(
    rule: &RulePlace<'_>,
    key: &str,
    text: &str,
    message: impl Into<String>,
) -> Finding {
    Finding::new(codes::graph::INVALID_SELECTOR, rule.name, &[key, text], message)
        .at(rule.place(key))
        .evidence("selector", text)
}
