//! Reads flags as flagd writes them: targeting is `JsonLogic`.

use serde_json::Value;

use super::model::{Bucket, Flag, Outcome, Rollout, Rule, Serve};
use super::read;
use crate::diff::fields::{Fields, Members, Spot};

/// Reads a flag.
pub(super) fn read<'a>(flag: &mut Flag<'a>, fields: &mut Fields<'a>) {
    flag.own.state = read::state(fields, &["state"]);
    if let Some(variants) = fields.take_if(&["variants"], Value::is_object) {
        flag.variants = variants.members();
        flag.closed = true;
    }
    flag.own.default = read::named(fields, &["defaultVariant"]);
    flag.declared = fields.take_if(&["type", "valueType"], Value::is_string);
    if let Some(targeting) = fields.take_if(&["targeting"], |value| !value.is_null()) {
        let empty = targeting.value.as_object().is_some_and(serde_json::Map::is_empty);
        if !empty {
            let key = flag.key.clone();
            let mut rules = Vec::new();
            flag.own.otherwise = branch(&targeting, &key, &mut rules);
            flag.own.rules = Some(rules);
        }
    }
}

/// Adds the rules of a chain of `if`s, and returns what is served where none holds.
fn branch<'a>(at: &Spot<'a>, key: &str, rules: &mut Vec<Rule<'a>>) -> Option<Serve<'a>> {
    let mut at = at.clone();
    // A loop rather than recursion: a chain may be written as `else`s inside of `else`s.
    loop {
        let Some(chain) = at.member("if").filter(|chain| chain.value.is_array()) else {
            return match serve(&at, key) {
                Serve { outcome: Outcome::Default, .. } => None,
                other => Some(other),
            };
        };
        let mut items = chain.items().into_iter();
        let last = loop {
            match (items.next(), items.next()) {
                (Some(condition), Some(then)) => rules.push(rule(condition, &then, key)),
                (last, _) => break last,
            }
        };
        at = last?;
    }
}

fn rule<'a>(condition: Spot<'a>, then: &Spot<'a>, key: &str) -> Rule<'a> {
    Rule {
        // The condition stands for the rule: nothing in the notation holds both together.
        at: condition.clone(),
        id: None,
        logic: condition.value.clone(),
        condition,
        serve: serve(then, key),
        rest: Members::new(),
    }
}

/// Reads what is served.
fn serve<'a>(at: &Spot<'a>, key: &str) -> Serve<'a> {
    let outcome = match at.value {
        Value::Null => Outcome::Default,
        Value::Object(_) => match at.member("fractional").and_then(|f| fractional(&f, key)) {
            Some(rollout) => Outcome::Rollout(rollout),
            None => Outcome::Unknown(at.value.to_string()),
        },
        other => match read::variant_name(other) {
            Some(name) => Outcome::Variant(name),
            None => Outcome::Unknown(at.value.to_string()),
        },
    };
    Serve { at: at.clone(), outcome }
}

/// Reads a distribution: what is hashed, if it is told, and then variants with weights.
fn fractional(at: &Spot<'_>, key: &str) -> Option<Rollout> {
    let mut items = at.value.as_array()?.as_slice();
    let mut by = format!("{key} + targetingKey");
    if let Some((first, others)) = items.split_first()
        && !first.is_array()
    {
        by = first.to_string();
        items = others;
    }
    let bucket = |item: &Value| {
        let pair = item.as_array()?;
        let variant = read::variant_name(pair.first()?)?;
        let weight = pair.get(1).map_or(Some(1.0), Value::as_f64)?;
        Some(Bucket { variant, weight })
    };
    let buckets: Vec<Bucket> = items.iter().map(bucket).collect::<Option<_>>()?;
    let explicit = items.iter().any(|item| item.as_array().is_some_and(|pair| pair.len() > 1));
    let total: f64 = buckets.iter().map(|bucket| bucket.weight).sum();
    // Weights may all be left out: then each variant has an equal share.
    let whole = if explicit { 100.0 } else { total };
    Some(Rollout { buckets, by, salt: String::new(), whole, extra: String::new() })
}
