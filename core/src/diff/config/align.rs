//! Which items of two lists stand for the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::at::same;
use super::rename;
use super::resource::{Name, are_resources, without_name};

/// Most items on each side that are compared each with each.
const MOST_COMPARED: usize = 64;

/// Two items that stand for the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) before: usize,
    pub(super) after: usize,
    pub(super) sure: f64,
    /// Whether only their names differ, or one is the alias of the other.
    pub(super) renamed: bool,
}

/// The items of two lists, aligned.
#[derive(Default)]
pub(super) struct Alignment {
    /// Sorted by their place before.
    pub(super) pairs: Vec<Pair>,
    pub(super) removed: Vec<usize>,
    pub(super) added: Vec<usize>,
    /// What tells items apart.
    pub(super) identity: Option<Identity>,
    /// Whether there were too many items to find the likeliest pairs.
    pub(super) cut: bool,
}

/// What tells the items of a list apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// The member of this name.
    Member(String),
    /// The names that resources of Kubernetes have.
    Resource,
}

impl Identity {
    fn of(before: &[Value], after: &[Value], keys: &[String]) -> Option<Self> {
        if are_resources(before) && are_resources(after) {
            return Some(Self::Resource);
        }
        let mut keys = keys.iter().flat_map(|key| [key.clone(), capital(key)]);
        let found = keys.find(|key| tells_apart(before, key) && tells_apart(after, key));
        found.map(Self::Member)
    }

    /// Returns the name of the member.
    pub(super) fn member(&self) -> Option<&str> {
        match self {
            Self::Member(name) => Some(name),
            Self::Resource => None,
        }
    }
}

/// Aligns the items of two lists.
pub(super) fn align(before: &[Value], after: &[Value], identity_keys: &[String]) -> Alignment {
    let identity = Identity::of(before, after, identity_keys);
    let mut left = Left {
        before: (0..before.len()).collect(),
        after: (0..after.len()).collect(),
        pairs: Vec::new(),
        cut: false,
    };
    match &identity {
        Some(Identity::Resource) => left.by_resource(before, after),
        Some(Identity::Member(name)) => left.by_member(before, after, name),
        None => {}
    }
    // What has no name of its own, by what it says.
    let named = |item: &Value| match &identity {
        Some(Identity::Member(name)) => own(item, name).is_some(),
        Some(Identity::Resource) => !item.is_null(),
        None => false,
    };
    left.by(before, after, 1.0, false, |item| (!named(item)).then(|| key(item)));
    // What is used with another version, such as an action, is the same still.
    left.by(before, after, 0.9, false, |item| {
        let used = item.get("uses")?.as_str()?;
        (!named(item)).then(|| used.split('@').next().map(str::to_owned))?
    });
    left.by_likeness(before, after, |item| !named(item));
    left.pairs.sort_by_key(|pair| pair.before);
    Alignment {
        pairs: left.pairs,
        removed: left.before.into_iter().collect(),
        added: left.after.into_iter().collect(),
        identity,
        cut: left.cut,
    }
}

/// `sid` is `Sid` in some policies.
fn capital(key: &str) -> String {
    let mut characters = key.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// Tells whether most items have a single value under `name`, and each of those another.
fn tells_apart(items: &[Value], name: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut named = items.iter().filter_map(|item| own(item, name));
    named.all(|value| seen.insert(key(value))) && 2 * seen.len() >= items.len()
}

/// Returns the single value of an item under `name`.
fn own<'v>(item: &'v Value, name: &str) -> Option<&'v Value> {
    item.get(name).filter(|value| !value.is_null() && !value.is_array() && !value.is_object())
}

/// Returns a text that equal values share.
pub(super) fn key(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64() {
            // `1.0` is `1`.
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                format!("{float:.0}")
            }
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// What is not aligned yet.
struct Left {
    before: BTreeSet<usize>,
    after: BTreeSet<usize>,
    pairs: Vec<Pair>,
    cut: bool,
}

impl Left {
    fn take(&mut self, pair: Pair) {
        self.before.remove(&pair.before);
        self.after.remove(&pair.after);
        self.pairs.push(pair);
    }

    /// Aligns items of which `of` says the same, in their order.
    fn by(
        &mut self,
        before: &[Value],
        after: &[Value],
        sure: f64,
        renamed: bool,
        of: impl Fn(&Value) -> Option<String>,
    ) {
        let mut waiting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in self.after.iter().rev() {
            if let Some(name) = after.get(*index).and_then(&of) {
                waiting.entry(name).or_default().push(*index);
            }
        }
        for index in self.before.clone() {
            let name = before.get(index).and_then(&of);
            let found = name.and_then(|name| waiting.get_mut(&name)?.pop());
            if let Some(found) = found {
                self.take(Pair { before: index, after: found, sure, renamed });
            }
        }
    }

    /// Aligns resources by their names, in the same group of the API or in another; those whose names end in a
    /// digest of what they hold, and those that only have another name.
    fn by_resource(&mut self, before: &[Value], after: &[Value]) {
        self.by(before, after, 1.0, false, |item| Name::of(item).map(Name::full));
        self.by(before, after, 0.9, false, |item| Name::of(item).map(Name::in_any_group));
        self.by(before, after, 0.9, false, |item| Name::of(item)?.without_digest());
        self.by(before, after, 0.7, true, without_name);
    }

    /// Aligns items by the member `name`, those that name others as an alias, and those that only have another name.
    fn by_member(&mut self, before: &[Value], after: &[Value], name: &str) {
        self.by(before, after, 1.0, false, |item| own(item, name).map(key));
        self.by_alias(before, after, name);
        self.by(before, after, 0.7, true, |item| {
            let mut members = item.as_object()?.clone();
            members.remove(name)?;
            (!members.is_empty()).then(|| Value::Object(members).to_string())
        });
    }

    /// Aligns items with those that name them as an alias.
    fn by_alias(&mut self, before: &[Value], after: &[Value], name: &str) {
        let mut aliases: BTreeMap<String, usize> = BTreeMap::new();
        for index in &self.after {
            let members = after.get(*index).and_then(Value::as_object);
            for alias in members.into_iter().flat_map(rename::aliases) {
                aliases.entry(alias).or_insert(*index);
            }
        }
        for index in self.before.clone() {
            let old = before.get(index).and_then(|item| item.get(name)?.as_str());
            let found = old.and_then(|old| aliases.get(old).copied());
            if let Some(found) = found.filter(|found| self.after.contains(found)) {
                self.take(Pair { before: index, after: found, sure: 0.9, renamed: true });
            }
        }
    }

    /// Aligns items that are alike, in their order, so that the likeness is the most in all.
    fn by_likeness(&mut self, before: &[Value], after: &[Value], wanted: impl Fn(&Value) -> bool) {
        let of = |left: &BTreeSet<usize>, items: &[Value]| -> Vec<usize> {
            left.iter().copied().filter(|i| items.get(*i).is_some_and(&wanted)).collect()
        };
        let (rows, columns) = (of(&self.before, before), of(&self.after, after));
        if rows.len() > MOST_COMPARED || columns.len() > MOST_COMPARED {
            self.cut = true;
            for (before, after) in rows.into_iter().zip(columns) {
                self.take(Pair { before, after, sure: 0.5, renamed: false });
            }
            return;
        }
        let score = |row: usize, column: usize| {
            let pair = rows
                .get(row)
                .and_then(|r| before.get(*r))
                .zip(columns.get(column).and_then(|c| after.get(*c)));
            pair.map_or(0, |(a, b)| likeness(a, b))
        };
        for (row, column) in best(rows.len(), columns.len(), score) {
            if let (Some(before), Some(after)) = (rows.get(row), columns.get(column)) {
                self.take(Pair { before: *before, after: *after, sure: 0.7, renamed: false });
            }
        }
    }
}

/// Returns the pairs in order whose scores are the most in all; a score of 0 is no pair.
fn best(rows: usize, columns: usize, score: impl Fn(usize, usize) -> usize) -> Vec<(usize, usize)> {
    let mut table: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let at = |table: &BTreeMap<(usize, usize), usize>, row, column| {
        table.get(&(row, column)).copied().unwrap_or(0)
    };
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let paired = match score(row, column) {
                0 => 0,
                score => score + at(&table, row + 1, column + 1),
            };
            let skipped = at(&table, row + 1, column).max(at(&table, row, column + 1));
            table.insert((row, column), paired.max(skipped));
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < rows && column < columns {
        let here = at(&table, row, column);
        if here == at(&table, row + 1, column) {
            row += 1;
        } else if here == at(&table, row, column + 1) {
            column += 1;
        } else {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        }
    }
    pairs
}

/// Returns how alike two items are, in hundredths; 0 when they are not.
pub(super) fn likeness(a: &Value, b: &Value) -> usize {
    const LEAST: usize = 40;
    let hundredths = match (a, b) {
        (Value::Object(a), Value::Object(b)) if a.len() == 1 && b.len() == 1 => {
            // What is wrapped alike is as alike as what is in it: a peer of a network, by its block.
            let inner = a.iter().next().and_then(|(key, value)| Some((value, b.get(key)?)));
            inner.map_or(0, |(a, b)| match (a, b) {
                (a, b) if same(a, b) => 100,
                (Value::Object(_), Value::Object(_)) => likeness(a, b),
                _ => 30,
            })
        }
        (Value::Object(a), Value::Object(b)) => {
            let shared = a.iter().filter_map(|(key, value)| Some((value, b.get(key)?)));
            let points = shared.map(|(x, y)| if same(x, y) { 100 } else { 30 });
            points.sum::<usize>() / a.len().max(b.len()).max(1)
        }
        (Value::Array(_), Value::Array(_)) => 50,
        _ => 0,
    };
    if hundredths >= LEAST { hundredths } else { 0 }
}
