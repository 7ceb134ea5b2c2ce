//! Searching stored records.

use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::records::Records;
use super::types::{AuditEntry, AuditRecord};
use super::verdict::Fault;
use crate::error::{Error, Result};
use crate::time::Timestamp;

/// Records on a page unless the caller says another number.
const USUAL: usize = 100;

/// The most records on a page.
const MOST: usize = 10_000;

/// What `find_audit_entries` reads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindAuditEntriesInput {
    /// Stored records in the order of their `seq`; some may be left out. They are not verified.
    pub records: Records,
    /// What is searched. Absent: everything.
    #[serde(default)]
    pub filter: AuditFilter,
    /// `cursor` of the page before, with the same filter. Absent: the first page.
    #[serde(default)]
    pub cursor: Option<String>,
    /// The most records on a page, from 1 to 10,000. Default: 100.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// What entries have to be. Names are compared byte by byte; what is absent is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditFilter {
    /// Who did it.
    #[serde(default)]
    pub actor: Option<SmolStr>,
    /// Kind of the event.
    #[serde(default, rename = "type")]
    pub kind: Option<SmolStr>,
    /// Project it belongs to.
    #[serde(default)]
    pub project: Option<SmolStr>,
    /// What, or whom, it is about.
    #[serde(default)]
    pub subject: Option<SmolStr>,
    /// Name of the event.
    #[serde(default)]
    pub event_id: Option<SmolStr>,
    /// The earliest time.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// The time before which it happened: that of `until` itself does not count.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

impl AuditFilter {
    /// Tells whether an entry is what it asks for.
    pub fn admits(&self, entry: &AuditEntry) -> bool {
        let is = |wanted: &Option<SmolStr>, name: Option<&SmolStr>| {
            wanted.as_ref().is_none_or(|wanted| name == Some(wanted))
        };
        is(&self.actor, Some(&entry.actor))
            && is(&self.kind, Some(&entry.kind))
            && is(&self.project, entry.project.as_ref())
            && is(&self.subject, entry.subject.as_ref())
            && is(&self.event_id, Some(&entry.event_id))
            && self.from.is_none_or(|from| entry.at >= from)
            && self.until.is_none_or(|until| entry.at < until)
    }

    /// Refuses a span of time that no instant is in.
    pub(super) fn check(&self) -> Result<()> {
        match (self.from, self.until) {
            (Some(from), Some(until)) if from >= until => {
                let message = format!("no time is from {from} on and before {until}");
                Err(Error::invalid("/until", message).help("`until` lies behind `from`"))
            }
            _ => Ok(()),
        }
    }
}

/// What `find_audit_entries` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FoundEntries {
    /// The records, in the order of their `seq`.
    pub records: Vec<AuditRecord>,
    /// What to pass for the next page. It stays right when records are added behind. Absent: there are no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Finds entries by actor, type, project, subject, name and time, a page at a time; pages neither skip nor repeat an
/// entry.
///
/// # Errors
/// `input_invalid` for a record that is none, records of several tenants or out of order, a cursor that is none, a
/// limit that is not from 1 to 10,000, and a span of time that is empty.
pub fn find_audit_entries(input: &FindAuditEntriesInput) -> Result<FoundEntries> {
    input.filter.check().map_err(|error| error.within("/filter"))?;
    let limit = input.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        let message = format!("a page has from 1 to {MOST} records, not {limit}");
        return Err(Error::invalid("/limit", message).help("ask for the next page by `cursor`"));
    }
    let first = input.cursor.as_deref().map_or(Ok(0), seq_of)?;
    let mut order = Order::default();
    let mut found = FoundEntries { records: Vec::new(), cursor: None };
    let looked = input.records.visit(|stored| {
        order.next(&stored.entry)?;
        if stored.entry.seq < first || !input.filter.admits(&stored.entry) {
            return Ok(ControlFlow::Continue(()));
        }
        if found.records.len() == limit {
            found.cursor = Some(stored.entry.seq.to_string());
            return Ok(ControlFlow::Break(()));
        }
        found.records.push(stored.record()?);
        Ok(ControlFlow::Continue(()))
    });
    looked.map_err(|error| error.within("/records")).map(|()| found)
}

/// Returns the `seq` of the first entry of a page.
fn seq_of(cursor: &str) -> Result<u64> {
    let digits = !cursor.is_empty() && cursor.bytes().all(|byte| byte.is_ascii_digit());
    cursor.parse().ok().filter(|_| digits).ok_or_else(|| {
        Error::invalid("/cursor", format!("`{cursor}` is no cursor"))
            .help("pass `cursor` as the page before returned it")
    })
}

/// Tells whether records are of one trail, and in order.
#[derive(Default)]
pub(super) struct Order {
    tenant: Option<SmolStr>,
    seq: Option<u64>,
}

impl Order {
    pub(super) fn next(&mut self, entry: &AuditEntry) -> Result<()> {
        let tenant = self.tenant.get_or_insert_with(|| entry.tenant.clone());
        if *tenant != entry.tenant {
            let message = Fault::tenant(&entry.tenant, tenant).message;
            return Err(
                Error::invalid("/entry/tenant", message).help("each tenant has a trail of its own")
            );
        }
        if let Some(before) = self.seq.replace(entry.seq).filter(|before| *before >= entry.seq) {
            let message = format!("`seq` {} stands behind {before}", entry.seq);
            return Err(Error::invalid("/entry/seq", message)
                .help("pass records in the order of `seq`, each of them once"));
        }
        Ok(())
    }
}
