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
use super::{Span, saturate};

/// Returns the places of the wanted pointers that exist, or none when `text` is not JSON.
pub(super) fn locate<'p>(
    text: &str,
    wanted: &Wanted<'p>,
    keys: bool,
) -> Option<BTreeMap<&'p str, Span>> {
    let root: &RawValue = serde_json::from_str(text).ok()?;
    let mut search = Search { text, keys, ranges: BTreeMap::new() };
    search.visit(root.get(), root.get(), wanted);
    Some(search.into_spans())
}

struct Search<'t, 'p> {
    text: &'t str,
    keys: bool,
    ranges: BTreeMap<&'p str, (usize, usize)>,
}

impl<'t, 'p> Search<'t, 'p> {
    /// Notes the place of `value`, or of `key`, and looks for what is wanted inside.
    fn visit(&mut self, value: &'t str, key: &'t str, wanted: &Wanted<'p>) {
        let shown = if self.keys { key } else { value };
        let start = offset(self.text, shown);
        self.ranges.insert(wanted.pointer, (start, start + shown.len()));
        if wanted.is_leaf() {
            return;
        }
        let Ok(Members(members)) = serde_json::from_str::<Members<'t>>(value) else { return };
        for (index, (name, member)) in members.iter().enumerate() {
            let inner = match name {
                Some(name) => wanted.member(name),
                None => wanted.item(index),
            };
            let Some(inner) = inner else { continue };
            // The first of two equal keys is the one that is wanted.
            if !self.ranges.contains_key(inner.pointer) {
                let key = members.get(index).and_then(|(name, _)| quoted(self.text, name.as_ref()));
                self.visit(member.get(), key.unwrap_or(member.get()), inner);
            }
        }
    }

    /// Turns offsets into lines and columns in one pass over the text.
    fn into_spans(self) -> BTreeMap<&'p str, Span> {
        let mut offsets: Vec<usize> =
            self.ranges.values().flat_map(|(start, end)| [*start, *end]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let places = places(self.text, &offsets);
        let place = |offset: usize| places.get(&offset).copied().unwrap_or((1, 1));
        self.ranges
            .into_iter()
            .map(|(path, (start, end))| {
                let ((line, column), (end_line, end_column)) = (place(start), place(end));
                (path, Span { line, column, end_line, end_column })
            })
            .collect()
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
fn places(text: &str, offsets: &[usize]) -> BTreeMap<usize, (u32, u32)> {
    let mut found = BTreeMap::new();
    let (mut line, mut column, mut at) = (1_usize, 1_usize, 0_usize);
    for offset in offsets {
        for character in text.get(at..*offset).unwrap_or_default().chars() {
            if character == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
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
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);
