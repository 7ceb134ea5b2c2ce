//! What the artifacts of a call ask, held against the packages that are listed.

use std::collections::{BTreeSet, HashMap};

use super::registry::{Name, Registry, Set, admitted};
use crate::conflict::artifact::{Artifact, Requirement};
use crate::error::Result;
use crate::version::{Dialect, Range};

/// What a requirement comes to, whoever has it.
pub(in crate::conflict) struct Asked {
    pub(in crate::conflict) package: u32,
    pub(in crate::conflict) range: Range,
    /// Which versions of a listed package are meant.
    pub(super) set: Option<Set>,
}

/// Dialect, package and range of a requirement, as written.
type Key<'a> = (Dialect, &'a str, &'a str);

/// The packages and ranges of a call.
pub(in crate::conflict) struct Library<'a> {
    pub(super) registry: &'a Registry,
    /// Packages that are not listed and that no listed one needs, behind all others by number.
    others: Vec<Name>,
    asked: HashMap<Key<'a>, Asked>,
}

impl<'a> Library<'a> {
    /// Reads what is required.
    ///
    /// # Errors
    /// `input_invalid` at the range that is none.
    pub(in crate::conflict) fn new(
        artifacts: &[&'a Artifact],
        registry: &'a Registry,
    ) -> Result<Self> {
        let mut ranges: HashMap<Key<'a>, (Name, Range)> = HashMap::new();
        let mut others: BTreeSet<Name> = BTreeSet::new();
        for (index, artifact) in artifacts.iter().enumerate() {
            for (place, required) in artifact.requires.iter().enumerate() {
                let key = key(required);
                if ranges.contains_key(&key) {
                    continue;
                }
                let range = Range::parse(required.dialect, &required.range).map_err(|error| {
                    error.at(format!("/artifacts/{index}/requires/{place}/range"))
                })?;
                let name = Name::new(required.dialect, &required.package);
                if registry.number(&name).is_none() {
                    others.insert(name.clone());
                }
                ranges.insert(key, (name, range));
            }
        }
        let others = others.into_iter().collect();
        let mut library = Self { registry, others, asked: HashMap::with_capacity(ranges.len()) };
        let asked = ranges.into_iter().map(|(key, (name, range))| (key, library.ask(&name, range)));
        let asked = asked.collect();
        library.asked = asked;
        Ok(library)
    }

    fn ask(&self, name: &Name, range: Range) -> Asked {
        let other = || {
            let place = self.others.binary_search(name).ok()?;
            u32::try_from(self.registry.len() + 1 + place).ok()
        };
        let package = self.registry.number(name).or_else(other).unwrap_or_default();
        let listed = self.registry.listed(package);
        let set = listed.map(|listed| admitted(&range, &listed.versions));
        Asked { package, range, set }
    }

    /// Returns what a requirement comes to.
    pub(super) fn asked(&self, required: &'a Requirement) -> Option<&Asked> {
        self.asked.get(&key(required))
    }

    /// Returns the name of a package.
    pub(in crate::conflict) fn name(&self, package: u32) -> Option<&Name> {
        let other = || self.others.get((package as usize).checked_sub(self.registry.len() + 1)?);
        self.registry.name(package).or_else(other)
    }
}

fn key(required: &Requirement) -> Key<'_> {
    (required.dialect, &required.package, &required.range)
}
