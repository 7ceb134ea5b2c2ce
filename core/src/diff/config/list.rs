//! Lists: of single values, and of items that are aligned.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use super::align::{self, Alignment, Identity, Pair};
use super::at::{At, same};
use super::environment;
use super::names::{Role, is_unordered, role};
use super::note::{Direction, Sides, Verdict, called, draft, show};
use super::order;
use super::rbac::Grants;
use super::rename;
use super::resource::Name;
use super::walk::{Walk, rule_of};
use crate::diff::Class;
use crate::finding::codes::diff::config as codes;

/// A list, as a value and as its items.
type List<'v> = (&'v Value, &'v Vec<Value>);

impl Walk<'_> {
    pub(super) fn list(&mut self, at: &At, before: List<'_>, after: List<'_>) {
        let single =
            |items: &[Value]| items.iter().all(|item| !item.is_object() && !item.is_array());
        if single(before.1) && single(after.1) {
            self.members(at, before, after);
        } else {
            self.items(at, before, after);
        }
    }

    /// Compares lists of single values: what joined, what left, and whether the order changed.
    fn members(&mut self, at: &At, before: List<'_>, after: List<'_>) {
        let mut waiting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let [old, new] = differing(before.1, after.1);
        for (index, item) in before.1.iter().enumerate().take(old.end).skip(old.start).rev() {
            waiting.entry(align::key(item)).or_default().push(index);
        }
        let mut order = Vec::new();
        for (index, item) in after.1.iter().enumerate().take(new.end).skip(new.start) {
            if let Some(old) = waiting.get_mut(&align::key(item)).and_then(Vec::pop) {
                order.push(old);
            } else {
                let sides = Sides { before: None, after: Some(item) };
                self.member_came_or_went(&at.item(index, index), sides);
            }
        }
        let gone: Vec<usize> = waiting.into_values().flatten().collect();
        for index in gone {
            let sides = Sides { before: before.1.get(index), after: None };
            self.member_came_or_went(&at.item(index, index), sides);
        }
        if !order.is_sorted() {
            self.reordered(at, before.0, after.0, true);
        }
    }

    fn member_came_or_went(&mut self, at: &At, sides: Sides<'_>) {
        let Some(value) = sides.before.or(sides.after) else { return };
        let added = sides.after.is_some();
        let guard = self.guard_of(at, true);
        let verdict = match guard.and_then(|g| Some((g, g.tightens()?))) {
            _ if at.within == Some(Role::Exemptions) => Self::exemption(at, added),
            Some((guard, tightens)) => {
                let direction = Direction::tightened(added == tightens);
                let code = match (tightens, added) {
                    (true, true) => codes::DENY_LIST_LENGTHENED,
                    (true, false) => codes::DENY_LIST_SHORTENED,
                    (false, true) => codes::ALLOW_LIST_LENGTHENED,
                    (false, false) => codes::ALLOW_LIST_SHORTENED,
                };
                Verdict::guard(code, direction, guard.sure)
            }
            None => {
                let code =
                    if added { codes::LIST_MEMBER_ADDED } else { codes::LIST_MEMBER_REMOVED };
                Verdict::new(code, Class::Behavioral, if guard.is_some() { 0.9 } else { 0.5 })
            }
        };
        let verb = if added { "joined" } else { "left" };
        let list = called(&At { of: None, ..at.clone() });
        self.note(at, verdict, sides, format!("{} {verb} {list}", show(value)));
    }

    fn reordered(&mut self, at: &At, before: &Value, after: &Value, known: bool) {
        let (class, sure) = match (self.is_ordered(at), known) {
            (true, _) => (Class::Behavioral, 0.9),
            (false, true) => (Class::Cosmetic, 0.9),
            (false, false) => (Class::Behavioral, 0.5),
        };
        let mut change = draft(
            at,
            Verdict::new(codes::LIST_REORDERED, class, sure),
            Sides { before: Some(before), after: Some(after) },
            format!("{} has another order", called(at)),
        );
        if class == Class::Cosmetic {
            change = change.because("the order of this list counts for nothing");
        }
        self.found.push(change);
    }

    /// Compares lists of items.
    pub(super) fn items(&mut self, at: &At, before: List<'_>, after: List<'_>) {
        let found = align::align(before.1, after.1, &self.options.identity_keys);
        self.incomplete |= found.cut;
        let identity = found.identity.as_ref();
        let mut grants = Grants::of(before.1, after.1);
        for pair in &found.pairs {
            if let Some(items) = before.1.get(pair.before).zip(after.1.get(pair.after)) {
                let start = self.found.len();
                self.paired(at, pair, items, identity);
                self.settle(&mut grants, [Some(pair.before), Some(pair.after)], start);
            }
        }
        for (indices, items, is_new) in
            [(&found.removed, before.1, false), (&found.added, after.1, true)]
        {
            for (index, item) in indices.iter().filter_map(|i| Some((*i, items.get(*i)?))) {
                let mut inner = at.item(index, index);
                self.enter_item(&mut inner, item, identity);
                let start = self.found.len();
                self.item_came_or_went(&inner, Sides::only(item, is_new), identity.is_some());
                let place = Some(index);
                let places = if is_new { [None, place] } else { [place, None] };
                self.settle(&mut grants, places, start);
            }
        }
        self.moved(at, before, after, &found);
    }

    /// Compares two items that stand for the same.
    fn paired(
        &mut self,
        at: &At,
        pair: &Pair,
        (old, new): (&Value, &Value),
        identity: Option<&Identity>,
    ) {
        let mut inner = at.item(pair.before, pair.after).likely(pair.sure);
        self.enter_item(&mut inner, new, identity);
        match identity.filter(|_| pair.renamed) {
            Some(Identity::Resource) => self.renamed_resource(&inner, (old, new)),
            Some(Identity::Member(key)) if !is_about(key) => {
                self.renamed_item(&inner, key, (old, new));
            }
            _ => self.pair(&inner, old, new),
        }
    }

    /// Notes that items have another order; where documents without content stand, nobody asks.
    fn moved(&mut self, at: &At, before: List<'_>, after: List<'_>, found: &Alignment) {
        let there = |pair: &&Pair| before.1.get(pair.before).is_some_and(|item| !item.is_null());
        let pairs = found.pairs.iter().filter(there);
        let places: Vec<(usize, usize)> = pairs.map(|pair| (pair.before, pair.after)).collect();
        if places.is_sorted_by_key(|(_, after)| *after) {
            return;
        }
        let resources = found.identity == Some(Identity::Resource);
        let rules = after.1.iter().filter(|item| rule_of(item).is_some()).count() > 1;
        if !resources && (rules && !self.is_set(at) || self.is_ordered(at)) {
            order::moves(self, at, before.1, after.1, &places);
        } else {
            let known = resources || found.identity.is_some() && is_unordered(&at.key);
            self.reordered(at, before.0, after.0, known || self.is_set(at));
        }
    }

    /// Takes back what was told since `start` of a rule of a role, where the others make up for it.
    fn settle(
        &mut self,
        grants: &mut Option<Grants<'_>>,
        places: [Option<usize>; 2],
        start: usize,
    ) {
        if let (Some(grants), Some(told)) = (grants, self.found.get_mut(start..)) {
            grants.settle(places, told);
        }
    }

    fn enter_item(&self, at: &mut At, item: &Value, identity: Option<&Identity>) {
        if identity == Some(&Identity::Resource) {
            at.of = Name::of(item).map(Name::shown);
            return;
        }
        let identity = identity.and_then(Identity::member);
        at.of = identity.and_then(|key| item.get(key)).map(show);
        let name = identity.and_then(|key| item.get(key)?.as_str());
        let around = name.and_then(|name| environment::listed(&at.key, name, self.options));
        if let Some(name) = around {
            at.environment = Some(name.to_owned());
        }
    }

    /// Compares items that have another name and the same content, or an alias.
    fn renamed_item(&mut self, at: &At, key: &str, (old, new): (&Value, &Value)) {
        let (Some(was), Some(is)) = (old.get(key), new.get(key)) else { return };
        let alias = new.as_object().is_some_and(|members| {
            was.as_str().is_some_and(|name| rename::is_alias(name, members))
        });
        let keeps = alias || rule_of(new).is_some();
        let class = if keeps { Class::Behavioral } else { Class::Breaking };
        let verdict = Verdict::new(codes::ITEM_RENAMED, class, if alias { 0.9 } else { 0.7 });
        let message = format!("{} of `{}` is called {} now", show(was), at.key, show(is));
        let inner = At { item: false, ..at.member(key, key) };
        let mut change =
            draft(&inner, verdict, Sides { before: Some(was), after: Some(is) }, message);
        if keeps {
            change = change
                .because("what it says is the same; what names it may still use the old name");
        }
        self.found.push(change);
        let without = |value: &Value| {
            let mut members = value.as_object().cloned().unwrap_or_default();
            members.remove(key);
            Value::Object(members)
        };
        self.pair(&at.clone().likely(0.7), &without(old), &without(new));
    }

    fn item_came_or_went(&mut self, at: &At, sides: Sides<'_>, named: bool) {
        let Some(value) = sides.before.or(sides.after) else { return };
        // A document without content says nothing.
        if value.is_null() && at.key.is_empty() {
            return;
        }
        if let Some(name) = Name::of(value) {
            if self.resource_came_or_went(at, name, sides) {
                return;
            }
        }
        if at.within == Some(Role::Exemptions) {
            return self.exemptions(at, sides);
        }
        if let Some(rule) = rule_of(value) {
            return self.rule_came_or_went(at, &rule, sides);
        }
        if self.guard_of(at, true).is_some_and(|guard| guard.tightens().is_some()) {
            return self.member_came_or_went(at, sides);
        }
        let added = sides.after.is_some();
        let list = called(&At { of: None, ..at.clone() });
        let name = match &at.of {
            Some(name) if at.key.is_empty() => name.clone(),
            None if at.key.is_empty() => "a document".to_owned(),
            Some(name) => format!("item {name} of {list}"),
            None => format!("an item of {list}"),
        };
        let verb = if added { "was added" } else { "was removed" };
        let verdict = match (added, named) {
            (true, _) => Verdict::new(codes::ITEM_ADDED, Class::Additive, 0.9),
            (false, true) => Verdict::new(codes::ITEM_REMOVED, Class::Breaking, 0.9),
            (false, false) => Verdict::new(codes::ITEM_REMOVED, Class::Behavioral, 0.7),
        };
        self.note(at, verdict, sides, format!("{name} {verb}"));
    }
}

/// Returns the parts of both lists between what they begin and end with in common: where values stand
/// more than once, those that changed are likely there.
fn differing(before: &[Value], after: &[Value]) -> [Range<usize>; 2] {
    let equal = |(a, b): &(&Value, &Value)| same(a, b);
    let start = before.iter().zip(after).take_while(equal).count();
    let most = before.len().min(after.len()) - start;
    let end = before.iter().rev().zip(after.iter().rev()).take(most).take_while(equal).count();
    [start..before.len() - end, start..after.len() - end]
}

/// Tells whether a member that tells items apart says what they are about: a rule for another path
/// is not the same rule under another name.
fn is_about(key: &str) -> bool {
    matches!(role(key), Role::Scope { .. } | Role::Condition { .. })
}
