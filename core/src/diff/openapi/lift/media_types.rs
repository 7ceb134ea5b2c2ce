//! What `consumes` and `produces` list.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use crate::document::pointer;

/// The most media types that one list may have.
const MOST: usize = 1000;

/// Media types, each once. Operations share them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct MediaTypes(pub(super) Rc<[MediaType]>);

/// A media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MediaType {
    pub(super) name: String,
    /// Where it is stated; nowhere when it is the default.
    pub(super) stated: Option<String>,
}

impl MediaTypes {
    /// Reads the list that is the member `key` of the object at `at`, and tells whether it is whole.
    pub(super) fn read(object: &Value, key: &str, at: &str) -> Option<(Self, bool)> {
        let stated = object.get(key)?;
        let list = pointer::push(at, key);
        if let Some(name) = stated.as_str() {
            return Some((Self::one(name, Some(list)), true));
        }
        let mut seen = BTreeSet::new();
        let items = stated.as_array()?;
        let listed = items.iter().enumerate().take(MOST);
        let types = listed.filter_map(|(index, name)| {
            let name = name.as_str().filter(|name| seen.insert(*name))?.to_owned();
            Some(MediaType { name, stated: Some(format!("{list}/{index}")) })
        });
        Some((Self(types.collect()), items.len() <= MOST))
    }

    fn one(name: &str, stated: Option<String>) -> Self {
        Self(Rc::from([MediaType { name: name.to_owned(), stated }]))
    }

    /// Returns the list, or what holds when it is empty.
    pub(super) fn or(&self, default: &str) -> Self {
        if self.0.is_empty() { Self::one(default, None) } else { self.clone() }
    }

    pub(super) fn only(&self, fits: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|known| fits(&known.name)).cloned().collect())
    }

    /// Tells whether both name the same types, wherever they state them.
    pub(super) fn same_names(&self, other: &Self) -> bool {
        let names = |types: &Self| -> BTreeSet<String> {
            types.0.iter().map(|known| known.name.clone()).collect()
        };
        let same = Rc::ptr_eq(&self.0, &other.0);
        same || self.0.len() == other.0.len() && names(self) == names(other)
    }
}
