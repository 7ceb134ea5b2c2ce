//! Which operation before is which operation after.

use std::collections::BTreeMap;

use crate::diff::openapi::model::{Key, Operation};

/// Operations by what names them.
pub(super) type Operations<'a> = BTreeMap<Key, Operation<'a>>;

/// How two operations belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// By path and method.
    Named,
    /// By the address of a server with the path.
    Addressed,
    /// By the name they have for generators of code: clients call another place.
    Moved,
}

/// An operation, and what names it.
type Placed<'x, 'a> = (&'x Key, &'x Operation<'a>);

/// What became of the operations of two versions.
pub(super) struct Matched<'x, 'a> {
    pub(super) both: Vec<(How, Placed<'x, 'a>, Placed<'x, 'a>)>,
    pub(super) gone: Vec<&'x Operation<'a>>,
    pub(super) come: Vec<Placed<'x, 'a>>,
}

/// Matches operations by path and method, then by full address and method, then by `operationId`.
pub(super) fn matched<'x, 'a>(
    before: &'x Operations<'a>,
    after: &'x Operations<'a>,
) -> Matched<'x, 'a> {
    let mut both = Vec::new();
    let mut gone: BTreeMap<&Key, &Operation<'a>> = BTreeMap::new();
    let mut come: BTreeMap<&Key, &Operation<'a>> =
        after.iter().filter(|(key, _)| !before.contains_key(*key)).collect();
    for (key, was) in before {
        match after.get(key) {
            Some(is) => both.push((How::Named, (key, was), (key, is))),
            None => {
                gone.insert(key, was);
            }
        }
    }
    for (how, marks) in [
        (How::Addressed, addresses as fn(&Key, &Operation<'_>) -> Vec<String>),
        (How::Moved, |_, operation| operation.id().map(str::to_owned).into_iter().collect()),
    ] {
        let mut marked: BTreeMap<String, Vec<&Key>> = BTreeMap::new();
        for (key, is) in &come {
            for mark in marks(key, is) {
                marked.entry(mark).or_default().push(key);
            }
        }
        gone.retain(|key, was| {
            let candidates = marks(key, was).into_iter().filter_map(|mark| marked.get(&mark));
            // A mark that several have tells nothing.
            let only = candidates.filter_map(|keys| match keys.as_slice() {
                [only] => Some(*only),
                _ => None,
            });
            let found = only.into_iter().find_map(|key| come.remove_entry(key));
            both.extend(found.map(|(other, is)| (how, (*key, *was), (other, is))));
            found.is_none()
        });
    }
    Matched { both, gone: gone.into_values().collect(), come: come.into_iter().collect() }
}

fn addresses(key: &Key, operation: &Operation<'_>) -> Vec<String> {
    let addresses = operation.addresses(key).into_iter();
    addresses.map(|address| format!("{} {address}", key.method)).collect()
}
