//! The places of parts of a TOML text.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::spans::Spans;
use super::toml::tables;
use super::wanted::Wanted;
use super::{Limits, Place};

type Ranges<'p> = BTreeMap<&'p str, (Range<usize>, Option<Range<usize>>)>;

/// Returns the places of the wanted pointers that exist.
pub(super) fn locate<'p>(text: &str, wanted: &Wanted<'p>) -> BTreeMap<&'p str, Place> {
    let Ok(root) = tables(text, &Limits::default()) else { return BTreeMap::new() };
    let mut ranges = BTreeMap::from([(wanted.pointer, (0..text.len(), None))]);
    visit_table(root.get_ref(), wanted, &mut ranges);
    let parts = ranges.values().flat_map(|(value, key)| [Some(value), key.as_ref()]).flatten();
    let spans = Spans::of(text, parts.map(ends));
    let located = ranges.iter().map(|(pointer, (value, key))| {
        let key = key.as_ref().map(|key| spans.at(ends(key)));
        (*pointer, Place { value: spans.at(ends(value)), key })
    });
    located.collect()
}

fn ends(range: &Range<usize>) -> (usize, usize) {
    (range.start, range.end)
}

fn visit_table<'p>(table: &DeTable<'_>, wanted: &Wanted<'p>, ranges: &mut Ranges<'p>) {
    for (key, value) in table {
        let Some(inner) = wanted.member(key.get_ref()) else { continue };
        // A table that only a longer header names stands nowhere: its key does.
        let stands = if value.span().is_empty() { key.span() } else { value.span() };
        ranges.insert(inner.pointer, (stands, Some(key.span())));
        visit(value.get_ref(), inner, ranges);
    }
}

fn visit<'p>(value: &DeValue<'_>, wanted: &Wanted<'p>, ranges: &mut Ranges<'p>) {
    match value {
        DeValue::Table(table) => visit_table(table, wanted, ranges),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let Some(inner) = wanted.item(index) else { continue };
                ranges.insert(inner.pointer, (item.span(), None));
                visit(item.get_ref(), inner, ranges);
            }
        }
        _ => {}
    }
}
