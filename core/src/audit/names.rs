//! Names in entries: tenants, events, their types, actors, projects and subjects.

use smol_str::SmolStr;

use super::hash::Sha256;
use super::types::{AuditEntry, MOST_ENTRIES, VERSION};
use super::write;
use crate::error::{Error, Result};
use crate::name::{LONGEST, NameFault, name_fault};
use crate::time::Timestamp;

/// Refuses what is no name.
pub(super) fn check(name: &str) -> Result<()> {
    let message = match name_fault(name) {
        None => return Ok(()),
        Some(NameFault::Empty) => "the name is empty".to_owned(),
        Some(NameFault::TooLong) => {
            format!("the name has {} bytes; the most allowed is {LONGEST}", name.len())
        }
        Some(NameFault::Control) => "the name holds a control character".to_owned(),
    };
    Err(Error::invalid("", message).help("a name has 1 to 256 bytes and no control characters"))
}

/// Refuses an entry with a name that is none.
pub(super) fn check_all(entry: &AuditEntry) -> Result<()> {
    let names = [
        ("/tenant", Some(&entry.tenant)),
        ("/event_id", Some(&entry.event_id)),
        ("/type", Some(&entry.kind)),
        ("/actor", Some(&entry.actor)),
        ("/project", entry.project.as_ref()),
        ("/subject", entry.subject.as_ref()),
    ];
    names.into_iter().try_for_each(|(path, name): (&str, Option<&SmolStr>)| match name {
        Some(name) => check(name).map_err(|error| error.at(path)),
        None => Ok(()),
    })
}

impl AuditEntry {
    /// Returns the hash of the entry: the SHA-256 of its canonical JSON.
    ///
    /// # Errors
    /// As [`AuditEntry::canonical`].
    pub fn hash(&self) -> Result<Sha256> {
        self.canonical().map(|bytes| Sha256::of(&bytes))
    }

    /// Returns the canonical JSON (RFC 8785) of the entry.
    ///
    /// # Errors
    /// `input_invalid` when it is none: an unknown version, a `seq` beyond 2^53 - 2, a name that is empty, has more
    /// than 256 bytes or holds a control character, or a time before the year 0.
    pub fn canonical(&self) -> Result<Vec<u8>> {
        if self.v != VERSION {
            let message = format!("there is no version {} of entries", self.v);
            return Err(Error::invalid("/v", message).help("this version of the library reads 1"));
        }
        if self.seq >= MOST_ENTRIES {
            return Err(Error::invalid("/seq", "`seq` lies beyond 2^53 - 2"));
        }
        check_all(self)?;
        let mut bytes = Vec::with_capacity(512);
        write::entry(&mut bytes, self);
        check_time(self.at).map(|()| bytes)
    }
}

/// Milliseconds of 0000-01-01T00:00:00Z.
const YEAR_0: i64 = -62_167_219_200_000;

/// Refuses a time that RFC 3339 cannot write in UTC: one of the first hours of the year 0 elsewhere.
pub(super) fn check_time(at: Timestamp) -> Result<()> {
    if Timestamp::from_milliseconds(YEAR_0).is_ok_and(|first| at < first) {
        return Err(Error::invalid("/at", "the time lies before the year 0 in UTC")
            .help("write a later time"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_begin_with_the_year_0() {
        let at = |text| Timestamp::parse(text).unwrap();
        let (first, before) =
            (at("0000-01-01T00:00:00Z"), at("0000-01-01T00:59:59.999999999+01:00"));
        assert!(check_time(first).is_ok() && first.to_string().starts_with("0000-"));
        assert!(check_time(before).is_err() && before.to_string().starts_with('-'));
    }
}
