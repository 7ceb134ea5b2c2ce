//! Schemas of OpenAPI 3.0 in the words of JSON Schema 2020-12, each at its place, so that proofs can speak of
//! them: `nullable` becomes a type, a bound that is marked exclusive becomes one, and what stands beside `$ref`
//! goes.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::diff::schema::{Dialect, Inside, MOST_VALUES, count, inside};

/// Returns a document with its schemas rewritten. One that is too large for proofs is left alone.
pub(super) fn schemas(root: &Value, dialect: Dialect) -> Cow<'_, Value> {
    if dialect != Dialect::OpenApi30 || count(root, MOST_VALUES) >= MOST_VALUES {
        return Cow::Borrowed(root);
    }
    let mut plain = root.clone();
    rewrite(&mut plain, Inside::Parts);
    Cow::Owned(plain)
}

fn rewrite(value: &mut Value, is: Inside) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, Inside::Parts)),
        Value::Object(members) if is == Inside::Names => {
            members.values_mut().for_each(|member| rewrite(member, Inside::Parts));
        }
        Value::Object(members) => {
            if members.get("$ref").is_some_and(Value::is_string) {
                members.retain(|key, _| key == "$ref");
                return;
            }
            for (key, member) in members.iter_mut() {
                match inside(key) {
                    Inside::Data => {}
                    inside => rewrite(member, inside),
                }
            }
            exclusive(members, "minimum", "exclusiveMinimum");
            exclusive(members, "maximum", "exclusiveMaximum");
            nullable(members);
        }
        _ => {}
    }
}

fn exclusive(members: &mut Map<String, Value>, bound: &str, mark: &str) {
    let Some(Value::Bool(is_exclusive)) = members.get(mark).cloned() else { return };
    members.remove(mark);
    if is_exclusive {
        if let Some(bound) = members.remove(bound) {
            members.insert(mark.to_owned(), bound);
        }
    }
}

fn nullable(members: &mut Map<String, Value>) {
    // A property may be called so, too; then it is an object.
    let Some(Value::Bool(accepts)) = members.get("nullable").cloned() else { return };
    members.remove("nullable");
    if !accepts {
        return;
    }
    if members.contains_key("allOf") {
        // Nothing in its place can accept null as well; places inside have no proofs then.
        let whole = Value::Object(std::mem::take(members));
        members.insert("anyOf".to_owned(), json!([whole, {"type": "null"}]));
        return;
    }
    if let Some(Value::String(name)) = members.get("type").cloned() {
        members.insert("type".to_owned(), json!([name, "null"]));
    }
    if let Some(Value::Array(values)) = members.get_mut("enum") {
        values.push(Value::Null);
    }
    for keyword in ["anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = members.get_mut(keyword) {
            branches.push(json!({"type": "null"}));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dialect, schemas};

    #[test]
    fn schemas_say_the_same_in_other_words() {
        for (was, is) in [
            (json!({"type": "string", "nullable": true}), json!({"type": ["string", "null"]})),
            (json!({"type": "string", "nullable": false}), json!({"type": "string"})),
            (json!({"minimum": 3, "exclusiveMinimum": true}), json!({"exclusiveMinimum": 3})),
            (json!({"maximum": 3, "exclusiveMaximum": false}), json!({"maximum": 3})),
            (json!({"$ref": "#/x", "nullable": true}), json!({"$ref": "#/x"})),
            (
                json!({"allOf": [{"$ref": "#/x"}], "nullable": true}),
                json!({"anyOf": [{"allOf": [{"$ref": "#/x"}]}, {"type": "null"}]}),
            ),
            (
                json!({"properties": {"nullable": {"type": "string"}}, "example": {"nullable": true}}),
                json!({"properties": {"nullable": {"type": "string"}}, "example": {"nullable": true}}),
            ),
        ] {
            assert_eq!(schemas(&was, Dialect::OpenApi30).as_ref(), &is);
            // Names of properties mean nothing.
            for name in ["default", "example", "enum", "properties", "nullable"] {
                let [was, is] = [&was, &is].map(|schema| json!({"properties": {name: schema}}));
                assert_eq!(schemas(&was, Dialect::OpenApi30).as_ref(), &is);
            }
        }
    }
}
