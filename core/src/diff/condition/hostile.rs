//! Conditions that are large, deep or made to cost much: each comparison ends, and tells what is evident.

use serde_json::json;

use super::tests::{of, parse, related};
use super::{Budget, Condition, Relation, overlaps};

#[test]
fn beyond_the_limits_what_is_evident_is_told() {
    let globs = |count: usize| -> Vec<String> {
        (0..count).map(|n| format!("{}*/{n}/*.rs", n % 7)).collect()
    };
    let always = Condition::always();
    let many = parse(&json!({"path": globs(12)}));
    assert_eq!(related(&many, &always), Relation::Implies);
    assert_eq!(related(&always, &many.clone().negated()), Relation::ImpliedBy);
    let folders =
        |skip: usize| -> Vec<String> { (skip..300).map(|n| format!("src/m{n}/**")).collect() };
    let mut wider = folders(9);
    wider.push("src/**".to_owned());
    assert_eq!(of(json!({"path": folders(0)}), json!({"path": wider})), Relation::Implies);
    let few: Vec<String> = (0..10).map(|n| format!("src/m{n}/**")).collect();
    assert_eq!(of(json!({"path": few}), json!({"path": "src/**"})), Relation::Implies);
}

#[test]
fn nested_branches_cost_no_more_than_they_say() {
    let mut logic = json!({"var": "x"});
    for _ in 0..24 {
        logic = json!({"if": [{"if": [logic, {"var": "y"}, false]}, {"var": "x"}, false]});
    }
    assert_eq!(Condition::parse(&logic), None);
    let mut chain = json!(false);
    for n in 0..80 {
        chain = json!({"if": [{"==": [{"var": "x"}, n]}, true, chain]});
    }
    assert!(Condition::parse(&chain).is_some());
}

#[test]
fn long_lists_of_values_share_a_budget() {
    let users = |from: usize| {
        parse(&json!({"user": (from..from + 120).map(|n| format!("u{n}")).collect::<Vec<_>>()}))
    };
    let all: Vec<Condition> = (0..40).map(|n| users(60 * n)).collect();
    let budget = Budget::new();
    for (index, a) in all.iter().enumerate() {
        for (other, b) in all.iter().enumerate().filter(|(other, _)| *other != index) {
            assert_eq!(overlaps(a, b, &budget), Some(index.abs_diff(other) == 1));
        }
    }
    assert!(!budget.exhausted());
}

#[test]
fn hostile_conditions_end() {
    let deep = format!("{}a{}", "(".repeat(4000), ")".repeat(4000));
    assert_eq!(Condition::parse(&json!(deep)), None);
    assert_eq!(Condition::parse(&json!("!".repeat(8000))), None);
    let long = vec!["a > 1"; 500].join(" && ");
    assert_eq!(of(long.clone(), "a > 1"), Relation::Equal);
    let list: Vec<u32> = (0..50_000).collect();
    let values = json!({"field": "x", "operator": "in", "values": list});
    assert_eq!(of(values.clone(), json!({"x": 7})), Relation::ImpliedBy);
    let mut branches = vec![json!(true); 100_001];
    branches[0] = values;
    assert_eq!(Condition::parse(&json!({"if": branches})), None);
}
