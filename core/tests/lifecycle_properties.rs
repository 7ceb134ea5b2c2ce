//! Properties of state machines, on generated ones: what the linter says is so, and time may be cut anywhere.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use meta_core::document::Source;
use meta_core::error::ErrorCode;
use meta_core::lifecycle::{
    AdvanceMachineInput, CheckMachineInput, MachineStep, Position, StepOutcome, advance_machine,
    check_machine,
};
use meta_core::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

const STATES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const EVENTS: [&str; 3] = ["x", "y", "z"];
const FACTS: [&str; 3] = ["p", "q", "r"];

fn guards() -> impl Strategy<Value = Value> {
    let fact = (0..FACTS.len(), any::<bool>())
        .prop_map(|(fact, value)| json!({ "fact": format!("/{}", FACTS[fact]), "equals": value }));
    let guard = fact.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|guard| json!({ "not": guard })),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|guards| json!({ "any": guards })),
            prop::collection::vec(inner, 1..3).prop_map(|guards| json!({ "all": guards })),
        ]
    });
    prop::collection::vec(guard, 0..2).prop_map(Value::from)
}

/// Returns transitions: for an event, or after some seconds.
fn transitions() -> impl Strategy<Value = Vec<Value>> {
    let trigger = prop_oneof![
        3 => (0..EVENTS.len()).prop_map(|event| json!({ "event": EVENTS[event] })),
        1 => (1_u64..30).prop_map(|seconds| json!({ "after_seconds": seconds })),
    ];
    let from = prop_oneof![
        4 => (0..STATES.len()).prop_map(|state| json!(STATES[state])),
        1 => Just(json!("*")),
    ];
    let to = prop_oneof![
        6 => (0..STATES.len()).prop_map(|state| json!(STATES[state])),
        1 => Just(Value::Null),
    ];
    let transition =
        (trigger, from, to, guards()).prop_map(|(mut transition, from, to, guards)| {
            transition["from"] = from;
            transition["to"] = to;
            transition["guards"] = guards;
            transition
        });
    prop::collection::vec(transition, 1..12)
}

/// Returns machines without states inside of others, or with `b` to `d` inside of `g`, which remembers.
fn machines() -> impl Strategy<Value = Value> {
    (transitions(), any::<bool>(), 0..STATES.len()).prop_map(|(transitions, is_deep, last)| {
        let mut states: BTreeMap<&str, Value> = STATES.iter().map(|name| (*name, json!({}))).collect();
        states.insert(STATES[last], json!({ "final": true }));
        if is_deep {
            for name in ["b", "c", "d"] {
                states.get_mut(name).unwrap()["parent"] = json!("g");
            }
            states.insert("g", json!({ "initial": "b", "remembers": true }));
        }
        let mut transitions = transitions;
        if is_deep {
            transitions.push(json!({ "event": "z", "from": "g", "to": "previous" }));
            transitions.push(json!({ "event": "y", "from": "g", "to": "g" }));
        }
        let initial = if last == 0 { "f" } else { "a" };
        json!({ "name": "generated", "initial": initial, "states": states, "transitions": transitions })
    })
}

fn facts() -> impl Strategy<Value = Value> {
    prop::collection::vec(prop::option::of(any::<bool>()), 3).prop_map(|values| {
        let stated = FACTS.iter().zip(values).filter_map(|(name, value)| Some((*name, value?)));
        json!(stated.collect::<BTreeMap<_, _>>())
    })
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_milliseconds(seconds * 1000).unwrap()
}

fn step(
    machine: &Value,
    position: Option<&Position>,
    event: Option<&str>,
    facts: &Value,
    now: i64,
) -> meta_core::Result<MachineStep> {
    advance_machine(&AdvanceMachineInput {
        machine: serde_json::from_value::<Source>(machine.clone()).unwrap(),
        position: position.cloned(),
        event: event.map(str::to_owned),
        facts: facts.clone(),
        guards: BTreeMap::new(),
        now: at(now),
    })
}

/// What conditions say, in a second way: on lists of what may be.
fn holds(guard: &Value, facts: &Value) -> Option<bool> {
    if let Some(inner) = guard.get("not") {
        return holds(inner, facts).map(|holds| !holds);
    }
    for (word, decides) in [("any", true), ("all", false)] {
        if let Some(parts) = guard.get(word).and_then(Value::as_array) {
            let said: Vec<Option<bool>> = parts.iter().map(|part| holds(part, facts)).collect();
            if said.contains(&Some(decides)) {
                return Some(decides);
            }
            return if said.contains(&None) { None } else { Some(!decides) };
        }
    }
    let fact = facts.pointer(guard["fact"].as_str().unwrap())?;
    Some(*fact == guard["equals"])
}

/// What an event comes to.
#[derive(Debug)]
enum Expected {
    Illegal,
    Denied,
    To(String),
}

/// Runs a machine without inner states and without time, in a second way.
fn oracle(machine: &Value, state: &str, event: &str, facts: &Value) -> Expected {
    if machine["states"][state]["final"] == json!(true) {
        return Expected::Illegal;
    }
    let all = machine["transitions"].as_array().unwrap();
    let of = |from: &str| {
        let from = json!(from);
        all.iter().filter(move |t| t["from"] == from && t["event"] == json!(event))
    };
    let mut tried = of(state).chain(of("*")).peekable();
    if tried.peek().is_none() {
        return Expected::Illegal;
    }
    let passes =
        |t: &&Value| t["guards"].as_array().unwrap().iter().all(|g| holds(g, facts) == Some(true));
    match tried.find(passes) {
        Some(taken) => Expected::To(taken["to"].as_str().unwrap_or(state).to_owned()),
        None => Expected::Denied,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn flat_machines_run_as_the_oracle_does(
        transitions in transitions(),
        facts in facts(),
        events in prop::collection::vec(0..EVENTS.len(), 1..12),
    ) {
        let timeless: Vec<Value> = transitions.into_iter().filter(|t| t.get("event").is_some()).collect();
        let states: BTreeMap<&str, Value> =
            STATES.iter().map(|name| (*name, json!({ "final": *name == "f" }))).collect();
        let machine = json!({ "name": "flat", "initial": "a", "states": states, "transitions": timeless });
        let mut position = step(&machine, None, None, &facts, 0).unwrap().position;
        for (second, event) in events.iter().enumerate() {
            let event = EVENTS[*event];
            let now = i64::try_from(second).unwrap() + 1;
            let expected = oracle(&machine, &position.state, event, &facts);
            match (expected, step(&machine, Some(&position), Some(event), &facts, now)) {
                (Expected::Illegal, Err(error)) => prop_assert_eq!(error.code(), ErrorCode::IllegalTransition),
                (Expected::Denied, Ok(answer)) => {
                    prop_assert_eq!(answer.outcome, StepOutcome::Denied);
                    prop_assert_eq!(&answer.position.state, &position.state);
                }
                (Expected::To(to), Ok(answer)) => {
                    prop_assert_eq!(answer.outcome, StepOutcome::Advanced);
                    prop_assert_eq!(&answer.position.state, &to);
                    position = answer.position;
                }
                (expected, answer) => prop_assert!(false, "{:?} against {:?}", expected, answer),
            }
        }
    }

    /// It makes no difference how often somebody looks.
    #[test]
    fn time_may_be_cut_anywhere(
        machine in machines(),
        facts in facts(),
        event in 0..EVENTS.len(),
        cuts in prop::collection::btree_set(2_i64..300, 0..5),
    ) {
        let Ok(begun) = step(&machine, None, None, &facts, 0) else { return Ok(()) };
        let start = match step(&machine, Some(&begun.position), Some(EVENTS[event]), &facts, 1) {
            Ok(answer) => answer.position,
            Err(_) => begun.position,
        };
        let whole = step(&machine, Some(&start), None, &facts, 300);
        let mut position = start;
        let mut taken = Vec::new();
        for now in cuts.into_iter().chain([300]) {
            let part = step(&machine, Some(&position), None, &facts, now).unwrap();
            taken.extend(part.taken);
            position = part.position;
        }
        let whole = whole.unwrap();
        prop_assert_eq!(whole.position, position);
        prop_assert_eq!(whole.taken, taken);
    }

    #[test]
    fn the_linter_is_right(
        machine in machines(),
        steps in prop::collection::vec((0..EVENTS.len() + 1, facts(), 1_i64..40), 1..25),
    ) {
        let source = serde_json::from_value::<Source>(machine.clone()).unwrap();
        let report = check_machine(&CheckMachineInput { machine: source }).unwrap();
        prop_assert!(report.usable, "{:?}", report.findings);
        let named = |code: &str| -> BTreeSet<String> {
            let found = report.findings.iter().filter(|f| f.code == code);
            found.map(|f| f.location.as_ref().unwrap().pointer.rsplit('/').next().unwrap().to_owned()).collect()
        };
        let unreachable = named("lifecycle/unreachable_state");
        let dead = named("lifecycle/dead_end");
        let mut now = 0;
        let begun = step(&machine, None, None, &json!({}), now).unwrap();
        prop_assert!(!unreachable.contains(begun.position.state.as_str()));
        let mut position = begun.position;
        for (event, facts, later) in steps {
            now += later;
            let event = EVENTS.get(event).copied();
            // Time has passed, whether the event is legal behind it or not.
            let Ok(answer) = step(&machine, Some(&position), event, &facts, now) else { continue };
            for taken in &answer.taken {
                prop_assert!(!unreachable.contains(taken.to.as_str()), "{} was reached", taken.to);
                let from = taken.from.clone().unwrap_or_default();
                prop_assert!(taken.to == from || !dead.contains(from.as_str()), "{from} was left");
            }
            position = answer.position;
        }
    }

    #[test]
    fn a_transition_that_is_shadowed_is_never_taken(
        machine in machines(),
        steps in prop::collection::vec((0..EVENTS.len(), facts()), 1..25),
    ) {
        let source = serde_json::from_value::<Source>(machine.clone()).unwrap();
        let report = check_machine(&CheckMachineInput { machine: source }).unwrap();
        let shadowed: BTreeSet<usize> = report.findings.iter()
            .filter(|f| f.code == "lifecycle/shadowed_transition")
            .map(|f| f.location.as_ref().unwrap().pointer.rsplit('/').next().unwrap().parse().unwrap())
            .collect();
        let mut position = step(&machine, None, None, &json!({}), 0).unwrap().position;
        for (now, (event, facts)) in steps.into_iter().enumerate() {
            let now = i64::try_from(now).unwrap() + 1;
            let Ok(answer) = step(&machine, Some(&position), Some(EVENTS[event]), &facts, now) else { continue };
            for index in answer.taken.iter().filter_map(|taken| taken.transition) {
                prop_assert!(!shadowed.contains(&index), "transition {index} was taken");
            }
            position = answer.position;
        }
    }
}
