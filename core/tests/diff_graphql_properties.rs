//! Properties of the comparison of GraphQL schemas, on small schemas that are made up.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use meta_core::diff::{Change, Class, DiffReport, diff_artifacts};
use proptest::prelude::*;
use serde_json::json;

/// A schema: types by name.
type Schema = BTreeMap<String, Def>;

#[derive(Clone, Debug)]
enum Def {
    Object(BTreeMap<String, Field>),
    Input(BTreeMap<String, Input>),
    Enum(BTreeSet<String>),
}

#[derive(Clone, Debug)]
struct Field {
    ty: String,
    args: BTreeMap<String, Input>,
}

#[derive(Clone, Debug)]
struct Input {
    ty: String,
    default: Option<i32>,
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["id", "name", "count", "fullName", "owner", "state"])
        .prop_map(str::to_owned)
}

fn type_ref() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec!["Int", "String", "Color", "Query"]);
    (names, 0..5u8).prop_map(|(name, shape)| match shape {
        0 | 1 => name.to_owned(),
        2 => format!("{name}!"),
        3 => format!("[{name}]"),
        _ => format!("[{name}!]!"),
    })
}

fn input() -> impl Strategy<Value = Input> {
    (type_ref(), prop::option::of(0..3i32)).prop_map(|(ty, default)| Input { ty, default })
}

fn field() -> impl Strategy<Value = Field> {
    (type_ref(), prop::collection::btree_map(name(), input(), 0..3))
        .prop_map(|(ty, args)| Field { ty, args })
}

fn def() -> impl Strategy<Value = Def> {
    prop_oneof![
        prop::collection::btree_map(name(), field(), 1..5).prop_map(Def::Object),
        prop::collection::btree_map(name(), input(), 1..5).prop_map(Def::Input),
        prop::collection::btree_set("[A-C]{1,2}", 1..4).prop_map(Def::Enum),
    ]
}

fn schema() -> impl Strategy<Value = Schema> {
    let names = prop::sample::select(vec!["User", "Account", "Team", "Filter", "State"]);
    let types = prop::collection::btree_map(names.prop_map(str::to_owned), def(), 0..4);
    (types, prop::collection::btree_map(name(), field(), 1..4)).prop_map(|(mut types, fields)| {
        types.insert("Query".to_owned(), Def::Object(fields));
        types.insert("Color".to_owned(), Def::Enum(BTreeSet::from(["RED".to_owned()])));
        types
    })
}

fn print_input(name: &str, input: &Input) -> String {
    let default = input.default.map(|number| format!(" = {number}")).unwrap_or_default();
    format!("{name}: {}{default}", input.ty)
}

fn print_field(name: &str, field: &Field) -> String {
    let args: Vec<String> = field.args.iter().map(|(name, arg)| print_input(name, arg)).collect();
    let args = if args.is_empty() { String::new() } else { format!("({})", args.join(", ")) };
    format!("{name}{args}: {}", field.ty)
}

fn parts(def: &Def) -> (&'static str, Vec<String>) {
    match def {
        Def::Object(fields) => ("type", fields.iter().map(|(n, f)| print_field(n, f)).collect()),
        Def::Input(inputs) => ("input", inputs.iter().map(|(n, i)| print_input(n, i)).collect()),
        Def::Enum(values) => ("enum", values.iter().cloned().collect()),
    }
}

fn print(schema: &Schema) -> String {
    let mut text = String::new();
    for (name, def) in schema {
        let (keyword, parts) = parts(def);
        writeln!(text, "{keyword} {name} {{\n  {}\n}}\n", parts.join("\n  ")).unwrap();
    }
    text
}

/// Prints the same otherwise: backwards, on one line, with comments, the last part as an extension.
fn print_otherwise(schema: &Schema) -> String {
    let mut text = "# schema\n".to_owned();
    for (name, def) in schema.iter().rev() {
        let (keyword, mut parts) = parts(def);
        if parts.len() > 1 {
            let last = parts.pop().unwrap();
            write!(text, "extend {keyword} {name}{{{last}}}# more\r\n").unwrap();
        }
        parts.reverse();
        write!(text, "{keyword} {name}{{{}}} ", parts.join(",,")).unwrap();
    }
    text
}

fn diff(before: &str, after: &str) -> DiffReport {
    let input = serde_json::from_value(json!({
        "before": before, "after": after, "kind": "graphql", "now": "2026-11-21T00:00:00Z",
    }));
    diff_artifacts(&input.unwrap()).unwrap()
}

/// Returns every value of a schema by its pointer.
fn leaves(schema: &Schema) -> BTreeMap<String, String> {
    let mut leaves = BTreeMap::new();
    let mut input = |at: String, input: &Input| {
        leaves.insert(format!("{at}/type"), input.ty.clone());
        if let Some(default) = input.default {
            leaves.insert(format!("{at}/default"), default.to_string());
        }
    };
    for (name, def) in schema {
        let at = format!("/types/{name}");
        match def {
            Def::Object(fields) => {
                for (name, field) in fields {
                    let at = format!("{at}/fields/{name}");
                    for (name, arg) in &field.args {
                        input(format!("{at}/args/{name}"), arg);
                    }
                }
            }
            Def::Input(inputs) => {
                for (name, value) in inputs {
                    input(format!("{at}/fields/{name}"), value);
                }
            }
            Def::Enum(_) => {}
        }
    }
    for (name, def) in schema {
        let at = format!("/types/{name}");
        leaves.insert(at.clone(), parts(def).0.to_owned());
        match def {
            Def::Object(fields) => leaves.extend(
                fields.iter().map(|(name, f)| (format!("{at}/fields/{name}/type"), f.ty.clone())),
            ),
            Def::Enum(values) => {
                leaves.extend(values.iter().map(|v| (format!("{at}/values/{v}"), String::new())));
            }
            Def::Input(_) => {}
        }
    }
    leaves
}

fn covers(change: &Change, leaf: &str) -> bool {
    [&change.before_pointer, &change.after_pointer]
        .into_iter()
        .flatten()
        .any(|at| leaf == at || leaf.starts_with(&format!("{at}/")))
}

fn pointers(report: &DiffReport, reversed: bool) -> BTreeSet<(Option<String>, Option<String>)> {
    let both = report.changes.iter().map(|change| {
        let (before, after) = (change.before_pointer.clone(), change.after_pointer.clone());
        if reversed { (after, before) } else { (before, after) }
    });
    both.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_changes_between_equal_schemas(schema in schema()) {
        let text = print(&schema);
        prop_assert_eq!(diff(&text, &text).changes, vec![]);
    }

    #[test]
    fn spelling_and_order_mean_nothing(schema in schema()) {
        let report = diff(&print(&schema), &print_otherwise(&schema));
        prop_assert_eq!(report.changes, vec![]);
        prop_assert_eq!(report.findings, vec![]);
    }

    #[test]
    fn the_other_way_round_is_the_reverse(before in schema(), after in schema()) {
        let (before, after) = (print(&before), print(&after));
        let (forth, back) = (diff(&before, &after), diff(&after, &before));
        prop_assert_eq!(pointers(&forth, false), pointers(&back, true));
    }

    #[test]
    fn every_difference_is_covered(before in schema(), after in schema()) {
        let report = diff(&print(&before), &print(&after));
        let (was, is) = (leaves(&before), leaves(&after));
        for leaf in was.keys().chain(is.keys()).filter(|leaf| was.get(*leaf) != is.get(*leaf)) {
            prop_assert!(report.changes.iter().any(|change| covers(change, leaf)), "{}", leaf);
        }
    }

    #[test]
    fn what_is_only_added_breaks_nothing(before in schema(), more in field()) {
        let mut after = before.clone();
        let Some(Def::Object(fields)) = after.get_mut("Query") else { unreachable!() };
        fields.insert("another".to_owned(), more);
        let report = diff(&print(&before), &print(&after));
        prop_assert_eq!(report.changes.len(), 1);
        prop_assert_eq!(report.changes[0].class, Class::Additive);
        prop_assert_eq!(report.changes[0].code.as_str(), "diff/graphql/field_added");
    }

    #[test]
    fn anything_ends_in_a_report_or_an_error(text in "[a-z{}()\\[\\]!:=@&|\"#\\\\ 0-9\\n.$é]{0,80}") {
        let input = json!({
            "before": text, "after": "type Query { a: Int }", "kind": "graphql",
            "now": "2026-11-21T00:00:00Z",
        });
        if let Err(error) = diff_artifacts(&serde_json::from_value(input).unwrap()) {
            prop_assert!(error.path().starts_with("/before"), "{}", error);
        }
    }

    #[test]
    fn a_broken_schema_is_an_error_with_a_place(schema in schema(), cut in 0..100usize) {
        let text = print(&schema);
        let end = text.len() * cut / 100;
        let input = json!({
            "before": &text[..end], "after": text, "kind": "graphql",
            "now": "2026-11-21T00:00:00Z",
        });
        if let Err(error) = diff_artifacts(&serde_json::from_value(input).unwrap()) {
            prop_assert!(error.line().is_some() && error.column().is_some(), "{}", error);
            prop_assert!(error.help_text().is_some());
        }
    }
}
