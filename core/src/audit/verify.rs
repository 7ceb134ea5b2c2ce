//! Holding stored records against their hashes, each other, and a known head.

use std::collections::hash_map::Entry;
use std::ops::ControlFlow;

use foldhash::{HashMap, HashMapExt};
use schemars::JsonSchema;
use serde::Deserialize;
use smol_str::SmolStr;

use super::chain::{self, Chain};
use super::hash::Sha256;
use super::read::{Link, Stored};
use super::records::{Line, Part, Records};
use super::types::AuditHead;
use super::verdict::{AuditReason, AuditVerdict, Fault, FirstBad};
use super::waves;
use crate::error::{Error, Result};
use crate::parallel;

/// What `verify_audit` reads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyAuditInput {
    /// The stored records, in order.
    pub records: Records,
    /// Whose trail it is. Absent: that of the heads, or of the first record.
    #[serde(default)]
    pub tenant: Option<SmolStr>,
    /// A head that is known to be right, kept apart from the records: they have to begin with its entries. Absent:
    /// missing entries at the end are not found.
    #[serde(default)]
    pub head: Option<AuditHead>,
    /// The head before the first of the records, when they are the later part of a trail. Absent: they begin with
    /// `seq` 0.
    #[serde(default)]
    pub after: Option<AuditHead>,
}

/// Verifies stored records, and returns the first thing that is wrong with them.
///
/// # Errors
/// `input_invalid` for a head or a tenant that is none, or for heads that do not fit each other. Whatever is wrong
/// with records is in the report.
pub fn verify_audit(input: &VerifyAuditInput) -> Result<AuditVerdict> {
    let known = (input.tenant.as_ref(), input.head.as_ref(), input.after.as_ref());
    let mut verifier = Verifier::new(known.0, known.1, known.2)?;
    verifier.read_part(input.records.part(), matches!(input.records, Records::Text(_)));
    Ok(verifier.finish())
}

/// Parts that are read ahead.
const WAVE: usize = 16;

/// Verifies a trail that comes in pieces, so that it need not be in memory as a whole.
///
/// ```
/// use meta_core::audit::{AuditReason, Verifier};
///
/// let mut verifier = Verifier::new(None, None, None)?;
/// verifier.read(b"no record\n");
/// let first_bad = verifier.finish().first_bad;
/// assert_eq!(first_bad.map(|bad| (bad.reason, bad.line)), Some((AuditReason::Malformed, Some(1))));
/// # Ok::<(), meta_core::Error>(())
/// ```
pub struct Verifier {
    chain: Chain,
    known: Option<AuditHead>,
    /// The place of each event, by a digest of its name: names may be long, and there may be millions.
    seen: HashMap<[u8; 16], u64>,
    entries: u64,
    erased: u64,
    lines: u64,
    first_bad: Option<FirstBad>,
}

impl Verifier {
    /// Returns a verifier that has read nothing; the tenant and the heads as in [`VerifyAuditInput`].
    ///
    /// # Errors
    /// As [`verify_audit`].
    pub fn new(
        tenant: Option<&SmolStr>,
        head: Option<&AuditHead>,
        after: Option<&AuditHead>,
    ) -> Result<Self> {
        let tenant = chain::agreed(tenant, &[("/head", head), ("/after", after)])?;
        if let Some(head) = head {
            head.open().map_err(|error| error.within("/head"))?;
        }
        let chain = match after {
            Some(after) => after.open().map_err(|error| error.within("/after"))?,
            None => Chain::new(tenant),
        };
        let mut verifier = Self {
            chain,
            known: head.cloned(),
            seen: HashMap::new(),
            entries: 0,
            erased: 0,
            lines: 0,
            first_bad: None,
        };
        verifier.begin()?;
        Ok(verifier)
    }

    /// Reads the next lines: a part of JSON Lines text that ends behind a line feed, or with the text.
    pub fn read(&mut self, text: &[u8]) {
        self.read_part(Part::Text(text), true);
    }

    /// Returns what was found.
    pub fn finish(self) -> AuditVerdict {
        let size = self.chain.tree.size();
        let missing = self.known.as_ref().filter(|known| known.size > size).map(|known| {
            let message =
                format!("the known head counts {} entries, and there are {size}", known.size);
            Fault::new(AuditReason::Truncated, message).at(size, None)
        });
        let first_bad = self.first_bad.or(missing);
        AuditVerdict {
            ok: first_bad.is_none(),
            entries: self.entries,
            erased: self.erased,
            head: self.chain.head(),
            truncation_checked: self.known.is_some(),
            first_bad,
        }
    }

    fn read_part(&mut self, part: Part<'_>, numbered: bool) {
        let mut parts = part.split();
        let waves = std::iter::from_fn(|| {
            let wave: Vec<Part<'_>> = parts.by_ref().take(WAVE).collect();
            (!wave.is_empty()).then_some(wave)
        });
        let read =
            |wave| parallel::map(wave, |part: Part<'_>| part.lines().map(link).collect::<Vec<_>>());
        if self.first_bad.is_none() {
            waves::ahead(waves, read, |links| self.add_all(links.into_iter().flatten(), numbered));
        }
    }

    /// Adds records up to the first that is not sound.
    fn add_all<'t>(
        &mut self,
        links: impl Iterator<Item = std::result::Result<Reading<'t>, Fault>>,
        numbered: bool,
    ) -> ControlFlow<()> {
        for link in links {
            self.lines += 1;
            let seq = self.chain.tree.size();
            if let Err(fault) = link.and_then(|reading| self.add(&reading)) {
                self.first_bad = Some(fault.at(seq, numbered.then_some(self.lines)));
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    fn add(&mut self, reading: &Reading<'_>) -> std::result::Result<(), Fault> {
        let Reading { link, name, line } = reading;
        if let Some(fault) = self.chain.fault(link) {
            return Err(fault);
        }
        let seq = self.chain.tree.size();
        match self.seen.entry(*name) {
            Entry::Vacant(vacant) => vacant.insert(seq),
            Entry::Occupied(first) => {
                return Err(repeated(*line, *first.get()));
            }
        };
        if !link.body_fits {
            let message = "the body, or its salt, does not fit its digest".to_owned();
            return Err(Fault::new(AuditReason::Body, message));
        }
        if self.chain.tenant.is_none() {
            self.chain.tenant = Some(link.tenant.clone());
        }
        let before = self.is_known(seq + 1).then(|| self.chain.clone());
        self.chain.push(link.hash, link.leaf, link.at);
        if let Some(before) = before {
            self.compare_known().inspect_err(|_| self.chain = before)?;
        }
        self.entries += 1;
        self.erased += u64::from(!link.has_body);
        Ok(())
    }

    /// Tells whether the known head has so many entries.
    fn is_known(&self, size: u64) -> bool {
        self.known.as_ref().is_some_and(|known| known.size == size)
    }

    /// Holds the trail against the known head, which has as many entries.
    fn compare_known(&self) -> std::result::Result<(), Fault> {
        let Some(known) = &self.known else { return Ok(()) };
        let message = if known.hash != self.chain.last {
            format!("the entry is {}, and the known head ends in {}", self.chain.last, known.hash)
        } else if known.root != self.chain.tree.root() {
            format!(
                "the root is {}, and that of the known head {}",
                self.chain.tree.root(),
                known.root
            )
        } else {
            return Ok(());
        };
        Err(Fault::new(AuditReason::Fork, message))
    }

    /// Holds the known head against the one that the records begin behind.
    fn begin(&mut self) -> Result<()> {
        let size = self.chain.tree.size();
        if let Some(known) = self.known.as_ref().filter(|known| known.size < size) {
            let message = format!(
                "the known head counts {} entries, and the records begin behind {size}",
                known.size
            );
            return Err(
                Error::invalid("/head/size", message).help("pass a later head, or earlier records")
            );
        }
        if self.is_known(size) {
            let compared = self.compare_known();
            self.first_bad = compared.err().map(|fault| fault.at(size.saturating_sub(1), None));
        }
        Ok(())
    }
}

/// A record that was read on its own.
struct Reading<'t> {
    link: Link,
    /// The first half of the SHA-256 of its `event_id`.
    name: [u8; 16],
    line: Line<'t>,
}

fn link(line: Line<'_>) -> std::result::Result<Reading<'_>, Fault> {
    with_stored(line, |stored| {
        let mut name = [0; 16];
        let digest = Sha256::of(stored.entry.event_id.as_bytes());
        for (to, from) in name.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        Reading { link: stored.link(), name, line }
    })
}

/// Returns the fault of a record whose event is in the trail already. Its name is read again: that is all it is for.
fn repeated(line: Line<'_>, seq: u64) -> Fault {
    let said = |stored: &Stored<'_>| {
        let message = format!("event `{}` is at `seq` {seq} already", stored.entry.event_id);
        Fault::new(AuditReason::Duplicate, message)
    };
    with_stored(line, said).unwrap_or_else(|fault| fault)
}

/// Returns what `each` makes of the record of a line.
fn with_stored<R>(
    line: Line<'_>,
    each: impl FnOnce(&Stored<'_>) -> R,
) -> std::result::Result<R, Fault> {
    let bytes = line.bytes().map_err(|error| {
        let message = format!("the record has no JSON form: {}", error.message());
        Fault::new(AuditReason::Malformed, message)
    })?;
    Stored::read(&bytes, line.ends()).map(|stored| each(&stored))
}
