//! Canonical JSON (RFC 8785) of entries and records: their members are known, and stand in order here. A property
//! test compares it with `canonical`.

use super::hash::Sha256;
use super::types::AuditEntry;

/// Adds the canonical JSON of an entry whose names are names.
pub(super) fn entry(out: &mut Vec<u8>, entry: &AuditEntry) {
    text(out, b"{\"actor\":\"", &entry.actor);
    plain(out, b"\",\"at\":\"", entry.at.to_string().as_bytes());
    plain(out, b"\",\"body_digest\":\"", &entry.body_digest.digits());
    text(out, b"\",\"event_id\":\"", &entry.event_id);
    plain(out, b"\",\"prev\":\"", &entry.prev.digits());
    if let Some(project) = &entry.project {
        text(out, b"\",\"project\":\"", project);
    }
    plain(out, b"\",\"seq\":", entry.seq.to_string().as_bytes());
    if let Some(subject) = &entry.subject {
        text(out, b",\"subject\":\"", subject);
        out.push(b'"');
    }
    text(out, b",\"tenant\":\"", &entry.tenant);
    text(out, b"\",\"type\":\"", &entry.kind);
    plain(out, b"\",\"v\":", entry.v.to_string().as_bytes());
    out.push(b'}');
}

/// Adds the canonical JSON of a record whose parts are canonical, with the salt and the body where it has them, and
/// returns where its entry begins and ends.
pub(super) fn record(
    out: &mut Vec<u8>,
    entry: &[u8],
    hash: &Sha256,
    secret: Option<(&str, &[u8])>,
) -> (usize, usize) {
    out.push(b'{');
    if let Some((_, body)) = secret {
        plain(out, b"\"body\":", body);
        out.push(b',');
    }
    out.extend_from_slice(b"\"entry\":");
    let start = out.len();
    out.extend_from_slice(entry);
    let end = out.len();
    plain(out, b",\"hash\":\"", &hash.digits());
    if let Some((salt, _)) = secret {
        plain(out, b"\",\"salt\":\"", salt.as_bytes());
    }
    out.extend_from_slice(b"\"}");
    (start, end)
}

fn plain(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(value);
}

/// Adds a name. Names hold no control characters, so that only these two are escaped (RFC 8785 section 3.2.2.2).
fn text(out: &mut Vec<u8>, name: &[u8], value: &str) {
    out.extend_from_slice(name);
    if !value.contains(['"', '\\']) {
        return out.extend_from_slice(value.as_bytes());
    }
    for byte in value.bytes() {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
}
