//! Which files of a tree are one schema.
//!
//! A file needs what it extends or names and does not define. Who defines that is the nearest file that does: the one
//! with which it has most folders in common. Where two are equally near, nobody knows which is meant. Parts of one
//! schema define nothing twice: files that do are different schemas, whatever they need.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};
use petgraph::unionfind::UnionFind;

use crate::diff::graphql::Names;

/// A file with definitions.
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) names: Names,
    /// The rule that makes one schema of all files it means.
    pub(super) together: Option<usize>,
}

/// A file needs another one; `depth` folders are around both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Need {
    depth: Reverse<usize>,
    from: usize,
    to: usize,
}

/// Returns the files that are one schema together, wherever there are several, by their places.
pub(super) fn groups(members: &[Member<'_>]) -> Vec<Vec<usize>> {
    let mut sets = Sets::of(members);
    let mut stated: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, member) in members.iter().enumerate() {
        if let Some(rule) = member.together {
            let first = *stated.entry(rule).or_insert(index);
            sets.join(first, index);
        }
    }
    let mut needs = needs(members);
    needs.sort_unstable();
    for need in needs {
        sets.join_apart(need.from, need.to);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..members.len() {
        groups.entry(sets.found.find_mut(index)).or_default().push(index);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Lists who needs whom.
fn needs(members: &[Member<'_>]) -> Vec<Need> {
    // Under each folder, how many files define a name, and one of them.
    let mut definers: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
    let free = || members.iter().enumerate().filter(|(_, member)| member.together.is_none());
    for (index, member) in free() {
        for name in &member.names.defined {
            for folder in folders(member.name) {
                let (count, first) = definers.entry((name, folder)).or_insert((0, index));
                (*count, *first) = (*count + 1, (*first).min(index));
            }
        }
    }
    let mut needs = Vec::new();
    for (from, member) in free() {
        let mut add = |name: &str, extends: bool| {
            let near = folders(member.name)
                .find_map(|folder| Some((folder, *definers.get(&(name, folder))?)));
            let Some((folder, (1, to))) = near else { return };
            // Every part of a federation extends what others define, and is a schema of its own.
            let apart = |other: &Member<'_>| {
                (member.names.is_federated || other.names.is_federated)
                    && parent(other.name) != parent(member.name)
            };
            if extends && members.get(to).is_some_and(apart) {
                return;
            }
            needs.push(Need { depth: Reverse(folder.matches('/').count()), from, to });
        };
        member.names.extended.iter().for_each(|name| add(name, true));
        member.names.used.iter().for_each(|name| add(name, false));
    }
    needs
}

/// Lists the folders around a file, innermost first, each with a `/` at its end; the last one is empty.
fn folders(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.rmatch_indices('/').filter_map(|(at, _)| name.get(..=at));
    ends.chain(std::iter::once(""))
}

fn parent(name: &str) -> &str {
    folders(name).next().unwrap_or_default()
}

/// Files that belong together so far.
struct Sets<'m> {
    found: UnionFind<usize>,
    /// What the files of a set define, at the place of the one that stands for it.
    defined: Vec<BTreeSet<&'m str>>,
}

impl<'m> Sets<'m> {
    fn of(members: &'m [Member<'_>]) -> Self {
        let defined = members.iter().map(|one| one.names.defined.iter().map(String::as_str));
        Self {
            found: UnionFind::new(members.len()),
            defined: defined.map(Iterator::collect).collect(),
        }
    }

    /// Joins the sets of two files, unless both define something.
    fn join_apart(&mut self, one: usize, other: usize) {
        let defined = |file: usize| self.defined.get(self.found.find(file));
        let (Some(a), Some(b)) = (defined(one), defined(other)) else { return };
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        if !few.iter().any(|name| many.contains(name)) {
            self.join(one, other);
        }
    }

    /// Joins the sets of two files.
    fn join(&mut self, one: usize, other: usize) {
        let places = [one, other].map(|file| self.found.find_mut(file));
        if !self.found.union(one, other) {
            return;
        }
        let [one, other] =
            places.map(|place| self.defined.get_mut(place).map(std::mem::take).unwrap_or_default());
        let (few, mut many) = if one.len() < other.len() { (one, other) } else { (other, one) };
        many.extend(few);
        if let Some(defined) = self.defined.get_mut(self.found.find(places[0])) {
            *defined = many;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::graphql::names;
    use crate::document::Limits;

    fn grouped(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let member = |(name, text): &(&'static str, &str)| Member {
            name,
            names: names(text, &Limits::default()),
            together: None,
        };
        let files: Vec<(&'static str, &str)> = files
            .iter()
            .map(|(name, text)| (&*Box::leak(name.to_string().into_boxed_str()), *text))
            .collect();
        let members: Vec<Member<'_>> = files.iter().map(member).collect();
        let named = |group: Vec<usize>| group.iter().map(|at| files[*at].0.to_owned()).collect();
        groups(&members).into_iter().map(named).collect()
    }

    #[test]
    fn folders_are_listed_from_inside() {
        assert_eq!(folders("a/b/c.graphql").collect::<Vec<_>>(), ["a/b/", "a/", ""]);
        assert_eq!(folders("c.graphql").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn what_is_needed_joins() {
        let query = ("s/query.graphql", "type Query { user: User }");
        let user = ("s/user.graphql", "type User { id: ID } extend type Query { me: User }");
        let alone = ("s/other.graphql", "type Lonely { id: ID }");
        assert_eq!(grouped(&[query, user, alone]), [["s/query.graphql", "s/user.graphql"]]);
    }

    #[test]
    fn what_is_defined_twice_keeps_apart() {
        let one = ("a/schema.graphql", "type Query { at: Date } scalar Date");
        let other = ("b/schema.graphql", "type Query { at: Date }");
        assert!(grouped(&[one, other]).is_empty());
    }

    #[test]
    fn the_nearest_file_is_meant() {
        let near = ("a/types.graphql", "scalar Date");
        let far = ("b/types.graphql", "scalar Date");
        let query = ("a/x/query.graphql", "type Query { at: Date }");
        assert_eq!(grouped(&[near, far, query]), [["a/types.graphql", "a/x/query.graphql"]]);
        let twin = ("a/more.graphql", "scalar Date");
        assert!(grouped(&[near, twin, query]).is_empty());
    }

    #[test]
    fn parts_of_a_federation_stay_apart() {
        let users = ("users/schema.graphql", "type User @key(fields: \"id\") { id: ID }");
        let posts = (
            "posts/schema.graphql",
            "extend type User @key(fields: \"id\") { posts: [Post] } type Post { id: ID }",
        );
        assert!(grouped(&[users, posts]).is_empty());
        let beside = ("users/more.graphql", "extend type User { name: String }");
        assert_eq!(grouped(&[users, beside]), [["users/schema.graphql", "users/more.graphql"]]);
    }
}
