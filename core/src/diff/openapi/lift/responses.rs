//! Responses.

use serde_json::{Map, Value, json};

use super::at::At;
use super::media_types::MediaTypes;
use super::references;
use super::{Lifter, weight};

impl<'a> Lifter<'a> {
    /// Returns the responses of an operation.
    pub(super) fn responses(&mut self, list: &'a Value, at: &At, types: &MediaTypes) -> Value {
        let Some(members) = list.as_object() else { return list.clone() };
        let mut lifted = Map::new();
        for (status, response) in members {
            let value = if status.starts_with("x-") {
                response.clone()
            } else {
                self.own_response(response, &at.member(status), types)
            };
            lifted.insert(status.clone(), value);
        }
        Value::Object(lifted)
    }

    /// Returns a response of an operation. One that is shared stays so, unless the operation produces other
    /// media types than the whole.
    fn own_response(&mut self, response: &'a Value, at: &At, types: &MediaTypes) -> Value {
        let Some(reference) = references::reference(response) else {
            return self.response(response, at, types);
        };
        let (shared, from) = self.resolved(response, &at.from);
        let is_whole = from == at.from
            || shared.get("schema").is_none()
            || types.same_names(&self.produces.clone())
            || !self.afford(weight(shared));
        if is_whole {
            return json!({"$ref": self.rewritten(reference)});
        }
        let lifted = self.response(shared, &At { from, to: at.to.clone() }, types);
        self.origins.made(&at.to, &at.from);
        lifted
    }

    /// Returns a response that is written in place.
    pub(super) fn response(&mut self, response: &'a Value, at: &At, types: &MediaTypes) -> Value {
        let Some(members) = response.as_object() else { return response.clone() };
        let mut lifted = Map::new();
        let examples = members.get("examples").and_then(Value::as_object);
        let schema = members.get("schema");
        let is_file =
            schema.and_then(|schema| schema.get("type")).is_some_and(|name| name == "file");
        let types = types.or(if is_file { "application/octet-stream" } else { "application/json" });
        for (key, member) in members {
            let place = at.member(key);
            self.origins.moved(&place.to, &place.from);
            let value = match key.as_str() {
                "$ref" => member.as_str().map(|text| Value::from(self.rewritten(text))),
                "headers" => Some(self.headers(member, &place)),
                "schema" => {
                    let examples = examples.map(|all| (all, "examples"));
                    let content = self.content(schema, at, &types, examples);
                    lifted.insert("content".to_owned(), content);
                    self.origins.made(&at.made("content").to, &at.from);
                    continue;
                }
                "examples" if examples.is_some() => {
                    self.other_examples(examples, schema.is_some(), &types, at, &mut lifted);
                    continue;
                }
                _ => None,
            };
            lifted.insert(key.clone(), value.unwrap_or_else(|| member.clone()));
        }
        Value::Object(lifted)
    }

    fn headers(&mut self, headers: &'a Value, at: &At) -> Value {
        let Some(members) = headers.as_object() else { return headers.clone() };
        let lifted = members
            .iter()
            .map(|(name, header)| (name.clone(), self.header(header, &at.member(name))));
        Value::Object(lifted.collect())
    }

    /// Keeps examples of media types that the response does not have.
    fn other_examples(
        &mut self,
        examples: Option<&'a Map<String, Value>>,
        has_content: bool,
        types: &MediaTypes,
        at: &At,
        lifted: &mut Map<String, Value>,
    ) {
        let is_known = |name: &str| has_content && types.0.iter().any(|known| known.name == name);
        let others = examples.into_iter().flatten().filter(|(name, _)| !is_known(name));
        let others: Map<String, Value> =
            others.map(|(name, example)| (name.clone(), example.clone())).collect();
        if !others.is_empty() {
            self.origins.moved(&at.made("x-examples").to, &at.member("examples").from);
            lifted.insert("x-examples".to_owned(), Value::Object(others));
        }
    }
}
