//! Files of a tree that others refer to: what changed in a part, changed in whatever is made of it.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Claim;
use super::file::is_same;
use super::{DiffTreesInput, Tree};
use crate::diff::files::{self, Supplied, text_leads_elsewhere};
use crate::diff::{Versions, openapi};
use crate::document::{Limits, Source};
use crate::error::Result;
use crate::parallel;

/// What is known of the files of two trees as parts of each other.
pub(super) struct Parts<'a> {
    supplied: [Supplied<'a>; 2],
    /// Files that are not the same in both trees.
    changed: BTreeSet<&'a str>,
    /// Files that descriptions of interfaces are made of, before and after: they mean nothing alone.
    described: [BTreeSet<String>; 2],
}

impl<'a> Parts<'a> {
    /// Finds out which files are parts of descriptions.
    pub(super) fn of(input: &'a DiffTreesInput, asked: impl Fn(&str) -> bool + Sync) -> Self {
        let supplied = [&input.before, &input.after].map(Supplied::new);
        let differs = |name: &&str| match (input.before.get(*name), input.after.get(*name)) {
            (Some(before), Some(after)) => !is_same(before, after),
            _ => true,
        };
        let names: BTreeSet<&str> =
            input.before.keys().chain(input.after.keys()).map(String::as_str).collect();
        let changed = names.into_iter().filter(differs).collect();
        let [was, is] = &supplied;
        let described =
            [described(&input.before, was, &asked), described(&input.after, is, &asked)];
        Self { supplied, changed, described }
    }

    /// Tells whether a file is nothing but a part of descriptions, in the trees that have it.
    pub(super) fn is_described(&self, before: Option<&str>, after: Option<&str>) -> bool {
        let [was, is] = &self.described;
        let part = |side: &BTreeSet<String>, name: Option<&str>| {
            name.is_none_or(|name| side.contains(name))
        };
        (before.is_some() || after.is_some()) && part(was, before) && part(is, after)
    }

    /// Tells whether a file that is the same in both trees may be made of files that are not.
    pub(super) fn may_differ(&self, source: &Source) -> bool {
        !self.changed.is_empty() && leads_elsewhere(source)
    }

    /// Makes the files that two versions refer to part of them; none stay none.
    pub(super) fn joined(
        &self,
        versions: Option<Versions>,
        names: [&str; 2],
    ) -> Result<Option<Versions>> {
        let Some(mut versions) = versions else { return Ok(None) };
        versions.join(names, self.supplied.each_ref(), &Limits::default())?;
        Ok(Some(versions))
    }

    /// Tells whether any file that the versions of a file are made of is not the same in both trees, or one of
    /// them cannot be read.
    pub(super) fn differ(&self, told: &Result<Option<Versions>>) -> bool {
        match told {
            Ok(versions) => {
                let joined = versions.iter().flat_map(|versions| &versions.joined);
                let mut files = joined.flat_map(|joined| &joined.files);
                files.any(|file| self.changed.contains(file.as_str()))
            }
            Err(error) => {
                let of = |side: &str| error.path().starts_with(side);
                of("/before_files") || of("/after_files")
            }
        }
    }
}

impl Tree<'_> {
    /// Tells whether a file is compared with what is made of it, and not alone.
    pub(super) fn is_part(&self, before: Option<&str>, after: Option<&str>, claim: Claim) -> bool {
        !claim.is_stated() && self.parts.is_described(before, after)
    }
}

fn leads_elsewhere(source: &Source) -> bool {
    match source {
        Source::Value(_) => true,
        other => other.as_text().is_some_and(text_leads_elsewhere),
    }
}

/// Returns the files that the descriptions of one tree are made of. What cannot be read is reported where it is
/// compared.
fn described(
    files: &BTreeMap<String, Source>,
    supplied: &Supplied<'_>,
    asked: impl Fn(&str) -> bool + Sync,
) -> BTreeSet<String> {
    let may_be = |source: &Source| match source.as_text() {
        Some(text) => text.contains("openapi") || text.contains("swagger"),
        None => true,
    };
    let roots = files
        .iter()
        .filter(|(name, source)| leads_elsewhere(source) && may_be(source) && asked(name));
    let parts = parallel::map(roots.collect(), |(name, source)| {
        let limits = Limits::default();
        let mut document = source.load(name, &limits).ok()?;
        if !openapi::is_description(&document.value) {
            return None;
        }
        Some(files::join(&mut document, name, supplied, &limits).ok()?.files)
    });
    parts.into_iter().flatten().flatten().collect()
}
