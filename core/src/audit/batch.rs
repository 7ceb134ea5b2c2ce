//! Linking events to a trail, one behind the other.

use std::ops::ControlFlow;

use foldhash::{HashMap, HashMapExt};
use smol_str::SmolStr;

use super::body::{Salt, canonical_body};
use super::build::{AuditBatch, AuditEvent, DuplicateEvent};
use super::chain::Chain;
use super::draft::{Draft, Drafts};
use super::hash::Sha256;
use super::merkle;
use super::names;
use super::types::{AuditEntry, AuditHead, AuditRecord, MOST_ENTRIES, VERSION};
use super::waves;
use crate::canonical::Canonicalizer;
use crate::error::{Error, ErrorCode, Result};
use crate::parallel;

/// Events that one thread drafts at a time.
const PART: usize = 128;

/// Events that are drafted ahead.
const WAVE: usize = 8 * PART;

/// Events that are being linked.
pub(super) struct Batch<'i> {
    chain: Chain,
    tenant: &'i SmolStr,
    /// Records that are stored already.
    stored: &'i [AuditRecord],
    events: &'i [AuditEvent],
    linked: Linked,
    /// Where each event is: among the stored ones, or behind them among the linked ones.
    places: HashMap<&'i str, usize>,
    salts: HashMap<&'i str, u64>,
    digits: Vec<u8>,
}

/// Events with their places in the trail.
pub(super) struct Linked {
    head: AuditHead,
    /// The place of the first link, and the hash before it.
    first: (u64, Sha256),
    links: Vec<NewLink>,
    duplicates: Vec<DuplicateEvent>,
}

/// An event that is an entry of the trail now.
struct NewLink {
    /// Place in the events.
    index: usize,
    body_digest: Sha256,
    hash: Sha256,
}

impl<'i> Batch<'i> {
    pub(super) fn new(
        chain: Chain,
        tenant: &'i SmolStr,
        stored: &'i [AuditRecord],
        events: &'i [AuditEvent],
    ) -> Self {
        let count = stored.len() + events.len();
        let linked = Linked {
            head: AuditHead::empty(tenant.clone()),
            first: (chain.tree.size(), chain.last),
            links: Vec::with_capacity(events.len()),
            duplicates: Vec::new(),
        };
        let mut places = HashMap::with_capacity(count);
        let mut salts = HashMap::with_capacity(count);
        for (place, AuditRecord { entry, salt, .. }) in stored.iter().enumerate() {
            places.insert(entry.event_id.as_str(), place);
            if let Some(salt) = salt {
                salts.insert(salt.as_str(), entry.seq);
            }
        }
        Self { chain, tenant, stored, events, linked, places, salts, digits: Vec::new() }
    }

    /// Returns the events with their places, or what is wrong with the first that has none.
    pub(super) fn linked(mut self) -> Result<Linked> {
        let (tenant, mut index, mut error) = (self.tenant, 0, None);
        let draft = |wave: &[AuditEvent]| {
            parallel::map(wave.chunks(PART).collect(), |part| Drafts::of(tenant, part))
        };
        waves::ahead(self.events.chunks(WAVE), draft, |wave: Vec<Drafts>| {
            for (text, draft) in wave.iter().flat_map(Drafts::iter) {
                if let Err(fault) = draft.and_then(|draft| self.add(index, text, &draft)) {
                    error = Some(fault.within(&format!("/events/{index}")));
                    return ControlFlow::Break(());
                }
                index += 1;
            }
            ControlFlow::Continue(())
        });
        if let Some(error) = error {
            return Err(error);
        }
        let head = self.chain.head().ok_or_else(|| Error::invalid("/tenant", "no tenant"))?;
        Ok(Linked { head, ..self.linked })
    }

    fn add(&mut self, index: usize, text: &[u8], draft: &Draft) -> Result<()> {
        let Some(event) = self.events.get(index) else { return Ok(()) };
        let seq = self.chain.tree.size();
        if let Some(earlier) = self.earlier(&event.event_id) {
            earlier.is_same(event)?;
            let (event_id, seq) = (event.event_id.clone(), earlier.seq);
            self.linked.duplicates.push(DuplicateEvent { event_id, index, seq });
            return Ok(());
        }
        self.is_in_time(event)?;
        if seq >= MOST_ENTRIES {
            return Err(
                Error::limit("a trail has at most 2^53 - 1 entries").help("begin another trail")
            );
        }
        if let Some(other) = self.salts.insert(&event.salt, seq) {
            let message = format!("the salt is that of entry {other}, too");
            return Err(
                Error::invalid("/salt", message).help("draw 16 random bytes for each event")
            );
        }
        let hash = draft.hash(text, self.chain.last, seq, &mut self.digits);
        self.chain.push(hash, merkle::leaf(hash.as_bytes()), event.at);
        self.places.insert(&event.event_id, self.stored.len() + self.linked.links.len());
        self.linked.links.push(NewLink { index, body_digest: draft.body_digest, hash });
        Ok(())
    }

    /// Returns the entry that an event has already.
    fn earlier(&self, event_id: &str) -> Option<Earlier<'i>> {
        let place = *self.places.get(event_id)?;
        let Some(new) = place.checked_sub(self.stored.len()) else {
            return self.stored.get(place).map(Earlier::stored);
        };
        let link = self.linked.links.get(new)?;
        let seq = self.linked.first.0 + new as u64;
        self.events.get(link.index).map(|event| Earlier::linked(event, seq, link.body_digest))
    }

    fn is_in_time(&self, event: &AuditEvent) -> Result<()> {
        names::check_time(event.at)?;
        let Some(before) = self.chain.at.filter(|before| event.at < *before) else { return Ok(()) };
        let message = format!("the event is of {}, before {before} of the entry before", event.at);
        Err(Error::new(ErrorCode::ClockRegression, message)
            .at("/at")
            .help("add events in the order of their times"))
    }
}

impl Linked {
    /// Returns the records of the events that were linked.
    pub(super) fn close(
        self,
        tenant: &SmolStr,
        events: impl Iterator<Item = AuditEvent>,
    ) -> AuditBatch {
        let (mut seq, mut prev) = self.first;
        let mut links = self.links.iter().peekable();
        let mut records = Vec::with_capacity(self.links.len());
        for (index, event) in events.enumerate() {
            let Some(link) = links.next_if(|link| link.index == index) else { continue };
            let entry = AuditEntry {
                v: VERSION,
                tenant: tenant.clone(),
                seq,
                at: event.at,
                event_id: event.event_id,
                kind: event.kind,
                actor: event.actor,
                project: event.project,
                subject: event.subject,
                body_digest: link.body_digest,
                prev,
            };
            (seq, prev) = (seq + 1, link.hash);
            let (salt, body) = (Some(event.salt), Some(event.body));
            records.push(AuditRecord { entry, hash: link.hash, salt, body });
        }
        AuditBatch { head: self.head, records, duplicates: self.duplicates }
    }
}

/// What an entry says of its event.
struct Earlier<'i> {
    seq: u64,
    /// Type, actor, project and subject.
    names: [Option<&'i SmolStr>; 4],
    salt: Option<&'i str>,
    body_digest: Sha256,
}

impl<'i> Earlier<'i> {
    fn stored(record: &'i AuditRecord) -> Self {
        let AuditEntry { seq, kind, actor, project, subject, body_digest, .. } = &record.entry;
        let names = [Some(kind), Some(actor), project.as_ref(), subject.as_ref()];
        Self { seq: *seq, names, salt: record.salt.as_deref(), body_digest: *body_digest }
    }

    fn linked(event: &'i AuditEvent, seq: u64, body_digest: Sha256) -> Self {
        Self { seq, names: names_of(event), salt: Some(&event.salt), body_digest }
    }

    /// Refuses an event that has another content than the one with its name.
    fn is_same(&self, event: &AuditEvent) -> Result<()> {
        let conflict = |what: &str| {
            let message =
                format!("event `{}` is there with {what}, at `seq` {}", event.event_id, self.seq);
            Err(Error::invalid("/event_id", message)
                .help("give another event another name, or repeat this one as it was"))
        };
        let whats = ["another type", "another actor", "another project", "another subject"];
        let names = self.names.into_iter().zip(names_of(event));
        if let Some((what, _)) = whats.into_iter().zip(names).find(|(_, (one, other))| one != other)
        {
            return conflict(what);
        }
        let Some(salt) = self.salt else {
            return conflict("an erased body, which may be another");
        };
        let mut canonicalizer = Canonicalizer::default();
        let body = canonical_body(&event.body, &mut canonicalizer)?;
        if Salt::parse(salt)?.digest(body) != self.body_digest {
            return conflict("another body");
        }
        Ok(())
    }
}

fn names_of(event: &AuditEvent) -> [Option<&SmolStr>; 4] {
    [Some(&event.kind), Some(&event.actor), event.project.as_ref(), event.subject.as_ref()]
}
