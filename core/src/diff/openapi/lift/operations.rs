//! Paths and their operations.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::at::At;
use super::bodies::{Field, name};
use super::media_types::MediaTypes;
use super::references;
use super::{Lifter, Sent, weight};
use crate::document::pointer;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A parameter with what a reference leads to.
struct Listed<'a> {
    value: &'a Value,
    from: String,
    /// What it is, and where.
    meant: &'a Value,
    meant_from: String,
    sent: Sent,
}

impl<'a> Lifter<'a> {
    /// Returns the paths.
    pub(super) fn paths(&mut self, paths: &'a Value) -> Value {
        let Some(members) = paths.as_object() else { return paths.clone() };
        let at = At::here("/paths");
        let mut lifted = Map::new();
        for (path, item) in members {
            let value = match item.as_object() {
                Some(_) if !path.starts_with("x-") => self.listed_item(item, &at.member(path)),
                _ => item.clone(),
            };
            lifted.insert(path.clone(), value);
        }
        Value::Object(lifted)
    }

    /// Returns an item of the paths. One that stands elsewhere, such as in an extension, is lifted here: there,
    /// nobody knows what it is.
    fn listed_item(&mut self, item: &'a Value, at: &At) -> Value {
        let (meant, from) = self.resolved(item, &at.from);
        let is_elsewhere = from != at.from && !from.starts_with("/paths/");
        let is_lifted = is_elsewhere && self.afford(weight(meant));
        let (item, from) = if is_lifted { (meant, from) } else { (item, at.from.clone()) };
        let at = At { from, to: at.to.clone() };
        self.origins.moved(&at.to, &at.from);
        item.as_object().map_or_else(|| item.clone(), |item| self.item(item, &at))
    }

    fn item(&mut self, item: &'a Map<String, Value>, at: &At) -> Value {
        let shared = self.listed(item.get("parameters"), at);
        let mut lifted = Map::new();
        for (key, member) in item {
            let place = at.member(key);
            let value = match key.as_str() {
                "parameters" => match self.outside(member, &shared, &place) {
                    Some(parameters) => parameters,
                    None => continue,
                },
                "$ref" => match member.as_str() {
                    Some(reference) => Value::from(self.rewritten(reference)),
                    None => member.clone(),
                },
                method if METHODS.contains(&method.to_ascii_lowercase().as_str()) => {
                    self.operation(member, &shared, &place)
                }
                _ => member.clone(),
            };
            lifted.insert(key.clone(), value);
        }
        Value::Object(lifted)
    }

    fn listed(&self, parameters: Option<&'a Value>, at: &At) -> Vec<Listed<'a>> {
        let list = pointer::push(&at.from, "parameters");
        let items = parameters.and_then(Value::as_array).into_iter().flatten().enumerate();
        let listed = items.map(|(index, value)| {
            let from = format!("{list}/{index}");
            let (meant, meant_from) = self.resolved(value, &from);
            let sent = self.sent(meant, &meant_from);
            Listed { value, from, meant, meant_from, sent }
        });
        let mut listed: Vec<Listed<'a>> = listed.collect();
        // There is one body, and no form beside it: whatever else is listed stays as it is.
        let body = listed.iter().position(|parameter| parameter.sent == Sent::Body);
        for (index, parameter) in listed.iter_mut().enumerate() {
            if body.is_some_and(|body| body != index) {
                parameter.sent = Sent::Elsewhere;
            }
        }
        listed
    }

    /// Returns the parameters that are sent outside of the body; none when there is no such.
    fn outside(&mut self, list: &'a Value, listed: &[Listed<'a>], at: &At) -> Option<Value> {
        if !list.is_array() {
            return Some(list.clone());
        }
        let mut lifted = Vec::new();
        for parameter in listed.iter().filter(|parameter| parameter.sent == Sent::Elsewhere) {
            let to = format!("{}/{}", at.to, lifted.len());
            let at = At { from: parameter.from.clone(), to };
            lifted.push(self.parameter(parameter.value, &at));
        }
        (!lifted.is_empty() || listed.is_empty()).then_some(Value::Array(lifted))
    }

    fn operation(&mut self, operation: &'a Value, shared: &[Listed<'a>], at: &At) -> Value {
        let Some(members) = operation.as_object() else { return operation.clone() };
        let produces = self.media_types(operation, "produces", &at.from);
        let produces = produces.unwrap_or_else(|| self.produces.clone());
        let own = self.listed(members.get("parameters"), at);
        let mut lifted = Map::new();
        for (key, member) in members {
            let place = at.member(key);
            let value = match key.as_str() {
                "consumes" | "produces" | "schemes" => continue,
                "parameters" => match self.outside(member, &own, &place) {
                    Some(parameters) => parameters,
                    None => continue,
                },
                "responses" => self.responses(member, &place, &produces),
                _ => member.clone(),
            };
            lifted.insert(key.clone(), value);
        }
        if let Some(body) = self.request_body(operation, &own, shared, at) {
            lifted.insert("requestBody".to_owned(), body);
        }
        if members.contains_key("schemes") {
            if let Some(servers) = self.servers(operation, at) {
                lifted.insert("servers".to_owned(), servers);
            }
        }
        Value::Object(lifted)
    }

    fn request_body(
        &mut self,
        operation: &'a Value,
        own: &[Listed<'a>],
        shared: &[Listed<'a>],
        at: &At,
    ) -> Option<Value> {
        let stated = self.media_types(operation, "consumes", &at.from);
        let types = stated.unwrap_or_else(|| self.consumes.clone());
        let to = pointer::push(&at.to, "requestBody");
        let has_form = own.iter().any(|listed| listed.sent == Sent::Form);
        let inherited = if has_form { [].iter() } else { shared.iter() };
        let mut bodies = own.iter().chain(inherited).filter(|listed| listed.sent == Sent::Body);
        if let Some(body) = bodies.next() {
            return Some(self.own_body(body, to, &types));
        }
        let fields = fields(own.iter().chain(shared));
        if fields.is_empty() {
            return None;
        }
        let around =
            if has_form { &at.from } else { pointer::parent(&at.from).unwrap_or_default() };
        let list = pointer::push(around, "parameters");
        Some(self.form(&fields, &At { from: list, to }, &types))
    }

    /// Returns the body of an operation. One that is shared stays so, unless the operation consumes other
    /// media types than the whole.
    fn own_body(&mut self, body: &Listed<'a>, to: String, types: &MediaTypes) -> Value {
        let reference = references::reference(body.value);
        let reference = reference.filter(|reference| reference.starts_with("#/parameters/"));
        if let Some(reference) = reference {
            if types.same_names(&self.consumes.clone()) || !self.afford(weight(body.meant)) {
                self.origins.made(&to, &body.from);
                return json!({"$ref": self.rewritten(reference)});
            }
        }
        let at = At { from: body.meant_from.clone(), to };
        let lifted = self.body(body.meant, &at, types);
        self.origins.made(&at.to, &body.from);
        lifted
    }
}

/// Returns the fields of a form. What an operation says of a field counts more than what its path says.
fn fields<'a, 'l>(listed: impl Iterator<Item = &'l Listed<'a>>) -> Vec<Field<'a>>
where
    'a: 'l,
{
    let mut names = BTreeSet::new();
    let forms = listed.filter(|parameter| parameter.sent == Sent::Form);
    let fields = forms.filter_map(|parameter| {
        let field = parameter.meant.as_object()?;
        names.insert(name(field)).then(|| (field, parameter.meant_from.clone()))
    });
    fields.collect()
}
