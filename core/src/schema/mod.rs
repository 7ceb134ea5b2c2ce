//! The published shapes of documents: what a file may contain, and how it is read.
//!
//! A shape is a Rust type that derives its own JSON Schema (draft 2020-12). [`read`] validates a
//! document against it, turns every error into a finding that names the place, takes the broken
//! parts out, and reads the rest: so one mistake in a file hides nothing else in it.

mod errors;
mod extension;
mod prune;

pub use jsonschema::Validator;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::document::{Document, pointer, typed};
use crate::error::{Error, ErrorCode, Result};
use crate::finding::{Finding, Location, codes};

pub use extension::Extension;

/// One published shape.
#[derive(Clone, Copy)]
pub struct Published {
    /// Name, such as `service-manifest`.
    pub name: &'static str,
    /// Version of the shape; it rises with every change that old readers do not understand.
    pub version: &'static str,
    /// Where a workspace keeps documents of this shape; `**` stands for any folders.
    pub path: &'static str,
    /// Returns the JSON Schema (draft 2020-12).
    pub schema: fn() -> Value,
}

/// A type whose documents have a published shape.
pub trait Shape: DeserializeOwned + Default + JsonSchema {
    /// What is published of it.
    const PUBLISHED: Published;

    /// Returns the compiled schema; compiled once.
    fn validator() -> Option<&'static Validator>;

    /// Returns the JSON Schema; written once.
    fn schema() -> &'static Value;
}

/// Declares that a type has a published shape: its name, the version of the shape, and where a workspace keeps
/// documents of it.
#[macro_export]
macro_rules! shape {
    ($type:ty, $name:literal, version $version:literal, at $path:literal) => {
        impl $crate::schema::Shape for $type {
            const PUBLISHED: $crate::schema::Published = $crate::schema::Published {
                name: $name,
                version: $version,
                path: $path,
                schema: || $crate::schema::published_schema::<$type>($name, $version),
            };

            fn validator() -> Option<&'static $crate::schema::Validator> {
                static COMPILED: std::sync::LazyLock<Option<$crate::schema::Validator>> =
                    std::sync::LazyLock::new(|| {
                        $crate::schema::compile(<$type as $crate::schema::Shape>::schema()).ok()
                    });
                COMPILED.as_ref()
            }

            fn schema() -> &'static serde_json::Value {
                static WRITTEN: std::sync::LazyLock<serde_json::Value> =
                    std::sync::LazyLock::new(<$type as $crate::schema::Shape>::PUBLISHED.schema);
                &WRITTEN
            }
        }
    };
}
pub use shape;

/// A document read as a shape.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// What could be read; broken parts are left out.
    pub value: T,
    /// Every difference from the schema.
    pub findings: Vec<Finding>,
    /// Keys that no rule reads, with their values: JSON Pointer and value.
    pub unread: Vec<(String, Value)>,
}

/// A value of a document, or a part of one.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Name of the document.
    pub path: &'a str,
    /// JSON Pointer of the value in the document.
    pub base: &'a str,
    /// The value.
    pub value: &'a Value,
}

impl Part<'_> {
    /// Returns a name for what stands at `inner` of this value, a JSON Pointer, that outlives items
    /// coming, going and moving in the lists around it.
    fn key(&self, inner: &str) -> String {
        let name = self.value.get("name").and_then(Value::as_str);
        let mut key = match (pointer::parent(self.base), name) {
            (Some(list), Some(name)) => pointer::push(list, name),
            _ => self.base.to_owned(),
        };
        key.push_str(&pointer::by_name(self.value, inner));
        key
    }
}

/// Reads `document` as `T`.
///
/// # Errors
/// As [`read_part`].
pub fn read<T: Shape>(document: &Document) -> Result<Read<T>> {
    read_part(&Part { path: &document.path, base: "", value: &document.value })
}

/// Reads an item of a list, or a whole document, as `T`.
///
/// # Errors
/// `policy_invalid` when the shape itself cannot be compiled, which its tests rule out.
pub fn read_part<T: Shape>(part: &Part<'_>) -> Result<Read<T>> {
    let validator = T::validator().ok_or_else(|| {
        Error::new(
            ErrorCode::PolicyInvalid,
            format!("shape `{}` has no valid schema", T::PUBLISHED.name),
        )
    })?;
    if validator.is_valid(part.value) {
        if let Ok(value) = typed::from_shared::<T>(part.value) {
            return Ok(Read { value, findings: Vec::new(), unread: Vec::new() });
        }
    }
    Ok(read_broken(part, validator))
}

fn read_broken<T: Shape>(part: &Part<'_>, validator: &Validator) -> Read<T> {
    let mut kept = part.value.clone();
    prune::drop_nulls(&mut kept);
    let mut faults = errors::collect(validator, &kept, T::schema());
    let unread = prune::take_unknown(&mut kept, &faults);
    prune::take_broken(&mut kept, &mut faults);
    let read = prune::deserialize(&mut kept, &mut faults);
    let findings = faults.into_iter().map(|fault| fault.into_finding(part)).collect();
    Read { value: read, findings, unread }
}

/// Returns the finding for a text that cannot be read at all.
pub fn unreadable(path: &str, error: &Error) -> Finding {
    let mut location = Location::new(path, error.path());
    location.line = error.line();
    location.column = error.column();
    let finding = Finding::new(codes::document::UNREADABLE, path, &[], error.message())
        .at(location)
        .evidence("error", error.code().as_str());
    match error.help_text() {
        Some(help) => finding.remedy(help),
        None => finding,
    }
}

/// Returns the JSON Schema of `T`, with its identity and version.
pub fn published_schema<T: JsonSchema>(name: &str, version: &str) -> Value {
    let schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    if let Some(object) = schema.as_object_mut() {
        object
            .insert("$id".into(), format!("https://meta-core.dev/schema/{name}/v{version}").into());
        object.insert("title".into(), name.into());
        object.insert("x-version".into(), version.into());
    }
    schema
}

/// Compiles a JSON Schema. References to other documents are never fetched.
///
/// # Errors
/// `policy_invalid` when the schema is not valid.
pub fn compile(schema: &Value) -> Result<Validator> {
    jsonschema::options().should_validate_formats(true).build(schema).map_err(|error| {
        Error::new(ErrorCode::PolicyInvalid, format!("the schema is not valid: {error}"))
            .at(error.instance_path().to_string())
    })
}

/// What is told of one published shape.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ShapeSummary {
    /// Name, such as `service-manifest`.
    pub name: String,
    /// Version of the shape.
    pub version: String,
    /// Where a workspace keeps documents of this shape; `**` stands for any folders.
    pub path: String,
}

impl Published {
    /// Returns name, version and place.
    pub fn summary(&self) -> ShapeSummary {
        ShapeSummary {
            name: self.name.to_owned(),
            version: self.version.to_owned(),
            path: self.path.to_owned(),
        }
    }
}
