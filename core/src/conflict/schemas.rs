//! Schemas of producers against those of consumers.
//!
//! Whatever the producer may write has to be valid for the consumer: that is the question whether a schema may change
//! from the producer's to the consumer's, asked of those who write ([`diff`](crate::diff), direction `backward`).
//! Artifacts with the same schema are asked together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::artifact::{Artifact, NamedSchema};
use super::facts::{ConflictFacts, SchemaBreak, SchemaMismatchFacts};
use super::found::Found;
use super::kind::ConflictKind;
use super::register::Register;
use super::suggestion::{SuggestedAction, Suggestion};
use super::types::UndecidedQuestion;
use crate::canonical;
use crate::diff::{
    Change, Class, DiffArtifactsInput, Direction, GraphqlOptions, Kind, OpenContent,
    OpenapiOptions, diff_artifacts,
};
use crate::document::Source;
use crate::error::Result;
use crate::time::Timestamp;

/// Most pairs of different schemas that are compared in one call.
const MOST_PAIRS: usize = 10_000;

/// Who has the same schema of one name, by its digest.
type Same<'a> = BTreeMap<String, Side<'a>>;

/// A schema, and who has it.
type Side<'a> = (&'a Value, Vec<usize>);

/// Both sides of one name.
#[derive(Default)]
struct Sides<'a> {
    producers: Same<'a>,
    consumers: Same<'a>,
}

/// Tenant, project and name of a schema.
type Name<'a> = (&'a str, &'a str, &'a str);

/// Finds the producers and consumers that do not fit, and lists what could not be compared.
///
/// # Errors
/// `input_invalid` when a schema has no canonical JSON, `limit_exceeded` when one is too large.
pub(super) fn find<'a>(
    register: &Register<'a>,
    found: &mut Vec<Found<'a>>,
    undecided: &mut Vec<UndecidedQuestion>,
) -> Result<()> {
    let mut names: BTreeMap<Name<'a>, Sides<'a>> = BTreeMap::new();
    for (index, artifact) in register.open() {
        let name = |one: &'a NamedSchema| (&*artifact.tenant, &*artifact.project, &*one.name);
        for one in &artifact.provides {
            add(&mut names.entry(name(one)).or_default().producers, one, index)?;
        }
        for one in &artifact.consumes {
            add(&mut names.entry(name(one)).or_default().consumers, one, index)?;
        }
    }
    let mut left = MOST_PAIRS;
    for (name, sides) in names {
        if sides.producers.is_empty() {
            undecided.push(question(name, "nobody provides what is consumed"));
        }
        for (digest, producer) in &sides.producers {
            for (_, consumer) in sides.consumers.iter().filter(|(other, _)| *other != digest) {
                let Some(members) = together(register, &producer.1, &consumer.1) else { continue };
                let Some(rest) = left.checked_sub(1) else {
                    undecided.push(question(name, "too many pairs of schemas to compare them all"));
                    return Ok(());
                };
                left = rest;
                let mismatch = compare(register, name, (producer, consumer), members, undecided)?;
                found.extend(mismatch);
            }
        }
    }
    Ok(())
}

fn add<'a>(same: &mut Same<'a>, one: &'a NamedSchema, index: usize) -> Result<()> {
    let digest = canonical::digest_hex(&one.schema)?;
    same.entry(digest).or_insert_with(|| (&one.schema, Vec::new())).1.push(index);
    Ok(())
}

fn question((tenant, project, subject): Name<'_>, message: &str) -> UndecidedQuestion {
    UndecidedQuestion {
        tenant: tenant.to_owned(),
        project: project.to_owned(),
        kind: ConflictKind::SchemaMismatch,
        subject: subject.to_owned(),
        scope: None,
        message: message.to_owned(),
    }
}

/// Returns everybody on both sides; none when all are versions of one artifact, which never meet.
fn together<'a>(
    register: &Register<'a>,
    producers: &[usize],
    consumers: &[usize],
) -> Option<Vec<&'a Artifact>> {
    let all: BTreeSet<usize> = producers.iter().chain(consumers).copied().collect();
    let keys: BTreeSet<usize> = all.iter().map(|index| register.key_number(*index)).collect();
    (keys.len() > 1).then(|| register.members(all))
}

/// Compares what a producer writes with what a consumer reads.
fn compare<'a>(
    register: &Register<'a>,
    name: Name<'_>,
    (producer, consumer): (&Side<'a>, &Side<'a>),
    members: Vec<&'a Artifact>,
    undecided: &mut Vec<UndecidedQuestion>,
) -> Result<Option<Found<'a>>> {
    let report = diff_artifacts(&question_of(producer.0, consumer.0)?)?;
    if report.incomplete {
        undecided.push(question(name, "the schemas are too large to compare them as a whole"));
    }
    let breaks = report.changes.iter().filter(|change| change.class == Class::Breaking);
    let breaks: Vec<SchemaBreak> = breaks.map(described).collect();
    let Some(first) = breaks.first() else { return Ok(None) };
    let (producers, consumers) = (ids(register, &producer.1), ids(register, &consumer.1));
    let (writes, reads, schema) = (shown(&producers), shown(&consumers), name.2.to_owned());
    let message =
        format!("what {writes} may write as `{schema}`, {reads} cannot read: {}", first.message);
    let suggestions = suggestions(&schema, &producers, &consumers);
    let facts = SchemaMismatchFacts { schema, producers, consumers, breaks };
    let facts = ConflictFacts::SchemaMismatch(facts);
    Ok(Some(Found { kind: ConflictKind::SchemaMismatch, members, facts, message, suggestions }))
}

/// Returns the question whether all that is valid under one schema is valid under another.
fn question_of(producer: &Value, consumer: &Value) -> Result<DiffArtifactsInput> {
    Ok(DiffArtifactsInput {
        before: Source::Value(producer.clone()),
        after: Source::Value(consumer.clone()),
        before_files: BTreeMap::new(),
        after_files: BTreeMap::new(),
        earlier: Vec::new(),
        kind: Some(Kind::JsonSchema),
        direction: Direction::Backward,
        open_content: OpenContent::Lenient,
        consumers: None,
        rules: None,
        environment: None,
        before_version: None,
        after_version: None,
        graphql: GraphqlOptions::default(),
        openapi: OpenapiOptions::default(),
        config: None,
        // Nothing in a comparison of plain schemas depends on the time.
        now: Timestamp::from_milliseconds(0)?,
    })
}

fn ids(register: &Register<'_>, indexes: &[usize]) -> Vec<String> {
    let members = register.members(indexes.iter().copied());
    let ids: BTreeSet<String> = members.iter().map(|one| one.id()).collect();
    ids.into_iter().collect()
}

fn shown(ids: &[String]) -> String {
    match ids {
        [one] => format!("`{one}`"),
        many => format!("{} artifacts", many.len()),
    }
}

/// Suggests to change either side, the one with fewer artifacts first.
fn suggestions(schema: &str, producers: &[String], consumers: &[String]) -> Vec<Suggestion> {
    let (writes, reads) = (shown(producers), shown(consumers));
    let widen = format!("let {reads} accept all that {writes} may write as `{schema}`");
    let narrow = format!("let {writes} write as `{schema}` only what {reads} can read");
    let one = |action: SuggestedAction, text: String, ids: &[String]| {
        let suggestion = Suggestion::new(action, text).from(schema);
        match ids {
            [id] => suggestion.of(id.clone()),
            _ => suggestion,
        }
    };
    let mut list = vec![
        (consumers.len(), one(SuggestedAction::WidenConsumer, widen, consumers)),
        (producers.len(), one(SuggestedAction::NarrowProducer, narrow, producers)),
    ];
    list.sort_by_key(|(artifacts, _)| *artifacts);
    list.into_iter().map(|(_, one)| one).collect()
}

fn described(change: &Change) -> SchemaBreak {
    let pointer = change.after_pointer.clone().or_else(|| change.before_pointer.clone());
    SchemaBreak {
        code: change.code.clone(),
        pointer: pointer.unwrap_or_default(),
        message: change.message.clone(),
        example: change.witness.as_ref().map(|witness| witness.value.clone()),
    }
}
