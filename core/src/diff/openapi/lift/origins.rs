//! Where the parts of a lifted description stood in the one that its author wrote.

use std::collections::BTreeMap;

use crate::document::pointer;

/// The origins of a lifted description. What is not noted stands where it stood.
#[derive(Debug, Default)]
pub(in crate::diff) struct Origins {
    places: BTreeMap<String, Origin>,
    /// Corrections inside of schemas, by where a part would stand in the description as written: the same
    /// schema may be part of several places.
    inside: BTreeMap<String, String>,
}

#[derive(Debug)]
enum Origin {
    /// Stood there, with everything in it.
    Moved(String),
    /// Was made because of what stands there; what is in it has no place of its own.
    Made(String),
}

impl Origins {
    /// Returns the JSON Pointer in the description as written for one of the lifted description; of the
    /// nearest thing around it that has one, when it has none.
    pub(in crate::diff) fn original(&self, lifted: &str) -> String {
        let known = pointer::ancestors(lifted).find_map(|at| Some((at, self.places.get(at)?)));
        let original = match known {
            None => lifted.to_owned(),
            Some((_, Origin::Made(origin))) => origin.clone(),
            Some((at, Origin::Moved(origin))) => {
                format!("{origin}{}", lifted.strip_prefix(at).unwrap_or_default())
            }
        };
        let corrected = pointer::ancestors(&original).find_map(|at| self.inside.get(at));
        corrected.cloned().unwrap_or(original)
    }

    pub(super) fn moved(&mut self, to: &str, from: &str) {
        if to != from {
            self.places.insert(to.to_owned(), Origin::Moved(from.to_owned()));
        }
    }

    pub(super) fn made(&mut self, to: &str, from: &str) {
        self.places.insert(to.to_owned(), Origin::Made(from.to_owned()));
    }

    /// Notes that `key` of the schema that stood at `from` has the member `because` for its origin.
    pub(super) fn corrected(&mut self, from: &str, key: &str, because: &str) {
        self.inside.insert(pointer::push(from, key), pointer::push(from, because));
    }

    /// Returns where things went that moved, by where they stood.
    pub(super) fn moves(&self) -> BTreeMap<&str, &str> {
        let moves = self.places.iter().rev().filter_map(|(to, origin)| match origin {
            Origin::Moved(from) => Some((from.as_str(), to.as_str())),
            Origin::Made(_) => None,
        });
        moves.collect()
    }
}
