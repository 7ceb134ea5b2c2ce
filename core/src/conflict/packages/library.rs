//! Which packages there are, and which of their versions each range admits.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use pubgrub::Ranges;

use crate::conflict::artifact::Artifact;
use crate::conflict::config::ConflictConfig;
use crate::conflict::reference::check_id;
use crate::document::pointer::push;
use crate::error::Result;
use crate::version::{Dialect, Range, Version};

/// Numbers of versions of one package, oldest first.
pub(super) type Set = Ranges<u32>;

/// A package: who has it to offer, and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::conflict) struct Name<'a> {
    pub(in crate::conflict) family: Dialect,
    pub(in crate::conflict) name: Cow<'a, str>,
}

impl<'a> Name<'a> {
    /// Returns the package that a requirement of `dialect` names.
    pub(in crate::conflict) fn new(dialect: Dialect, name: &'a str) -> Self {
        match dialect {
            Dialect::NpmLegacyXrange => Self { family: Dialect::Npm, name: Cow::Borrowed(name) },
            Dialect::Pep440 => Self { family: dialect, name: python_name(name) },
            _ => Self { family: dialect, name: Cow::Borrowed(name) },
        }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Returns the one spelling of a name (PEP 503): lower case, with `-` for every run of `-`, `_` and `.`.
fn python_name(name: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if name.bytes().all(is_plain) {
        return Cow::Borrowed(name);
    }
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '-' | '_' | '.' if plain.ends_with('-') => {}
            '-' | '_' | '.' => plain.push('-'),
            other => plain.extend(other.to_lowercase()),
        }
    }
    Cow::Owned(plain)
}

/// The versions of a package.
#[derive(Default)]
pub(super) struct Listed<'a> {
    /// Oldest first.
    pub(super) versions: Vec<Version>,
    /// What each depends on.
    pub(super) needs: Vec<Vec<(Name<'a>, &'a str)>>,
}

/// The packages that are listed, and every range of a call.
pub(in crate::conflict) struct Library<'a> {
    listed: BTreeMap<Name<'a>, Listed<'a>>,
    /// By dialect, as written.
    ranges: BTreeMap<Dialect, BTreeMap<&'a str, Range>>,
    /// What each range admits of listed packages, as far as it was asked.
    sets: BTreeMap<(Name<'a>, Dialect, &'a str), Set>,
}

impl<'a> Library<'a> {
    /// Reads the versions and ranges of a call.
    ///
    /// # Errors
    /// `input_invalid` at the version or range that is none.
    pub(in crate::conflict) fn new(
        artifacts: &[&'a Artifact],
        config: &'a ConflictConfig,
    ) -> Result<Self> {
        let (listed, ranges, sets) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut library = Self { listed, ranges, sets };
        for (index, artifact) in artifacts.iter().enumerate() {
            for (place, required) in artifact.requires.iter().enumerate() {
                library.read(required.dialect, &required.range).map_err(|error| {
                    error.at(format!("/artifacts/{index}/requires/{place}/range"))
                })?;
            }
        }
        for (dialect, packages) in &config.packages {
            for (package, versions) in packages {
                let at = push(&push("/config/packages", dialect.as_str()), package);
                library.list(*dialect, package, versions).map_err(|error| error.within(&at))?;
            }
        }
        Ok(library)
    }

    /// Reads a range.
    pub(in crate::conflict) fn read(&mut self, dialect: Dialect, text: &'a str) -> Result<()> {
        let known = self.ranges.entry(dialect).or_default();
        if !known.contains_key(text) {
            known.insert(text, Range::parse(dialect, text)?);
        }
        Ok(())
    }

    /// Adds the versions of a package.
    fn list(
        &mut self,
        dialect: Dialect,
        package: &'a str,
        versions: &'a BTreeMap<String, BTreeMap<String, String>>,
    ) -> Result<()> {
        check_id(package, "package")?;
        let mut read: Vec<(Version, Vec<(Name<'a>, &'a str)>)> = Vec::new();
        for (text, needs) in versions {
            let at = push("", text);
            for name in needs.keys() {
                check_id(name, "package").map_err(|error| error.at(push(&at, name)))?;
            }
            let version = Version::parse(dialect, text).map_err(|error| error.at(&*at))?;
            for (name, range) in needs {
                self.read(dialect, range).map_err(|error| error.at(push(&at, name)))?;
            }
            let needs = needs.iter().map(|(name, range)| (Name::new(dialect, name), &**range));
            read.push((version, needs.collect()));
        }
        // Of texts for one version, the map has sorted them.
        read.sort_by(|(a, _), (b, _)| a.compare(b));
        let (versions, needs) = read.into_iter().unzip();
        self.listed.insert(Name::new(dialect, package), Listed { versions, needs });
        Ok(())
    }

    pub(super) fn listed(&self, name: &Name<'a>) -> Option<&Listed<'a>> {
        self.listed.get(name)
    }

    pub(in crate::conflict) fn range(&self, dialect: Dialect, text: &str) -> Option<&Range> {
        self.ranges.get(&dialect)?.get(text)
    }

    /// Returns what a range admits of a listed package.
    pub(super) fn set(&mut self, name: &Name<'a>, dialect: Dialect, text: &'a str) -> Set {
        let key = (name.clone(), dialect, text);
        if let Some(known) = self.sets.get(&key) {
            return known.clone();
        }
        let versions = self.listed.get(name).map(|listed| listed.versions.as_slice());
        let range = self.range(dialect, text);
        let set =
            range.map_or_else(Set::empty, |range| admitted(range, versions.unwrap_or_default()));
        self.sets.insert(key, set.clone());
        set
    }
}

/// Returns the numbers of the versions that a range admits.
pub(super) fn admitted(range: &Range, versions: &[Version]) -> Set {
    let mut set = Set::empty();
    let mut start = 0;
    for run in versions.chunk_by(|a, b| range.admits(a) == range.admits(b)) {
        let end = start + u32::try_from(run.len()).unwrap_or(u32::MAX);
        if run.first().is_some_and(|version| range.admits(version)) {
            set = set.union(&Set::between(start, end));
        }
        start = end;
    }
    set
}
