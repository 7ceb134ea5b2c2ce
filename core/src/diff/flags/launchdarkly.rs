//! Reads flags as `LaunchDarkly` exports them: variations by position, one setting for each environment,
//! rules as lists of clauses. Conditions become `JsonLogic`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::model::{Bucket, Flag, Named, Outcome, Prerequisite, Rollout, Rule, Serve, Setting};
use super::read;
use crate::diff::fields::{Fields, Members, Spot};

/// Reads a flag.
pub(super) fn read<'a>(flag: &mut Flag<'a>, fields: &mut Fields<'a>) {
    let names = variations(flag, fields);
    let key = flag.key.clone();
    if let Some(environments) = fields.take_if(&["environments"], Value::is_object) {
        for (name, at) in environments.members() {
            let mut fields = Fields::of(&at);
            let mut own = setting(&at, &mut fields, &names, &key);
            flag.notes.extend(
                fields.take_all(read::NOTES).into_iter().map(|(n, s)| (format!("{name}: {n}"), s)),
            );
            own.rest = fields.rest();
            flag.environments.insert(name, own);
        }
    }
    flag.own = setting(&flag.at, fields, &names, &key);
}

/// Reads the variations, and returns what each position is called.
fn variations<'a>(flag: &mut Flag<'a>, fields: &mut Fields<'a>) -> Vec<String> {
    let mut names = Vec::new();
    let mut taken = BTreeSet::new();
    let Some(list) = fields.take_if(&["variations"], Value::is_array) else { return names };
    flag.declared = None;
    for (index, item) in list.items().into_iter().enumerate() {
        let value = item.member("value").unwrap_or_else(|| item.clone());
        let text = |name: &str| item.member(name).and_then(|spot| spot.text()).map(str::to_owned);
        let plain = by_value(value.value);
        let name = match value.value {
            Value::Bool(_) => text("name").or(Some(plain)),
            _ => text("name").or_else(|| text("_id")).or(Some(plain)),
        };
        // Without a name of its own a position is all there is.
        let name = name.filter(|name| !taken.contains(name));
        let name = name.unwrap_or_else(|| format!("#{index}"));
        taken.insert(name.clone());
        for note in ["description", "_id"] {
            if let Some(spot) = item.member(note) {
                flag.notes.insert(format!("{name}: {note}"), spot);
            }
        }
        flag.variants.insert(name.clone(), value);
        names.push(name);
    }
    flag.closed = true;
    names
}

/// Returns what a variation without a name is called: its value, cut where it is long.
pub(super) fn by_value(value: &Value) -> String {
    const MOST: usize = 40;
    let text = read::variant_name(value).unwrap_or_else(|| value.to_string());
    if text.chars().count() <= MOST {
        return text;
    }
    format!("{}…", text.chars().take(MOST).collect::<String>())
}

fn setting<'a>(at: &Spot<'a>, fields: &mut Fields<'a>, names: &[String], key: &str) -> Setting<'a> {
    let salt = fields.take_if(&["salt"], Value::is_string);
    // The salt of a flag is its own, and only where one is told does it differ from the key.
    let hash = salt.as_ref().and_then(Spot::text).unwrap_or(key).to_owned();
    let mut setting = Setting::empty(at.clone());
    setting.state = read::state(fields, &["on"]);
    setting.off = fields.take_if(&["offVariation"], Value::is_number).map(|at| {
        let variant = name(at.value, names);
        Named { at, variant }
    });
    setting.otherwise =
        fields.take_if(&["fallthrough"], Value::is_object).map(|at| serve(&at, names, &hash));
    setting.rules = rules(fields, names, &hash);
    setting.prerequisites = fields
        .take_if(&["prerequisites"], Value::is_array)
        .map(|list| list.items().into_iter().filter_map(prerequisite).collect());
    setting
}

fn rules<'a>(fields: &mut Fields<'a>, names: &[String], salt: &str) -> Option<Vec<Rule<'a>>> {
    let targets = fields.take_if(&["targets"], Value::is_array);
    let contexts = fields.take_if(&["contextTargets"], Value::is_array);
    let rules = fields.take_if(&["rules"], Value::is_array);
    if targets.is_none() && contexts.is_none() && rules.is_none() {
        return None;
    }
    let lists = [targets, contexts].into_iter().flatten();
    let mut found: Vec<Rule<'a>> =
        lists.flat_map(|list| list.items()).map(|at| target(at, names)).collect();
    let rules = rules.into_iter().flat_map(|list| list.items());
    found.extend(rules.map(|at| rule(at, names, salt)));
    Some(found)
}

/// Reads the names of those who get a variation whatever the rules say.
fn target<'a>(at: Spot<'a>, names: &[String]) -> Rule<'a> {
    let kind = at.member("contextKind").and_then(|kind| kind.text());
    let attribute =
        kind.filter(|kind| *kind != "user").map_or("key".to_owned(), |kind| format!("{kind}.key"));
    let values = at.member("values").map_or(&Value::Null, |values| values.value);
    let served = serve(&at, names, "");
    let variant = served.outcome.variants().first().map(|name| (*name).to_owned());
    Rule {
        id: variant.map(|variant| format!("targets of {variant} by {attribute}")),
        logic: json!({"in": [{"var": attribute}, values]}),
        condition: at.member("values").unwrap_or_else(|| at.clone()),
        serve: served,
        rest: rest(&at, &["contextKind"]),
        at,
    }
}

fn rule<'a>(at: Spot<'a>, names: &[String], salt: &str) -> Rule<'a> {
    let id = ["_id", "id", "ref"].iter().find_map(|name| at.member(name)?.text());
    let condition = at.member("clauses").unwrap_or_else(|| at.clone());
    Rule {
        id: id.map(str::to_owned),
        logic: clauses(condition.value),
        serve: serve(&at, names, salt),
        rest: rest(&at, &[]),
        condition,
        at,
    }
}

/// Returns what is neither condition nor outcome of a rule.
fn rest<'a>(at: &Spot<'a>, known: &[&str]) -> Members<'a> {
    let mut fields = Fields::of(at);
    fields.take_all(&["_id", "id", "ref", "clauses", "values", "variation", "rollout"]);
    fields.take_all(known);
    fields.rest()
}

fn name(index: &Value, names: &[String]) -> String {
    let known = index.as_u64().and_then(|i| names.get(usize::try_from(i).ok()?));
    known.cloned().unwrap_or_else(|| format!("#{index}"))
}

/// Reads what a rule or the fallthrough serves.
fn serve<'a>(at: &Spot<'a>, names: &[String], salt: &str) -> Serve<'a> {
    if let Some(spot) = at.member("variation").filter(|spot| spot.value.is_number()) {
        let outcome = Outcome::Variant(name(spot.value, names));
        return Serve { at: spot, outcome };
    }
    let Some(spot) = at.member("rollout") else {
        return Serve { at: at.clone(), outcome: Outcome::Unknown(at.value.to_string()) };
    };
    let bucket = |item: Spot<'_>| {
        let variant = name(item.member("variation")?.value, names);
        Some(Bucket { variant, weight: item.member("weight")?.value.as_f64()? })
    };
    let list = spot.member("variations").map(|list| list.items()).unwrap_or_default();
    let buckets: Option<Vec<Bucket>> = list.into_iter().map(bucket).collect();
    let text = |name: &str| spot.member(name).and_then(|s| read::variant_name(s.value));
    let outcome = match buckets {
        Some(buckets) => Outcome::Rollout(Rollout {
            buckets,
            by: format!(
                "{}.{}",
                text("contextKind").unwrap_or_else(|| "user".to_owned()),
                text("bucketBy").unwrap_or_else(|| "key".to_owned())
            ),
            // A seed takes the place of key and salt.
            salt: text("seed").map_or_else(|| salt.to_owned(), |seed| format!("seed {seed}")),
            whole: 100_000.0,
            extra: extra(&spot),
        }),
        None => Outcome::Unknown(spot.value.to_string()),
    };
    Serve { at: spot, outcome }
}

/// Returns what is not understood of a rollout, as canonical text.
fn extra(rollout: &Spot<'_>) -> String {
    let mut fields = Fields::of(rollout);
    fields.take_all(&["variations", "contextKind", "bucketBy", "seed", "kind"]);
    let rest: BTreeMap<String, &Value> =
        fields.rest().into_iter().map(|(name, spot)| (name, spot.value)).collect();
    serde_json::to_string(&rest).unwrap_or_default()
}

fn prerequisite(at: Spot<'_>) -> Option<(String, Prerequisite<'_>)> {
    let key = at.member("key")?.text()?.to_owned();
    // The position is that of the other flag; `problems` names it.
    let variant = at.member("variation").map(|spot| format!("#{}", spot.value));
    Some((key, Prerequisite { at, variant }))
}

/// Returns clauses, all of which must hold, as `JsonLogic`.
fn clauses(list: &Value) -> Value {
    let all: Vec<Value> = list.as_array().into_iter().flatten().map(clause).collect();
    match all.as_slice() {
        [one] => one.clone(),
        _ => json!({"and": all}),
    }
}

fn clause(clause: &Value) -> Value {
    let text = |name: &str| clause.get(name).and_then(Value::as_str).unwrap_or_default();
    let attribute = match text("contextKind") {
        "" | "user" => text("attribute").to_owned(),
        kind => format!("{kind}.{}", text("attribute")),
    };
    let subject = json!({"var": attribute});
    let values = clause.get("values").and_then(Value::as_array).cloned().unwrap_or_default();
    let holds = if text("op") == "in" {
        json!({"in": [subject, values]})
    } else {
        let any: Vec<Value> = values.iter().map(|v| test(text("op"), &subject, v)).collect();
        match any.as_slice() {
            [one] => one.clone(),
            _ => json!({"or": any}),
        }
    };
    if clause.get("negate") == Some(&Value::Bool(true)) { json!({"!": [holds]}) } else { holds }
}

/// Returns one test of a clause.
fn test(operator: &str, subject: &Value, value: &Value) -> Value {
    let symbol = match operator {
        "lessThan" | "before" => "<",
        "lessThanOrEqual" => "<=",
        "greaterThan" | "after" => ">",
        "greaterThanOrEqual" => ">=",
        "startsWith" => "starts_with",
        "endsWith" => "ends_with",
        "contains" => return json!({"in": [value, subject]}),
        "semVerEqual" => return json!({"sem_ver": [subject, "=", value]}),
        "semVerLessThan" => return json!({"sem_ver": [subject, "<", value]}),
        "semVerGreaterThan" => return json!({"sem_ver": [subject, ">", value]}),
        "segmentMatch" => return json!({"$ref": value}),
        other => other,
    };
    json!({symbol: [subject, value]})
}

/// Returns who is in a segment: those that are named, and those whom a rule fits and no name excludes.
pub(super) fn segment(at: &Spot<'_>) -> Value {
    let list = |name: &str| at.member(name).map_or_else(|| json!([]), |spot| spot.value.clone());
    let key = json!({"var": "key"});
    let rules = at.member("rules").map(|rules| rules.items()).unwrap_or_default();
    let rules = rules.iter().map(|rule| {
        let fits = clauses(rule.member("clauses").map_or(&Value::Null, |spot| spot.value));
        let rest: BTreeMap<&String, &Value> = rule
            .value
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(k, _)| !["clauses", "_id", "id"].contains(&k.as_str()))
            .collect();
        if rest.is_empty() { fits } else { json!({"and": [fits, {"partly": [rest]}]}) }
    });
    let rules: Vec<Value> = rules.collect();
    json!({"or": [
        {"in": [key, list("included")]},
        {"and": [{"!": [{"in": [key, list("excluded")]}]}, {"or": rules}]},
    ]})
}
