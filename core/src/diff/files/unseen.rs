//! Files that came to a document, went, or differ only where the document does not use them.

use std::collections::BTreeSet;

use super::super::Class;
use super::super::draft::{Draft, Found, Part};
use super::super::kind::Versions;
use super::rewrite::reference_to;
use crate::document::Document;
use crate::finding::codes::diff::files as codes;
use crate::finding::{Finding, Location};

/// Adds to `found` what no change tells about the files, and reports files that are missing.
pub(in crate::diff) fn unseen(versions: &Versions, found: &mut Found) {
    let (before, after) = (&versions.before, &versions.after);
    let slots: BTreeSet<&String> = before.parts.keys().chain(after.parts.keys()).collect();
    let told = told(found, before, after);
    for slot in slots {
        let name = |document: &Document| document.parts.get(slot).map(|part| part.path.clone());
        let draft = match (name(before), name(after)) {
            (Some(name), None) => {
                let message = format!("nothing refers to `{name}` any more");
                Draft::new(codes::FILE_LEFT, Class::Cosmetic, message).before(Part::place(slot))
            }
            (None, Some(name)) => {
                let message = format!("`{name}` is part of the artifact now");
                Draft::new(codes::FILE_JOINED, Class::Cosmetic, message).after(Part::place(slot))
            }
            (Some(_), Some(name)) => {
                let same = before.value.pointer(slot) == after.value.pointer(slot);
                if same || told.contains(slot) {
                    continue;
                }
                let message = format!("`{name}` differs where the artifact does not use it");
                Draft::new(codes::UNUSED_PART_CHANGED, Class::Cosmetic, message)
                    .before(Part::place(slot))
                    .after(Part::place(slot))
            }
            (None, None) => continue,
        };
        found.changes.push(draft);
    }
    found.findings.extend(missing(versions));
}

/// Returns the files that a change is in.
fn told(found: &Found, before: &Document, after: &Document) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for draft in &found.changes {
        for (document, part) in [(before, &draft.before), (after, &draft.after)] {
            let slot = part.as_ref().and_then(|part| document.slot(&part.pointer));
            told.extend(slot.map(str::to_owned));
        }
    }
    told
}

/// Reports the files that references lead to and nobody supplied: what they say is unknown.
fn missing(versions: &Versions) -> Vec<Finding> {
    let [_, is] = &versions.joined;
    let missing = is.missing.iter().map(|(target, file)| {
        let message = format!("`{file}` refers to `{target}`, which was not supplied");
        let at = reference_to(target, &versions.after.value).unwrap_or_default();
        let (path, inner) = versions.after.origin(&at);
        let code = codes::FILE_MISSING;
        Finding::new(code, file, &[target], message).at(Location::new(path, inner))
    });
    missing.collect()
}
