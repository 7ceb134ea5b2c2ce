//! From documents to services: every manifest and every index entry is read on its own, so that a
//! broken one hides nothing of the others.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::{Catalog, Origin, Service, Status};
use crate::document::{Limits, Source, pointer};
use crate::error::{Error, Result};
use crate::finding::{Finding, codes};
use crate::parallel;
use crate::schema::{self, Extension, Part, Read};

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

/// The most entries of an index.
const MOST_ENTRIES: usize = 200_000;

/// The most faults of an index: each is a finding, and what has more was not written by hand.
const MOST_FAULTS: usize = 10_000;

/// Reads an index document whose entries may carry the keys that `extension` declares.
///
/// # Errors
/// As [`load`], and `limit_exceeded` for too many entries, or too many faults in them.
pub fn load_extended(
    source: &Source,
    default_path: &str,
    limits: &Limits,
    extension: Option<&Extension>,
) -> Result<LoadedCatalog> {
    let path = source.path_or(default_path);
    let origin: Arc<str> = path.into();
    let counted = AtomicUsize::new(0);
    let (document, entries) =
        source.load_items(default_path, limits, "services", |index, entry| {
            // What is beyond a limit is not read, and only takes the room of a pointer.
            if index >= MOST_ENTRIES || counted.load(Ordering::Relaxed) > MOST_FAULTS {
                return Ok(None);
            }
            let pointer = format!("/services/{index}");
            let part = Part { path, base: &pointer, value: &entry };
            let (mut service, faults) = read_service(&part, extension)?;
            counted.fetch_add(faults.len(), Ordering::Relaxed);
            service.origin = Some(Origin { path: Arc::clone(&origin), pointer });
            Ok(Some(Box::new((service, faults))))
        })?;
    check_size(entries.len(), counted.into_inner()).map_err(|error| error.in_file(path))?;
    let Read { value: mut catalog, mut findings, .. } = schema::read::<Catalog>(&document)?;
    catalog.services.reserve(entries.len());
    for entry in entries {
        let Some(read) = entry? else { continue };
        let (service, faults) = *read;
        catalog.services.push(service);
        findings.extend(faults);
    }
    Ok(LoadedCatalog { catalog, path: document.path, findings })
}

fn check_size(entries: usize, faults: usize) -> Result<()> {
    let exceeded =
        |message: String, help: &str| Err(Error::limit(message).at("/services").help(help));
    if entries > MOST_ENTRIES {
        let message =
            format!("the index has {entries} entries; the most allowed is {MOST_ENTRIES}");
        return exceeded(message, "split the platform");
    }
    if faults > MOST_FAULTS {
        let message = format!("the entries have more than {MOST_FAULTS} faults");
        return exceeded(message, "mend what writes the index");
    }
    Ok(())
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
    let part = Part { path: &document.path, base: "", value: &document.value };
    let (mut service, findings) = read_service(&part, extension)?;
    service.origin = Some(Origin { path: document.path.as_str().into(), pointer: String::new() });
    service.status =
        Some(if findings.iter().any(is_fault) { Status::Error } else { Status::Active });
    Ok((service, findings))
}

fn read_service(part: &Part<'_>, extension: Option<&Extension>) -> Result<(Service, Vec<Finding>)> {
    let Read { value: mut service, mut findings, unread } = schema::read_part::<Service>(part)?;
    if let Some(extension) = extension {
        findings.retain(|finding| !extension.declares_key_of(finding, part.base));
        findings.extend(extension.check(part));
    }
    service.extensions.extend(unread.into_iter().filter_map(top_level_key));
    Ok((service, findings))
}

/// Keeps what stands under an unknown key of the manifest itself; unknown keys further inside are
/// named by their findings.
fn top_level_key((pointer, value): (String, Value)) -> Option<(String, Value)> {
    let key = pointer.strip_prefix('/')?;
    (!key.contains('/')).then(|| (pointer::last(&pointer), value))
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
    parallel::map(list, |(path, source)| {
        (path.clone(), load_manifest(source, path, limits, extension))
    })
}
