//! The facts of a case.

use std::collections::BTreeMap;

use meta_core::document::{Source, pointer};
use meta_core::finding::{Finding, codes};
use meta_core::time::Timestamp;
use meta_core::{Result, error::Error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::policy::Hook;
use crate::{Catalog, EvaluateInput, OpenCatalogInput};

/// Facts that policies are tested with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Facts {
    /// Manifests of services, by their names.
    pub services: BTreeMap<String, Value>,
    /// The graph file.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub graph: Value,
    /// The rules file, for the layers of domains.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub rules: Value,
    /// Subjects of the hooks that are about other things than the catalog, by the hook and their names.
    pub subjects: BTreeMap<Hook, BTreeMap<String, Value>>,
    /// Whatever policies need besides, as `ctx.data`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub data: Value,
    /// The time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Timestamp>,
    /// Where the decisions count, such as `production`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}

meta_core::schema::shape!(Facts, "policy-facts", version "1", at "policies/**/*.yaml");

impl Facts {
    /// Returns the catalog that the facts make, and what a policy is told besides. Facts that no manifest has are
    /// findings of the catalog.
    ///
    /// # Errors
    /// When the time is not stated, or a document cannot be read.
    pub(super) fn prepared(&self) -> Result<(Catalog, EvaluateInput)> {
        let now = self.now.ok_or_else(|| {
            let help = "state `now` in the test, the case or the facts it begins with";
            Error::invalid("", "the time is not stated").help(help)
        })?;
        let services = named("/services", &self.services)?;
        let source = |value: &Value| (!value.is_null()).then(|| Source::Value(value.clone()));
        let catalog = Catalog::open(&OpenCatalogInput {
            catalog: Source::Value(Value::Object(Map::from_iter([(
                "services".to_owned(),
                Value::Array(services),
            )]))),
            graph: source(&self.graph),
            rules: source(&self.rules),
        })?;
        let subjects = self.subjects.iter().map(|(hook, subjects)| {
            let at = pointer::push("/subjects", hook.as_str());
            named(&at, subjects).map(|subjects| (*hook, subjects))
        });
        let input = EvaluateInput {
            environment: self.environment.clone(),
            data: self.data.clone(),
            subjects: subjects.collect::<Result<_>>()?,
            ..EvaluateInput::at(now)
        };
        Ok((catalog, input))
    }
}

/// Returns documents with their names in them.
fn named(at: &str, documents: &BTreeMap<String, Value>) -> Result<Vec<Value>> {
    let documents = documents.iter().map(|(name, document)| {
        let Value::Object(members) = document else {
            let message = format!("`{name}` is not an object");
            return Err(Error::invalid(pointer::push(at, name), message));
        };
        let mut members = members.clone();
        members.insert("name".to_owned(), name.as_str().into());
        Ok(Value::Object(members))
    });
    documents.collect()
}

/// Tells whether a finding of the catalog makes facts other than they were written. What is not stated is what many
/// cases are about, and keys of its own a manifest may have.
pub(super) fn is_fault(finding: &Finding) -> bool {
    let pointer = finding.location.as_ref().map_or("", |place| place.pointer.as_str());
    let is_top_level = pointer::segments(pointer).count() <= 3;
    let is_misspelt =
        finding.remediation.as_deref().is_some_and(|remedy| remedy.contains("did you mean"));
    if finding.code == codes::document::MISSING_KEY.id {
        return false;
    }
    finding.code != codes::document::UNKNOWN_KEY.id || !is_top_level || is_misspelt
}

/// Changes `value` by a merge patch (RFC 7386).
pub(super) fn merge(value: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Some(members) = value.as_object_mut() else { return };
    for (key, change) in patch {
        if change.is_null() {
            members.remove(key);
        } else {
            merge(members.entry(key.as_str()).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use serde_json::{Value, json};

    /// The cases of RFC 7386, appendix A.
    #[test]
    fn patches_are_merged_as_the_standard_says() {
        let cases: [(Value, Value, Value); 15] = [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "b"}), json!(["c"]), json!(["c"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (json!({"a": "foo"}), json!("bar"), json!("bar")),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ];
        for (mut value, patch, expected) in cases {
            merge(&mut value, &patch);
            assert_eq!(value, expected, "{patch}");
        }
    }
}
