//! Holding stored records against their hashes, each other, and a known head.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;
use schemars::JsonSchema;
use serde::Deserialize;
use smol_str::SmolStr;

use super::chain::{self, Chain};
use super::hash::Sha256;
use super::read::{Link, Stored};
use super::records::{Line, Records, lines_of};
use super::types::AuditHead;
use super::verdict::{AuditReason, AuditVerdict, Fault, FirstBad};
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
    verifier.read_lines(input.records.lines(), matches!(input.records, Records::Text(_)));
    Ok(verifier.finish())
}

/// Lines that one thread reads at a time.
const PART: usize = 256;

/// Lines that are in memory at a time.
const WAVE: usize = 64 * PART;

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
    seen: HashMap<[u8; 16], u64, RandomState>,
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
            seen: HashMap::default(),
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
        self.read_lines(lines_of(text), true);
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

    pub(super) fn read_lines<'t>(&mut self, lines: impl Iterator<Item = Line<'t>>, numbered: bool) {
        let mut lines = lines.peekable();
        while self.first_bad.is_none() && lines.peek().is_some() {
            let wave: Vec<Line<'t>> = lines.by_ref().take(WAVE).collect();
            let links = parallel::map(wave.chunks(PART).collect(), |part: &[Line<'t>]| {
                part.iter().map(|line| link(*line)).collect::<Vec<_>>()
            });
            for link in links.into_iter().flatten() {
                self.lines += 1;
                let place = numbered.then_some(self.lines);
                let seq = self.chain.tree.size();
                if let Err(fault) = link.and_then(|reading| self.add(&reading)) {
                    self.first_bad = Some(fault.at(seq, place));
                    return;
                }
            }
        }
    }

    fn add(&mut self, reading: &Reading) -> std::result::Result<(), Fault> {
        let Reading { link, name } = reading;
        if let Some(fault) = self.chain.fault(link) {
            return Err(fault);
        }
        let seq = self.chain.tree.size();
        match self.seen.entry(*name) {
            Entry::Vacant(vacant) => vacant.insert(seq),
            Entry::Occupied(first) => {
                let id = &link.entry.event_id;
                let message = format!("event `{id}` is at `seq` {} already", first.get());
                return Err(Fault::new(AuditReason::Duplicate, message));
            }
        };
        if !link.body_fits {
            let message = "the body, or its salt, does not fit its digest".to_owned();
            return Err(Fault::new(AuditReason::Body, message));
        }
        if self.chain.tenant.is_none() {
            self.chain.tenant = Some(link.entry.tenant.clone());
        }
        let before = self.is_known(seq + 1).then(|| self.chain.clone());
        self.chain.push(link.hash, link.leaf, link.entry.at);
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
struct Reading {
    link: Link,
    /// The first half of the SHA-256 of its `event_id`.
    name: [u8; 16],
}

fn link(line: Line<'_>) -> std::result::Result<Reading, Fault> {
    let bytes = line.bytes().map_err(|error| {
        Fault::new(
            AuditReason::Malformed,
            format!("the record has no JSON form: {}", error.message()),
        )
    })?;
    let link = Stored::read(&bytes, line.ends())?.link();
    let mut name = [0; 16];
    let digest = Sha256::of(link.entry.event_id.as_bytes());
    for (to, from) in name.iter_mut().zip(digest.as_bytes()) {
        *to = *from;
    }
    Ok(Reading { link, name })
}
