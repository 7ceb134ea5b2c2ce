//! Which file of the one tree is which file of the other.

use std::collections::{BTreeMap, BTreeSet};

use super::DiffTreesInput;
use super::wholes::Wholes;
use crate::document::{Source, pointer};
use crate::error::{Error, Result};

/// Why two files of different names are one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Link {
    /// They have the same name.
    Name,
    /// The caller says so.
    Stated,
    /// They have the same content.
    Content,
    /// They have the same identifier.
    Identifier,
    /// They have this part of their lines in common, from 0 to 1.
    Likeness(f64),
}

/// Two files that are one.
#[derive(Clone, Debug)]
pub(super) struct Pair<'a> {
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    pub(super) link: Link,
}

/// What could be paired, and what is left.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a> {
    pub(super) pairs: Vec<Pair<'a>>,
    pub(super) removed: BTreeSet<&'a str>,
    pub(super) added: BTreeSet<&'a str>,
}

impl<'a> Pairs<'a> {
    /// Pairs files as told, then by name, then by content those that are `asked` for: one that became a
    /// page of prose is no artifact any more.
    /// Files that are compared under the name of another one are left out.
    pub(super) fn of(
        input: &'a DiffTreesInput,
        wholes: &Wholes<'_>,
        asked: impl Fn(&str) -> bool,
    ) -> Result<Self> {
        let mut pairs = Self {
            pairs: Vec::new(),
            removed: input.before.keys().map(String::as_str).collect(),
            added: input.after.keys().map(String::as_str).collect(),
        };
        for (before, after) in &input.renames {
            let at = || pointer::push("/renames", before);
            if !pairs.removed.contains(before.as_str()) {
                return Err(Error::invalid(at(), format!("no file before is called `{before}`")));
            }
            if !input.after.contains_key(after) {
                return Err(Error::invalid(at(), format!("no file after is called `{after}`")));
            }
            if !pairs.added.contains(after.as_str()) {
                return Err(Error::invalid(at(), format!("two files are called `{after}` now"))
                    .help("state one of them; the other is gone"));
            }
            pairs.join(before, after, Link::Stated);
        }
        let is_part = |pair: &Pair<'_>| {
            wholes.is_part(pair.before, false) || wholes.is_part(pair.after, true)
        };
        let (parted, kept) = std::mem::take(&mut pairs.pairs).into_iter().partition(is_part);
        pairs.pairs = kept;
        let parted: Vec<Pair<'_>> = parted;
        pairs.removed.extend(parted.iter().map(|pair| pair.before));
        pairs.added.extend(parted.iter().map(|pair| pair.after));
        pairs.removed.retain(|name| !wholes.is_part(name, false));
        pairs.added.retain(|name| !wholes.is_part(name, true));
        let named: Vec<&str> = pairs.removed.intersection(&pairs.added).copied().collect();
        for name in named {
            pairs.join(name, name, Link::Name);
        }
        pairs.join_equal(input, asked);
        Ok(pairs)
    }

    pub(super) fn join(&mut self, before: &'a str, after: &'a str, link: Link) {
        // A name that is stated twice, or as itself, is no rename.
        let link = if before == after { Link::Name } else { link };
        self.removed.remove(before);
        self.added.remove(after);
        self.pairs.push(Pair { before, after, link });
    }

    fn join_equal(&mut self, input: &'a DiffTreesInput, asked: impl Fn(&str) -> bool) {
        let mut by_text: BTreeMap<&str, [Vec<&'a str>; 2]> = BTreeMap::new();
        let sides = [(&self.removed, &input.before), (&self.added, &input.after)];
        for (side, (names, files)) in sides.into_iter().enumerate() {
            for name in names {
                let text = files.get(*name).and_then(Source::as_text).unwrap_or_default();
                if text.trim().is_empty() || !asked(name) {
                    continue;
                }
                if let Some(list) = by_text.entry(text).or_default().get_mut(side) {
                    list.push(name);
                }
            }
        }
        for [mut before, mut after] in by_text.into_values() {
            // Files that only moved find each other first.
            for list in [&mut before, &mut after] {
                list.sort_by_key(|name| (file_name(name), *name));
            }
            let mut moved: BTreeMap<&str, &'a str> = BTreeMap::new();
            for name in &after {
                moved.entry(file_name(name)).or_insert(*name);
            }
            for name in &before {
                if let Some(other) = moved.remove(file_name(name)) {
                    self.join(name, other, Link::Content);
                }
            }
            let rest = before.into_iter().filter(|name| self.removed.contains(name));
            let others = after.into_iter().filter(|name| self.added.contains(name));
            for (b, a) in rest.zip(others).collect::<Vec<_>>() {
                self.join(b, a, Link::Content);
            }
        }
    }
}

/// Returns the last part of a name.
pub(super) fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
