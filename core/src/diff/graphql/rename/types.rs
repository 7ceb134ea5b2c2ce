//! Types under another name: equal or nearly equal parts, and the same places that lead to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::graphql::model::{Schema, TypeDef};
use crate::diff::likeness::likeness;

/// Names of types before and after.
#[derive(Default)]
pub(crate) struct TypeNames<'a> {
    forth: BTreeMap<&'a str, &'a str>,
    back: BTreeMap<&'a str, &'a str>,
}

impl<'a> TypeNames<'a> {
    /// Returns the name that a type has after.
    pub(crate) fn after<'n>(&self, before: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.forth.get(before).copied().unwrap_or(before)
    }

    /// Returns the name that a type had before.
    pub(crate) fn before<'n>(&self, after: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.back.get(after).copied().unwrap_or(after)
    }

    fn add(&mut self, before: &'a str, after: &'a str) {
        self.forth.insert(before, after);
        self.back.insert(after, before);
    }
}

/// Types that are looked at for one that is gone.
const MOST: usize = 16;

/// A rename may show only when another is known: a list of a type that was renamed.
const ROUNDS: usize = 4;

/// Finds the types that have another name.
pub(crate) fn types<'a>(before: &'a Schema, after: &'a Schema) -> TypeNames<'a> {
    let mut names = TypeNames::default();
    for _ in 0..ROUNDS {
        let found = round(before, after, &names);
        if found.is_empty() {
            break;
        }
        for (old, new) in found {
            names.add(old, new);
        }
    }
    names
}

fn missing<'a>(
    from: &'a Schema,
    other: &Schema,
    known: &BTreeMap<&str, &str>,
) -> BTreeMap<&'a str, &'a TypeDef> {
    let lost = |name: &str| !other.types.contains_key(name) && !known.contains_key(name);
    let types = from.types.iter().map(|(name, def)| (name.as_str(), def));
    types.filter(|(name, _)| lost(name)).collect()
}

fn round<'a>(
    before: &'a Schema,
    after: &'a Schema,
    names: &TypeNames<'a>,
) -> Vec<(&'a str, &'a str)> {
    let gone = missing(before, after, &names.forth);
    let new = missing(after, before, &names.back);
    if gone.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let votes = votes(before, after, &gone, &new, names);
    let by_part = by_part(&new);
    let mut likely = Vec::new();
    for (old, was) in &gone {
        let candidates = candidates(old, was, &by_part, &votes, names);
        for candidate in candidates {
            let Some(is) = new.get(candidate).filter(|is| is.kind == was.kind) else { continue };
            let voted = votes.contains(&(*old, candidate));
            if let Some(score) = score((old, was), (candidate, is), voted, names) {
                likely.push((score, *old, candidate));
            }
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = (BTreeSet::new(), BTreeSet::new());
    likely.retain(|(_, old, new)| {
        let free = !taken.0.contains(old) && !taken.1.contains(new);
        free && taken.0.insert(*old) && taken.1.insert(*new)
    });
    likely.into_iter().map(|(_, old, new)| (old, new)).collect()
}

/// Lists the pairs where a place that led to the one leads to the other now.
fn votes<'a>(
    before: &'a Schema,
    after: &'a Schema,
    gone: &BTreeMap<&'a str, &'a TypeDef>,
    new: &BTreeMap<&'a str, &'a TypeDef>,
    names: &TypeNames<'a>,
) -> BTreeSet<(&'a str, &'a str)> {
    let mut votes = BTreeSet::new();
    let mut vote = |was: &'a str, is: &'a str| {
        if was != is && gone.contains_key(was) && new.contains_key(is) {
            votes.insert((was, is));
        }
    };
    for (operation, was) in &before.roots {
        if let Some(is) = after.roots.get(operation) {
            vote(&was.value, &is.value);
        }
    }
    for (name, was) in &before.types {
        let Some(is) = after.types.get(names.after(name)) else { continue };
        for (name, field) in &was.fields {
            let Some(now) = is.fields.get(name) else { continue };
            vote(field.ty.value.name(), now.ty.value.name());
            for (name, arg) in &field.args {
                if let Some(now) = now.args.get(name) {
                    vote(arg.ty.value.name(), now.ty.value.name());
                }
            }
        }
        for (name, input) in &was.inputs {
            if let Some(now) = is.inputs.get(name) {
                vote(input.ty.value.name(), now.ty.value.name());
            }
        }
    }
    votes
}

type Parts<'a> = BTreeSet<(&'a str, &'a str)>;

/// Returns what a type consists of: names, with the types they lead to.
fn parts(def: &TypeDef) -> Parts<'_> {
    let fields = def.fields.iter().map(|(name, field)| (name.as_str(), field.ty.value.name()));
    let inputs = def.inputs.iter().map(|(name, input)| (name.as_str(), input.ty.value.name()));
    let values = def.values.keys().map(|name| (name.as_str(), ""));
    let members = def.members.keys().map(|name| ("", name.as_str()));
    fields.chain(inputs).chain(values).chain(members).collect()
}

/// Returns what a type before consists of, in names of after; itself is `name`.
fn parts_after<'n>(
    (old, was): (&'n str, &'n TypeDef),
    new: &'n str,
    names: &TypeNames<'n>,
) -> Parts<'n> {
    let now = |name: &'n str| if name == old { new } else { names.after(name) };
    parts(was).into_iter().map(|(part, name)| (part, now(name))).collect()
}

/// Lists the types that have a part; those of parts that many types have tell nothing.
fn by_part<'a>(new: &BTreeMap<&'a str, &'a TypeDef>) -> BTreeMap<(&'a str, &'a str), Vec<&'a str>> {
    let mut index: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for (name, def) in new {
        for part in parts(def) {
            index.entry(part).or_default().push(*name);
        }
    }
    index
}

/// Lists the types that share most parts with one that is gone.
fn candidates<'a>(
    old: &'a str,
    was: &'a TypeDef,
    by_part: &BTreeMap<(&'a str, &'a str), Vec<&'a str>>,
    votes: &BTreeSet<(&'a str, &'a str)>,
    names: &TypeNames<'a>,
) -> BTreeSet<&'a str> {
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    for part in parts_after((old, was), old, names) {
        for name in by_part.get(&part).into_iter().flatten().take(MOST) {
            *shared.entry(name).or_default() += 1;
        }
    }
    let mut best: Vec<(&str, usize)> = shared.into_iter().collect();
    best.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let voted = votes.range((old, "")..).take_while(|(was, _)| *was == old).map(|(_, is)| *is);
    voted.take(MOST).chain(best.into_iter().take(MOST).map(|(name, _)| name)).collect()
}

/// Returns how likely `new` is `old` under another name; none when it is not.
fn score<'n>(
    (old, was): (&'n str, &'n TypeDef),
    (new, is): (&'n str, &'n TypeDef),
    voted: bool,
    names: &TypeNames<'n>,
) -> Option<f64> {
    const NEARLY_EQUAL: f64 = 0.85;
    const TELLING: usize = 4;
    let (before, after) = (parts_after((old, was), new, names), parts(is));
    let alike = likeness(old, new);
    let bonus = if voted { 0.5 } else { 0.0 };
    let sum = before.len() + after.len();
    if sum == 0 {
        return (voted && alike >= 0.5).then_some(alike + bonus);
    }
    let both = before.intersection(&after).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of parts are small")]
    let content = (2 * both) as f64 / sum as f64;
    let telling = both >= TELLING && 2 * both == sum;
    (content >= NEARLY_EQUAL && (voted || alike >= 0.6 || telling))
        .then_some(content + bonus + 0.2 * alike)
}
