//! Every rule has its mirror: each change that a golden case reports is answered, when the versions are exchanged,
//! by the change that takes it back.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use meta_core::finding::codes;
use serde_json::{Map, Value};

/// Words in names of codes that take each other's place.
const OPPOSITES: &[(&str, &str)] = &[
    ("accepted", "rejected"),
    ("accepted", "forbidden"),
    ("accepted", "limited"),
    ("added", "removed"),
    ("allowed", "forbidden"),
    ("brought_forward", "postponed"),
    ("coarsened", "refined"),
    ("declared", "undeclared"),
    ("deprecated", "reactivated"),
    ("deprecated", "not_deprecated"),
    ("earlier", "later"),
    ("enabled", "disabled"),
    ("exclusive", "inclusive"),
    ("extended", "shortened"),
    ("fewer", "more"),
    ("freed", "limited"),
    ("integer_became_number", "number_became_integer"),
    ("joined", "left"),
    ("lengthened", "shortened"),
    ("loosened", "tightened"),
    ("lowered", "raised"),
    ("narrowed", "widened"),
    ("nothing_accepted", "values_accepted"),
    ("optional", "required"),
    ("strengthened", "weakened"),
];

/// What comes in a sharper form goes without it.
const REQUIRED: [&str; 4] = ["required_", "_required", "_optional", "_with_default"];

/// Codes without a mirror in all cases, and why.
const WAIVED: &[(&str, &str)] = &[
    ("diff/config/key_renamed", "the old name is an alias for the new one, and not the reverse"),
    ("diff/config/description_changed", "words move with a key that is renamed"),
    (
        "diff/flags/prerequisite_cycle",
        "what is wrong with the new version; mended, only the link is gone",
    ),
    ("diff/flags/prerequisite_missing", "what is wrong with the new version"),
    ("diff/flags/unknown_operator", "what is wrong with the new version"),
    ("diff/flags/unknown_segment", "what is wrong with the new version"),
    ("diff/flags/unknown_variant", "what is wrong with the new version"),
    (
        "diff/flags/variant_unserved",
        "nobody gets it any more; the reverse is told by the rule that serves it",
    ),
    ("diff/flags/weights_invalid", "what is wrong with the new version"),
    (
        "diff/graphql/field_moved_to_interface",
        "the reverse takes the interface away, and adds a field",
    ),
    (
        "diff/graphql/field_renamed",
        "the old name stays, deprecated; the reverse removes a field that nobody deprecated",
    ),
    (
        "diff/openapi/parameter_became_list",
        "one value is a list of one; the reverse changes the type",
    ),
    (
        "diff/openapi/security_alternative_added",
        "ways of signing in that are combined are one that is gone",
    ),
    (
        "diff/openapi/security_scheme_changed",
        "what is asked more may be the reverse of what is asked less",
    ),
    ("diff/openapi/security_scheme_widened", "asking less is the reverse of a change that breaks"),
    ("diff/openapi/stability_invalid", "what is wrong with the new version"),
    ("diff/openapi/sunset_added", "a sunset goes with what is reactivated"),
    ("diff/openapi/sunset_invalid", "what is wrong with the new version"),
    ("diff/openapi/sunset_missing", "what is wrong with the new version"),
    ("diff/openapi/sunset_too_soon", "what is wrong with the new version"),
    (
        "diff/openapi/unstable_changed",
        "what nobody promised before may break; promised before, it may not",
    ),
    ("diff/prompts/variable_undeclared", "what is wrong with the new version"),
    ("diff/prompts/variable_unused", "what is wrong with the new version"),
];

/// Returns the codes that may take a change back.
fn mirrors(code: &str) -> BTreeSet<String> {
    let (kind, name) = code.rsplit_once('/').unwrap();
    let mut names = BTreeSet::from([name.to_owned()]);
    for (one, other) in OPPOSITES {
        for (from, to) in [(one, other), (other, one)] {
            if name.contains(from) {
                names.insert(name.replace(from, to));
            }
        }
    }
    // What changed in kind has changed back.
    let changes = name.ends_with("changed") || names.len() == 1;
    for name in names.clone() {
        names.extend(REQUIRED.iter().map(|mark| name.replace(mark, "")));
        names.extend(["_required", "_optional"].map(|mark| format!("{name}{mark}")));
        names.insert(format!("required_{name}"));
        names.insert(name.replace("variable_", "variable_required_"));
    }
    names.retain(|other| other != name || changes);
    names.into_iter().map(|name| format!("{kind}/{name}")).collect()
}

#[expect(clippy::disallowed_methods, reason = "golden cases are files")]
fn fixtures() -> Vec<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/diff_artifacts");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = entries.map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path, serde_json::from_str(&text).unwrap())
    });
    read.collect()
}

/// Exchanges the versions; none when there are more than two.
fn exchanged(mut input: Map<String, Value>) -> Option<Map<String, Value>> {
    if input.contains_key("earlier") {
        return None;
    }
    for part in ["", "_files", "_version"] {
        let [one, other] = ["before", "after"].map(|side| format!("{side}{part}"));
        let (was, is) = (input.remove(&one), input.remove(&other));
        input.extend(is.map(|is| (one, is)).into_iter().chain(was.map(|was| (other, was))));
    }
    Some(input)
}

fn codes_of(report: &Value) -> Vec<String> {
    let changes = report.get("changes").and_then(Value::as_array).into_iter().flatten();
    changes.filter_map(|change| Some(change.get("code")?.as_str()?.to_owned())).collect()
}

#[test]
fn fixtures_the_other_way_round() {
    let (mut asked, mut used, mut faults) = (0, BTreeSet::new(), Vec::new());
    for (path, fixture) in fixtures() {
        let there = fixture.get("report").map(codes_of).unwrap_or_default();
        let input = fixture.get("input").and_then(Value::as_object).cloned().and_then(exchanged);
        let Some(input) = input.filter(|_| !there.is_empty()) else { continue };
        let Ok(back) = meta_core::call("diff_artifacts", Value::Object(input).to_string()) else {
            continue;
        };
        let mut back = codes_of(&serde_json::from_str(&back).unwrap());
        for code in there {
            asked += 1;
            let mirrors = mirrors(&code);
            match back.iter().position(|other| mirrors.contains(other)) {
                Some(found) => drop(back.remove(found)),
                None if WAIVED.iter().any(|(waived, _)| *waived == code) => drop(used.insert(code)),
                None => faults.push(format!("{}: {code} against {back:?}", path.display())),
            }
        }
    }
    assert!(asked > 1000, "only {asked} changes");
    assert_eq!(faults, Vec::<String>::new());
    let unused = WAIVED.iter().filter(|(code, _)| !used.contains(*code));
    assert_eq!(unused.collect::<Vec<_>>(), [] as [&(&str, &str); 0]);
}

#[test]
fn every_code_that_adds_has_one_that_removes() {
    let known: BTreeSet<&str> = codes::all().iter().map(|code| code.id).collect();
    let sided = [
        "_added",
        "_removed",
        "_raised",
        "_lowered",
        "_accepted",
        "_rejected",
        "_widened",
        "_narrowed",
    ];
    let alone = known.iter().filter(|code| {
        let is_change = code.starts_with("diff/") && sided.iter().any(|word| code.contains(word));
        is_change && !mirrors(code).iter().any(|mirror| known.contains(mirror.as_str()))
    });
    let alone: Vec<_> =
        alone.filter(|code| !WAIVED.iter().any(|(waived, _)| waived == *code)).collect();
    assert_eq!(alone, [] as [&&str; 0]);
}
