//! One stored record: read, and held against its own hash and digest.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use smol_str::SmolStr;

use super::body::{Salt, canonical_body};
use super::exact;
use super::hash::Sha256;
use super::merkle;
use super::types::{AuditEntry, AuditRecord};
use super::verdict::{AuditReason, Fault};
use super::write;
use crate::canonical::Canonicalizer;
use crate::error::{Error, Result};
use crate::present::present;
use crate::time::Timestamp;

/// A record that has the one form that it is stored in.
pub(super) struct Stored<'t> {
    pub(super) entry: AuditEntry,
    /// The hash that is stored with it.
    pub(super) hash: Sha256,
    /// The salt and the canonical JSON of the body; none when the body was erased.
    pub(super) secret: Option<Secret<'t>>,
    /// Canonical JSON of the entry.
    pub(super) bytes: Cow<'t, [u8]>,
}

/// What is gone when a body is erased.
pub(super) struct Secret<'t> {
    /// The salt as it is written.
    pub(super) digits: Cow<'t, str>,
    pub(super) salt: Salt,
    pub(super) body: &'t str,
}

/// A record as far as a trail needs it.
pub(super) struct Link {
    pub(super) tenant: SmolStr,
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    pub(super) prev: Sha256,
    /// Hash of the entry as it is.
    pub(super) hash: Sha256,
    pub(super) leaf: Sha256,
    pub(super) has_own_hash: bool,
    pub(super) has_body: bool,
    pub(super) body_fits: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members<'t> {
    #[serde(borrow, default, deserialize_with = "present")]
    body: Option<&'t RawValue>,
    entry: AuditEntry,
    hash: Sha256,
    #[serde(default, deserialize_with = "present")]
    salt: Option<String>,
}

impl<'t> Stored<'t> {
    /// Reads a line, without the line break. `ends` tells whether there was one.
    pub(super) fn read(line: &'t [u8], ends: bool) -> std::result::Result<Self, Fault> {
        let Some(stored) = exact::read(line) else { return Self::read_any(line, ends) };
        debug_assert!(Self::read_any(line, ends).is_ok_and(|any| any.is_same(&stored)));
        Ok(stored)
    }

    /// Reads a line of any form, and tells what is wrong with it.
    pub(super) fn read_any(line: &'t [u8], ends: bool) -> std::result::Result<Self, Fault> {
        if line.ends_with(b"\r") {
            let message = "the line ends in a carriage return; lines end in a line feed alone";
            return Err(Fault::new(AuditReason::Malformed, message.to_owned()));
        }
        let members: Members<'t> =
            serde_json::from_slice(line).map_err(|fault| no_record(line, ends, &fault))?;
        let bytes = members.entry.canonical().map_err(|e| malformed(&e.within("/entry")))?;
        let secret = match (members.salt, members.body) {
            (None, None) => None,
            (Some(salt), Some(body)) => Some(Secret::read(salt, body.get())?),
            (salt, _) => {
                let [there, gone] =
                    if salt.is_some() { ["salt", "body"] } else { ["body", "salt"] };
                let message = format!("the record has a `{there}` and no `{gone}`");
                return Err(Fault::new(AuditReason::Malformed, message));
            }
        };
        let mut whole = Vec::with_capacity(line.len());
        let parts = secret.as_ref().map(|secret| (&*secret.digits, secret.body.as_bytes()));
        write::record(&mut whole, &bytes, &members.hash, parts);
        if whole != line {
            return Err(other_form(line, &whole));
        }
        Ok(Self { entry: members.entry, hash: members.hash, secret, bytes: Cow::Owned(bytes) })
    }

    /// Tells whether two readers have read the same.
    fn is_same(&self, other: &Self) -> bool {
        let secret = |one: &Self| {
            one.secret.as_ref().map(|secret| (secret.digits.to_string(), secret.body.to_owned()))
        };
        (&self.entry, self.hash, &self.bytes) == (&other.entry, other.hash, &other.bytes)
            && secret(self) == secret(other)
    }

    /// Returns what a trail needs of the record.
    pub(super) fn link(&self) -> Link {
        let (entry, hash) = (&self.entry, Sha256::of(&self.bytes));
        let fits =
            |secret: &Secret<'_>| secret.salt.digest(secret.body.as_bytes()) == entry.body_digest;
        Link {
            tenant: entry.tenant.clone(),
            seq: entry.seq,
            at: entry.at,
            prev: entry.prev,
            hash,
            leaf: merkle::leaf(hash.as_bytes()),
            has_own_hash: hash == self.hash,
            has_body: self.secret.is_some(),
            body_fits: self.secret.as_ref().is_none_or(fits),
        }
    }

    /// Returns the record.
    ///
    /// # Errors
    /// `input_invalid` when the body is no JSON, which it was when it was read.
    pub(super) fn record(self) -> Result<AuditRecord> {
        let (mut salt, mut body) = (None, None);
        if let Some(secret) = self.secret {
            let value = serde_json::from_str(secret.body);
            body = Some(value.map_err(|fault| Error::invalid("/body", fault.to_string()))?);
            salt = Some(secret.digits.into_owned());
        }
        Ok(AuditRecord { entry: self.entry, hash: self.hash, salt, body })
    }
}

impl<'t> Secret<'t> {
    fn read(digits: String, body: &'t str) -> std::result::Result<Self, Fault> {
        let salt = Salt::parse(&digits).map_err(|error| malformed(&error.at("/salt")))?;
        let value: Value = serde_json::from_str(body).map_err(|fault| {
            Fault::new(AuditReason::Malformed, format!("the body is not JSON: {}", said(&fault)))
        })?;
        let mut canonicalizer = Canonicalizer::default();
        let canonical = canonical_body(&value, &mut canonicalizer)
            .map_err(|error| malformed(&error.within("/body")))?;
        if canonical != body.as_bytes() {
            return Err(other_form(body.as_bytes(), canonical));
        }
        Ok(Self { digits: Cow::Owned(digits), salt, body })
    }
}

/// Reads a record that was read already.
pub(super) fn canonical_line(record: &Value) -> Result<Vec<u8>> {
    Canonicalizer::default().bytes_of(record).map(<[u8]>::to_vec)
}

fn malformed(error: &Error) -> Fault {
    let message = format!("{} (at {})", error.message(), error.path());
    Fault::new(AuditReason::Malformed, message)
}

fn no_record(line: &[u8], ends: bool, fault: &serde_json::Error) -> Fault {
    if fault.is_eof() && !ends {
        let message = format!("the last line breaks off after {} bytes", line.len());
        return Fault::new(AuditReason::TruncatedLine, message);
    }
    let message = if line.is_empty() {
        "the line is empty".to_owned()
    } else {
        format!("not a record: {}", said(fault))
    };
    Fault::new(AuditReason::Malformed, message)
}

/// Returns what the reader of JSON says; to it, every text is one line.
fn said(fault: &serde_json::Error) -> String {
    fault.to_string().replace(" at line 1 column ", " at byte ")
}

fn other_form(line: &[u8], canonical: &[u8]) -> Fault {
    let same = line.iter().zip(canonical).take_while(|(one, other)| one == other).count();
    let message = format!(
        "not the canonical JSON (RFC 8785) of what it says, from byte {} on: {}",
        same + 1,
        String::from_utf8_lossy(line.get(same..).unwrap_or_default())
            .chars()
            .take(20)
            .collect::<String>()
    );
    Fault::new(AuditReason::Malformed, message)
}
