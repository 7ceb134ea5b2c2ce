//! What changed between two descriptions. Each file knows one part, and `Comparison` gathers: a part that
//! several operations share is reported once, with the names of all of them.

mod components;
mod content;
mod direction;
mod document;
mod encoding;
mod flows;
mod forms;
mod headers;
mod life;
mod likelihood;
mod matching;
mod operations;
mod parameters;
mod reach;
mod responses;
mod security;
mod servers;
mod shadow;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use direction::Message;
use forms::{is_text, is_xml};
use operations::Calling;

use super::malformed::Shape;
use super::model::{Api, dangling};
use crate::diff::draft::{Draft, Part};
use crate::diff::fields::Spot;
use crate::diff::schema::{self, Dialect, Use};
use crate::diff::{Class, OpenapiOptions};
use crate::finding::Code;
use crate::finding::codes::diff::openapi as codes;
use crate::time::Timestamp;

/// When the versions are compared, and what is asked of dates.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) now: Timestamp,
    pub(super) options: OpenapiOptions,
}

/// What names a change: code, places and wording.
type Identity = (&'static str, Option<String>, Option<String>, String);

/// Operations that a change concerns.
#[derive(Default)]
struct Concerned {
    names: BTreeSet<String>,
    total: usize,
    /// The one that was met last: operations are compared one after the other.
    last: String,
}

impl Concerned {
    /// Notes an operation; beyond what is `left`, a few for each change.
    fn add(&mut self, operation: &str, left: &mut usize) {
        if self.last == operation || self.names.contains(operation) {
            return;
        }
        operation.clone_into(&mut self.last);
        self.total += 1;
        if *left > 0 || self.names.len() < schema::LEAST_NAMED {
            *left = left.saturating_sub(1);
            self.names.insert(operation.to_owned());
        }
    }
}

/// A comparison under way.
pub(super) struct Comparison<'x, 'a> {
    before: &'x Api<'a>,
    after: &'x Api<'a>,
    moment: Moment,
    schemas: schema::Comparison<'a>,
    drafts: BTreeMap<Identity, (Draft, Concerned)>,
    /// Names of operations that may still be noted.
    named: usize,
    /// Security schemes of the version after, by what they were called before.
    schemes: BTreeMap<String, String>,
    /// The operation that is compared.
    operation: String,
    /// Operations whose callbacks were compared, with who calls, and on behalf of which operation.
    called: BTreeSet<((String, String), bool, String)>,
    /// Those whose callbacks are to be compared.
    calling: VecDeque<Calling<'a>>,
    /// Whether a limit was met.
    incomplete: bool,
    /// Inside of callbacks and webhooks the owner calls and others answer.
    turned: bool,
}

/// Returns what changed, and whether a limit was met; `plain` are the versions as proofs read them.
pub(super) fn compare(
    [before, after]: [&Api<'_>; 2],
    dialects: [Dialect; 2],
    moment: Moment,
    [old, new]: &[Cow<'_, Value>; 2],
) -> (Vec<Draft>, bool) {
    let documents = [before.root.value, after.root.value];
    let mut comparison = Comparison {
        before,
        after,
        moment,
        schemas: schema::Comparison::new(documents, dialects),
        drafts: BTreeMap::new(),
        named: schema::MOST_NAMED,
        schemes: BTreeMap::new(),
        operation: String::new(),
        called: BTreeSet::new(),
        calling: VecDeque::new(),
        incomplete: false,
        turned: false,
    };
    comparison.document();
    comparison.security_schemes();
    comparison.operations();
    comparison.webhooks();
    comparison.noted_callbacks();
    comparison.components();
    comparison.finish(schema::Proofs::new(old, new, dialects))
}

impl<'a> Comparison<'_, 'a> {
    fn finish(self, proofs: schema::Proofs<'_>) -> (Vec<Draft>, bool) {
        let schemas = self.schemas.finish(proofs);
        let root = self.before.root.value;
        let mut drafts = components::renamed([self.before, self.after], &schemas.renamed);
        drafts.extend(schemas.drafts.into_iter().map(|draft| likelihood::weighed(draft, root)));
        drafts.extend(self.drafts.into_values().map(|(draft, operations)| {
            if operations.total == 0 {
                return draft;
            }
            draft.concerns(operations.names.into_iter().collect(), operations.total)
        }));
        (drafts, schemas.incomplete || self.incomplete)
    }

    /// Adds a change; one that was met before gets the operation at hand among those it concerns.
    fn report(&mut self, draft: Draft) {
        let pointer = |part: &Option<Part>| part.as_ref().map(|part| part.pointer.clone());
        let identity =
            (draft.code.id, pointer(&draft.before), pointer(&draft.after), draft.message.clone());
        let (known, operations) =
            self.drafts.entry(identity).or_insert_with(|| (draft.clone(), Concerned::default()));
        // What clients send and the owner sends, too, is judged by the worse of both.
        if known.class < draft.class {
            *known = draft;
        }
        if !self.operation.is_empty() {
            operations.add(&self.operation, &mut self.named);
        }
    }

    /// Compares the schemas at two places, whose values may be text on their way.
    fn schema(&mut self, before: &Spot<'a>, after: &Spot<'a>, of: Message, as_text: bool) {
        let used = Use { polarity: self.writer(of), as_text, as_xml: false };
        self.used_schema([before, after], used);
    }

    /// Compares the schemas at two places, whose values are of a media type.
    fn schema_of(&mut self, name: &str, before: &Spot<'a>, after: &Spot<'a>, of: Message) {
        let polarity = self.writer(of);
        let used = Use { polarity, as_text: is_text(name), as_xml: is_xml(name) };
        self.used_schema([before, after], used);
    }

    fn used_schema(&mut self, sides: [&Spot<'a>; 2], used: Use) {
        // What is no schema on either side is told around it.
        if sides.iter().any(|side| Shape::Schema.fits(side.value)) {
            let places = sides.map(|side| side.pointer.as_str());
            self.schemas.add(places, used, &self.operation);
        }
    }

    /// Tells whether two things have to be compared no further: one leads nowhere in its document.
    fn leads_nowhere(&mut self, was: &Spot<'a>, is: &Spot<'a>) -> bool {
        let (old, new) = (dangling(was), dangling(is));
        if old.is_none() && new.is_none() {
            return false;
        }
        if old != new {
            let message = "a reference leads to something that was not supplied";
            let draft =
                both(codes::REFERENCE_CHANGED, Class::Breaking, message, Some(was), Some(is));
            self.report(draft.sure(0.5));
        }
        true
    }
}

/// Returns a change with both sides, as far as they are there.
fn both(
    code: &'static Code,
    class: Class,
    message: impl Into<String>,
    before: Option<&Spot<'_>>,
    after: Option<&Spot<'_>>,
) -> Draft {
    let mut draft = Draft::new(code, class, message);
    draft.before = before.map(short);
    draft.after = after.map(short);
    draft
}

/// Returns a side of a change; values that are long are left out.
fn short(spot: &Spot<'_>) -> Part {
    if spot.value.is_object() { named(spot) } else { spot.part() }
}

/// Returns the place of something large.
fn named(spot: &Spot<'_>) -> Part {
    Part::place(spot.pointer.as_str())
}

/// What stands where a part is missing.
static NOTHING: Value = Value::Null;

/// Returns a part of something; nothing, at the place around it, where it is missing.
fn part<'a>(of: &Spot<'a>, key: &str) -> Spot<'a> {
    let nothing = || Spot { pointer: of.pointer.clone(), value: &NOTHING };
    of.member(key).unwrap_or_else(nothing)
}

/// Tells whether a member is there and true; templates of YAML write it with quotes.
fn is_true(spot: &Spot<'_>, key: &str) -> bool {
    spot.value.get(key).is_some_and(|value| *value == true || *value == "true")
}
