//! What holds of a lifecycle after every event, whatever happens: random events in random modes, held against a search
//! for conflicts that knows nothing of events.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::many_single_char_names,
    clippy::too_many_lines,
    reason = "a test may panic, and dice have no names"
)]

use std::collections::{BTreeMap, BTreeSet};

use meta_core::conflict::{
    Artifact, ArtifactState, ConflictConfig, ConflictKind, FindConflictsInput, find_conflicts,
};
use meta_core::lifecycle::{
    DecisionOutcome, Lifecycle, LifecycleConfig, LifecycleEvent, LifecycleState,
    ReplayLifecycleInput, replay_lifecycle,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const START: i64 = 1_767_225_600_000;
const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const PROJECTS: [&str; 2] = ["p", "q"];
const ACTORS: [&str; 3] = ["ann", "bob", "cem"];
const PATHS: [&str; 5] = ["x", "x/y", "x/Y", "z", "../w"];
const RANGES: [&str; 4] = ["^1.0.0", "^2.0.0", ">=1.5.0", "*"];
const TENANTS: [&str; 2] = ["red", "blue"];

/// What a random event is made of.
type Dice = (u8, u8, u8, u8, u8, u8);

fn machine() -> Value {
    json!({
        "name": "artifact",
        "initial": "draft",
        "states": {
            "draft": { "initial": "writing" }, "writing": { "parent": "draft" }, "review": { "parent": "draft" },
            "active": {}, "superseded": {}, "archived": {}, "blocked": { "remembers": true },
        },
        "transitions": [
            { "event": "submit", "from": "writing", "to": "review" },
            { "after_seconds": 7, "from": "review", "to": "writing" },
            { "event": "activate", "from": "draft", "to": "active",
              "guards": ["no_blocking_conflict", "dependencies_active"], "effects": ["supersede_active"] },
            { "after_seconds": 9, "from": "superseded", "to": "archived", "guards": ["no_active_dependents"] },
            { "event": "supersede", "from": ["active", "blocked"], "to": "superseded", "guards": ["no_active_dependents"] },
            { "event": "conflict_opened", "from": ["draft", "active"], "to": "blocked" },
            { "event": "conflicts_cleared", "from": "blocked", "to": "previous" },
            { "event": "archive", "from": ["draft", "active", "superseded", "blocked"], "to": "archived",
              "guards": ["no_active_dependents"] },
            { "event": "restore", "from": "archived", "to": "draft", "guards": ["no_newer_active"],
              "effects": ["new_version"] },
        ],
    })
}

fn config(choice: u8) -> LifecycleConfig {
    let mode = ["playground", "adaptive", "strict"][usize::from(choice % 3)];
    let machines = if choice % 2 == 0 { json!({}) } else { json!({ "artifact": machine() }) };
    let policy = json!({ "mode": mode, "soak_seconds": u64::from(choice / 64) * 5 });
    serde_json::from_value(json!({ "policy": policy, "machines": machines })).unwrap()
}

/// Returns the ids that the tenant has, or one that it has not.
fn pick(all: &[String], dice: u8) -> String {
    if all.is_empty() { "p/kind/none@1".into() } else { all[usize::from(dice) % all.len()].clone() }
}

fn declared((_, a, b, c, d, e): Dice) -> Value {
    let name = |dice: u8| NAMES[usize::from(dice) % NAMES.len()];
    let project = PROJECTS[usize::from(b / 128)];
    let mut one = json!({ "project": project, "kind": "k", "name": name(a) });
    if b % 8 == 0 {
        one["version"] = json!(u64::from(c % 5));
    }
    let mut depends_on = Vec::new();
    for (rare, from) in [(2, c), (5, d), (9, e)] {
        if a % rare == 0 {
            let pin = if from % 5 == 0 { format!("@{}", from % 3 + 1) } else { String::new() };
            let other = PROJECTS[usize::from(from % 2)];
            depends_on.push(format!("{other}/k/{}{pin}", name(from / 3)));
        }
    }
    one["depends_on"] = json!(depends_on);
    if d % 5 == 0 {
        one["paths"] = json!([PATHS[usize::from(e) % PATHS.len()]]);
    }
    if e % 3 == 0 {
        one["requires"] =
            json!([{ "package": name(d), "range": RANGES[usize::from(c) % RANGES.len()] }]);
    }
    let schema =
        |dice: u8| json!({ "type": (["string", "integer", "number"][usize::from(dice) % 3]) });
    match c % 9 {
        0 => one["provides"] = json!([{ "name": "s", "schema": schema(d) }]),
        1 => one["consumes"] = json!([{ "name": "s", "schema": schema(e) }]),
        _ => {}
    }
    one
}

fn action(state: &LifecycleState, tenant: &str, dice: Dice, at: i64) -> Value {
    let (kind, a, b, c, d, _) = dice;
    let known = state.tenants.get(tenant);
    let artifacts: Vec<String> = known
        .map(|one| one.artifacts.iter().map(|one| one.artifact.id()).collect())
        .unwrap_or_default();
    let conflicts: Vec<String> =
        known.map(|one| one.conflicts.keys().cloned().collect()).unwrap_or_default();
    let subject = pick(&artifacts, a);
    let later = time(at + i64::from(c) * 1000 + 1000);
    match kind % 16 {
        0..=4 => json!({ "declare": declared(dice) }),
        5..=7 => {
            let drafts = known.into_iter().flat_map(|one| &one.artifacts);
            let drafts: Vec<String> = drafts
                .filter(|one| one.artifact.state == ArtifactState::Draft)
                .map(|one| one.artifact.id())
                .collect();
            json!({ "advance": { "subject": pick(&drafts, a), "event": "activate" } })
        }
        8 => {
            let events = ["archive", "restore", "submit", "supersede", "nothing"];
            json!({ "advance": { "subject": subject, "event": events[usize::from(b) % events.len()] } })
        }
        9 => {
            let cascade: BTreeSet<String> = artifacts
                .iter()
                .enumerate()
                .filter(|(index, id)| (index % 3 == 0 || b % 2 == 0) && **id != subject)
                .map(|(_, id)| id.clone())
                .collect();
            json!({ "advance": { "subject": subject, "event": "archive", "cascade": cascade } })
        }
        10 => json!({ "verify": { "subject": subject } }),
        11 if b % 2 == 0 => json!({ "approve": { "conflict": pick(&conflicts, a) } }),
        11 => json!({ "approve": { "subject": subject, "expires_at": later } }),
        12 => {
            let id = pick(&conflicts, a);
            let members =
                known.and_then(|one| one.conflicts.get(&id)).map(|one| one.members.clone());
            let members = members.unwrap_or_default();
            let way = match b % 4 {
                0 => {
                    json!({ "retry": { "member": pick(&members, c), "artifact": declared(dice) } })
                }
                1 => json!({ "merge": { "parents": members, "artifact": declared(dice) } }),
                _ => {
                    let ends = if d % 2 == 0 { json!(later) } else { Value::Null };
                    json!({ "override": { "winner": pick(&members, c), "justification": "it is fine", "expires_at": ends } })
                }
            };
            let mut way = way;
            way["conflict"] = json!(id);
            json!({ "resolve": way })
        }
        13 => {
            json!({ "begin_task": { "project": PROJECTS[usize::from(a % 2)], "name": NAMES[usize::from(b) % 4],
                                      "depends_on": [format!("k/{}", NAMES[usize::from(c) % 4])] } })
        }
        14 => {
            json!({ "advance": { "subject": format!("{}/{}", PROJECTS[usize::from(a % 2)], NAMES[usize::from(b) % 4]), "event": "start" } })
        }
        _ => json!({ "tick": {} }),
    }
}

fn time(milliseconds: i64) -> String {
    meta_core::time::Timestamp::from_milliseconds(milliseconds).unwrap().to_string()
}

/// Runs random events, and checks what has to hold after each.
struct World {
    config: LifecycleConfig,
    lifecycle: Lifecycle,
    events: Vec<LifecycleEvent>,
    at: i64,
}

impl World {
    fn new(config: LifecycleConfig) -> Self {
        let lifecycle = Lifecycle::open(&config, LifecycleState::default()).unwrap();
        Self { config, lifecycle, events: Vec::new(), at: START }
    }

    /// Begins with four artifacts that are active and depend on each other, with a task that needs them.
    fn begin(mut self) -> Self {
        let on = [
            ("a", json!([])),
            ("b", json!(["k/a"])),
            ("c", json!(["k/b"])),
            ("d", json!(["k/a", "k/c"])),
        ];
        for (name, depends_on) in on {
            let artifact = json!({ "project": "p", "kind": "k", "name": name, "depends_on": depends_on,
                                   "paths": [format!("x/{name}")] });
            self.happen("red", "ann", &json!({ "declare": artifact }));
            let subject = format!("p/k/{name}@1");
            self.happen("red", "bob", &json!({ "verify": { "subject": subject } }));
            self.at += 20_000;
            self.happen(
                "red",
                "bob",
                &json!({ "advance": { "subject": subject, "event": "activate" } }),
            );
        }
        self.happen(
            "red",
            "cem",
            &json!({ "begin_task": { "project": "p", "name": "a", "depends_on": ["k/c"] } }),
        );
        assert_eq!(
            self.lifecycle.state().tenants["red"].artifacts[3].artifact.state,
            ArtifactState::Active
        );
        self
    }

    fn step(&mut self, dice: Dice) {
        let tenant = TENANTS[usize::from(dice.1 / 200)];
        let actor = ACTORS[usize::from(dice.5) % 3];
        let action = action(&self.lifecycle.state(), tenant, dice, self.at);
        self.at += i64::from(dice.5 % 4) * 1000;
        self.happen(tenant, actor, &action);
    }

    fn happen(&mut self, tenant: &str, actor: &str, action: &Value) {
        let before = self.lifecycle.state();
        let event: LifecycleEvent = serde_json::from_value(json!({
            "event_id": format!("{}", self.events.len()),
            "tenant": tenant,
            "actor": actor,
            "at": time(self.at),
            "action": action,
        }))
        .unwrap();
        let explained = self.lifecycle.explain(&event);
        assert_eq!(self.lifecycle.state(), before, "looking changes nothing");
        let result = self.lifecycle.advance(&event);
        assert_eq!(explained, result, "what was foretold happens");
        let stored = Lifecycle::open(&self.config, before.clone()).unwrap().advance(&event);
        assert_eq!(stored, result, "what is opened again decides alike");
        let after = self.lifecycle.state();
        if result.is_ok() {
            let again = self.lifecycle.advance(&event).unwrap();
            assert_eq!(again.outcome, DecisionOutcome::Duplicate);
            assert_eq!(self.lifecycle.state(), after, "a repeated event does nothing");
            self.events.push(event);
        } else {
            assert_eq!(after, before, "an error changes nothing");
        }
        self.check(&after);
    }

    fn check(&self, state: &LifecycleState) {
        for (name, tenant) in &state.tenants {
            let artifacts: Vec<Artifact> =
                tenant.artifacts.iter().map(|one| one.artifact.clone()).collect();
            let mut active: BTreeMap<String, &Artifact> = BTreeMap::new();
            for one in artifacts.iter().filter(|one| one.is_active()) {
                assert!(
                    active.insert(one.key(), one).is_none(),
                    "two versions of {} are active",
                    one.key()
                );
            }
            let by_id: BTreeMap<String, &Artifact> =
                artifacts.iter().map(|one| (one.id(), one)).collect();
            for one in artifacts.iter().filter(|one| one.state == ArtifactState::Active) {
                for reference in &one.depends_on {
                    let project = reference.project.as_deref().unwrap_or(&one.project);
                    let key = format!("{project}/{}/{}", reference.kind, reference.name);
                    let target = match reference.version {
                        Some(version) => by_id.get(&format!("{key}@{version}")).copied(),
                        None => active.get(&key).copied(),
                    };
                    let state = target.map(|one| one.state);
                    assert_eq!(state, Some(ArtifactState::Active), "{} depends on {key}", one.id());
                }
            }
            let waiting: BTreeSet<&String> =
                tenant.conflicts.values().flat_map(|one| &one.waiting).collect();
            for one in &artifacts {
                let is_blocked = one.state == ArtifactState::Blocked;
                assert_eq!(
                    is_blocked,
                    waiting.contains(&one.id()),
                    "{} is {:?}",
                    one.id(),
                    one.state
                );
            }
            let config = ConflictConfig {
                parallel_drafts: if self.is_playground() { usize::MAX } else { 1 },
                ..ConflictConfig::default()
            };
            let input = FindConflictsInput { artifacts, config, overrides: Vec::new(), now: None };
            let report = find_conflicts(&input).unwrap();
            let found: BTreeSet<(String, String)> =
                report.conflicts.into_iter().map(|one| (one.id, one.message)).collect();
            let direct = tenant.conflicts.iter();
            let direct = direct.filter(|(_, one)| one.kind != ConflictKind::BlockedDependency);
            let open: BTreeSet<(String, String)> =
                direct.map(|(id, one)| (id.clone(), one.message.clone())).collect();
            let differ: Vec<_> = open.symmetric_difference(&found).collect();
            assert!(differ.is_empty(), "open or found in {name} alone: {differ:#?}");
            let undecided: BTreeSet<_> = tenant.undecided.iter().cloned().collect();
            assert_eq!(undecided, report.undecided.into_iter().collect::<BTreeSet<_>>());
        }
    }

    fn is_playground(&self) -> bool {
        self.config.policy.mode == Some(meta_core::lifecycle::LifecycleMode::Playground)
    }
}

fn replay(
    config: &LifecycleConfig,
    snapshot: LifecycleState,
    events: &[LifecycleEvent],
) -> LifecycleState {
    let input = ReplayLifecycleInput {
        config: config.clone(),
        snapshot,
        events: events.to_vec(),
        expected_digest: None,
    };
    replay_lifecycle(&input).unwrap().state
}

fn dice() -> impl Strategy<Value = Vec<Dice>> {
    proptest::collection::vec(any::<Dice>(), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_after_every_event(choice in any::<u8>(), all in dice(), cut in any::<proptest::sample::Index>()) {
        let mut world = World::new(config(choice));
        if choice & 32 != 0 {
            world = world.begin();
        }
        for one in all {
            world.step(one);
        }
        let state = world.lifecycle.state();
        let full = replay(&world.config, LifecycleState::default(), &world.events);
        prop_assert_eq!(&full, &state, "a replay gives the same state");
        // A snapshot goes through text, as a host stores it.
        let at = cut.index(world.events.len() + 1);
        let snapshot = replay(&world.config, LifecycleState::default(), &world.events[..at]);
        let text = serde_json::to_string(&snapshot).unwrap();
        let snapshot: LifecycleState = serde_json::from_str(&text).unwrap();
        let rest = replay(&world.config, snapshot, &world.events[at..]);
        prop_assert_eq!(&rest, &state, "a snapshot and what came behind give the same state");
        for name in TENANTS {
            let own: Vec<LifecycleEvent> =
                world.events.iter().filter(|one| one.tenant == name).cloned().collect();
            let alone = replay(&world.config, LifecycleState::default(), &own);
            prop_assert_eq!(alone.tenants.get(name), state.tenants.get(name), "tenants do not meet");
        }
    }

    #[test]
    fn it_makes_no_difference_how_often_time_passes(choice in any::<u8>(), all in dice(), steps in proptest::collection::vec(1_u64..20, 1..6)) {
        let mut world = World::new(config(choice));
        if choice & 32 != 0 {
            world = world.begin();
        }
        for one in all {
            world.step(one);
        }
        let tenants: Vec<_> = world.lifecycle.state().tenants.keys().cloned().collect();
        let end = steps.iter().sum::<u64>();
        let run = |instants: &[u64]| {
            let mut lifecycle = Lifecycle::open(&world.config, world.lifecycle.state()).unwrap();
            for (tenant, seconds) in tenants.iter().flat_map(|name| instants.iter().map(move |one| (name, one))) {
                let event = json!({
                    "event_id": format!("tick {seconds}"), "tenant": tenant, "actor": "clock",
                    "at": time(world.at + i64::try_from(*seconds).unwrap() * 1000), "action": { "tick": {} },
                });
                lifecycle.advance(&serde_json::from_value(event).unwrap()).unwrap();
            }
            let mut state = lifecycle.state();
            for tenant in state.tenants.values_mut() {
                tenant.seen.clear();
            }
            state
        };
        let mut sum = 0;
        let instants: Vec<u64> = steps.iter().map(|step| { sum += step; sum }).collect();
        prop_assert_eq!(run(&instants), run(&[end]));
    }
}
