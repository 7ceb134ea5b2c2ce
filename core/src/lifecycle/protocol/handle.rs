//! The lifecycle as something to hold: rules and records that are ready to take the next event.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use smol_str::SmolStr;

use super::config::LifecycleConfig;
use super::decision::{DecisionOutcome, LifecycleDecision};
use super::event::{LifecycleAction, LifecycleEvent};
use super::record::{LifecycleState, SeenEvent, TenantState};
use super::rules::Rules;
use super::step::{Step, Stop, notice};
use super::store::Store;
use super::subject::Subject;
use crate::canonical::Canonicalizer;
use crate::conflict::check_id;
use crate::document::pointer::push;
use crate::error::{Error, ErrorCode, Result};
use crate::time::Timestamp;

/// A lifecycle: the rules, and where everything is. Taking an event costs what the event changes, not what there is.
///
/// ```
/// use meta_core::lifecycle::{Lifecycle, LifecycleConfig, LifecycleState};
///
/// let mut lifecycle = Lifecycle::open(&LifecycleConfig::default(), LifecycleState::default())?;
/// let decision = lifecycle.advance(&serde_json::from_str(
///     r#"{"event_id": "1", "actor": "ann", "at": "2026-01-01T00:00:00Z",
///         "action": {"declare": {"project": "shop", "kind": "design", "name": "cart"}}}"#,
/// )?)?;
/// assert_eq!(decision.subject.as_deref(), Some("shop/design/cart@1"));
/// assert_eq!(lifecycle.state().tenants.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Lifecycle {
    pub(super) rules: Arc<Rules>,
    pub(super) tenants: BTreeMap<SmolStr, Tenant>,
}

/// A tenant, ready to take the next event.
pub(super) struct Tenant {
    pub(super) store: Store,
    pub(super) now: Option<Timestamp>,
    /// The rules it was last looked at with.
    pub(super) config_digest: SmolStr,
    pub(super) seen: VecDeque<SeenEvent>,
    /// The number of each event that is kept in mind; the first one that ever was has the number 0.
    numbers: HashMap<SmolStr, usize>,
    /// How many were forgotten.
    forgotten: usize,
    canonicalizer: Canonicalizer,
}

impl Lifecycle {
    /// Opens a lifecycle: checks the rules, and that the state is one of them.
    ///
    /// # Errors
    /// `policy_invalid` at `/config/…` when the rules cannot be used; `input_invalid` or `tenant_mismatch` at `/state/…`
    /// when the state is none of these rules.
    pub fn open(config: &LifecycleConfig, state: LifecycleState) -> Result<Self> {
        let rules = Arc::new(Rules::new(config).map_err(|error| error.within("/config"))?);
        let mut tenants = BTreeMap::new();
        for (name, tenant) in state.tenants {
            let opened = Tenant::open(&name, tenant, rules.clone())
                .map_err(|error| error.within(&push("/state/tenants", &name)))?;
            tenants.insert(name, opened);
        }
        Ok(Self { rules, tenants })
    }

    /// Returns where everything is, to be stored.
    pub fn state(&self) -> LifecycleState {
        let tenants = self.tenants.iter();
        let saved = tenants.filter_map(|(name, one)| Some((name.clone(), one.save()?)));
        LifecycleState { tenants: saved.collect() }
    }

    /// Has an event happen. What was due by then happens first.
    ///
    /// # Errors
    /// `clock_regression` when it lies before the event before of the tenant, `event_id_conflict` when another event had
    /// its id, `illegal_transition` when nothing answers it where its subject is, `input_invalid` when it names what is
    /// not there or cannot be read, `limit_exceeded` when too much is due. Nothing has changed then.
    pub fn advance(&mut self, event: &LifecycleEvent) -> Result<LifecycleDecision> {
        self.take(event, true)
    }

    /// Looks at a tenant as it is at an instant, and leaves it as it was.
    ///
    /// # Errors
    /// `clock_regression` at `/at` when the tenant is known beyond, `limit_exceeded` when too much is due.
    pub(super) fn look<T>(
        &mut self,
        tenant: &str,
        actor: &str,
        at: Timestamp,
        read: impl FnOnce(&mut Step<'_>) -> Result<T>,
    ) -> Result<T> {
        let rules = self.rules.clone();
        let mut unknown = None;
        let tenant = match self.tenants.get_mut(tenant) {
            Some(known) => known,
            None => unknown.insert(Tenant::new(tenant, rules)),
        };
        tenant.check_clock(at)?;
        let mut step = Step::new(&mut tenant.store, actor, tenant.now.unwrap_or(at));
        let is_known = tenant.config_digest == *step.store.rules.digest(&step.store.tenant);
        let looked = if is_known { Ok(()) } else { step.look_again() };
        let read = looked.and_then(|()| step.pass_time(at)).and_then(|()| read(&mut step));
        tenant.store.rollback(0);
        read
    }

    /// Tells what would come of an event, whatever its id; nothing happens.
    ///
    /// # Errors
    /// Those of [`Lifecycle::advance`].
    pub fn explain(&mut self, event: &LifecycleEvent) -> Result<LifecycleDecision> {
        self.take(event, false)
    }

    /// Has an event happen, or tells what would happen.
    pub(super) fn take(
        &mut self,
        event: &LifecycleEvent,
        stays: bool,
    ) -> Result<LifecycleDecision> {
        let Some(known) = self.tenants.get_mut(&event.tenant) else {
            let (begun, taken) = Tenant::begin(&self.rules, event, stays);
            self.tenants.extend(begun.map(|tenant| (event.tenant.clone(), tenant)));
            return taken;
        };
        known.take(event, stays)
    }
}

impl Tenant {
    pub(super) fn new(name: &str, rules: Arc<Rules>) -> Self {
        let config_digest = rules.digest(name).clone();
        let store = Store::new(name.into(), rules);
        Self {
            store,
            now: None,
            config_digest,
            seen: VecDeque::new(),
            numbers: HashMap::new(),
            forgotten: 0,
            canonicalizer: Canonicalizer::default(),
        }
    }

    /// Keeps an event in mind; the oldest is forgotten when there are too many.
    pub(super) fn remember(&mut self, event: SeenEvent) {
        self.numbers.insert(event.event_id.clone(), self.forgotten + self.seen.len());
        self.seen.push_back(event);
        while self.seen.len() > self.store.rules.seen_events {
            if let Some(oldest) = self.seen.pop_front() {
                self.forgotten += 1;
                self.numbers.remove(&oldest.event_id);
            }
        }
    }

    /// Returns the event of an id, if it is kept in mind.
    pub(super) fn seen(&self, id: &str) -> Option<&SeenEvent> {
        self.seen.get(self.numbers.get(id)?.checked_sub(self.forgotten)?)
    }

    /// Begins with the first event of a tenant; there is none when it cannot happen, or does not stay.
    pub(super) fn begin(
        rules: &Arc<Rules>,
        event: &LifecycleEvent,
        stays: bool,
    ) -> (Option<Self>, Result<LifecycleDecision>) {
        let mut tenant = Self::new(&event.tenant, rules.clone());
        let taken = tenant.take(event, stays);
        (Some(tenant).filter(|_| stays && taken.is_ok()), taken)
    }

    /// Has an event happen, or tells what would happen.
    pub(super) fn take(
        &mut self,
        event: &LifecycleEvent,
        stays: bool,
    ) -> Result<LifecycleDecision> {
        for (id, what) in
            [(&event.event_id, "event_id"), (&event.tenant, "tenant"), (&event.actor, "actor")]
        {
            check_id(id, what).map_err(|error| error.at(push("", what)))?;
        }
        let digest = SmolStr::from(self.canonicalizer.digest_hex(event)?);
        let mut decision = nothing_yet(event, self.store.rules.digest(&event.tenant), &digest);
        if stays && let Some(seen) = self.seen(&event.event_id) {
            if seen.digest != digest {
                return Err(other_event(&event.event_id));
            }
            decision.first_outcome = Some(seen.outcome);
            return Ok(decision);
        }
        self.check_clock(event.at)?;
        if let Err(error) = self.happen(event, &mut decision) {
            self.store.rollback(0);
            return Err(error);
        }
        if !stays {
            self.store.rollback(0);
            return Ok(decision);
        }
        self.store.commit();
        self.now = Some(event.at);
        self.config_digest.clone_from(&decision.config_digest);
        let event_id = event.event_id.clone();
        self.remember(SeenEvent { event_id, digest, outcome: decision.outcome });
        Ok(decision)
    }

    fn check_clock(&self, at: Timestamp) -> Result<()> {
        let Some(now) = self.now.filter(|now| at < *now) else { return Ok(()) };
        let message = format!("{at} lies before {now}, up to which the tenant is known");
        let error = Error::new(ErrorCode::ClockRegression, message).at("/at");
        Err(error.help("events of a tenant have to come in the order of their times"))
    }

    fn happen(&mut self, event: &LifecycleEvent, decision: &mut LifecycleDecision) -> Result<()> {
        let now = self.now.unwrap_or(event.at);
        let has_new_rules = self.config_digest != decision.config_digest;
        let mut step = Step::new(&mut self.store, &event.actor, now);
        if has_new_rules {
            step.look_again()?;
        }
        step.pass_time(event.at)?;
        let mark = step.mark();
        let named = named(step.store, &event.action);
        let subject = named.as_deref().and_then(|id| step.store.subject(id));
        let before =
            step.store.digest_of(named.as_deref(), subject.as_ref(), &mut self.canonicalizer)?;
        decision.outcome = match step.act(event) {
            Ok(()) => DecisionOutcome::Accepted,
            Err(Stop::Denied(refusals)) => {
                step.rollback(mark);
                decision.refusals = refusals;
                DecisionOutcome::Denied
            }
            Err(Stop::Failed(error)) => return Err(error),
        };
        for (id, was) in std::mem::take(&mut step.noted) {
            let is = step.store.conflicts.get(&id).map(|one| notice(&id, one));
            match (was, is) {
                (None, Some(opened)) => decision.opened.push(opened),
                (Some(closed), None) => decision.closed.push(closed),
                _ => {}
            }
        }
        decision.moves = std::mem::take(&mut step.moves);
        decision.unanswered = std::mem::take(&mut step.unanswered);
        decision.before = before;
        let subject = subject.or_else(|| named.as_deref().and_then(|id| self.store.subject(id)));
        decision.after =
            self.store.digest_of(named.as_deref(), subject.as_ref(), &mut self.canonicalizer)?;
        decision.subject = named;
        Ok(())
    }

    fn save(&self) -> Option<TenantState> {
        let mut places: Vec<usize> = (0..self.store.artifacts.len()).collect();
        places.sort_by(|a, b| self.store.by_id(*a, *b));
        let artifacts = places.into_iter().filter_map(|index| self.store.artifact(index));
        Some(TenantState {
            now: self.now?,
            config_digest: self.config_digest.clone(),
            artifacts: artifacts.cloned().collect(),
            projects: in_order(&self.store.projects),
            tasks: in_order(&self.store.tasks),
            conflicts: self.store.conflicts.clone(),
            undecided: self.store.undecided.values().flatten().cloned().collect(),
            seen: self.seen.iter().cloned().collect(),
        })
    }
}

fn in_order<T: Clone>(records: &HashMap<String, T>) -> BTreeMap<String, T> {
    records.iter().map(|(name, one)| (name.clone(), one.clone())).collect()
}

/// Returns the decision on an event of which nothing has come yet.
fn nothing_yet(
    event: &LifecycleEvent,
    config_digest: &SmolStr,
    digest: &SmolStr,
) -> LifecycleDecision {
    LifecycleDecision {
        event_id: event.event_id.clone(),
        tenant: event.tenant.clone(),
        at: event.at,
        outcome: DecisionOutcome::Duplicate,
        first_outcome: None,
        subject: None,
        moves: Vec::new(),
        unanswered: Vec::new(),
        refusals: Vec::new(),
        opened: Vec::new(),
        closed: Vec::new(),
        config_digest: config_digest.clone(),
        event_digest: digest.clone(),
        before: None,
        after: None,
    }
}

fn other_event(id: &str) -> Error {
    let message = format!("another event had the id `{id}`");
    let error = Error::new(ErrorCode::EventIdConflict, message).at("/event_id");
    error.help("every event has an id of its own; the same event again is the same in every field")
}

/// Returns what an action is about: an artifact, a task, a project or a conflict; none when time passes.
fn named(store: &Store, action: &LifecycleAction) -> Option<String> {
    match action {
        LifecycleAction::Tick(_) => None,
        LifecycleAction::Declare(one) => {
            let name = one.key();
            let newest = || store.keys.find(&name).map_or(0, |key| store.newest_version(key));
            let version = one.version.unwrap_or_else(|| newest().saturating_add(1));
            Some(format!("{name}@{version}"))
        }
        LifecycleAction::BeginProject(one) => Some(one.project.clone()),
        LifecycleAction::BeginTask(one) => Some(format!("{}/{}", one.project, one.name)),
        LifecycleAction::Advance(one) => Some(one.subject.clone()),
        LifecycleAction::Verify(one) => Some(one.subject.clone()),
        LifecycleAction::RecordGate(one) => Some(one.subject.clone()),
        LifecycleAction::Approve(one) => one.subject.clone().or_else(|| one.conflict.clone()),
        LifecycleAction::Resolve(one) => Some(one.conflict.clone()),
    }
}

impl Store {
    /// Returns the digest of the record of an artifact, a task or a project, or else of the conflict of an id; none when
    /// there is none.
    fn digest_of(
        &mut self,
        id: Option<&str>,
        subject: Option<&Subject>,
        canonicalizer: &mut Canonicalizer,
    ) -> Result<Option<String>> {
        let digest = match subject {
            Some(Subject::Artifact(index)) => {
                return self.digest_of_artifact(*index, canonicalizer);
            }
            Some(Subject::Task(id)) => self.tasks.get(id).map(|one| canonicalizer.digest_hex(one)),
            Some(Subject::Project(id)) => {
                self.projects.get(id).map(|one| canonicalizer.digest_hex(one))
            }
            None => {
                let conflict = id.and_then(|id| self.conflicts.get(id));
                conflict.map(|one| canonicalizer.digest_hex(one))
            }
        };
        digest.transpose()
    }
}
