//! Ways to sign in.

use serde_json::{Map, Value};

use super::Lifter;
use super::at::At;

impl Lifter<'_> {
    /// Returns a definition of security as a scheme.
    pub(super) fn security_scheme(&mut self, definition: &Value, at: &At) -> Value {
        let Some(members) = definition.as_object() else { return definition.clone() };
        match members.get("type").and_then(Value::as_str) {
            Some("basic") => self.basic(members, at),
            Some("oauth2") => self.oauth2(members, at),
            _ => definition.clone(),
        }
    }

    fn basic(&mut self, members: &Map<String, Value>, at: &At) -> Value {
        let mut scheme = members.clone();
        scheme.insert("type".to_owned(), Value::from("http"));
        scheme.insert("scheme".to_owned(), Value::from("basic"));
        self.origins.made(&at.made("scheme").to, &at.member("type").from);
        Value::Object(scheme)
    }

    fn oauth2(&mut self, members: &Map<String, Value>, at: &At) -> Value {
        let Some(flow) = members.get("flow").and_then(Value::as_str) else {
            return Value::Object(members.clone());
        };
        let name = match flow {
            "application" => "clientCredentials",
            "accessCode" => "authorizationCode",
            same => same,
        };
        let mut own = Map::from_iter([("scopes".to_owned(), Value::Object(Map::new()))]);
        let mut scheme = Map::new();
        let place = at.made("flows").made(name);
        for (key, member) in members {
            match key.as_str() {
                "authorizationUrl" | "tokenUrl" | "scopes" => {
                    own.insert(key.clone(), member.clone());
                    self.origins.moved(&place.made(key).to, &at.member(key).from);
                }
                "flow" => {}
                _ => {
                    scheme.insert(key.clone(), member.clone());
                }
            }
        }
        self.origins.made(&at.made("flows").to, &at.member("flow").from);
        let flows = Map::from_iter([(name.to_owned(), Value::Object(own))]);
        scheme.insert("flows".to_owned(), Value::Object(flows));
        Value::Object(scheme)
    }
}
