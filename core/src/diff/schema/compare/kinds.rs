//! The kinds that a discriminator tells apart where nothing lists them: components that build on its own by
//! `allOf`, whose values are their names (OpenAPI 3.1.1 section 4.8.25).

use std::collections::BTreeSet;

use super::discriminator::{Discriminator, is_alternative};
use super::edit;
use crate::diff::Effect;
use crate::diff::schema::family::Family;
use crate::diff::schema::node::Node;
use crate::diff::schema::pairs::{Flow, LIKELY, Of, Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::document::pointer;
use crate::finding::codes::diff::openapi_schemas as codes;

/// Which entries of a mapping speak of a schema: all of them, or those of one kind and of what builds on it.
pub(super) struct Named(Option<BTreeSet<String>>);

impl Named {
    pub(super) fn of(
        pairs: &Pairs<'_>,
        (before, was): (&Node, &Discriminator),
        (after, is): (&Node, &Discriminator),
    ) -> Self {
        let old = own_names(&pairs.before.schemas.family, before, was);
        let new = own_names(&pairs.after.schemas.family, after, is);
        Self(old.zip(new).map(|(old, new)| old.into_iter().chain(new).collect()))
    }

    pub(super) fn has(&self, target: &str) -> bool {
        let name = target.rsplit('/').next().unwrap_or_default();
        self.0.as_ref().is_none_or(|names| names.contains(name))
    }
}

/// Returns the names of a kind and of those that build on it; none for the base of all, and for what only gives
/// it another name.
fn own_names(family: &Family, node: &Node, said: &Discriminator) -> Option<BTreeSet<String>> {
    let at = &node.at;
    let component_of = |at| family.component_of(at);
    let is_kind = component_of(at) == Some(at) && component_of(&said.at) != Some(at);
    let has_alternatives = !node.any_of.is_empty() || !node.one_of.is_empty();
    if !is_kind || has_alternatives {
        return None;
    }
    let names = |at: &String| at.rsplit('/').next().map(str::to_owned);
    let below: BTreeSet<String> = family.children(at).filter_map(names).collect();
    let own = names(at)?;
    let mapping = said.value.get("mapping").and_then(serde_json::Value::as_object);
    let mut targets = mapping.into_iter().flatten().filter_map(|(_, target)| target.as_str());
    let is_named = targets.any(|target| target.rsplit('/').next() == Some(&own));
    let is_alias = below.is_empty() && mapping.is_some() && !is_named;
    (!is_alias).then(|| below.into_iter().chain([own]).collect())
}

/// Returns the component whose kinds a schema may be of.
fn base<'n>(family: &Family, node: &'n Node, said: &'n Discriminator) -> Option<&'n str> {
    let own = family.component_of(&node.at).filter(|at| *at == node.at);
    own.or_else(|| family.component_of(&said.at))
}

/// Tells whether a component is a kind of what a schema stands for, or one of its alternatives.
pub(super) fn is_known(side: &mut Side<'_>, node: &Node, at: &str) -> bool {
    let said = node.discriminator.as_ref();
    let base = said.and_then(|said| base(&side.schemas.family, node, said));
    base.is_some_and(|base| side.schemas.family.builds_on(at, base))
        || is_alternative(side, node, at)
}

/// Compares the kinds of two schemas that nothing but their names and their bases tell; `mapped` are those that
/// a mapping leads to.
pub(super) fn compare(
    pairs: &mut Pairs<'_>,
    (before, was): (&Node, &Discriminator),
    (after, is): (&Node, &Discriminator),
    (mapped_before, mapped_after): (&BTreeSet<String>, &BTreeSet<String>),
    pair: &mut Pair,
) {
    let kinds = |side: &Side<'_>, base: Option<&str>| -> BTreeSet<String> {
        base.into_iter().flat_map(|base| side.schemas.family.children(base)).cloned().collect()
    };
    let base_before = base(&pairs.before.schemas.family, before, was);
    let base_after = base(&pairs.after.schemas.family, after, is);
    let old = kinds(&pairs.before, base_before);
    let new = kinds(&pairs.after, base_after);
    for kind in old.union(&new) {
        let is_old = old.contains(kind) || is_known(&mut pairs.before, before, kind);
        let is_new = new.contains(kind) || is_known(&mut pairs.after, after, kind);
        if is_old && is_new {
            link(pairs, (before, kind), (after, kind), pair);
            continue;
        }
        let mapped = if is_old { mapped_before } else { mapped_after };
        if mapped.contains(kind) {
            continue;
        }
        let name = pointer::last(kind);
        let base = if is_old { base_before } else { base_after };
        let of = pointer::last(base.unwrap_or_default());
        let change = if is_old {
            let message = format!("`{name}` is no kind of `{of}` any more");
            edit(codes::DISCRIMINATOR_VALUE_REMOVED, Effect::Narrowed, message).stood(kind, None)
        } else {
            let message = format!("`{name}` is a kind of `{of}`");
            edit(codes::DISCRIMINATOR_VALUE_ADDED, Effect::Widened, message).stands(kind, None)
        };
        pair.own.push(change.sure(LIKELY));
    }
}

/// Compares two schemas that a value names.
pub(super) fn link(
    pairs: &mut Pairs<'_>,
    (before, was): (&Node, &str),
    (after, is): (&Node, &str),
    pair: &mut Pair,
) {
    let is_listed = is_alternative(&mut pairs.before, before, was)
        && is_alternative(&mut pairs.after, after, is);
    let of = if is_listed { Of::Same } else { Of::Named };
    let (was, is) = (pairs.before.id(was), pairs.after.id(is));
    pairs.link_of(of, (was, is), Flow::Same, pair);
}
