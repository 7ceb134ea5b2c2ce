//! GraphQL schemas of several files: `group` tells from what files define and need which of them are one schema,
//! `matched` which one that is in the other tree. It is compared as a whole, under the name of one of its files.

mod group;
mod matched;

use std::collections::{BTreeMap, BTreeSet};

use super::DiffTreesInput;
use super::claim::{Claim, Said};
use super::file::{Sides, is_same};
use crate::diff::{Kind, Versions, graphql};
use crate::document::{Limits, Source};
use crate::error::Result;
use crate::parallel;

use group::Member;
use matched::{Group, Named};

/// The schemas of two trees that have several files.
pub(super) struct Wholes<'a> {
    sides: [Named<'a>; 2],
    /// The files that are compared under the name of another one.
    parts: [BTreeSet<&'a str>; 2],
}

impl<'a> Wholes<'a> {
    /// Finds the schemas of several files.
    pub(super) fn of(input: &'a DiffTreesInput, said: impl Fn(&str) -> Said + Sync) -> Self {
        let read = |files: &'a BTreeMap<String, Source>| {
            let may_be = |(name, source): &(&'a String, &'a Source)| {
                source.as_text().is_some_and(|text| graphql::is_more(source.path_or(name), text))
            };
            let all: Vec<_> = files.iter().filter(may_be).collect();
            let members = parallel::map(all, |(name, source)| member(name, source, &said));
            members.into_iter().flatten().collect::<Vec<_>>()
        };
        let members = [read(&input.before), read(&input.after)];
        let names = members.each_ref().map(|side| side.iter().map(|one| one.name).collect());
        let groups = members.each_ref().map(|side| groups(side));
        let sides = matched::named(groups, names.each_ref(), &input.renames);
        let parts = sides.each_ref().map(|side| {
            let others = side.iter().flat_map(|(first, group)| {
                group.files.iter().copied().filter(move |file| file != first)
            });
            others.collect()
        });
        Self { sides, parts }
    }

    /// Tells whether a file is compared under the name of another one.
    pub(super) fn is_part(&self, name: &str, is_new: bool) -> bool {
        self.parts.get(usize::from(is_new)).is_some_and(|parts| parts.contains(name))
    }

    /// Returns how many files are compared under the name of another one.
    pub(super) fn parts(&self) -> usize {
        let [before, after] = &self.parts;
        before.union(after).count()
    }

    /// Tells whether schemas of several files are the same in both trees, file by file.
    pub(super) fn are_same(&self, input: &DiffTreesInput, before: &str, after: &str) -> bool {
        let (old, new) = (self.files(before, 0), self.files(after, 1));
        let equal = |(old, new): (&&str, &&str)| {
            let texts = input.before.get(*old).zip(input.after.get(*new));
            old == new && texts.is_some_and(|(old, new)| is_same(old, new))
        };
        old.len() == new.len() && old.iter().zip(new).all(equal)
    }

    /// Makes one schema of the files of each side.
    ///
    /// # Errors
    /// When a file cannot be read, or all together are too long.
    pub(super) fn join(
        &self,
        input: &DiffTreesInput,
        sides: Sides<'_>,
        versions: &mut Versions,
    ) -> Result<()> {
        if versions.kind != Kind::Graphql {
            return Ok(());
        }
        let Versions { before, after, .. } = versions;
        let named = [(sides.before, &input.before, before), (sides.after, &input.after, after)];
        for (side, (named, files, document)) in named.into_iter().enumerate() {
            let Some((name, _)) = named else { continue };
            let others = self.files(name, side).iter().filter(|file| **file != name);
            let others = others.filter_map(|file| Some((*file, files.get(*file)?)));
            graphql::join(document, others, &Limits::default())?;
        }
        Ok(())
    }

    /// Lists the other files of a schema, in either tree.
    pub(super) fn others(&self, before: Option<&str>, after: Option<&str>) -> Vec<String> {
        let of = |(side, name): (usize, Option<&str>)| {
            let files = name.map(|name| self.files(name, side)).unwrap_or_default();
            files.iter().filter(move |file| Some(**file) != name).copied().collect::<Vec<_>>()
        };
        let all: BTreeSet<&str> = [before, after].into_iter().enumerate().flat_map(of).collect();
        all.into_iter().map(str::to_owned).collect()
    }

    fn files(&self, name: &str, side: usize) -> &[&'a str] {
        let group = self.sides.get(side).and_then(|side| side.get(name));
        group.map(|group| group.files.as_slice()).unwrap_or_default()
    }
}

/// Reads what a file defines and needs, if it may be a schema.
fn member<'a>(
    name: &'a str,
    source: &'a Source,
    said: &impl Fn(&str) -> Said,
) -> Option<Member<'a>> {
    let Said { claim, together } = said(name);
    if !matches!(claim, Claim::Ask | Claim::Artifact | Claim::Kind(Kind::Graphql)) {
        return None;
    }
    let names = graphql::names(source.as_text()?, &Limits::default());
    Some(Member { name, names, together })
}

fn groups<'a>(members: &[Member<'a>]) -> Vec<Group<'a>> {
    let group = |places: Vec<usize>| {
        let files = || places.iter().filter_map(|at| members.get(*at));
        let root = files().find(|one| one.names.defined.contains("Query"));
        let mut names: Vec<&'a str> = files().map(|one| one.name).collect();
        names.sort_unstable();
        Group { files: names, root: root.map(|one| one.name) }
    };
    group::groups(members).into_iter().map(group).collect()
}
