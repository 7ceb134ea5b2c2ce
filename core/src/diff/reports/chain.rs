//! Which changes of two steps belong together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::item::Item;
use super::nested::{is_item, relative};
use crate::diff::Change;
use crate::document::pointer;
use crate::error::Result;

/// The changes of one step, or of several that were merged; those that were joined are taken out.
pub(super) struct Side(Vec<Option<Item>>);

impl Side {
    /// Returns the changes of a report, with their steps moved on by `shift`.
    pub(super) fn of(changes: Vec<Change>, undone: Vec<Change>, shift: usize) -> Self {
        let open = changes.into_iter().map(|change| Item::new(change, false, shift));
        let back = undone.into_iter().map(|change| Item::new(change, true, shift));
        let mut items: Vec<Item> = open.chain(back).collect();
        // The order of a report depends on what was merged before; that of the steps does not.
        items.sort_by(|a, b| a.change.steps.cmp(&b.change.steps));
        Self(items.into_iter().map(Some).collect())
    }

    fn get(&self, index: usize) -> Option<&Item> {
        self.0.get(index)?.as_ref()
    }

    fn take(&mut self, index: usize) -> Option<Item> {
        self.0.get_mut(index)?.take()
    }

    /// Replaces an item by what `change` makes of it.
    fn update(&mut self, index: usize, change: impl FnOnce(Item) -> Item) {
        if let Some(slot) = self.0.get_mut(index) {
            *slot = slot.take().map(change);
        }
    }

    /// Takes out the items at `indexes`.
    fn take_all(&mut self, indexes: &BTreeSet<usize>) -> Vec<Item> {
        indexes.iter().filter_map(|index| self.take(*index)).collect()
    }

    fn items(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.0.iter().enumerate().filter_map(|(index, item)| Some((index, item.as_ref()?)))
    }
}

/// Joins what belongs together, and returns the changes and what is undone.
pub(super) fn join(mut before: Side, mut after: Side) -> Result<(Vec<Change>, Vec<Change>)> {
    let mut joined = into_added(&mut before, &mut after);
    joined.extend(into_removed(&mut before, &mut after));
    joined.extend(goes_on(&mut before, &mut after));
    let (mut changes, mut undone) = (Vec::new(), Vec::new());
    for item in joined.into_iter().chain(before.0.into_iter().chain(after.0).flatten()) {
        let mut change = item.change;
        if change.steps.len() > 1 {
            change.fingerprint = crate::diff::fingerprint(&change)?;
        }
        if item.undone { &mut undone } else { &mut changes }.push(change);
    }
    Ok((changes, undone))
}

type Indexes = BTreeSet<usize>;

/// What was added takes in what happens to it later.
fn into_added(before: &mut Side, after: &mut Side) -> Vec<Item> {
    let mut added: BTreeMap<String, Indexes> = BTreeMap::new();
    for (index, item) in before.items().filter(|(_, item)| item.is_whole_after()) {
        added.entry(item.place_after()).or_default().insert(index);
        added.entry(item.to.clone()).or_default().insert(index);
    }
    let mut same: BTreeMap<Indexes, Indexes> = BTreeMap::new();
    let mut inside: BTreeMap<usize, Indexes> = BTreeMap::new();
    for (index, item) in after.items() {
        let own = item.place_before();
        let around = std::iter::once(own.as_str()).chain(pointer::ancestors(&item.from));
        let fitting = |at: &str| -> Indexes {
            let fits = |index: &usize| before.get(*index).is_some_and(|whole| holds(whole, item));
            added.get(at).into_iter().flatten().copied().filter(fits).collect()
        };
        let Some((at, wholes)) =
            around.map(|at| (at, fitting(at))).find(|(_, found)| !found.is_empty())
        else {
            continue;
        };
        if at == own || at == item.from {
            same.entry(wholes).or_default().insert(index);
        } else if let Some(whole) = wholes.first() {
            inside.entry(*whole).or_default().insert(index);
        }
    }
    for (whole, inner) in inside {
        let inner = after.take_all(&inner);
        before.update(whole, |whole| whole.take_in_later(inner));
    }
    join_all(before, after, same)
}

/// What is removed takes in what happened to it earlier.
fn into_removed(before: &mut Side, after: &mut Side) -> Vec<Item> {
    let mut places: BTreeMap<String, Indexes> = BTreeMap::new();
    for (index, item) in before.items() {
        places.entry(item.to.clone()).or_default().insert(index);
        places.entry(item.place_after()).or_default().insert(index);
    }
    let mut taken = Indexes::new();
    let mut same: BTreeMap<Indexes, Indexes> = BTreeMap::new();
    let mut inside: BTreeMap<usize, Indexes> = BTreeMap::new();
    for (index, removed) in after.items().filter(|(_, item)| item.is_whole_before()) {
        let fits = |index: &usize| before.get(*index).is_some_and(|item| held(removed, item));
        let below = |end: char| Bound::Excluded(format!("{}{end}", removed.from));
        // What lies below begins with the pointer and a slash; `0` follows the slash.
        for inner in places.range((below('/'), below('0'))).flat_map(|(_, items)| items) {
            if fits(inner) && taken.insert(*inner) {
                inside.entry(index).or_default().insert(*inner);
            }
        }
        let own = [removed.from.clone(), removed.place_before()];
        let here = own.iter().filter_map(|at| places.get(at)).flatten().copied();
        let here: Indexes = here.filter(fits).collect();
        if !here.is_empty() {
            same.entry(here).or_default().insert(index);
        }
    }
    for (whole, inner) in inside {
        let inner = before.take_all(&inner);
        after.update(whole, |whole| whole.take_in_earlier(inner));
    }
    join_all(before, after, same)
}

/// Joins changes that begin where others end.
fn goes_on(before: &mut Side, after: &mut Side) -> Vec<Item> {
    let mut ends: BTreeMap<String, Indexes> = BTreeMap::new();
    for (index, item) in before.items() {
        ends.entry(item.end()).or_default().insert(index);
    }
    let mut same: BTreeMap<Indexes, Indexes> = BTreeMap::new();
    for (index, item) in after.items() {
        if let Some(first) = ends.get(&item.start()) {
            same.entry(first.clone()).or_default().insert(index);
        }
    }
    join_all(before, after, same)
}

/// Joins all changes that left a place with all that found it so: several rules may tell of one place.
fn join_all(before: &mut Side, after: &mut Side, same: BTreeMap<Indexes, Indexes>) -> Vec<Item> {
    let mut joined = Vec::new();
    for (earlier, later) in same {
        let (first, next) = (before.take_all(&earlier), after.take_all(&later));
        if first.is_empty() || next.is_empty() {
            // Another place took one side: the other stays as it is.
            joined.extend(first.into_iter().chain(next));
            continue;
        }
        joined.extend(Item::join(first, next));
    }
    joined
}

/// Tells whether what `whole` added is what `later` happens to: items of lists move, so that their
/// place alone does not tell.
fn holds(whole: &Item, later: &Item) -> bool {
    let Some(inner) = relative(&later.from, &whole.to) else {
        return whole.change.after == later.change.before;
    };
    if inner.is_empty() && later.born {
        return false;
    }
    let there = whole.change.after.as_ref().and_then(|value| value.pointer(inner));
    !is_item(&whole.to) || there == later.change.before.as_ref()
}

/// Tells whether what `whole` removes is what `earlier` happened to.
fn held(whole: &Item, earlier: &Item) -> bool {
    let Some(inner) = relative(&earlier.to, &whole.from) else {
        return whole.change.before == earlier.change.after;
    };
    if inner.is_empty() && earlier.gone {
        return false;
    }
    let there = whole.change.before.as_ref().and_then(|value| value.pointer(inner));
    !is_item(&whole.from) || there == earlier.change.after.as_ref()
}
