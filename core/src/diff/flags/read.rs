//! Reads a manifest; each flag in the notation it is written in.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::model::{Flag, Manifest, Named, Notation, Purpose, Segment, Setting, State};
use super::{flagd, launchdarkly, plain};
use crate::diff::fields::{Fields, Members, Spot};

/// Fields that say something about a flag and nothing about what it serves.
pub(super) const NOTES: &[&str] = &[
    "owner",
    "owners",
    "team",
    "maintainer",
    "_maintainer",
    "maintainerId",
    "description",
    "name",
    "title",
    "tags",
    "labels",
    "links",
    "ticket",
    "jira",
    "_links",
    "_site",
    "_id",
    "creationDate",
    "created",
    "created_at",
    "lastModified",
    "updated_at",
    "_version",
    "version",
    "debugEventsUntilDate",
    "_summary",
    "$comment",
    "comment",
    "$schema",
    "_access",
    "archivedDate",
    "selector",
    "flagSetId",
    "id",
    "trackEvents",
    "trackEventsFallthrough",
    "goalIds",
    "_debugEventsUntilDate",
    "_environmentName",
    "totalCount",
];

/// Reads a manifest.
pub(super) fn manifest(document: &Value) -> Manifest<'_> {
    let mut fields = Fields::of(&Spot::root(document));
    let mut manifest = Manifest::default();
    if let Some(flags) = fields.take(&["flags", "items", "features"]) {
        for (key, at) in by_key(&flags) {
            manifest.flags.insert(key.clone(), flag(key, &at));
        }
    }
    for name in ["$evaluators", "segments"] {
        if let Some(segments) = fields.take(&[name]) {
            for (key, at) in by_key(&segments) {
                manifest.segments.insert(key, segment(&at));
            }
        }
    }
    if let Some(metadata) = fields.take_if(&["metadata"], Value::is_object) {
        manifest.notes.extend(metadata.members());
    }
    manifest.notes.extend(fields.take_all(NOTES));
    manifest.rest = fields.rest();
    manifest
}

/// Returns the members of a map, or the items of a list by the name they have.
pub(super) fn by_key<'a>(spot: &Spot<'a>) -> Members<'a> {
    if spot.value.is_object() {
        return spot.members();
    }
    let named = |(index, item): (usize, Spot<'a>)| {
        let name = ["key", "name", "id", "flag"].iter().find_map(|name| item.member(name)?.text());
        (name.map_or_else(|| format!("#{index}"), str::to_owned), item)
    };
    spot.items().into_iter().enumerate().map(named).collect()
}

fn flag<'a>(key: String, at: &Spot<'a>) -> Flag<'a> {
    let mut fields = Fields::of(at);
    fields.take_if(&["key"], |value| value.as_str() == Some(key.as_str()));
    let mut flag = Flag {
        key,
        notation: notation(at),
        at: at.clone(),
        declared: None,
        variants: BTreeMap::new(),
        closed: false,
        aliases: BTreeMap::new(),
        purpose: Purpose::Other,
        archived: false,
        expires: None,
        own: Setting::empty(at.clone()),
        environments: BTreeMap::new(),
        notes: Members::new(),
        rest: Members::new(),
    };
    about(&mut flag, &mut fields);
    match flag.notation {
        Notation::LaunchDarkly => launchdarkly::read(&mut flag, &mut fields),
        Notation::Flagd => flagd::read(&mut flag, &mut fields),
        Notation::Plain => plain::read(&mut flag, &mut fields),
    }
    flag.purpose = purpose(&flag);
    flag.rest.extend(fields.rest());
    flag
}

/// Tells in which notation a flag is written.
fn notation(at: &Spot<'_>) -> Notation {
    let has = |name: &str| at.member(name).is_some();
    if has("variations") {
        Notation::LaunchDarkly
    } else if has("defaultVariant") || has("targeting") && !has("rules") {
        Notation::Flagd
    } else {
        Notation::Plain
    }
}

/// Reads what all notations share.
fn about<'a>(flag: &mut Flag<'a>, fields: &mut Fields<'a>) {
    let metadata = fields.take_if(&["metadata"], Value::is_object);
    told(flag, fields);
    if let Some(mut metadata) = metadata.map(|metadata| Fields::of(&metadata)) {
        told(flag, &mut metadata);
        // Metadata is for people and their tools: nothing in it decides what is served.
        flag.notes.extend(metadata.rest());
    }
}

fn told<'a>(flag: &mut Flag<'a>, fields: &mut Fields<'a>) {
    if let Some(aliases) = fields.take(&["aliases", "alias", "previous_keys"]) {
        let known = aliases.one_or_more();
        flag.aliases.extend(known.into_iter().filter_map(|s| Some((s.text()?.to_owned(), s))));
    }
    if let Some(archived) = fields.take_if(&["archived", "deprecated"], Value::is_boolean) {
        flag.archived |= archived.value == &Value::Bool(true);
        flag.notes.insert("archived".to_owned(), archived);
    }
    let expiry = ["expires", "expiry", "expires_at", "expiration", "sunset", "remove_by"];
    if let Some(expires) = fields.take_if(&expiry, Value::is_string) {
        flag.expires = Some(expires);
    }
    let kinds = ["kind", "category", "flagType", "flag_type", "purpose", "temporary", "permanent"];
    flag.notes.extend(fields.take_all(&kinds));
    flag.notes.extend(fields.take_all(NOTES));
}

/// Tells what a flag is for, from what it says and how it is called.
fn purpose(flag: &Flag<'_>) -> Purpose {
    let told = ["kind", "category", "flagType", "flag_type", "purpose", "tags", "labels"];
    let texts = told.iter().filter_map(|name| flag.notes.get(*name));
    let words = texts.flat_map(Spot::one_or_more).filter_map(|spot| spot.text());
    let folded: Vec<String> = words.chain([flag.key.as_str()]).map(fold).collect();
    let has = |cues: &[&str]| folded.iter().any(|word| cues.iter().any(|cue| word.contains(cue)));
    if has(&["killswitch", "circuitbreaker", "emergency"]) || folded.iter().any(|w| w == "kill") {
        Purpose::KillSwitch
    } else if has(&["permission", "entitlement", "authorization", "accesscontrol"]) {
        Purpose::Permission
    } else {
        Purpose::Other
    }
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn segment<'a>(at: &Spot<'a>) -> Segment<'a> {
    let mut fields = Fields::of(at);
    let lists = ["included", "excluded", "rules"];
    if lists.iter().any(|name| at.member(name).is_some()) {
        fields.take_if(&["key"], Value::is_string);
        let notes = fields.take_all(NOTES);
        return Segment { at: at.clone(), logic: launchdarkly::segment(at), notes };
    }
    if let Some(when) = fields.take(&["when", "condition", "if"]) {
        let notes = fields.take_all(NOTES);
        let rest: BTreeMap<String, &Value> =
            fields.rest().into_iter().map(|(key, spot)| (key, spot.value)).collect();
        let logic = if rest.is_empty() { when.value.clone() } else { json!([when.value, rest]) };
        return Segment { at: at.clone(), logic, notes };
    }
    Segment { at: at.clone(), logic: at.value.clone(), notes: Members::new() }
}

/// Reads whether a flag is on.
pub(super) fn state<'a>(fields: &mut Fields<'a>, names: &[&str]) -> Option<State<'a>> {
    let at = fields.take_if(names, |value| is_on(value).is_some())?;
    let on = is_on(at.value)?;
    Some(State { at, on })
}

pub(super) fn is_on(value: &Value) -> Option<bool> {
    let text = match value {
        Value::Bool(on) => return Some(*on),
        Value::String(text) => text.to_ascii_lowercase(),
        _ => return None,
    };
    match text.as_str() {
        "enabled" | "on" | "active" | "live" | "true" => Some(true),
        "disabled" | "off" | "inactive" | "false" | "draft" => Some(false),
        _ => None,
    }
}

/// Returns how a variant is named by a value.
pub(super) fn variant_name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Takes the name of a variant.
pub(super) fn named<'a>(fields: &mut Fields<'a>, names: &[&str]) -> Option<Named<'a>> {
    let at = fields.take_if(names, |value| value.is_null() || variant_name(value).is_some())?;
    let variant = variant_name(at.value)?;
    Some(Named { at, variant })
}
