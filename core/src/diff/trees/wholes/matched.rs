//! Which schema of several files is which one of the other tree, and which of its files it is called by.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Files of one tree that are one schema, sorted by name.
pub(super) struct Group<'a> {
    pub(super) files: Vec<&'a str>,
    /// The one that defines what operations start from.
    pub(super) root: Option<&'a str>,
}

/// The groups of a tree under the file that each is called by.
pub(super) type Named<'a> = BTreeMap<&'a str, Group<'a>>;

/// Calls the groups of two trees by files that both have, where there are some. `renames` tells what files before are
/// called after.
pub(super) fn named<'a>(
    groups: [Vec<Group<'a>>; 2],
    names: [&BTreeSet<&'a str>; 2],
    renames: &'a BTreeMap<String, String>,
) -> [Named<'a>; 2] {
    let [old, new] = groups.map(|groups| groups.into_iter().map(Some).collect::<Vec<_>>());
    let (was, is) = (Places::of(&old), Places::of(&new));
    let mut common: BTreeMap<(Place<'a>, Place<'a>), Vec<SameFile<'a>>> = BTreeMap::new();
    for before in names[0] {
        let after = renames.get(*before).map_or(*before, String::as_str);
        let Some(after) = names[1].get(after).copied() else { continue };
        let places = (was.place(before), is.place(after));
        if !matches!(places, (Place::Alone(_), Place::Alone(_))) {
            common.entry(places).or_default().push((before, after));
        }
    }
    drop((was, is));
    let common = common.into_iter().map(|((before, after), files)| Common { before, after, files });
    let mut common: Vec<_> = common.collect();
    common.sort_by_key(|one| (Reverse(one.files.len()), one.before, one.after));
    Naming { sides: [old, new], named: Default::default(), taken: BTreeSet::new() }.all(common)
}

/// What a file is called before and after.
type SameFile<'a> = (&'a str, &'a str);

/// The files that are at one place before and at another one after.
struct Common<'a> {
    before: Place<'a>,
    after: Place<'a>,
    files: Vec<SameFile<'a>>,
}

/// Where a file belongs: to a group, or to none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place<'a> {
    Group(usize),
    Alone(&'a str),
}

/// The group of each file that has one.
struct Places<'a>(BTreeMap<&'a str, usize>);

impl<'a> Places<'a> {
    fn of(groups: &[Option<Group<'a>>]) -> Self {
        let files = groups.iter().flatten().enumerate();
        Self(
            files.flat_map(|(at, group)| group.files.iter().map(move |file| (*file, at))).collect(),
        )
    }

    fn place(&self, file: &'a str) -> Place<'a> {
        self.0.get(file).map_or(Place::Alone(file), |group| Place::Group(*group))
    }
}

struct Naming<'a> {
    /// The groups that have no name yet.
    sides: [Vec<Option<Group<'a>>>; 2],
    named: [Named<'a>; 2],
    /// Files that are one side of a pair already.
    taken: BTreeSet<(bool, &'a str)>,
}

impl<'a> Naming<'a> {
    /// Names the groups that have most files in common first, and then those that have none.
    fn all(mut self, common: Vec<Common<'a>>) -> [Named<'a>; 2] {
        for Common { before, after, files } in common {
            if self.is_free(0, before) && self.is_free(1, after) {
                self.pair(before, after, &files);
            }
        }
        let [old, new] = self.sides;
        for (rest, named) in [old, new].into_iter().zip(&mut self.named) {
            for group in rest.into_iter().flatten() {
                let first = group.root.or(group.files.first().copied()).unwrap_or_default();
                named.insert(first, group);
            }
        }
        self.named
    }

    fn is_free(&self, side: usize, place: Place<'a>) -> bool {
        match place {
            Place::Group(at) => {
                self.sides.get(side).and_then(|groups| groups.get(at)).is_some_and(Option::is_some)
            }
            Place::Alone(name) => !self.taken.contains(&(side == 1, name)),
        }
    }

    fn pair(&mut self, before: Place<'a>, after: Place<'a>, files: &[SameFile<'a>]) {
        let [was, is] = [(0, before), (1, after)].map(|(side, place)| match place {
            Place::Group(at) => {
                self.sides.get_mut(side).and_then(|groups| groups.get_mut(at)?.take())
            }
            Place::Alone(name) => {
                self.taken.insert((side == 1, name));
                None
            }
        });
        let is_root = |group: &Option<Group<'a>>, file: &'a str| {
            group.as_ref().is_some_and(|group| group.root == Some(file))
        };
        let by_root = |(old, new): &&SameFile<'a>| {
            (is_root(&was, old) && is_root(&is, new), is_root(&is, new), is_root(&was, old))
        };
        // The first of those that are equal: the last one that `max_by_key` sees.
        let Some((old, new)) = files.iter().rev().max_by_key(by_root) else { return };
        for (side, (name, group)) in [(old, was), (new, is)].into_iter().enumerate() {
            if let (Some(group), Some(named)) = (group, self.named.get_mut(side)) {
                named.insert(name, group);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(files: &[&'static str], root: Option<&'static str>) -> Group<'static> {
        Group { files: files.to_vec(), root }
    }

    fn names(
        groups: [Vec<Group<'static>>; 2],
        files: [&[&'static str]; 2],
        renames: &'static BTreeMap<String, String>,
    ) -> [Vec<&'static str>; 2] {
        let files = files.map(|files| files.iter().copied().collect::<BTreeSet<_>>());
        named(groups, files.each_ref(), renames).map(|named| named.into_keys().collect())
    }

    static NONE: BTreeMap<String, String> = BTreeMap::new();

    #[test]
    fn a_group_is_called_by_a_file_that_both_have() {
        let groups =
            || [vec![group(&["a", "q"], Some("q"))], vec![group(&["a", "b", "r"], Some("r"))]];
        assert_eq!(names(groups(), [&["a", "q"], &["a", "b", "r"]], &NONE), [["a"], ["a"]]);
        let both = || [vec![group(&["a", "q"], Some("q"))], vec![group(&["a", "q"], Some("q"))]];
        assert_eq!(names(both(), [&["a", "q"], &["a", "q"]], &NONE), [["q"], ["q"]]);
    }

    #[test]
    fn one_file_that_was_split_keeps_its_name() {
        let split = [Vec::new(), vec![group(&["a", "b", "q"], Some("q"))]];
        assert_eq!(names(split, [&["a"], &["a", "b", "q"]], &NONE), [vec![], vec!["a"]]);
    }

    #[test]
    fn what_has_most_in_common_is_one() {
        let groups = [
            vec![group(&["a", "b", "c", "q"], None)],
            vec![group(&["a", "x"], None), group(&["b", "c"], None)],
        ];
        let files: [&[&str]; 2] = [&["a", "b", "c", "q"], &["a", "b", "c", "x"]];
        assert_eq!(names(groups, files, &NONE), [vec!["b"], vec!["a", "b"]]);
    }

    #[test]
    fn renamed_files_are_the_same() {
        let renames: &'static _ =
            Box::leak(Box::new(BTreeMap::from([("old".to_owned(), "new".to_owned())])));
        let groups = [vec![group(&["b", "old"], None)], vec![group(&["new", "z"], None)]];
        assert_eq!(names(groups, [&["b", "old"], &["new", "z"]], renames), [["old"], ["new"]]);
    }
}
