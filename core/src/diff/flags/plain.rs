//! Reads flags in this project's own plain notation, and what is near to it. `docs/guide/diff-flags.md`
//! describes it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{Bucket, Flag, Outcome, Prerequisite, Rollout, Rule, Serve, Setting, State};
use super::read;
use crate::diff::fields::{Fields, Members, Spot};

/// How a rollout may call what is hashed, the salt, and the weights.
const BY: &[&str] = &["by", "bucket_by", "bucketBy", "key", "stickiness", "attribute"];
const SALT: &[&str] = &["salt", "seed"];
const WEIGHTS: &[&str] = &["weights", "variants", "buckets", "percentage", "percent", "split"];

/// Reads a flag.
pub(super) fn read<'a>(flag: &mut Flag<'a>, fields: &mut Fields<'a>) {
    flag.declared = fields.take_if(&["type", "valueType", "value_type"], Value::is_string);
    let variants = fields.take_if(&["variants", "values"], |v| v.is_object() || v.is_array());
    if let Some(variants) = variants {
        flag.variants = read_variants(&variants);
        flag.closed = true;
    }
    let key = flag.key.clone();
    let environments = fields.take_if(&["environments", "envs"], Value::is_object);
    for (name, at) in environments.map(|spot| spot.members()).unwrap_or_default() {
        let mut inner = Fields::of(&at);
        let mut own = setting(&at, &mut inner, &key);
        let notes = inner.take_all(read::NOTES).into_iter();
        flag.notes.extend(notes.map(|(note, spot)| (format!("{name}: {note}"), spot)));
        own.rest = inner.rest();
        read_whole(&at, &mut own);
        flag.environments.insert(name, own);
    }
    flag.own = setting(&flag.at, fields, &key);
}

/// Reads an environment that is written as nothing but whether the flag is on: `prod: false`.
fn read_whole<'a>(at: &Spot<'a>, own: &mut Setting<'a>) {
    if let Value::Bool(on) = at.value {
        own.state = Some(State { at: at.clone(), on: *on });
    }
}

/// Reads variants: a map from names to values, or a list of names or of objects with a name.
fn read_variants<'a>(at: &Spot<'a>) -> Members<'a> {
    if at.value.is_object() {
        return at.members();
    }
    let named = |spot: Spot<'a>| {
        let inner = ["name", "key", "id"].iter().find_map(|name| spot.member(name)?.text());
        match inner {
            Some(name) => (name.to_owned(), spot.member("value").unwrap_or(spot)),
            None => {
                (read::variant_name(spot.value).unwrap_or_else(|| spot.value.to_string()), spot)
            }
        }
    };
    at.items().into_iter().map(named).collect()
}

fn setting<'a>(at: &Spot<'a>, fields: &mut Fields<'a>, key: &str) -> Setting<'a> {
    let mut setting = Setting::empty(at.clone());
    setting.state = read::state(fields, &["state", "enabled", "status", "on", "active"]);
    setting.default =
        read::named(fields, &["default", "default_variant", "defaultValue", "default_value"]);
    setting.off = read::named(fields, &["off", "off_variant", "offVariant"]);
    setting.rules = fields
        .take_if(&["rules", "targeting"], Value::is_array)
        .map(|list| list.items().into_iter().map(|at| rule(at, key)).collect());
    setting.otherwise = fields
        .take_if(&["rollout", "percentage"], |v| {
            v.is_object() || v.is_array() || v.is_number() || percent(v).is_some()
        })
        .map(|at| rollout(&at, key));
    setting.prerequisites = fields
        .take_if(&["prerequisites", "depends_on", "requires"], |v| !v.is_null())
        .map(|list| prerequisites(&list));
    setting
}

fn rule<'a>(at: Spot<'a>, key: &str) -> Rule<'a> {
    let of = |names: &[&str]| names.iter().find_map(|name| at.member(name));
    let condition = of(&["when", "if", "condition", "match", "clauses", "segment"]);
    let served = of(&["serve", "variant", "variation", "value", "then", "rollout"]);
    let serve = match &served {
        Some(spot) => match read::variant_name(spot.value) {
            Some(name) if !spot.value.is_number() => {
                Serve { at: spot.clone(), outcome: Outcome::Variant(name) }
            }
            _ => rollout(spot, key),
        },
        None => Serve { at: at.clone(), outcome: Outcome::Unknown(at.value.to_string()) },
    };
    let id = of(&["id", "name", "key"]).and_then(|spot| spot.text());
    let condition = condition.unwrap_or_else(|| at.clone());
    let segment = condition.pointer.ends_with("/segment");
    let logic = match condition.text().filter(|_| segment) {
        Some(name) => serde_json::json!({"$ref": name}),
        None => condition.value.clone(),
    };
    let used = [Some(&condition), served.as_ref()].map(|spot| spot.map(|s| s.pointer.clone()));
    let mut rest = at.members();
    rest.retain(|name, spot| {
        !["id", "name", "key"].contains(&name.as_str())
            && !used.iter().flatten().any(|pointer| *pointer == spot.pointer)
    });
    Rule { id: id.map(str::to_owned), logic, condition, serve, rest, at }
}

/// Reads a rollout: a percentage, weights by variant, or buckets in order.
fn rollout<'a>(at: &Spot<'a>, key: &str) -> Serve<'a> {
    let text =
        |names: &[&str]| names.iter().find_map(|name| read::variant_name(at.member(name)?.value));
    let by = text(BY);
    let salt = text(SALT);
    let inner = WEIGHTS.iter().find_map(|name| at.member(name));
    let weights = inner.as_ref().unwrap_or(at);
    let outcome = match buckets(weights.value) {
        Some(buckets) => Outcome::Rollout(Rollout {
            buckets,
            by: by.unwrap_or_else(|| "user".to_owned()),
            salt: salt.unwrap_or_else(|| key.to_owned()),
            whole: 100.0,
            extra: extra(at),
        }),
        None => Outcome::Unknown(at.value.to_string()),
    };
    Serve { at: at.clone(), outcome }
}

/// Returns what is not understood of a rollout, as canonical text.
fn extra(at: &Spot<'_>) -> String {
    let mut fields = Fields::of(at);
    if !WEIGHTS.iter().any(|name| at.member(name).is_some()) {
        return String::new();
    }
    fields.take_all(BY);
    fields.take_all(SALT);
    fields.take_all(WEIGHTS);
    let rest: BTreeMap<String, &Value> =
        fields.rest().into_iter().map(|(name, spot)| (name, spot.value)).collect();
    serde_json::to_string(&rest).unwrap_or_default()
}

/// Reads a share that is written as text, such as `50%`.
fn percent(value: &Value) -> Option<f64> {
    let text = value.as_str()?.trim().trim_end_matches('%').trim_end();
    text.parse().ok().filter(|share: &f64| share.is_finite())
}

fn buckets(weights: &Value) -> Option<Vec<Bucket>> {
    let number = |value: &Value| percent(value).or_else(|| value.as_f64());
    match weights {
        // So many per cent get what is new.
        Value::Number(_) | Value::String(_) => {
            let weight: f64 = number(weights)?;
            let rest = Bucket { variant: "off".to_owned(), weight: 100.0 - weight };
            Some(vec![Bucket { variant: "on".to_owned(), weight }, rest])
        }
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !BY.contains(&name.as_str()) && !SALT.contains(&name.as_str()))
            .map(|(name, value)| Some(Bucket { variant: name.clone(), weight: number(value)? }))
            .collect(),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                let name = ["variant", "variation", "name", "value"].iter();
                let variant = read::variant_name(name.clone().find_map(|name| item.get(name))?)?;
                let weight = ["weight", "percentage", "percent"];
                Some(Bucket { variant, weight: number(weight.iter().find_map(|n| item.get(n))?)? })
            })
            .collect(),
        _ => None,
    }
}

/// Reads prerequisites: names of flags, objects with a name and a variant, or a map between the two.
fn prerequisites<'a>(list: &Spot<'a>) -> BTreeMap<String, Prerequisite<'a>> {
    let of_map = |(key, at): (String, Spot<'a>)| {
        let variant = read::variant_name(at.value);
        (key, Prerequisite { at, variant })
    };
    if list.value.is_object() {
        return list.members().into_iter().map(of_map).collect();
    }
    let of_item = |at: Spot<'a>| {
        if let Some(key) = at.text() {
            return (key.to_owned(), Prerequisite { at, variant: None });
        }
        let text = |names: &[&str]| {
            names.iter().find_map(|name| read::variant_name(at.member(name)?.value))
        };
        let key = text(&["flag", "key", "name"]).unwrap_or_else(|| at.value.to_string());
        let variant = text(&["variant", "variation", "value"]);
        (key, Prerequisite { at, variant })
    };
    list.one_or_more().into_iter().map(of_item).collect()
}
