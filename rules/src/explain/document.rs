//! Where a fact stands that was read, and the documents with another value there.

use meta_core::catalog::Service;
use meta_core::document::pointer;
use serde_json::{Map, Value};

use super::Question;
use crate::policy::Hook;
use crate::{Catalog, EvaluateInput};

/// The document that a fact stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The manifest of a service, by its number.
    Service(usize),
    /// A subject that was given, by its number among those of its hook.
    Subject(Hook, usize),
    /// The data of the host.
    Data,
}

impl Place {
    /// Returns the places that a fact may stand in.
    pub(super) fn of(
        question: &Question<'_>,
        of: Option<&str>,
        catalog: &Catalog,
        told: &EvaluateInput,
    ) -> Vec<Self> {
        let world = catalog.world();
        let service = |name: &str| world.find(name).map(|service| Self::Service(service.0.index));
        if let Some(of) = of {
            return service(of).into_iter().collect();
        }
        // Data are a subject, what the host gave, or the whole manifest of the subject.
        let given = told.subjects.get(&question.hook);
        let is_it = |value: &Value| {
            ["name", "service", "fingerprint"]
                .iter()
                .any(|key| value.get(key).and_then(Value::as_str) == Some(question.subject))
        };
        let subject = given.and_then(|given| given.iter().position(is_it));
        let subject = subject.map(|index| Self::Subject(question.hook, index));
        subject.into_iter().chain(service(question.subject)).chain([Self::Data]).collect()
    }

    /// Returns the name of the document.
    pub(super) fn name(&self, question: &Question<'_>, catalog: &Catalog) -> String {
        match self {
            Self::Service(index) => {
                let service = catalog.world().services.get(*index);
                service.map(|service| service.0.name.to_string()).unwrap_or_default()
            }
            Self::Subject(..) => question.subject.to_owned(),
            Self::Data => "data".to_owned(),
        }
    }

    /// Returns the document; none when it has no JSON form.
    pub(super) fn document(&self, catalog: &Catalog, told: &EvaluateInput) -> Option<Value> {
        match self {
            Self::Service(index) => manifest(*index, catalog),
            Self::Subject(hook, index) => told.subjects.get(hook)?.get(*index).cloned(),
            Self::Data => Some(told.data.clone()),
        }
    }

    /// Returns the facts with another document in its place; none when it is no such document.
    pub(super) fn replaced(
        &self,
        document: Value,
        catalog: &Catalog,
        told: &EvaluateInput,
    ) -> Option<(Catalog, EvaluateInput)> {
        let mut told = told.clone();
        match self {
            Self::Service(index) => {
                let catalog = catalog.with_service(*index, service(document)?).ok()?;
                return Some((catalog, told));
            }
            Self::Subject(hook, index) => {
                *told.subjects.get_mut(hook)?.get_mut(*index)? = document;
            }
            Self::Data => told.data = document,
        }
        Some((catalog.clone(), told))
    }
}

/// Returns the manifest of a service as it was written.
pub(super) fn manifest(index: usize, catalog: &Catalog) -> Option<Value> {
    let service = catalog.world().catalog.services.get(index)?;
    let mut value = serde_json::to_value(service).ok()?;
    let members = value.as_object_mut()?;
    if let Some(Value::Object(extensions)) = members.remove("extensions") {
        members.extend(extensions);
    }
    Some(value)
}

/// Reads a manifest; keys that no rule reads are kept, as they are where a catalog is read.
fn service(document: Value) -> Option<Service> {
    let Value::Object(members) = document else { return None };
    let known = serde_json::to_value(Service::default()).ok()?;
    let names = schema_names();
    let (own, other): (Map<String, Value>, Map<String, Value>) = members
        .into_iter()
        .partition(|(name, _)| known.get(name).is_some() || names.contains(&name.as_str()));
    let mut service: Service = serde_json::from_value(Value::Object(own)).ok()?;
    service.extensions.extend(other);
    Some(service)
}

/// Returns the keys that manifests have.
fn schema_names() -> Vec<&'static str> {
    let schema = <Service as meta_core::schema::Shape>::schema();
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// Puts a value at a JSON Pointer, with the objects around it; without one, what stands there is removed.
pub(super) fn put(document: &mut Value, at: &str, value: Option<Value>) -> bool {
    let mut segments: Vec<String> = pointer::segments(at).collect();
    let Some(last) = segments.pop() else { return false };
    let mut place = document;
    for segment in segments {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        let next = match place {
            Value::Object(members) => Some(members.entry(segment).or_insert(Value::Null)),
            Value::Array(items) => segment.parse::<usize>().ok().and_then(|at| items.get_mut(at)),
            _ => None,
        };
        let Some(next) = next else { return false };
        place = next;
    }
    if place.is_null() {
        *place = Value::Object(Map::new());
    }
    match (place, value) {
        (Value::Object(members), Some(value)) => drop(members.insert(last, value)),
        (Value::Object(members), None) => drop(members.remove(&last)),
        (Value::Array(items), Some(value)) => {
            match last.parse::<usize>().ok().and_then(|at| items.get_mut(at)) {
                Some(item) => *item = value,
                None => return false,
            }
        }
        _ => return false,
    }
    true
}
