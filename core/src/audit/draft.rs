//! What is known of the entries of events before their places in the trail are.

use super::body::salted_digest;
use super::build::AuditEvent;
use super::hash::Sha256;
use super::names;
use super::types::VERSION;
use super::write::{Said, number};
use crate::canonical::Canonicalizer;
use crate::error::Result;

/// Events behind each other, as far as their entries are written.
pub(super) struct Drafts {
    /// Canonical JSON of the entries, one behind the other, without the values of `prev` and `seq`.
    text: Vec<u8>,
    drafts: Vec<Result<Draft>>,
}

/// What is written of an entry.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) body_digest: Sha256,
    /// Where its text begins, where the values of `prev` and `seq` belong, and where it ends.
    places: [usize; 4],
}

impl Drafts {
    /// Writes what is known of the entries of events.
    pub(super) fn of(tenant: &str, events: &[AuditEvent]) -> Self {
        let (mut text, mut canonicalizer) = (Vec::new(), Canonicalizer::default());
        let drafts = events
            .iter()
            .map(|event| {
                check(event)?;
                let body_digest = salted_digest(&event.salt, &event.body, &mut canonicalizer)?;
                Ok(draft(&mut text, tenant, event, body_digest))
            })
            .collect();
        Self { text, drafts }
    }

    /// Returns the drafts, each with its text.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], Result<Draft>)> {
        self.drafts.iter().map(|draft| (&*self.text, draft.clone()))
    }
}

impl Draft {
    /// Returns the hash of the entry at its place.
    pub(super) fn hash(&self, text: &[u8], prev: Sha256, seq: u64, digits: &mut Vec<u8>) -> Sha256 {
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let [start, until_prev, until_seq, end] = self.places;
        digits.clear();
        number(digits, seq);
        Sha256::of_parts([
            part(start, until_prev),
            &prev.digits(),
            part(until_prev, until_seq),
            digits,
            part(until_seq, end),
        ])
    }
}

/// Refuses an event of which a part is not what it has to be.
fn check(event: &AuditEvent) -> Result<()> {
    let names = [
        ("/event_id", Some(&event.event_id)),
        ("/type", Some(&event.kind)),
        ("/actor", Some(&event.actor)),
        ("/project", event.project.as_ref()),
        ("/subject", event.subject.as_ref()),
    ];
    names.into_iter().try_for_each(|(path, name)| match name {
        Some(name) => names::check(name).map_err(|error| error.at(path)),
        None => Ok(()),
    })
}

fn draft(text: &mut Vec<u8>, tenant: &str, event: &AuditEvent, body_digest: Sha256) -> Draft {
    let said = Said {
        tenant,
        at: event.at,
        event_id: &event.event_id,
        kind: &event.kind,
        actor: &event.actor,
        project: event.project.as_deref(),
        subject: event.subject.as_deref(),
        body_digest,
    };
    let mut places = [text.len(); 4];
    let [_, until_prev, until_seq, end] = &mut places;
    said.until_prev(text);
    *until_prev = text.len();
    said.until_seq(text);
    *until_seq = text.len();
    said.until_end(text, VERSION);
    *end = text.len();
    Draft { body_digest, places }
}
