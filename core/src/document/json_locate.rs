//! The places of parts of a JSON text.
//!
//! `serde_json` hands out the raw text of each member; where that text lies in the whole gives its
//! place. Only the values on the way to a wanted pointer are looked into.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::wanted::Wanted;
use super::{Place, Span, saturate};

/// Returns the places of the wanted pointers that exist, or none when `text` is not JSON.
pub(super) fn locate<'p>(text: &str, wanted: &Wanted<'p>) -> Option<BTreeMap<&'p str, Place>> {
    let mut search = Search { text, ranges: BTreeMap::new() };
    let root = text.trim_matches([' ', '\t', '\r', '\n']);
    if wanted.is_leaf() {
        let _: &RawValue = serde_json::from_str(root).ok()?;
    }
    search.visit(root, None, wanted)?;
    Some(search.into_places())
}

/// Where a part begins and ends, in bytes.
type Range = (usize, usize);

struct Search<'t, 'p> {
    text: &'t str,
    /// Value and key by pointer.
    ranges: BTreeMap<&'p str, (Range, Option<Range>)>,
}

impl<'t, 'p> Search<'t, 'p> {
    /// Notes the place of `value` and of its key, and looks for what is wanted inside; none when the
    /// value is a broken list or object.
    fn visit(&mut self, value: &'t str, key: Option<&'t str>, wanted: &Wanted<'p>) -> Option<()> {
        let range = |part: &str| (offset(self.text, part), offset(self.text, part) + part.len());
        self.ranges.insert(wanted.pointer, (range(value), key.map(range)));
        if wanted.is_leaf() || !value.starts_with(['[', '{']) {
            return Some(());
        }
        let Members(members) = serde_json::from_str::<Members<'t>>(value).ok()?;
        for (index, (name, member)) in members.iter().enumerate() {
            let inner = match name {
                Some(name) => wanted.member(name),
                None => wanted.item(index),
            };
            let Some(inner) = inner else { continue };
            // The first of two equal keys is the one that is wanted.
            if !self.ranges.contains_key(inner.pointer) {
                self.visit(member.get(), quoted(self.text, name.as_ref()), inner)?;
            }
        }
        Some(())
    }

    /// Turns offsets into lines and columns in one pass over the text.
    fn into_places(self) -> BTreeMap<&'p str, Place> {
        let ends = |(start, end): Range| [start, end];
        let mut offsets: Vec<usize> = Vec::with_capacity(self.ranges.len() * 4);
        for (value, key) in self.ranges.values() {
            offsets.extend(ends(*value));
            offsets.extend(key.map(ends).into_iter().flatten());
        }
        offsets.sort_unstable();
        offsets.dedup();
        let places = places(self.text, &offsets);
        let place = |offset: usize| places.get(&offset).copied().unwrap_or((1, 1));
        let span = |(start, end): Range| {
            let ((line, column), (end_line, end_column)) = (place(start), place(end));
            Span { line, column, end_line, end_column }
        };
        let located = |(path, (value, key)): (&'p str, (Range, Option<Range>))| {
            (path, Place { value: span(value), key: key.map(span) })
        };
        self.ranges.into_iter().map(located).collect()
    }
}

/// Returns where `part`, a piece of `text`, begins.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// Returns a key with its quotes, when it stands in the text as it is: without escapes.
fn quoted<'t>(text: &'t str, key: Option<&Cow<'t, str>>) -> Option<&'t str> {
    let Some(Cow::Borrowed(key)) = key else { return None };
    let start = offset(text, key).checked_sub(1)?;
    text.get(start..start + key.len() + 2)
}

/// Returns line and column of each offset; `offsets` is sorted.
pub(super) fn places(text: &str, offsets: &[usize]) -> BTreeMap<usize, (u32, u32)> {
    let mut found = BTreeMap::new();
    let (mut line, mut column, mut at) = (1_usize, 1_usize, 0_usize);
    for offset in offsets {
        let between = text.get(at..*offset).unwrap_or_default();
        match between.rsplit_once('\n') {
            Some((lines, last)) => {
                line += 1 + lines.bytes().filter(|byte| *byte == b'\n').count();
                column = 1 + last.chars().count();
            }
            None => column += between.chars().count(),
        }
        at = *offset;
        found.insert(*offset, (saturate(line), saturate(column)));
    }
    found
}

/// The members of an object, or the items of a list, as raw text.
struct Members<'t>(Vec<(Option<Cow<'t, str>>, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(item) = items.next_element()? {
            members.push((None, item));
        }
        Ok(Members(members))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Key(key)) = entries.next_key()? {
            members.push((Some(key), entries.next_value()?));
        }
        Ok(Members(members))
    }
}

/// A key that borrows from the text where it can.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Key<'t>(#[serde(borrow)] pub(super) Cow<'t, str>);
