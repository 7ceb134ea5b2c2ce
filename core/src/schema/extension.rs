//! Schemas of the user that extend a published shape.

use jsonschema::Validator;
use serde_json::Value;

use super::{Part, compile, errors};
use crate::error::Result;
use crate::finding::{Finding, codes};

/// A JSON Schema that documents must satisfy besides the published one. The properties it declares
/// are keys that a rule reads.
#[derive(Debug)]
pub struct Extension {
    schema: Value,
    validator: Validator,
}

impl Extension {
    /// Compiles `schema` (any draft that its `$schema` names; 2020-12 by default).
    ///
    /// # Errors
    /// `policy_invalid` when it is not a valid schema.
    pub fn compile(schema: Value) -> Result<Self> {
        let validator = compile(&schema)?;
        Ok(Self { schema, validator })
    }

    /// Returns the differences between `part` and the schema.
    pub fn check(&self, part: &Part<'_>) -> Vec<Finding> {
        if self.validator.is_valid(part.value) {
            return Vec::new();
        }
        errors::collect(&self.validator, part.value, &self.schema)
            .into_iter()
            .map(|fault| fault.into_finding(part))
            .collect()
    }

    /// Tells whether `finding` reports an unknown key that the schema declares.
    pub(crate) fn declares_key_of(&self, finding: &Finding, base: &str) -> bool {
        finding.code == codes::document::UNKNOWN_KEY.id
            && finding
                .location
                .as_ref()
                .and_then(|at| at.pointer.strip_prefix(base))
                .is_some_and(|pointer| self.declares(pointer))
    }

    fn declares(&self, pointer: &str) -> bool {
        let path = pointer.replace('/', "/properties/");
        self.schema.pointer(&path).is_some()
    }
}
