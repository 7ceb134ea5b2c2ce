//! From documents to services: every manifest and every index entry is read on its own, so that a
//! broken one hides nothing of the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{Catalog, Origin, Service, Status};
use crate::document::{Document, Limits, Source};
use crate::error::Result;
use crate::finding::{Finding, codes};
use crate::schema::{self, Extension, Read, Shape};

/// An index document, read.
#[derive(Clone, Debug, Default)]
pub struct LoadedCatalog {
    /// The services, in the order of the document.
    pub catalog: Catalog,
    /// Name of the document.
    pub path: String,
    /// Every difference from its schema.
    pub findings: Vec<Finding>,
}

/// Reads an index document.
///
/// # Errors
/// As [`Source::load`]: the text is no YAML or JSON, or exceeds `limits`.
pub fn load(source: &Source, default_path: &str, limits: &Limits) -> Result<LoadedCatalog> {
    load_extended(source, default_path, limits, None)
}

/// Reads an index document whose entries may carry the keys that `extension` declares.
///
/// # Errors
/// As [`load`].
pub fn load_extended(
    source: &Source,
    default_path: &str,
    limits: &Limits,
    extension: Option<&Extension>,
) -> Result<LoadedCatalog> {
    let document = source.load(default_path, limits)?;
    let mut loaded = match read_whole(&document, extension) {
        Some(catalog) => {
            LoadedCatalog { catalog, path: document.path.clone(), findings: Vec::new() }
        }
        None => read_entries(&document, extension)?,
    };
    let path: Arc<str> = document.path.as_str().into();
    for (index, service) in loaded.catalog.services.iter_mut().enumerate() {
        let pointer = format!("/services/{index}");
        service.origin = Some(Origin { path: Arc::clone(&path), pointer });
    }
    Ok(loaded)
}

/// Returns the catalog of a document without any fault.
fn read_whole(document: &Document, extension: Option<&Extension>) -> Option<Catalog> {
    use serde::Deserialize;
    if extension.is_some() || !Catalog::validator()?.is_valid(&document.value) {
        return None;
    }
    Catalog::deserialize(&document.value).ok()
}

fn read_entries(document: &Document, extension: Option<&Extension>) -> Result<LoadedCatalog> {
    let mut outer = document.value.clone();
    let entries = outer.get_mut("services").and_then(Value::as_array_mut).map(std::mem::take);
    let Read { value: mut catalog, mut findings, .. } =
        schema::read_at::<Catalog>(document, "", &outer)?;
    catalog.services.clear();
    for (index, entry) in entries.unwrap_or_default().iter().enumerate() {
        let (service, faults) =
            read_service(document, &format!("/services/{index}"), entry, extension)?;
        findings.extend(faults);
        catalog.services.push(service);
    }
    Ok(LoadedCatalog { catalog, path: document.path.clone(), findings })
}

/// Reads one manifest.
///
/// # Errors
/// As [`Source::load`].
pub fn load_manifest(
    source: &Source,
    path: &str,
    limits: &Limits,
    extension: Option<&Extension>,
) -> Result<(Service, Vec<Finding>)> {
    let document = source.load(path, limits)?;
    let (mut service, findings) = read_service(&document, "", &document.value, extension)?;
    service.origin = Some(Origin { path: document.path.as_str().into(), pointer: String::new() });
    service.status =
        Some(if findings.iter().any(is_fault) { Status::Error } else { Status::Active });
    Ok((service, findings))
}

fn read_service(
    document: &Document,
    base: &str,
    value: &Value,
    extension: Option<&Extension>,
) -> Result<(Service, Vec<Finding>)> {
    let Read { value: mut service, mut findings, unread } =
        schema::read_at::<Service>(document, base, value)?;
    if let Some(extension) = extension {
        findings.retain(|finding| !extension.declares_key_of(finding, base));
        findings.extend(extension.check(document, base, value));
    }
    service.extensions.extend(unread.into_iter().filter_map(top_level_key));
    Ok((service, findings))
}

/// Keeps what stands under an unknown key of the manifest itself; unknown keys further inside are
/// named by their findings.
fn top_level_key((pointer, value): (String, Value)) -> Option<(String, Value)> {
    let key = pointer.strip_prefix('/')?;
    (!key.contains('/')).then(|| (key.replace("~1", "/").replace("~0", "~"), value))
}

/// Tells whether a finding makes an entry unreliable, as an unknown key does not.
fn is_fault(finding: &Finding) -> bool {
    finding.code != codes::document::UNKNOWN_KEY.id
}

/// A manifest and every difference from its schema.
pub(super) type LoadedManifest = (Service, Vec<Finding>);

/// Reads many manifests, in parallel where the build allows it, in the order of their names.
pub(crate) fn load_manifests(
    manifests: &BTreeMap<String, Source>,
    limits: &Limits,
    extension: Option<&Extension>,
) -> Vec<(String, Result<LoadedManifest>)> {
    let list: Vec<(&String, &Source)> = manifests.iter().collect();
    let load = |(path, source): &(&String, &Source)| {
        ((*path).clone(), load_manifest(source, path, limits, extension))
    };
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        list.par_iter().map(load).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        list.iter().map(load).collect()
    }
}
