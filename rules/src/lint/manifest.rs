//! The published schema of manifests: which paths a manifest can state.

use meta_core::catalog::Service;
use meta_core::schema::Shape;
use meta_core::suggest;
use serde_json::Value;

/// Says why no manifest can state what stands at `keys`: the path up to what is wrong, and what was meant.
pub(super) fn fault(keys: &[&str]) -> Option<(String, Option<String>)> {
    let root = Service::schema();
    let mut here = root;
    for (index, key) in keys.iter().enumerate() {
        let members = members(root, here);
        let next = members.iter().find_map(|part| part_of(part, key));
        if let Some(next) = next {
            here = next;
            continue;
        }
        // Anything may stand below what says nothing of its parts.
        if members.iter().any(|part| is_open(part)) {
            return None;
        }
        let known = members.iter().filter_map(|part| part.get("properties")?.as_object());
        let near = suggest::nearest(key, known.flat_map(|part| part.keys()).map(String::as_str));
        let before = keys.get(..index).unwrap_or_default();
        let path = |last: &str| [before, &[last]].concat().join(".");
        // Other keys of the manifest itself are kept, so that policies can read them.
        if index == 0 && near.is_none() && !is_of_facts_only(key) {
            return None;
        }
        return Some((path(key), near.map(path)));
    }
    None
}

/// Names that facts have and that no manifest states.
fn is_of_facts_only(key: &str) -> bool {
    matches!(key, "layer" | "raw")
}

/// Returns the schema itself with those it names.
fn members<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let mut found = vec![schema];
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        found.extend(target.strip_prefix('#').and_then(|pointer| root.pointer(pointer)));
    }
    let choices = schema.get("anyOf").and_then(Value::as_array);
    found.extend(choices.into_iter().flatten().flat_map(|choice| members(root, choice)));
    found
}

fn part_of<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    let member = schema.get("properties").and_then(|properties| properties.get(key));
    let item = || key.parse::<usize>().ok().and_then(|_| schema.get("items"));
    let other = || schema.get("additionalProperties").filter(|other| other.is_object());
    member.or_else(item).or_else(other)
}

fn is_open(schema: &Value) -> bool {
    schema.get("additionalProperties").and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn paths_are_held_against_the_schema() {
        for known in ["quality.coverage", "dependencies.external.0", "libraries.http", "owner"] {
            let keys: Vec<&str> = known.split('.').collect();
            assert_eq!(fault(&keys), None, "{known}");
        }
        // Other keys of the manifest itself are kept.
        assert_eq!(fault(&["cost_centre"]), None);
        assert_eq!(fault(&["ownr"]), Some(("ownr".to_owned(), Some("owner".to_owned()))));
        let path = "quality.covrage".to_owned();
        assert_eq!(
            fault(&["quality", "covrage"]),
            Some((path, Some("quality.coverage".to_owned())))
        );
        assert_eq!(fault(&["owner", "name"]), Some(("owner.name".to_owned(), None)));
        assert_eq!(fault(&["layer"]), Some(("layer".to_owned(), None)));
    }
}
