//! Objects: their properties, and what may stand beside them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::renames::Renames;
use super::{Edit, UNDECIDED, access, edit, inner, names, renames};
use crate::diff::schema::edit::Beside as Told;
use crate::diff::schema::matches::Matches;
use crate::diff::schema::node::{Members, Node, NodeId, Type};
use crate::diff::schema::pairs::{Flow, Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::diff::{Effect, Polarity};
use crate::finding::codes::diff::json_schema as codes;

/// Compares what is asked of objects.
pub(super) fn compare(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    if !(before.accepts().has(Type::Object) && after.accepts().has(Type::Object)) {
        return;
    }
    let open = Members::default();
    match (before.members.as_slice(), after.members.as_slice()) {
        ([_, _, ..], _) | (_, [_, _, ..]) => {
            required(pairs, before, after, &Renames::new(), pair);
            several(pairs, before, after, pair);
        }
        (was, is) => {
            let (was, is) = (was.first().unwrap_or(&open), is.first().unwrap_or(&open));
            let renames = renames::find(pairs, (before, was), (after, is));
            required(pairs, before, after, &renames, pair);
            renames::report(pairs, (was, is), &renames, pair);
            Objects::new(pairs, (before, was), (after, is), pair).compare(&renames);
        }
    }
    let codes = (codes::PROPERTY_NAMES_ADDED, codes::PROPERTY_NAMES_REMOVED);
    inner(pairs, (before.names, after.names), codes, "the names of members", pair);
    needs(before, after, pair);
}

fn required(
    pairs: &mut Pairs<'_>,
    before: &Node,
    after: &Node,
    renames: &Renames,
    pair: &mut Pair,
) {
    let names: BTreeSet<&String> = before.required.keys().chain(after.required.keys()).collect();
    for name in names.into_iter().filter(|name| !is_renamed(renames, name)) {
        let (was, is) = (before.required.get(name), after.required.get(name));
        if was.is_some() && is.is_some() && same_member(pairs, before, after, name) {
            continue;
        }
        let old = access::asks(was.is_some(), access::of_name(&mut pairs.before, before, name));
        let new = access::asks(is.is_some(), access::of_name(&mut pairs.after, after, name));
        // A member that is required as before may concern others now, who did not send it so far.
        let place = |at: Option<&String>, node: &Node| at.unwrap_or(&node.at).clone();
        if let Some(whom) = concerned(old, new) {
            let defaulted = has_default(&mut pairs.after, after, name);
            let more = if defaulted { ", and has a default" } else { "" };
            let message = format!("`{name}` is required now{more}");
            let mut change =
                edit(codes::REQUIRED_ADDED, Effect::Narrowed, message).only(alone(whom));
            change.beside = defaulted.then_some(Told::HasDefault);
            pair.own.push(change.after(&place(is, after), name.as_str()));
        }
        if let Some(whom) = concerned(new, old) {
            let message = format!("`{name}` is not required any more");
            let change = edit(codes::REQUIRED_REMOVED, Effect::Widened, message).only(alone(whom));
            pair.own.push(change.before(&place(was, before), name.as_str()));
        }
    }
}

/// Tells whether a member has a default.
fn has_default(side: &mut Side<'_>, node: &Node, name: &str) -> bool {
    let mut listed = node.members.iter().filter_map(|members| members.properties.get(name));
    listed.any(|member| side.node(*member).notes.contains_key("default"))
}

fn is_renamed(renames: &Renames, name: &String) -> bool {
    renames.contains_key(name) || renames.values().any(|new| new == name)
}

/// Tells whether two objects ask the same of a member that both list.
fn same_member(pairs: &mut Pairs<'_>, before: &Node, after: &Node, name: &str) -> bool {
    let member =
        |node: &Node| node.members.iter().find_map(|members| members.properties.get(name)).copied();
    member(before).zip(member(after)).is_some_and(|(was, is)| pairs.is_unchanged(was, is))
}

/// Returns whom it concerns that something is asked after and was not before; of nobody, none.
fn concerned([sent, read]: [bool; 2], [sends, reads]: [bool; 2]) -> Option<Polarity> {
    match (!sent && sends, !read && reads) {
        (true, true) => Some(Polarity::Both),
        (true, false) => Some(Polarity::Input),
        (false, true) => Some(Polarity::Output),
        (false, false) => None,
    }
}

/// Returns whom alone something concerns that concerns `whom`.
fn alone(whom: Polarity) -> Option<Polarity> {
    Some(whom).filter(|whom| *whom != Polarity::Both)
}

/// Objects that no single list of members describes: compared one by one where there are as many.
fn several(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    if before.members.len() == after.members.len() {
        for (was, is) in before.members.iter().zip(&after.members) {
            Objects::new(pairs, (before, was), (after, is), pair).compare(&Renames::new());
        }
        return;
    }
    let message = "the members of the object are described otherwise".to_owned();
    let change = edit(codes::MEMBERS_CHANGED, Effect::Both, message).sure(UNDECIDED);
    pair.own.push(change.stood(&before.at, None).stands(&after.at, None));
}

struct Objects<'x, 'a> {
    pairs: &'x mut Pairs<'a>,
    before: &'x Node,
    after: &'x Node,
    was: &'x Members,
    is: &'x Members,
    /// What the patterns of each side ask of the names that only one side lists.
    by_pattern: [Matches; 2],
    pair: &'x mut Pair,
}

/// What an object says of a name that it does not list.
enum Beside {
    /// Anything may stand there.
    Open,
    /// Nothing may.
    Closed,
    /// What satisfies this may.
    Partly(NodeId),
    /// A pattern that is not understood may speak of it.
    Unknown,
}

impl<'x, 'a> Objects<'x, 'a> {
    fn new(
        pairs: &'x mut Pairs<'a>,
        (before, was): (&'x Node, &'x Members),
        (after, is): (&'x Node, &'x Members),
        pair: &'x mut Pair,
    ) -> Self {
        let alone = |one: &Members, other: &Members| -> Vec<String> {
            let names = one.properties.keys();
            names.filter(|name| !other.properties.contains_key(*name)).cloned().collect()
        };
        let names = [alone(was, is), alone(is, was)].concat();
        let by_pattern = [was, is].map(|members| Matches::of(&members.patterns, &names));
        if by_pattern.iter().any(|matches| matches.incomplete) {
            pairs.approximate();
        }
        Self { pairs, before, after, was, is, by_pattern, pair }
    }

    fn compare(&mut self, renames: &Renames) {
        let names: BTreeSet<&String> =
            self.was.properties.keys().chain(self.is.properties.keys()).collect();
        for name in names.into_iter().filter(|name| !is_renamed(renames, name)) {
            match (self.was.properties.get(name), self.is.properties.get(name)) {
                (Some(was), Some(is)) => self.both(*was, *is),
                (None, Some(is)) => self.added(name, *is),
                (Some(was), None) => self.removed(name, *was),
                (None, None) => {}
            }
        }
        let are_others = names::compare(self.pairs, self.was, self.is, self.pair);
        self.additional(are_others);
    }

    fn both(&mut self, was: NodeId, is: NodeId) {
        if self.pairs.tells_nothing(was, is) {
            return;
        }
        let old = access::of(&mut self.pairs.before, was);
        let new = access::of(&mut self.pairs.after, is);
        let only = old.filter(|only| new == Some(*only));
        self.pairs.link_only((was, is), only, self.pair);
    }

    fn added(&mut self, name: &str, is: NodeId) {
        let node = self.pairs.after.node(is);
        let anything = accepts_anything(&mut self.pairs.after, is);
        let [old, new] = &self.by_pattern;
        let effect = match beside(&mut self.pairs.before, self.was, old, name) {
            Beside::Closed if node.never => return,
            Beside::Closed => Effect::Widened,
            Beside::Open if anything => Effect::None,
            Beside::Open => Effect::Narrowed,
            Beside::Partly(was) => {
                let is = self.pairs.after.all(new.with(name, is));
                self.pairs.link(was, is, Flow::Same, self.pair);
                Effect::None
            }
            Beside::Unknown => Effect::Both,
        };
        let message = if node.never && effect == Effect::Narrowed {
            format!("property `{name}` is forbidden now")
        } else {
            format!("property `{name}` is new")
        };
        let only = access::of(&mut self.pairs.after, is);
        let mut change = edit(codes::PROPERTY_ADDED, effect, message).only(only);
        let is_fresh =
            effect == Effect::Narrowed && !node.is_never() && !self.before.speaks_of(name);
        change.fresh = is_fresh.then(|| name.to_owned());
        if effect == Effect::Both {
            change = change.sure(UNDECIDED);
        }
        let at = self.pairs.after.place_of_member(self.is, name, is);
        let value = self.pairs.after.schemas.at(&at);
        let value = self.pairs.show(value);
        self.pair.own.push(change.stands(&at, value));
    }

    fn removed(&mut self, name: &str, was: NodeId) {
        let node = self.pairs.before.node(was);
        let anything = accepts_anything(&mut self.pairs.before, was);
        let [old, new] = &self.by_pattern;
        let mut goes = true;
        let mut effect = match beside(&mut self.pairs.after, self.is, new, name) {
            Beside::Closed if node.never => return,
            Beside::Closed => Effect::Narrowed,
            Beside::Open if anything => Effect::None,
            Beside::Open => Effect::Widened,
            Beside::Partly(is) => {
                let was = self.pairs.before.all(old.with(name, was));
                self.pairs.link(was, is, Flow::Same, self.pair);
                goes = false;
                Effect::None
            }
            Beside::Unknown => Effect::Both,
        };
        let only = access::of(&mut self.pairs.before, was);
        // What is gone is not required either: one change tells what that means.
        let was_required = goes && !node.never && self.was_required(name, only);
        if was_required {
            effect = effect.and(Effect::Widened);
        }
        let message = if was_required {
            format!("property `{name}`, which was required, is gone")
        } else if node.never && effect == Effect::Widened {
            format!("property `{name}` is not forbidden any more")
        } else {
            format!("property `{name}` is gone")
        };
        let mut change = edit(codes::PROPERTY_REMOVED, effect, message).only(only);
        change.beside = was_required.then_some(Told::WasRequired);
        if effect == Effect::Both {
            change = change.sure(UNDECIDED);
        }
        let at = self.pairs.before.place_of_member(self.was, name, was);
        let value = self.pairs.before.schemas.at(&at);
        let value = self.pairs.show(value);
        self.pair.own.push(change.stood(&at, value));
    }

    /// Tells whether a member that is gone was required, where that concerns `only` those, and leaves it to the change
    /// of the member what that means. A member of several lists may be gone from one of them alone.
    fn was_required(&mut self, name: &str, only: Option<Polarity>) -> bool {
        let alone = [self.before, self.after].iter().all(|node| node.members.len() <= 1);
        let Some(place) = self.before.required.get(name).filter(|_| alone) else { return false };
        let is_it = |change: &&mut Edit| {
            let at = change.before.as_ref().map(|(at, _)| at);
            change.code == codes::REQUIRED_REMOVED && change.only == only && at == Some(place)
        };
        let Some(change) = self.pair.own.iter_mut().find(is_it) else { return false };
        change.beside = Some(Told::IsGone);
        true
    }

    /// Compares what other members are asked; where patterns match every name, there are none.
    fn additional(&mut self, are_others: bool) {
        let effect = |effect: Effect| if are_others { effect } else { Effect::None };
        match (self.was.additional, self.is.additional) {
            (None, None) => {}
            (Some(was), Some(is)) => self.pairs.link(was, is, Flow::Same, self.pair),
            (None, Some(is)) => {
                let node = self.pairs.after.node(is);
                let (code, message) = if node.never {
                    (codes::ADDITIONAL_FORBIDDEN, "other properties are not accepted any more")
                } else {
                    (codes::ADDITIONAL_LIMITED, "other properties must satisfy a schema now")
                };
                let change = edit(code, effect(Effect::Narrowed), message.to_owned());
                let value = self.pairs.after.value(is);
                let value = self.pairs.show(value);
                self.pair.own.push(change.before(&self.before.at, true).stands(&node.at, value));
            }
            (Some(was), None) => {
                let node = self.pairs.before.node(was);
                let message = "other properties are accepted now".to_owned();
                let change = edit(codes::ADDITIONAL_ACCEPTED, effect(Effect::Widened), message);
                let value = self.pairs.before.value(was);
                let value = self.pairs.show(value);
                self.pair.own.push(change.stood(&node.at, value).after(&self.after.at, true));
            }
        }
    }
}

/// Tells whether a schema accepts every value.
pub(super) fn accepts_anything(side: &mut Side<'_>, id: NodeId) -> bool {
    let node = side.node(id);
    *node == node.words()
}

/// Returns what `members` says of a name that is not among its properties.
fn beside(side: &mut Side<'_>, members: &Members, matches: &Matches, name: &str) -> Beside {
    let matched = matches.of_name(name);
    let asked =
        if matched.is_empty() { members.additional } else { Some(side.all(matched.to_vec())) };
    match asked {
        Some(_) if matched.is_empty() && matches.unclear => Beside::Unknown,
        None => Beside::Open,
        Some(node) if side.node(node).is_never() => Beside::Closed,
        Some(node) => Beside::Partly(node),
    }
}

/// Compares which properties need others.
fn needs(before: &Node, after: &Node, pair: &mut Pair) {
    let names: BTreeSet<&String> = before.needs.keys().chain(after.needs.keys()).collect();
    for name in names {
        let (was, is) = (before.needs.get(name), after.needs.get(name));
        let empty = BTreeSet::new();
        let (old, new) = (was.map_or(&empty, |s| &s.value), is.map_or(&empty, |s| &s.value));
        let more = new.difference(old).next().is_some();
        let less = old.difference(new).next().is_some();
        let (code, effect) = match (more, less) {
            (false, false) => continue,
            (true, false) => (codes::DEPENDENT_REQUIRED_ADDED, Effect::Narrowed),
            (false, true) => (codes::DEPENDENT_REQUIRED_REMOVED, Effect::Widened),
            (true, true) => (codes::DEPENDENT_REQUIRED_CHANGED, Effect::Both),
        };
        let message = format!("what must stand beside `{name}` changed");
        let mut change: Edit = edit(code, effect, message);
        let value = |names: &BTreeSet<String>| names.iter().cloned().collect::<Value>();
        change.before = was.map(|said| (said.at.clone(), Some(value(&said.value))));
        change.after = is.map(|said| (said.at.clone(), Some(value(&said.value))));
        pair.own.push(change);
    }
}
