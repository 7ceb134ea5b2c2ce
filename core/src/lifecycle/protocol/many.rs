//! Many events: those of different tenants have nothing to do with each other, and happen at the same time.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::decision::LifecycleDecision;
use super::event::LifecycleEvent;
use super::handle::{Lifecycle, Tenant};
use super::rules::Rules;
use crate::error::{Error, ErrorReport, Result};
use crate::parallel;

/// What has come of an event: a decision, or an error. An error has changed nothing, and the next event goes on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventResult {
    /// What has come of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<LifecycleDecision>,
    /// Why it could not happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
}

/// Events of one tenant, by their places.
struct Share<'e> {
    tenant: Option<Tenant>,
    events: Vec<(usize, &'e LifecycleEvent)>,
}

/// What has come of an event, by its place.
type Placed = (usize, Result<LifecycleDecision>);

impl Lifecycle {
    /// Has events happen, those of each tenant one after another, and returns what has come of each in their order. An
    /// event that cannot happen changes nothing; errors lie at `/events/…`.
    pub fn advance_many(&mut self, events: &[LifecycleEvent]) -> Vec<EventResult> {
        let taken = self.take_many(events).into_iter().enumerate();
        let results = taken.map(|(index, taken)| match taken {
            Ok(decision) => EventResult { decision: Some(decision), error: None },
            Err(error) => EventResult { decision: None, error: Some(report_of(error, index)) },
        });
        results.collect()
    }

    /// Has events happen as [`Lifecycle::advance_many`] does.
    pub(super) fn take_many(
        &mut self,
        events: &[LifecycleEvent],
    ) -> Vec<Result<LifecycleDecision>> {
        let mut shares: BTreeMap<&SmolStr, Share<'_>> = BTreeMap::new();
        for (index, event) in events.iter().enumerate() {
            let share = shares.entry(&event.tenant).or_insert_with(|| Share {
                tenant: self.tenants.remove(&event.tenant),
                events: Vec::new(),
            });
            share.events.push((index, event));
        }
        let rules = self.rules.clone();
        let happened = parallel::map(shares.into_iter().collect(), |(name, share)| {
            let (tenant, results) = happen(&rules, share);
            (name, tenant, results)
        });
        let mut all: Vec<Placed> = Vec::with_capacity(events.len());
        for (name, tenant, results) in happened {
            self.tenants.extend(tenant.map(|tenant| (name.clone(), tenant)));
            all.extend(results);
        }
        all.sort_unstable_by_key(|(index, _)| *index);
        all.into_iter().map(|(_, taken)| taken).collect()
    }
}

fn happen(rules: &Arc<Rules>, share: Share<'_>) -> (Option<Tenant>, Vec<Placed>) {
    let Share { mut tenant, events } = share;
    let results = events.into_iter().map(|(index, event)| {
        if let Some(known) = &mut tenant {
            return (index, known.take(event, true));
        }
        let (begun, taken) = Tenant::begin(rules, event, true);
        tenant = begun;
        (index, taken)
    });
    let results = results.collect();
    (tenant, results)
}

/// Returns an error of the event at a place.
pub(super) fn report_of(error: Error, index: usize) -> ErrorReport {
    ErrorReport::from(&error.within(&format!("/events/{index}")))
}
