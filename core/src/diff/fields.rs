//! The members of an object as a reader takes them, so that none is forgotten: what no reader took is
//! left over, and compared as what it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::draft::{Draft, Part};
use crate::document::pointer;

/// A value and its JSON Pointer.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    pub(super) pointer: String,
    pub(super) value: &'a Value,
}

/// Members by name.
pub(super) type Members<'a> = BTreeMap<String, Spot<'a>>;

impl<'a> Spot<'a> {
    /// Returns the whole document.
    pub(super) fn root(value: &'a Value) -> Self {
        Self { pointer: String::new(), value }
    }

    pub(super) fn part(&self) -> Part {
        Part::new(self.pointer.as_str(), self.value.clone())
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    pub(super) fn member(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(Self { pointer: pointer::push(&self.pointer, key), value })
    }

    /// Returns the members of an object, sorted; none of anything else.
    pub(super) fn members(&self) -> Members<'a> {
        let members = self.value.as_object().into_iter().flatten();
        members
            .map(|(key, value)| {
                (key.clone(), Self { pointer: pointer::push(&self.pointer, key), value })
            })
            .collect()
    }

    /// Returns the items of a list; none of anything else.
    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, value)| Self { pointer: format!("{}/{index}", self.pointer), value })
            .collect()
    }

    /// Returns the items of a list; a single value as a list of itself.
    pub(super) fn one_or_more(&self) -> Vec<Self> {
        if self.value.is_array() { self.items() } else { vec![self.clone()] }
    }
}

/// The members of an object that nobody took yet.
pub(super) struct Fields<'a> {
    left: Members<'a>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(spot: &Spot<'a>) -> Self {
        Self { left: spot.members() }
    }

    /// Takes the member that has one of `names`; the first that there is.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<Spot<'a>> {
        names.iter().find_map(|name| self.left.remove(*name))
    }

    /// Takes the member that has one of `names` if `fits` holds of it.
    pub(super) fn take_if(
        &mut self,
        names: &[&str],
        fits: impl Fn(&Value) -> bool,
    ) -> Option<Spot<'a>> {
        let name =
            names.iter().find(|name| self.left.get(**name).is_some_and(|s| fits(s.value)))?;
        self.left.remove(*name)
    }

    /// Takes every member that has one of `names`.
    pub(super) fn take_all(&mut self, names: &[&str]) -> Members<'a> {
        let taken = names.iter().filter_map(|name| self.left.remove_entry(*name));
        taken.collect()
    }

    /// Returns what nobody took.
    pub(super) fn rest(self) -> Members<'a> {
        self.left
    }
}

/// Compares members by name; `differ` tells what a difference is.
pub(super) fn compared(
    before: &Members<'_>,
    after: &Members<'_>,
    differ: impl Fn(&str, Option<&Spot<'_>>, Option<&Spot<'_>>) -> Option<Draft>,
) -> Vec<Draft> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let drafts = names.into_iter().filter_map(|name| {
        let (was, is) = (before.get(name), after.get(name));
        let same = was.map(|spot| spot.value) == is.map(|spot| spot.value);
        if same { None } else { differ(name, was, is) }
    });
    drafts.collect()
}

/// Tells how `what` changed.
pub(super) fn told(what: &str, was: Option<&Spot<'_>>, is: Option<&Spot<'_>>) -> String {
    match (was, is) {
        (Some(was), Some(is)) => {
            let (from, to) = quoted_pair(&text_of(was.value), &text_of(is.value));
            format!("{what} went from {from} to {to}")
        }
        (None, Some(is)) => format!("{what} was set to {}", shown(is.value)),
        _ => format!("{what} was removed"),
    }
}

/// Gives a draft its two sides.
pub(super) fn sides(mut draft: Draft, was: Option<&Spot<'_>>, is: Option<&Spot<'_>>) -> Draft {
    draft.before = was.map(Spot::part);
    draft.after = is.map(Spot::part);
    draft
}

/// Most characters of a value in a message.
const MOST: usize = 60;

/// Returns a value as a message has it, cut where it is long.
pub(super) fn shown(value: &Value) -> String {
    quoted(&text_of(value))
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns a text as a message has it, on one line and cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    if text.chars().count() <= MOST {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(MOST).collect();
    format!("`{}…`", start.trim_end())
}

/// Returns two texts as a message has them, so that they can be told apart: what both begin with is cut
/// where the difference is too far behind, and spaces are told where nothing else differs.
pub(super) fn quoted_pair(one: &str, other: &str) -> (String, String) {
    /// What both have is shown for so many characters in front of the difference.
    const LEAD: usize = 20;
    let (first, second) = (quoted(one), quoted(other));
    if first != second || one == other {
        return (first, second);
    }
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (one, other) = (fold(one), fold(other));
    if one == other {
        return (first, format!("{second} with other spaces"));
    }
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let start = same.saturating_sub(LEAD);
    let rest = |text: &str| -> String { text.chars().skip(start).collect() };
    let cut = |text: &str| {
        let rest = rest(text);
        // Not in the middle of a word.
        let from = rest.split_once(' ').map(|(_, rest)| rest).filter(|rest| !rest.is_empty());
        let from = from.filter(|from| rest.chars().count() - from.chars().count() < LEAD);
        let quote = quoted(from.unwrap_or(&rest));
        format!("`…{}", quote.trim_start_matches('`'))
    };
    (cut(&one), cut(&other))
}

/// Tells whether two values differ where no change says so, and at no pointer that is `explained`.
/// Lists count as a whole: what moves in them has other pointers.
pub(super) fn is_unexplained<'d>(
    before: &Spot<'_>,
    after: &Spot<'_>,
    drafts: impl Iterator<Item = &'d Draft>,
    explained: &'d [String],
) -> bool {
    let parts = drafts.flat_map(|draft| [&draft.before, &draft.after]).flatten();
    let told = parts.map(|part| part.pointer.as_str());
    let told: BTreeSet<&str> = told.chain(explained.iter().map(String::as_str)).collect();
    let mut waiting = vec![(before.clone(), after.clone())];
    while let Some((was, is)) = waiting.pop() {
        let (old, new) = (was.members(), is.members());
        if was.value == is.value
            || [&was, &is].iter().any(|spot| told.contains(spot.pointer.as_str()))
        {
            continue;
        }
        if !(was.value.is_object() && is.value.is_object()) {
            if !is_told(&told, &was.pointer) && !is_told(&told, &is.pointer) {
                return true;
            }
            continue;
        }
        for (name, spot) in &old {
            match new.get(name) {
                Some(other) => waiting.push((spot.clone(), other.clone())),
                None if is_told(&told, &spot.pointer) => {}
                None => return true,
            }
        }
        let fresh = new.iter().filter(|(name, _)| !old.contains_key(*name));
        if fresh.into_iter().any(|(_, spot)| !is_told(&told, &spot.pointer)) {
            return true;
        }
    }
    false
}

/// Tells whether a change is at a pointer or below it.
fn is_told(told: &BTreeSet<&str>, pointer: &str) -> bool {
    let inside = format!("{pointer}/");
    told.contains(pointer)
        || told.range(inside.as_str()..).next().is_some_and(|next| next.starts_with(&inside))
}
