//! What holds for any two trees of files.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use meta_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};

type Tree = BTreeMap<String, String>;

/// Names in few folders with few endings, so that files meet.
fn name() -> impl Strategy<Value = String> {
    ("(a|b)/", "(order|user|flags|x)", "(json|yaml|graphql|md)")
        .prop_map(|(folder, name, ending)| format!("{folder}{name}.{ending}"))
}

/// Contents of several kinds, each with parts that change, broken ones too.
fn content() -> impl Strategy<Value = String> {
    let number = 0_u32..4;
    prop_oneof![
        (number.clone(), number.clone()).prop_map(|(least, most)| format!(
            "{{\n\"type\": \"object\",\n\"required\": [\"identifier\"],\n\"properties\": {{\n\"identifier\": \
             {{\"minLength\": {least}}},\n\"amount\": {{\"maximum\": {most}}}\n}}\n}}\n"
        )),
        number.clone().prop_map(|n| format!("{{\"$id\": \"urn:x:{n}\", \"type\": \"string\"}}")),
        number.clone().prop_map(|n| format!("type Query {{\n  first: Int\n  field{n}: String\n}}\n")),
        number.clone().prop_map(|n| format!("extend type Query {{\n  more{n}: Size\n}}\n")),
        number.clone().prop_map(|n| format!("enum Size {{\n  S\n  M{n}\n}}\n")),
        number.clone().prop_map(|n| format!("flags:\n  f{n}: {{state: ENABLED, variants: {{a: 1}}}}\n")),
        number.prop_map(|n| format!("retries: {n}\n")),
        Just("a: [1\n".to_owned()),
        Just(String::new()),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    prop::collection::btree_map(name(), content(), 0..7)
}

fn diff(before: &Tree, after: &Tree) -> Value {
    let input = json!({
        "before": before, "after": after,
        "artifacts": [{"path": "a/*"}], "now": "2026-11-21T00:00:00Z",
    });
    serde_json::from_str(&call("diff_trees", input.to_string()).unwrap()).unwrap()
}

fn count(report: &Value, name: &str) -> u64 {
    report.pointer(&format!("/counts/{name}")).and_then(Value::as_u64).unwrap()
}

/// Returns the names before and after of each file of a report.
fn files(report: &Value) -> BTreeSet<(Option<String>, Option<String>)> {
    let name = |file: &Value, side: &str| file.get(side).and_then(Value::as_str).map(str::to_owned);
    let files = report.get("files").and_then(Value::as_array).unwrap();
    files.iter().map(|file| (name(file, "before"), name(file, "after"))).collect()
}

/// Returns the files of schemas that have several.
fn of_several(report: &Value) -> BTreeSet<String> {
    let files = report.get("files").and_then(Value::as_array).unwrap().iter();
    let files = files.filter_map(|file| Some((file, file.get("parts")?.as_array()?)));
    let names = files
        .flat_map(|(file, parts)| parts.iter().chain(file.get("before")).chain(file.get("after")));
    names.map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// Types of a schema, each with the file it stands in, the fields it has and the type of the last one.
type Types = Vec<(usize, u8, usize)>;

/// Returns the files of a schema: whatever is not in the first one, that one needs.
fn schema(types: &Types) -> Tree {
    const FILES: [&str; 4] =
        ["s/a.graphql", "s/inner/b.graphql", "s/c.graphqls", "other/d.graphql"];
    let mut tree = Tree::new();
    let mut add = |file: usize, text: String| {
        *tree.entry((*FILES.get(file).unwrap()).to_owned()).or_default() += &text;
    };
    let fields = (0..types.len()).map(|at| format!("  t{at}: T{at}\n"));
    add(0, format!("type Query {{\n{}}}\n", fields.collect::<String>()));
    for (at, (file, bits, target)) in types.iter().enumerate() {
        let fields = (0..3).filter(|bit| bits & 1 << bit != 0);
        let fields: String = fields.map(|bit| format!("  f{bit}: Int\n")).collect();
        add(*file, format!("type T{at} {{\n{fields}  other: T{}\n}}\n", target % types.len()));
    }
    tree
}

fn types() -> impl Strategy<Value = Types> {
    prop::collection::vec((0_usize..4, 0_u8..8, 0_usize..5), 1..5)
}

/// Returns what changed, without its places.
fn changed(report: &Value) -> Vec<String> {
    let changes = report.get("changes").and_then(Value::as_array).unwrap();
    let mut told: Vec<String> = changes
        .iter()
        .map(|one| {
            ["class", "code", "message", "before", "after"]
                .map(|key| one[key].to_string())
                .join(" ")
        })
        .collect();
    told.sort();
    told
}

/// Writes a tree with its files in the opposite order.
fn backwards(tree: &Tree) -> String {
    let members = tree.iter().rev().map(|(name, text)| format!("{}: {}", json!(name), json!(text)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_same_trees_have_no_changes(tree in tree()) {
        let report = diff(&tree, &tree);
        prop_assert_eq!(report.pointer("/changes"), Some(&json!([])));
        prop_assert_eq!(report.pointer("/files"), Some(&json!([])));
        prop_assert_eq!(report.pointer("/findings"), Some(&json!([])));
    }

    #[test]
    fn the_other_way_round_what_came_went(before in tree(), after in tree()) {
        let (there, back) = (diff(&before, &after), diff(&after, &before));
        for (one, other) in [("added", "removed"), ("removed", "added")] {
            prop_assert_eq!(count(&there, one), count(&back, other));
        }
        for same in ["renamed", "changed", "unchanged", "skipped", "untold"] {
            prop_assert_eq!(count(&there, same), count(&back, same), "{}", same);
        }
        let turned: BTreeSet<_> = files(&back).into_iter().map(|(b, a)| (a, b)).collect();
        prop_assert_eq!(files(&there), turned);
    }

    #[test]
    fn the_order_of_files_does_not_matter(before in tree(), after in tree()) {
        let forwards = diff(&before, &after).to_string();
        let input = format!(
            r#"{{"now": "2026-11-21T00:00:00Z", "artifacts": [{{"path": "a/*"}}], "after": {}, "before": {}}}"#,
            backwards(&after), backwards(&before),
        );
        let other: Value = serde_json::from_str(&call("diff_trees", &input).unwrap()).unwrap();
        prop_assert_eq!(forwards, other.to_string());
    }

    #[test]
    fn every_file_is_accounted_for(before in tree(), after in tree()) {
        let report = diff(&before, &after);
        let mut named: BTreeSet<String> =
            files(&report).into_iter().flat_map(|(b, a)| [b, a]).flatten().collect();
        let several = of_several(&report);
        named.extend(several.iter().cloned());
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in &names {
            let differs = before.get(*name) != after.get(*name);
            let is_document =
                std::path::Path::new(name).extension().is_none_or(|ending| ending != "md");
            // One file of a schema may be the same while another one is not.
            let is_named = differs && is_document || several.contains(*name);
            prop_assert_eq!(named.contains(*name), is_named, "{}: {:#}", name, report);
        }
        // A file that cannot be compared is named by a finding.
        let findings = report.pointer("/findings").and_then(Value::as_array).unwrap();
        let of_files = findings.iter().filter(|f| f.pointer("/code") == Some(&json!("diff/tree/file_unreadable")));
        prop_assert_eq!(of_files.count() as u64, count(&report, "unreadable"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_schema_changes_alike_in_one_file_and_in_several(before in types(), after in types()) {
        let (before, after) = (schema(&before), schema(&after));
        let several = diff(&before, &after);
        let whole = |tree: Tree| Tree::from([("a.graphql".to_owned(), tree.into_values().collect())]);
        let one = diff(&whole(before), &whole(after));
        prop_assert_eq!(changed(&several), changed(&one));
        prop_assert!(several.get("files").and_then(Value::as_array).unwrap().len() <= 1, "{several:#}");
        prop_assert_eq!(several.get("findings"), one.get("findings"));
    }
}

#[test]
fn many_files_that_moved_find_each_other_quickly() {
    let (mut before, mut after) = (Tree::new(), Tree::new());
    for number in 0..3_000 {
        let text = |more: &str| {
            format!(
                "{{\"type\": \"object\",\n\"title\": \"number {number}\",\n\"properties\": {{\n\
                 \"part{number}\": {{\"maxLength\": {number}}}\n{more}}}\n}}\n"
            )
        };
        before.insert(format!("old/{number}.json"), text(""));
        after.insert(format!("new/x{number}.json"), text(",\"more\": {}\n"));
    }
    let report = diff(&before, &after);
    assert_eq!(count(&report, "renamed"), 3_000);
    // Files that all say the same cannot be told apart, and cost nothing.
    let same = "{\"type\": \"object\", \"title\": \"the same in all files\"}\n";
    let twins = |folder: &str, more: &str| -> Tree {
        (0..3_000).map(|n| (format!("{folder}/{n}.json"), format!("{same}{more}"))).collect()
    };
    let report = diff(&twins("old", ""), &twins("new", "\n"));
    assert_eq!(count(&report, "added"), 3_000);
}
