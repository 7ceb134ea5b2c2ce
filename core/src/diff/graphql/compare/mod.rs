//! What differs between two schemas, part by part.

mod directives;
mod fields;
mod inputs;
mod orphans;
mod schema;
mod types;
mod usages;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Lines;
use super::model::{Aspect, At, Element, Schema};
use super::path::{Path, Side};
use super::reach::{Uses, reachable};
use super::rename::{self, TypeNames};
use crate::diff::Class;
use crate::diff::GraphqlOptions;
use crate::diff::draft::{Draft, Part};
use crate::finding::Code;
use orphans::Orphans;

/// Two schemas, and what was found so far.
pub(super) struct Comparison<'a> {
    before: &'a Schema,
    after: &'a Schema,
    lines: (Option<Lines<'a>>, Option<Lines<'a>>),
    names: TypeNames<'a>,
    /// Directives that have another name now.
    directive_names: BTreeMap<&'a str, &'a str>,
    uses: Uses<'a>,
    reachable: Option<BTreeSet<&'a str>>,
    orphans: Orphans<'a>,
    options: &'a GraphqlOptions,
    /// Whether operations cannot reach the type that is being compared.
    unreachable: bool,
    changes: Vec<Draft>,
}

/// Returns what changed from `before` to `after`, whose texts give the lines.
pub(super) fn compare<'a>(
    (before, was): (&'a Schema, Option<&'a str>),
    (after, is): (&'a Schema, Option<&'a str>),
    options: &'a GraphqlOptions,
) -> Vec<Draft> {
    let (reached_before, reached_after) = (reachable(before), reachable(after));
    let uses = Uses::of([(before, reached_before.as_ref()), (after, reached_after.as_ref())]);
    let mut comparison = Comparison {
        before,
        after,
        lines: (was.map(Lines::of), is.map(Lines::of)),
        names: rename::types(before, after),
        directive_names: BTreeMap::new(),
        uses,
        reachable: reached_before,
        orphans: orphans::orphans(before, after),
        options,
        unreachable: false,
        changes: Vec::new(),
    };
    // Directives first: what uses a renamed one did not change.
    comparison.directives();
    comparison.schema();
    comparison.types();
    comparison.changes
}

/// A side of a change: where it stands in the text, and what it says.
struct Shown(Option<At>, String);

impl Comparison<'_> {
    fn part(&self, side: Side, path: &Path<'_>, shown: Shown) -> Part {
        let part = path.part(side, shown.1);
        let lines = if side == Side::Before { &self.lines.0 } else { &self.lines.1 };
        match (lines, shown.0) {
            (Some(lines), Some(at)) => part.on(lines.span(at)),
            _ => part,
        }
    }

    /// Returns a change that took something away.
    fn gone(
        &self,
        (code, class): (&'static Code, Class),
        path: &Path<'_>,
        shown: Shown,
        message: String,
    ) -> Draft {
        Draft::new(code, class, message).before(self.part(Side::Before, path, shown))
    }

    /// Returns a change that brought something.
    fn came(
        &self,
        (code, class): (&'static Code, Class),
        path: &Path<'_>,
        shown: Shown,
        message: String,
    ) -> Draft {
        Draft::new(code, class, message).after(self.part(Side::After, path, shown))
    }

    /// Returns a change of something that both have.
    fn changed(
        &self,
        (code, class): (&'static Code, Class),
        path: &Path<'_>,
        (was, is): (Shown, Shown),
        message: String,
    ) -> Draft {
        Draft::new(code, class, message)
            .before(self.part(Side::Before, path, was))
            .after(self.part(Side::After, path, is))
    }

    /// Tells whether one of the versions does not tell something.
    fn unknown(&self, aspect: Aspect) -> bool {
        self.before.unknown.contains(&aspect) || self.after.unknown.contains(&aspect)
    }

    fn push(&mut self, mut draft: Draft) {
        if self.unreachable && draft.class > Class::Additive {
            draft.class = lower(draft.class);
            draft = draft
                .because("no operation can reach the type that this is part of")
                .detail("unreachable", true);
        }
        self.changes.push(draft);
    }

    /// Compares what every part has.
    fn element(&mut self, path: &Path<'_>, was: &Element, is: &Element) {
        self.description(path, was.description.as_ref(), is.description.as_ref());
        self.deprecation(path, was, is);
        self.usages(path, &was.usages, &is.usages);
    }
}

/// Returns the class that asks one step less.
pub(super) fn lower(class: Class) -> Class {
    match class {
        Class::Breaking => Class::Behavioral,
        Class::Behavioral => Class::Additive,
        Class::Additive | Class::Cosmetic => class,
    }
}
