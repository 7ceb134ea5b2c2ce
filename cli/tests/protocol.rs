//! Lifecycles, blocking reports, conflicts and audit trails on the command line: what is written survives, and what is
//! cut off is told.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("meta-core").unwrap();
    let output = command.current_dir(folder).args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn event(id: u32, action: &Value) -> String {
    let at = format!("2026-01-01T00:00:{id:02}Z");
    json!({ "event_id": id.to_string(), "actor": "ann", "at": at, "action": action }).to_string()
        + "\n"
}

fn declare(name: &str, path: &str) -> Value {
    json!({ "declare": { "project": "shop", "kind": "service", "name": name, "paths": [path] } })
}

fn activate(name: &str) -> Value {
    json!({ "advance": { "subject": format!("shop/service/{name}@1"), "event": "activate" } })
}

const ADVANCE: [&str; 6] =
    ["lifecycle", "advance", "--state", "state.json", "--journal", "journal.jsonl"];

#[test]
fn events_move_what_is_stored_and_a_journal_rebuilds_it() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let events = event(1, &declare("cart", "a")) + &event(2, &activate("cart"));
    let (status, told, _) = run(folder, &ADVANCE, &events);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("shop/service/cart@1: draft -> active"), "{told}");
    // Once more, and one that is refused.
    let events = events + &event(3, &activate("cart"));
    let (status, told, error) = run(folder, &ADVANCE, &events);
    assert_eq!(status, 2, "{told}");
    assert!(told.contains("duplicate 1") && error.contains("illegal_transition"), "{told}{error}");
    let (status, told, _) = run(folder, &ADVANCE, &event(4, &declare("mail", "a")));
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("conflict ") && told.contains("active -> blocked"), "{told}");

    let journal = fs::read_to_string(folder.join("journal.jsonl")).unwrap();
    assert_eq!(journal.lines().count(), 3, "decided events alone, and each once: {journal}");
    let replay =
        ["lifecycle", "replay", "journal.jsonl", "--state", "again.json", "--format", "json"];
    let (status, told, _) = run(folder, &replay, "");
    assert_eq!(status, 0, "{told}");
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text("again.json"), text("state.json"));
    let digest = serde_json::from_str::<Value>(&told).unwrap()["state_digest"].clone();
    let expect = ["lifecycle", "replay", "journal.jsonl", "--expect", digest.as_str().unwrap()];
    assert_eq!(run(folder, &expect, "").0, 0);
    fs::write(folder.join("journal.jsonl"), journal.lines().next().unwrap()).unwrap();
    assert_eq!(run(folder, &expect, "").0, 1, "another state");
}

#[test]
fn a_line_that_is_cut_off_is_told_and_kept() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    assert_eq!(run(folder, &ADVANCE, &event(1, &declare("cart", "a"))).0, 0);
    let path = folder.join("journal.jsonl");
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, whole.clone() + "{\"event_id\": \"2\", \"act").unwrap();
    let (status, _, error) = run(folder, &ADVANCE, &event(2, &activate("cart")));
    assert_eq!(status, 2);
    assert!(
        error.contains("journal.jsonl:2") && error.contains("cut off after 22 bytes"),
        "{error}"
    );
    let state = fs::read_to_string(folder.join("state.json")).unwrap();
    assert!(!state.contains("\"active\""), "nothing was stored: {state}");
    assert_eq!(run(folder, &["lifecycle", "replay", "journal.jsonl"], "").0, 2);
    let (status, told, _) = run(folder, &["lifecycle", "replay", "journal.jsonl", "--repair"], "");
    assert_eq!((status, told.contains("journal.jsonl.cut")), (0, true), "{told}");
    assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    let kept = fs::read_to_string(folder.join("journal.jsonl.cut")).unwrap();
    assert_eq!(kept, "{\"event_id\": \"2\", \"act");
    assert_eq!(run(folder, &ADVANCE, &event(2, &activate("cart"))).0, 0);
}

#[test]
fn what_is_blocked_and_what_may_happen_is_told() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let (status, told, _) = run(folder, &["blocking-report", "--state", "state.json"], "");
    assert_eq!((status, told.contains("Nothing is blocked")), (0, true), "{told}");
    let events = event(1, &declare("cart", "a")) + &event(2, &declare("mail", "a"));
    assert_eq!(run(folder, &ADVANCE, &events).0, 0);
    let report = ["blocking-report", "--state", "state.json", "--format"];
    for (format, part) in
        [("md", "settle "), ("csv", "conflict/path_same"), ("json", "\"unblock_order\"")]
    {
        let (status, told, _) = run(folder, &[&report[..], &[format]].concat(), "");
        assert_eq!((status, told.contains(part)), (1, true), "{told}");
    }
    let asked = ["--state", "state.json", "--actor", "bob", "--now", "2026-01-02T00:00:00Z"];
    let (status, told, _) = run(folder, &[&["lifecycle", "available"], &asked[..]].concat(), "");
    assert_eq!(status, 0);
    assert!(told.contains("shop/service/cart@1 (blocked)\n  may archive -> archived"), "{told}");
    let explain = ["lifecycle", "explain", "shop/service/mail@1", "archive"];
    let (status, told, _) = run(folder, &[&explain, &asked[..]].concat(), "");
    assert_eq!(
        (status, told.contains("shop/service/cart@1: blocked -> draft")),
        (0, true),
        "{told}"
    );
    let (status, _, error) = run(
        folder,
        &[&["lifecycle", "explain", "shop/service/mall@1", "archive"], &asked[..]].concat(),
        "",
    );
    assert_eq!(
        (status, error.contains("did you mean `shop/service/mail@1`?")),
        (2, true),
        "{error}"
    );
}

#[test]
fn rules_that_loosen_are_told() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    fs::write(
        folder.join("rules.yaml"),
        "policy: { mode: strict }\ntenants: { red: { policy: { mode: playground } } }\n",
    )
    .unwrap();
    let (status, told, _) =
        run(folder, &["lifecycle", "check", "rules.yaml", "--fail-on", "moderate"], "");
    assert_eq!((status, told.contains("lifecycle/loosened_policy")), (1, true), "{told}");
}

#[test]
fn conflicts_are_found_in_a_list_of_artifacts() {
    let folder = TempDir::new().unwrap();
    let one = |name: &str| json!({ "project": "shop", "kind": "service", "name": name, "version": 1, "actor": "ann", "paths": ["a"] });
    let lines = format!("{}\n{}\n", one("cart"), one("mail"));
    let (status, told, _) = run(folder.path(), &["conflicts"], &lines);
    assert_eq!((status, told.contains("1 conflicts, 1 of them block")), (1, true), "{told}");
    let document =
        json!({ "artifacts": [one("cart"), one("mail")], "config": { "block_at": "critical" } });
    let (status, told, _) =
        run(folder.path(), &["conflicts", "--format", "json"], &document.to_string());
    assert_eq!((status, told.contains("\"is_blocked\": false")), (0, true), "{told}");
}

#[test]
fn audit_trails_grow_and_whatever_is_wrong_is_found() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let append = ["audit", "append", "trail.jsonl", "--tenant", "red", "--head", "head.json"];
    let one = |id: &str| {
        json!({ "event_id": id, "type": "policy.changed", "actor": "ann", "subject": "cart", "body": { "id": id } }).to_string() + "\n"
    };
    let (status, told, error) = run(folder, &append, &(one("1") + &one("2")));
    assert_eq!((status, told.contains("added 2")), (0, true), "{told}{error}");
    let (status, told, _) = run(folder, &append, &(one("2") + &one("3")));
    assert_eq!((status, told.contains("added 1, 1 were there\n3 entries")), (0, true), "{told}");
    let verify = ["audit", "verify", "trail.jsonl", "--head", "head.json"];
    assert_eq!(run(folder, &verify, "").0, 0);
    let (status, proof, _) = run(folder, &["audit", "prove", "trail.jsonl", "--seq", "1"], "");
    assert_eq!((status, proof.contains("inclusion")), (0, true), "{proof}");
    let (status, csv, _) =
        run(folder, &["audit", "export", "trail.jsonl", "--format", "csv", "--actor", "ann"], "");
    assert_eq!((status, csv.lines().count()), (0, 4), "{csv}");
    let erased =
        ["audit", "export", "trail.jsonl", "--erase-subject", "cart", "-o", "erased.jsonl"];
    assert_eq!(run(folder, &erased, "").0, 0);
    assert_eq!(run(folder, &["audit", "verify", "erased.jsonl", "--head", "head.json"], "").0, 0);

    let path = folder.join("trail.jsonl");
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, whole.replacen("policy.changed", "policy.chanted", 1)).unwrap();
    let (status, told, _) = run(folder, &verify, "");
    assert_eq!((status, told.contains("wrong entry 0 (line 1)")), (1, true), "{told}");
    let (status, _, error) = run(folder, &append, &one("4"));
    assert_eq!((status, error.contains("nothing was added")), (2, true), "{error}");
    fs::write(&path, whole.lines().take(2).collect::<Vec<_>>().join("\n") + "\n").unwrap();
    assert_eq!(run(folder, &verify, "").0, 1, "an entry is missing at the end");
    fs::write(&path, whole.get(..whole.len() - 9).unwrap()).unwrap();
    let (status, _, error) = run(folder, &append, &one("4"));
    assert_eq!(
        (status, error.contains("trail.jsonl:3") && error.contains("cut off")),
        (2, true),
        "{error}"
    );
}

#[test]
fn a_machine_of_ones_own_is_told_facts_and_guards() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let machine = json!({
        "name": "task", "initial": "open", "states": { "open": {}, "done": { "final": true } },
        "guards": { "signed": "somebody has signed it" },
        "transitions": [{
            "event": "finish", "from": "open", "to": "done",
            "guards": ["signed", { "fact": "/lines", "at_most": 400 }],
        }],
    });
    let rules = json!({ "machines": { "task": machine } }).to_string();
    fs::write(folder.join("rules.json"), rules).unwrap();
    fs::write(folder.join("facts.json"), r#"{"lines": 12}"#).unwrap();
    let begin = event(1, &json!({ "begin_project": { "project": "shop" } }))
        + &event(2, &json!({ "begin_task": { "project": "shop", "name": "write" } }));
    let (status, told, error) =
        run(folder, &[&ADVANCE[..], &["--config", "rules.json"]].concat(), &begin);
    assert_eq!(status, 0, "{told}{error}");

    let asked = |verb: &str, more: &[&str]| {
        let at = ["--now", "2026-01-01T00:00:09Z", "--actor", "ann", "--format", "json"];
        let stored = ["--config", "rules.json", "--state", "state.json"];
        let (status, told, error) =
            run(folder, &[&["lifecycle", verb, "shop/write"], more, &stored, &at].concat(), "");
        assert!(error.is_empty(), "{error}");
        (status, serde_json::from_str::<Value>(&told).unwrap())
    };
    let facts = ["--facts", "facts.json", "--guard", "signed=true"];
    let allowed = "/subjects/0/transitions/0/allowed";
    assert_eq!(asked("available", &[]).1.pointer(allowed), Some(&json!(false)));
    assert_eq!(asked("available", &facts).1.pointer(allowed), Some(&json!(true)));
    let outcome = |report: &Value| report.pointer("/decision/outcome").cloned();
    let (status, report) = asked("explain", &["finish"]);
    assert_eq!((status, outcome(&report)), (1, Some(json!("denied"))));
    let (status, report) = asked("explain", &[&["finish"], &facts[..]].concat());
    assert_eq!((status, outcome(&report)), (0, Some(json!("accepted"))));
    let wrong = ["lifecycle", "available", "--actor", "ann", "--guard", "signed=perhaps"];
    let (status, _, error) = run(folder, &wrong, "");
    assert!(status == 2 && error.contains("neither true nor false"), "{error}");
}

const GUARD: &str = "/*---\nid: shop/release\ntitle: it is not released\nseverity: high\nwhy: it matters\nfix: wait\n---*/\nfn guard(transition, ctx) {\n    if transition.to == \"active\" && transition.actor.name != ctx.data.maintainer { deny(`not by ${transition.actor.name} in ${ctx.environment}`); }\n}\n";

/// Adds the policies to what is asked.
fn asked<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let policies = ["--policies", "policies", "--data", "data.yaml", "--environment", "production"];
    [arguments, &policies].concat()
}

#[test]
fn policies_are_asked_where_they_are_given() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("policies")).unwrap();
    fs::write(folder.join("policies/release.rhai"), GUARD).unwrap();
    fs::write(folder.join("data.yaml"), "maintainer: bob\n").unwrap();
    let events = event(1, &declare("cart", "a")) + &event(2, &activate("cart"));
    let (status, told, _) = run(folder, &asked(&ADVANCE), &events);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("not by ann in production"), "{told}");

    let at = ["--now", "2026-01-01T01:00:00Z", "--state", "state.json", "--actor"];
    let explain = ["lifecycle", "explain", "shop/service/cart@1", "activate"];
    let explained =
        |actor: &str| run(folder, &asked(&[&explain[..], &at, &[actor]].concat()), "").0;
    assert_eq!((explained("ann"), explained("bob")), (1, 0));
    // What was denied is denied again by the same rules, and happens without them.
    let replay = ["lifecycle", "replay", "journal.jsonl", "--format", "json"];
    let denied = |arguments: &[&str]| {
        serde_json::from_str::<Value>(&run(folder, arguments, "").1).unwrap()["denied"].clone()
    };
    assert_eq!(denied(&asked(&replay)), json!(1));
    assert_eq!(denied(&replay), json!(0));

    fs::write(folder.join("rules.yaml"), "policy: { mode: strict }\n").unwrap();
    let check = ["lifecycle", "check", "rules.yaml"];
    assert_eq!(run(folder, &asked(&check), "").0, 0);
    fs::write(folder.join("policies/release.rhai"), GUARD.replace("deny(", "deny((")).unwrap();
    let (status, _, error) = run(folder, &asked(&check), "");
    assert_eq!(status, 2);
    assert!(error.contains("release.rhai"), "{error}");
}
