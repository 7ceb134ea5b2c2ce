//! The packages that are listed, with their versions and what these need: read once, asked by every problem.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::OnceLock;

use pubgrub::Ranges;

use crate::conflict::config::PackageVersions;
use crate::conflict::reference::check_id;
use crate::document::pointer::push;
use crate::error::{Error, Result};
use crate::version::{Dialect, Range, Version};

/// Numbers of versions of one package, oldest first.
pub(super) type Set = Ranges<u32>;

/// A package: who has it to offer, and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::conflict) struct Name {
    pub(in crate::conflict) family: Dialect,
    pub(in crate::conflict) name: String,
}

impl Name {
    /// Returns the package that a requirement of `dialect` names.
    pub(in crate::conflict) fn new(dialect: Dialect, name: &str) -> Self {
        match dialect {
            Dialect::NpmLegacyXrange => Self { family: Dialect::Npm, name: name.to_owned() },
            Dialect::Pep440 => Self { family: dialect, name: python_name(name) },
            _ => Self { family: dialect, name: name.to_owned() },
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Returns the one spelling of a name (PEP 503): lower case, with `-` for every run of `-`, `_` and `.`.
fn python_name(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '-' | '_' | '.' if plain.ends_with('-') => {}
            '-' | '_' | '.' => plain.push('-'),
            other => plain.extend(other.to_lowercase()),
        }
    }
    plain
}

/// A range that some version has written.
#[derive(Debug)]
struct Written {
    text: String,
    range: Range,
}

/// What a version needs of another package.
#[derive(Debug)]
pub(super) struct Need {
    pub(super) package: u32,
    /// The number of its range.
    pub(super) range: u32,
    /// Which versions of a listed package are meant. Of others, it depends on the problem which there are.
    pub(super) set: Option<Set>,
}

/// The versions of a package.
#[derive(Debug)]
pub(super) struct Listed {
    /// Oldest first.
    pub(super) versions: Vec<Version>,
    /// Packages and ranges that each version needs.
    written: Vec<Vec<(u32, u32)>>,
    /// All of these, each once.
    pub(super) links: Vec<(u32, u32)>,
    /// Filled in when a problem reaches the package.
    needs: OnceLock<Vec<Vec<Need>>>,
}

/// A package that is listed, or that a listed one needs.
#[derive(Debug)]
struct Known {
    name: Name,
    listed: Option<Listed>,
}

/// The packages that are listed, and those that these need, by number.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    /// By name. Package 1 stands first: 0 is no package, but who asks.
    known: Vec<Known>,
    ranges: Vec<Written>,
}

/// What is listed of a dialect, as it is written.
type Packages = BTreeMap<Dialect, BTreeMap<String, PackageVersions>>;

impl Registry {
    /// Reads packages, their versions, and what these need.
    ///
    /// # Errors
    /// `input_invalid` with the JSON Pointer of the name, version or range that is none.
    pub(crate) fn new(packages: &Packages) -> Result<Self> {
        let mut names: BTreeSet<Name> = BTreeSet::new();
        for (dialect, listed) in packages {
            for (package, versions) in listed {
                let at = push(&push("", dialect.as_str()), package);
                check_names(package, versions).map_err(|error| error.within(&at))?;
                let needed = versions.values().flat_map(BTreeMap::keys);
                names.extend(needed.chain([package]).map(|name| Name::new(*dialect, name)));
            }
        }
        let mut reader = Reader::new(&names);
        for (dialect, listed) in packages {
            for (package, versions) in listed {
                let at = push(&push("", dialect.as_str()), package);
                let read = reader.read(*dialect, versions);
                let read = read.map_err(|error| error.within(&at))?;
                if reader.listed.insert(Name::new(*dialect, package), read).is_some() {
                    let error = Error::invalid(at, format!("`{package}` is listed twice"));
                    return Err(error.help("two spellings of one name: list its versions once"));
                }
            }
        }
        let Reader { mut listed, ranges, .. } = reader;
        let known = names.into_iter().map(|name| Known { listed: listed.remove(&name), name });
        Ok(Self { known: known.collect(), ranges })
    }

    /// Returns how many packages there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Returns the number of a package.
    pub(super) fn number(&self, name: &Name) -> Option<u32> {
        let place = self.known.binary_search_by(|known| known.name.cmp(name)).ok()?;
        u32::try_from(place + 1).ok()
    }

    fn known(&self, package: u32) -> Option<&Known> {
        self.known.get((package as usize).checked_sub(1)?)
    }

    pub(super) fn name(&self, package: u32) -> Option<&Name> {
        self.known(package).map(|known| &known.name)
    }

    /// Returns the versions of a package that is listed.
    pub(super) fn listed(&self, package: u32) -> Option<&Listed> {
        self.known(package)?.listed.as_ref()
    }

    /// Returns a range by its number, with its text.
    pub(super) fn range(&self, number: u32) -> Option<(&str, &Range)> {
        self.ranges.get(number as usize).map(|one| (one.text.as_str(), &one.range))
    }

    /// Returns what each version of a listed package needs.
    pub(super) fn needs(&self, package: u32) -> &[Vec<Need>] {
        let Some(listed) = self.listed(package) else { return &[] };
        listed.needs.get_or_init(|| {
            let sets: HashMap<(u32, u32), Option<Set>> = listed
                .links
                .iter()
                .map(|(to, range)| ((*to, *range), self.set(*to, *range)))
                .collect();
            let need = |(package, range): &(u32, u32)| Need {
                package: *package,
                range: *range,
                set: sets.get(&(*package, *range)).cloned().flatten(),
            };
            listed.written.iter().map(|needs| needs.iter().map(need).collect()).collect()
        })
    }

    fn set(&self, package: u32, range: u32) -> Option<Set> {
        let listed = self.listed(package)?;
        self.range(range).map(|(_, range)| admitted(range, &listed.versions))
    }
}

/// Returns the numbers of the versions that a range admits.
pub(super) fn admitted(range: &Range, versions: &[Version]) -> Set {
    let mut set = Set::empty();
    let mut start = 0;
    let admits: Vec<bool> = versions.iter().map(|version| range.admits(version)).collect();
    for run in admits.chunk_by(|a, b| a == b) {
        let end = start + u32::try_from(run.len()).unwrap_or(u32::MAX);
        if run.first() == Some(&true) {
            set = set.union(&Set::between(start, end));
        }
        start = end;
    }
    set
}

fn check_names(package: &str, versions: &PackageVersions) -> Result<()> {
    check_id(package, "package")?;
    for (text, needs) in versions {
        for name in needs.keys() {
            check_id(name, "package").map_err(|error| error.at(push(&push("", text), name)))?;
        }
    }
    Ok(())
}

/// Reads versions and ranges, each text once.
struct Reader {
    numbers: BTreeMap<Name, u32>,
    listed: BTreeMap<Name, Listed>,
    ranges: Vec<Written>,
    known: BTreeMap<Dialect, HashMap<String, u32>>,
}

impl Reader {
    fn new(names: &BTreeSet<Name>) -> Self {
        let numbers = names.iter().cloned().zip(1..).collect();
        Self { numbers, listed: BTreeMap::new(), ranges: Vec::new(), known: BTreeMap::new() }
    }

    fn range(&mut self, dialect: Dialect, text: &str) -> Result<u32> {
        let known = self.known.entry(dialect).or_default();
        if let Some(number) = known.get(text) {
            return Ok(*number);
        }
        let number = u32::try_from(self.ranges.len()).unwrap_or(u32::MAX);
        self.ranges.push(Written { range: Range::parse(dialect, text)?, text: text.to_owned() });
        known.insert(text.to_owned(), number);
        Ok(number)
    }

    fn read(&mut self, dialect: Dialect, versions: &PackageVersions) -> Result<Listed> {
        let mut read: Vec<(Version, Vec<(u32, u32)>)> = Vec::with_capacity(versions.len());
        for (text, needs) in versions {
            let at = push("", text);
            let version = Version::parse(dialect, text).map_err(|error| error.at(&*at))?;
            let mut written = Vec::with_capacity(needs.len());
            for (name, range) in needs {
                let range =
                    self.range(dialect, range).map_err(|error| error.at(push(&at, name)))?;
                let package = self.numbers.get(&Name::new(dialect, name));
                written.push((package.copied().unwrap_or_default(), range));
            }
            read.push((version, written));
        }
        // Of texts for one version, the map has sorted them.
        read.sort_by(|(a, _), (b, _)| a.compare(b));
        let (versions, written): (Vec<Version>, Vec<Vec<(u32, u32)>>) = read.into_iter().unzip();
        let mut links: Vec<(u32, u32)> = written.iter().flatten().copied().collect();
        links.sort_unstable();
        links.dedup();
        Ok(Listed { versions, written, links, needs: OnceLock::new() })
    }
}
