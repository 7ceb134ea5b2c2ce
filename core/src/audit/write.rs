//! Canonical JSON (RFC 8785) of entries and records: their members are known, and stand in order here. A property
//! test compares it with `canonical`.

use std::io::Write;

use super::hash::Sha256;
use super::types::AuditEntry;
use crate::time::Timestamp;

/// What an entry says that is known before its place in the trail is.
pub(super) struct Said<'e> {
    pub(super) tenant: &'e str,
    pub(super) at: Timestamp,
    pub(super) event_id: &'e str,
    pub(super) kind: &'e str,
    pub(super) actor: &'e str,
    pub(super) project: Option<&'e str>,
    pub(super) subject: Option<&'e str>,
    pub(super) body_digest: Sha256,
}

/// Adds the canonical JSON of an entry whose names are names.
pub(super) fn entry(out: &mut Vec<u8>, entry: &AuditEntry) {
    let said = Said {
        tenant: &entry.tenant,
        at: entry.at,
        event_id: &entry.event_id,
        kind: &entry.kind,
        actor: &entry.actor,
        project: entry.project.as_deref(),
        subject: entry.subject.as_deref(),
        body_digest: entry.body_digest,
    };
    said.until_prev(out);
    out.extend_from_slice(&entry.prev.digits());
    said.until_seq(out);
    number(out, entry.seq);
    said.until_end(out, entry.v);
}

impl Said<'_> {
    /// Adds what stands before the value of `prev`.
    pub(super) fn until_prev(&self, out: &mut Vec<u8>) {
        text(out, b"{\"actor\":\"", self.actor);
        out.extend_from_slice(b"\",\"at\":\"");
        // Writing to memory does not fail.
        let _ = write!(out, "{}", self.at);
        plain(out, b"\",\"body_digest\":\"", &self.body_digest.digits());
        text(out, b"\",\"event_id\":\"", self.event_id);
        out.extend_from_slice(b"\",\"prev\":\"");
    }

    /// Adds what stands between the values of `prev` and `seq`.
    pub(super) fn until_seq(&self, out: &mut Vec<u8>) {
        if let Some(project) = self.project {
            text(out, b"\",\"project\":\"", project);
        }
        out.extend_from_slice(b"\",\"seq\":");
    }

    /// Adds what stands behind the value of `seq`.
    pub(super) fn until_end(&self, out: &mut Vec<u8>, version: u8) {
        if let Some(subject) = self.subject {
            text(out, b",\"subject\":\"", subject);
            out.push(b'"');
        }
        text(out, b",\"tenant\":\"", self.tenant);
        text(out, b"\",\"type\":\"", self.kind);
        out.extend_from_slice(b"\",\"v\":");
        number(out, u64::from(version));
        out.push(b'}');
    }
}

/// Adds a whole number.
pub(super) fn number(out: &mut Vec<u8>, number: u64) {
    // Writing to memory does not fail.
    let _ = write!(out, "{number}");
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
    // Of all bytes, so that several are looked at a time.
    if !value.bytes().fold(false, |escaped, byte| escaped | matches!(byte, b'"' | b'\\')) {
        return out.extend_from_slice(value.as_bytes());
    }
    for byte in value.bytes() {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
}
