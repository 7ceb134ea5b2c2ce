//! Which schema of a list before became which of a list after.

use std::collections::{BTreeSet, VecDeque};
use std::io;

use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

use super::node::{Node, NodeId};
use super::pairs::Pairs;
use super::read::Side;
use crate::diff::Effect;
use crate::document::pointer;
use crate::finding::codes::diff::json_schema as codes;

/// Schemas that are compared each with each; beyond it, those that look alike, in their order.
const MOST_BRANCHES: usize = 64;

/// What became of the schemas of two lists.
#[derive(Default)]
pub(super) struct Aligned {
    pub(super) matched: Vec<(NodeId, NodeId)>,
    pub(super) gone: Vec<NodeId>,
    pub(super) new: Vec<NodeId>,
}

/// Matches the schemas of two lists: those that are written alike or name themselves alike first, then
/// those that accept the same, then those that grew, then those that shrank, then what is left of a kind.
pub(super) fn align(pairs: &mut Pairs<'_>, before: &[NodeId], after: &[NodeId]) -> Aligned {
    let mut aligned = Aligned { gone: before.to_vec(), new: after.to_vec(), ..Aligned::default() };
    by_mark(pairs, &mut aligned, text);
    by_mark(pairs, &mut aligned, name);
    if aligned.gone.len() <= MOST_BRANCHES && aligned.new.len() <= MOST_BRANCHES {
        by_effect(pairs, &mut aligned);
    } else {
        in_order(pairs, &mut aligned);
    }
    aligned
}

/// Matches what has the same mark; of several with one mark, in their order.
fn by_mark(
    pairs: &mut Pairs<'_>,
    aligned: &mut Aligned,
    mark: fn(&mut Side<'_>, NodeId) -> Option<String>,
) {
    let mut marked: HashMap<String, std::collections::VecDeque<NodeId>> = HashMap::new();
    for node in &aligned.new {
        if let Some(mark) = mark(&mut pairs.after, *node) {
            marked.entry(mark).or_default().push_back(*node);
        }
    }
    let mut taken = std::collections::BTreeSet::new();
    let mut matched = Vec::new();
    aligned.gone.retain(|node| {
        let counterpart =
            mark(&mut pairs.before, *node).and_then(|mark| marked.get_mut(&mark)?.pop_front());
        let Some(counterpart) = counterpart else { return true };
        taken.insert(counterpart);
        matched.push((*node, counterpart));
        false
    });
    aligned.new.retain(|node| !taken.contains(node));
    aligned.matched.extend(matched);
}

/// What became of the entries of two lists by their places in them: those with the same mark belong together, and
/// then those that are left, in their order.
pub(super) fn by_text(
    before: &[Option<String>],
    after: &[Option<String>],
) -> (Vec<(usize, usize)>, Vec<usize>, Vec<usize>) {
    let mut marked: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, mark) in after.iter().enumerate() {
        if let Some(mark) = mark {
            marked.entry(mark).or_default().push_back(index);
        }
    }
    let (mut matched, mut gone, mut taken) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (index, mark) in before.iter().enumerate() {
        let found = mark.as_deref().and_then(|mark| marked.get_mut(mark)?.pop_front());
        if let Some(found) = found {
            taken.insert(found);
            matched.push((index, found));
        } else {
            gone.push(index);
        }
    }
    let mut new: Vec<usize> = (0..after.len()).filter(|index| !taken.contains(index)).collect();
    let rest = gone.len().min(new.len());
    matched.extend(gone.drain(..rest).zip(new.drain(..rest)));
    matched.sort_unstable();
    (matched, gone, new)
}

/// The text of a schema, as far as it is short.
pub(super) fn text(side: &mut Side<'_>, node: NodeId) -> Option<String> {
    let mut short = Short(Vec::new());
    serde_json::to_writer(&mut short, side.value(node)?).ok()?;
    String::from_utf8(short.0).ok()
}

/// A text that ends where it gets long: many references may lead to one large schema.
struct Short(Vec<u8>);

impl io::Write for Short {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        const MOST_TEXT: usize = 4096;
        if self.0.len() + bytes.len() > MOST_TEXT {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The mark of a schema: the definition it is, or its title.
fn name(side: &mut Side<'_>, node: NodeId) -> Option<String> {
    let node = side.node(node);
    if is_definition(&node.at) { Some(node.at.clone()) } else { called(&node) }
}

/// Returns what people call a schema: the name of the definition, or the title.
pub(super) fn called(node: &Node) -> Option<String> {
    if is_definition(&node.at) {
        return Some(pointer::last(&node.at));
    }
    match node.notes.get("title").map(|said| &said.value) {
        Some(Value::String(title)) => Some(title.clone()),
        _ => None,
    }
}

/// Tells whether a schema with a name of its own has another name on the other side.
pub(super) fn is_renamed(was: &str, is: &str) -> bool {
    was != is && is_definition(was) && is_definition(is)
}

/// Tells whether a place is that of a schema with a name of its own.
pub(super) fn is_definition(at: &str) -> bool {
    ["/definitions/", "/$defs/", "/components/schemas/"].iter().any(|folder| {
        at.starts_with(folder) && at.matches('/').count() <= folder.matches('/').count()
    })
}

/// Matches what changed least: what accepts the same, then what only grew or only shrank, then what is
/// of a kind. Of equals those win that stand first, so that both ways round give the same.
fn by_effect(pairs: &mut Pairs<'_>, aligned: &mut Aligned) {
    let mut candidates = Vec::new();
    for (row, was) in aligned.gone.iter().enumerate() {
        for (column, is) in aligned.new.iter().enumerate() {
            if let Some(distance) = distance(pairs, *was, *is) {
                candidates.push((distance, row + column, row.abs_diff(column), *was, *is));
            }
        }
    }
    candidates.sort_unstable();
    for (_, _, _, was, is) in candidates {
        let place = |list: &[NodeId], node| list.iter().position(|other| *other == node);
        let places = place(&aligned.gone, was).zip(place(&aligned.new, is));
        if let Some((row, column)) = places {
            aligned.matched.push((aligned.gone.remove(row), aligned.new.remove(column)));
        }
    }
}

/// Returns how far two schemas are from each other; none when they are different things.
fn distance(pairs: &mut Pairs<'_>, was: NodeId, is: NodeId) -> Option<u8> {
    let id = pairs.id(was, is);
    let pair = pairs.pair(id);
    // What lost its type, or the value that marks it, is another thing.
    let other = [codes::TYPE_CHANGED, codes::NOTHING_ACCEPTED, codes::VALUES_ACCEPTED];
    if pair.own.iter().any(|change| other.contains(&change.code)) {
        return None;
    }
    match pairs.effect(id) {
        Effect::None => Some(0),
        Effect::Widened | Effect::Narrowed => Some(1),
        Effect::Both => (!super::disjoint::both(pairs, was, is)).then_some(2),
    }
}

/// Matches long lists in their order.
fn in_order(pairs: &mut Pairs<'_>, aligned: &mut Aligned) {
    let Aligned { matched, gone, new } = aligned;
    let count = gone.len().min(new.len());
    matched.extend(gone.drain(..count).zip(new.drain(..count)));
    pairs.approximate();
}
