//! Reads flags as flagd writes them: targeting is `JsonLogic`.

use serde_json::{Value, json};

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
            let mut chain = Chain {
                key: flag.key.clone(),
                rules: Vec::new(),
                spare: MOST_REPEATED * size(targeting.value),
            };
            flag.own.otherwise = chain.branch(&targeting, &[]);
            flag.own.rules = Some(chain.rules);
        }
    }
}

/// Most `if`s inside of what other `if`s serve.
const MOST_NESTED: usize = 8;

/// How often the parts of a targeting may be repeated in its rules.
const MOST_REPEATED: usize = 4;

/// A chain of `if`s, as rules of which the first that fits decides.
struct Chain<'a> {
    key: String,
    rules: Vec<Rule<'a>>,
    /// Values that conditions of inner rules may repeat from outer ones.
    spare: usize,
}

impl<'a> Chain<'a> {
    /// Adds the rules of a chain of `if`s that stands under `outer` conditions, and returns what is
    /// served where none holds.
    fn branch(&mut self, at: &Spot<'a>, outer: &[Spot<'a>]) -> Option<Serve<'a>> {
        let mut at = at.clone();
        // A loop rather than recursion: a chain may be written as `else`s inside of `else`s.
        loop {
            let Some(chain) = chain_of(&at) else {
                return match serve(&at, &self.key) {
                    Serve { outcome: Outcome::Default, .. } => None,
                    other => Some(other),
                };
            };
            let mut items = chain.items().into_iter();
            let last = loop {
                match (items.next(), items.next()) {
                    (Some(condition), Some(then)) => self.pair(condition, &then, outer),
                    (last, _) => break last,
                }
            };
            at = last?;
        }
    }

    /// Adds the rules of one `if` with what it serves, which may be another chain.
    fn pair(&mut self, condition: Spot<'a>, then: &Spot<'a>, outer: &[Spot<'a>]) {
        let mut conditions = outer.to_vec();
        conditions.push(condition.clone());
        if chain_of(then).is_none() || outer.len() >= MOST_NESTED {
            let serve = serve(then, &self.key);
            return self.push(condition, &conditions, serve);
        }
        let otherwise = self.branch(then, &conditions);
        let default = || Serve { at: then.clone(), outcome: Outcome::Default };
        self.push(condition, &conditions, otherwise.unwrap_or_else(default));
    }

    fn push(&mut self, condition: Spot<'a>, conditions: &[Spot<'a>], serve: Serve<'a>) {
        let outer = conditions.len().saturating_sub(1);
        let cost = conditions.iter().take(outer).map(|spot| size(spot.value)).sum();
        let left = self.spare.checked_sub(cost);
        self.spare = left.unwrap_or_default();
        let (logic, serve) = match (conditions, left) {
            ([only], _) => (only.value.clone(), serve),
            (all, Some(_)) => {
                (json!({"and": all.iter().map(|spot| spot.value).collect::<Vec<_>>()}), serve)
            }
            (_, None) => {
                let outcome = Outcome::Unknown(serve.at.value.to_string());
                (condition.value.clone(), Serve { outcome, ..serve })
            }
        };
        self.rules.push(Rule {
            // The condition stands for the rule: nothing in the notation holds both together.
            at: condition.clone(),
            id: None,
            logic,
            condition,
            serve,
            rest: Members::new(),
        });
    }
}

/// Returns the conditions and outcomes of an `if`, which `?:` is as well.
fn chain_of<'a>(at: &Spot<'a>) -> Option<Spot<'a>> {
    let alone = at.value.as_object().is_some_and(|members| members.len() == 1);
    let chain = at.member("if").or_else(|| at.member("?:"));
    chain.filter(|chain| alone && chain.value.is_array())
}

/// Returns the number of values in a value.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
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
        // What is hashed where nothing is told may be told all the same.
        let told = json!({"cat": [{"var": "$flagd.flagKey"}, {"var": "targetingKey"}]});
        by = if *first == told { by } else { first.to_string() };
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
