//! Values that a schema is likely to accept. Nothing relies on them: whoever asks checks each.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Number, Value, json};

use super::language::{Answer, Search, Texts};

/// The most values of a schema inside of another.
const MOST: usize = 24;

/// The most values of the whole.
const MOST_OF_WHOLE: usize = 96;

/// How deep values are made.
const MOST_DEPTH: usize = 6;

/// Returns values that `schema` is likely to accept, plain ones first.
pub(super) fn values(schema: &Value) -> Vec<Value> {
    let mut found = Sampler { root: schema, search: RefCell::default() }.of(schema, 0);
    found.truncate(MOST_OF_WHOLE);
    found
}

/// Returns values, and what is next to objects: each with a member more, and without one of its own.
pub(super) fn with_neighbours(values: &[Value]) -> Vec<Value> {
    let mut found = values.to_vec();
    for object in values.iter().filter_map(Value::as_object) {
        let mut more = object.clone();
        more.insert("other".to_owned(), json!(0));
        found.push(Value::Object(more));
        for name in object.keys() {
            let mut less = object.clone();
            less.remove(name);
            found.push(Value::Object(less));
        }
    }
    found.truncate(MOST_OF_WHOLE * 2);
    found
}

struct Sampler<'a> {
    root: &'a Value,
    /// Writes texts that match patterns.
    search: RefCell<Search>,
}

impl Sampler<'_> {
    fn of(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let Value::Object(members) = schema else {
            return if schema == &Value::Bool(false) { Vec::new() } else { anything() };
        };
        if depth > MOST_DEPTH {
            return Vec::new();
        }
        if let Some(target) = members.get("$ref").and_then(Value::as_str) {
            let at = target.strip_prefix('#').and_then(|at| self.root.pointer(at));
            return at.map_or_else(Vec::new, |target| self.of(target, depth + 1));
        }
        if let Some(value) = members.get("const") {
            return vec![value.clone()];
        }
        if let Some(Value::Array(values)) = members.get("enum") {
            return values.iter().take(MOST).cloned().collect();
        }
        let mut found = Vec::new();
        for keyword in ["anyOf", "oneOf", "allOf"] {
            for branch in members.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                found.extend(self.of(branch, depth + 1).into_iter().take(MOST / 4));
            }
        }
        for name in types(members) {
            found.extend(self.of_type(name, members, depth));
        }
        found.truncate(if depth == 0 { MOST_OF_WHOLE } else { MOST });
        found
    }

    fn of_type(&self, name: &str, members: &Map<String, Value>, depth: usize) -> Vec<Value> {
        match name {
            "null" => vec![Value::Null],
            "boolean" => vec![json!(true), json!(false)],
            "integer" => numbers(members, true),
            "number" => numbers(members, false),
            "string" => self.texts(members),
            "array" => self.lists(members, depth),
            _ => self.objects(members, depth),
        }
    }

    /// Returns texts: one that the patterns accept when there are any.
    fn texts(&self, members: &Map<String, Value>) -> Vec<Value> {
        let parts = || {
            let all = members.get("allOf").and_then(Value::as_array).into_iter().flatten();
            all.filter_map(Value::as_object).chain([members])
        };
        let pattern = |part: &Map<String, Value>| Some(part.get("pattern")?.as_str()?.to_owned());
        let refused = |part: &Map<String, Value>| pattern(part.get("not")?.as_object()?);
        let patterns: BTreeSet<String> = parts().filter_map(pattern).collect();
        let refused: Vec<String> = parts().filter_map(refused).collect();
        if patterns.is_empty() && refused.is_empty() {
            return texts(members);
        }
        let count = |keyword: &str| members.get(keyword).and_then(Value::as_u64);
        let (least, most) = (count("minLength").unwrap_or_default(), count("maxLength"));
        let wanted = Texts { patterns, least, most };
        let not: Vec<&str> = refused.iter().map(String::as_str).collect();
        match self.search.borrow_mut().find(&wanted, &not) {
            Answer::Text(text) => std::iter::once(text.into()).chain(texts(members)).collect(),
            Answer::Nothing | Answer::Undecided => texts(members),
        }
    }

    /// Returns names that patterns match, and names that only the patterns of one of two schemas match: of the one
    /// that asks for the object, or of the one that it must not satisfy.
    fn named_by_pattern<'v>(&self, members: &'v Map<String, Value>) -> Vec<(String, &'v Value)> {
        let none = Map::new();
        let refused = members.get("not").and_then(Value::as_object).unwrap_or(&none);
        let [asked, refused] = [members, refused]
            .map(|of| patterns(of).map(|(pattern, _)| pattern).collect::<Vec<_>>());
        let mut found = Vec::new();
        for (pattern, schema) in patterns(members) {
            for others in [&[], refused.as_slice()] {
                found.extend(self.name(pattern, others).map(|name| (name, schema)));
            }
        }
        for pattern in &refused {
            found.extend(self.name(pattern, &asked).map(|name| (name, &Value::Bool(true))));
        }
        found.truncate(MOST / 4);
        found
    }

    fn name(&self, pattern: &str, others: &[&str]) -> Option<String> {
        let texts = Texts { patterns: BTreeSet::from([pattern.to_owned()]), ..Texts::default() };
        match self.search.borrow_mut().find(&texts, others) {
            Answer::Text(name) => Some(name),
            Answer::Nothing | Answer::Undecided => None,
        }
    }

    fn lists(&self, members: &Map<String, Value>, depth: usize) -> Vec<Value> {
        let count = |keyword: &str| {
            members.get(keyword).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok())
        };
        let prefix =
            members.get("prefixItems").and_then(Value::as_array).cloned().unwrap_or_default();
        let rest = members.get("items").cloned().unwrap_or(Value::Bool(true));
        let kind = members.get("contains");
        // As many of a kind as there must be, and as many as there may be.
        let least_of = kind.map_or(0, |_| count("minContains").unwrap_or(1));
        let most_of = kind.and_then(|_| count("maxContains")).unwrap_or(least_of);
        let least = count("minItems").unwrap_or(0).max(least_of);
        let lengths = [least, prefix.len().max(least), least + 1, prefix.len() + 1, 0];
        let sizes = lengths.map(|length| (length, least_of));
        let mut found = Vec::new();
        for (length, contained) in sizes.into_iter().chain([(most_of.max(least), most_of)]) {
            if length > 2_000 {
                continue;
            }
            let item = |index: usize| {
                let contained_here = kind.filter(|_| index < contained);
                let schema = contained_here.or_else(|| prefix.get(index)).unwrap_or(&rest);
                let values = self.of(schema, depth + 1);
                // Different items where there are, for `uniqueItems`.
                let turn = if contained_here.is_some() { index } else { index + contained };
                values.get(turn % values.len().max(1)).cloned().or_else(|| values.first().cloned())
            };
            found.extend((0..length).map(item).collect::<Option<Vec<Value>>>().map(Value::Array));
        }
        // The same twice, which `uniqueItems` refuses.
        let twice = self.of(prefix.first().unwrap_or(&rest), depth + 1).into_iter().next();
        found.extend(twice.map(|value| json!([value, value])));
        found
    }

    fn objects(&self, members: &Map<String, Value>, depth: usize) -> Vec<Value> {
        let properties = members.get("properties").and_then(Value::as_object);
        let names: Vec<&str> = members
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let schema_of =
            |name: &str| properties.and_then(|all| all.get(name)).unwrap_or(&Value::Bool(true));
        let mut least = Map::new();
        for name in &names {
            let Some(value) = self.of(schema_of(name), depth + 1).into_iter().next() else {
                return Vec::new();
            };
            least.insert((*name).to_owned(), value);
        }
        let mut found = vec![Value::Object(least.clone())];
        // One more member at a time, with as many of its values as leave room for those of others.
        let each = (MOST / properties.map_or(1, |all| all.len().max(1))).max(2);
        for (name, schema) in properties.into_iter().flatten() {
            for value in self.of(schema, depth + 1).into_iter().take(each) {
                let mut more = least.clone();
                more.insert(name.clone(), value);
                found.push(Value::Object(more));
            }
        }
        let listed = found.split_off(1);
        found.extend(self.with_others(&least, members, depth));
        found.extend(listed);
        for (name, schema) in self.named_by_pattern(members) {
            for value in self.of(schema, depth + 1).into_iter().chain(anything()) {
                let mut more = least.clone();
                more.insert(name.clone(), value);
                found.push(Value::Object(more));
            }
        }
        found.push(padded(&least, members));
        found
    }

    /// Adds a member that is not listed, under names that `propertyNames` may refuse.
    fn with_others(
        &self,
        least: &Map<String, Value>,
        members: &Map<String, Value>,
        depth: usize,
    ) -> Vec<Value> {
        let rest = members.get("additionalProperties").unwrap_or(&Value::Bool(true));
        let value = self.of(rest, depth + 1).into_iter().next();
        let others = [("other", Some(json!(0))), ("other", value.clone()), ("0 A", value)];
        let with = |(name, value): (&str, Value)| {
            let mut more = least.clone();
            more.insert(name.to_owned(), value);
            Value::Object(more)
        };
        let others = others.into_iter().filter_map(|(name, value)| Some((name, value?)));
        others.map(with).collect()
    }
}

/// Returns the patterns of names of an object, with what they ask.
fn patterns(members: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let listed = members.get("patternProperties").and_then(Value::as_object);
    listed.into_iter().flatten().map(|(pattern, schema)| (pattern.as_str(), schema))
}

/// Adds members until there are as many as must be.
fn padded(least: &Map<String, Value>, members: &Map<String, Value>) -> Value {
    let wanted = members.get("minProperties").and_then(Value::as_u64).unwrap_or(0).min(2_000);
    let mut full = least.clone();
    let mut index = 0_u64;
    while (full.len() as u64) < wanted {
        full.insert(format!("member{index}"), json!(0));
        index += 1;
    }
    Value::Object(full)
}

fn anything() -> Vec<Value> {
    vec![json!("a"), json!(1), Value::Null, json!(true), json!({}), json!([]), json!(0.5)]
}

fn types(members: &Map<String, Value>) -> Vec<&str> {
    match members.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec!["string", "number", "object", "array", "boolean", "null"],
    }
}

fn numbers(members: &Map<String, Value>, whole: bool) -> Vec<Value> {
    let bound = |keyword: &str| members.get(keyword).and_then(Value::as_f64);
    let step = bound("multipleOf").unwrap_or(if whole { 1.0 } else { 0.5 });
    let mut candidates = Vec::new();
    let low = bound("minimum").or_else(|| bound("exclusiveMinimum"));
    let high = bound("maximum").or_else(|| bound("exclusiveMaximum"));
    for bound in [low, high].into_iter().flatten() {
        let near = (bound / step).round() * step;
        candidates.extend([bound, near, near + step, near - step]);
    }
    if let Some((low, high)) = low.zip(high) {
        candidates.push(f64::midpoint(low, high));
    }
    candidates.extend([0.0, 1.0, step, -step, 0.5, 1e6]);
    candidates.into_iter().filter_map(number).collect()
}

/// Returns a number as JSON writes it: whole ones without a point.
fn number(value: f64) -> Option<Value> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        let text = format!("{value:.0}");
        return serde_json::from_str(&text).ok();
    }
    Number::from_f64(value).map(Value::Number)
}

fn texts(members: &Map<String, Value>) -> Vec<Value> {
    let count = |keyword: &str| members.get(keyword).and_then(Value::as_u64);
    let least = count("minLength").unwrap_or(0).min(10_000);
    let long = |length: u64, letter: &str| {
        json!(letter.repeat(usize::try_from(length).unwrap_or_default()))
    };
    let mut found = vec![long(least.max(1), "a"), long(least, "a")];
    found.extend(["0", "A", "z", "-", " "].map(|letter| long(least.max(1), letter)));
    found.extend(["a@example.org", "2026-01-01", "a b", "é", "ab12"].map(Value::from));
    found
}
