//! What a comparison of schemas says of sets, held against values: generated schemas, changed at
//! random, and generated values.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod schemas;

use std::collections::BTreeSet;

use jsonschema::Validator;
use meta_core::diff::{Change, Class, DiffArtifactsInput, DiffReport, Effect, diff_artifacts};
use proptest::prelude::*;
use schemas::{
    as_stated, counting_pair, instance, old_pair, pair, parts_pair, schema, stated_pair,
};
use serde_json::{Value, json};

fn compare(before: &Value, after: &Value) -> DiffReport {
    compare_with(before, after, "lenient")
}

fn compare_with(before: &Value, after: &Value, open: &str) -> DiffReport {
    let input = json!({
        "before": before, "after": after, "kind": "json-schema", "now": "2026-01-01T00:00:00Z",
        "open_content": open,
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    diff_artifacts(&input).unwrap()
}

/// What no change says to be lost or gained is not.
fn check_effects(
    (was, is): (&Validator, &Validator),
    report: &DiffReport,
    instances: impl Iterator<Item = Value>,
) -> Result<(), TestCaseError> {
    let effects = || report.changes.iter().filter_map(|change| change.effect);
    for instance in instances {
        let (was, is) = (was.is_valid(&instance), is.is_valid(&instance));
        prop_assert!(effects().any(Effect::narrows) || !was || is, "{instance} is rejected now");
        prop_assert!(effects().any(Effect::widens) || was || !is, "{instance} is accepted now");
    }
    Ok(())
}

/// Every witness of the whole is what it says.
fn check_whole(
    (was, is): (&Validator, &Validator),
    report: &DiffReport,
) -> Result<(), TestCaseError> {
    for witness in report.changes.iter().filter_map(|change| change.witness.as_ref()) {
        if (witness.before_pointer.as_str(), witness.after_pointer.as_str()) == ("", "") {
            prop_assert_eq!(was.is_valid(&witness.value), witness.valid_before);
            prop_assert_eq!(is.is_valid(&witness.value), witness.valid_after);
        }
    }
    Ok(())
}

/// Every witness is what it says, in both versions.
fn check_witnesses(
    before: &Value,
    after: &Value,
    report: &DiffReport,
) -> Result<(), TestCaseError> {
    let shown: Vec<_> =
        report.changes.iter().filter_map(|change| change.witness.as_ref()).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let was = jsonschema::validator_map_for(before).unwrap();
    let is = jsonschema::validator_map_for(after).unwrap();
    for witness in shown {
        let valid = |map: &jsonschema::ValidatorMap, at: &str| {
            map.get(&format!("#{at}")).unwrap().is_valid(&witness.value)
        };
        prop_assert_eq!(valid(&was, &witness.before_pointer), witness.valid_before);
        prop_assert_eq!(valid(&is, &witness.after_pointer), witness.valid_after);
        prop_assert_ne!(witness.valid_before, witness.valid_after);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_not_said_to_narrow_does_not(
        (before, after) in stated_pair(),
        instances in prop::collection::vec(instance(), 60),
    ) {
        let (Ok(was), Ok(is)) = (
            jsonschema::validator_for(&as_stated(&before)),
            jsonschema::validator_for(&as_stated(&after)),
        ) else {
            return Ok(());
        };
        let report = compare(&before, &after);
        let told = |change: &&Change| change.code != "diff/json-schema/dialect_changed";
        let effects = || report.changes.iter().filter(told).filter_map(|change| change.effect);
        let (narrows, widens) =
            (effects().any(Effect::narrows), effects().any(Effect::widens));
        check_witnesses(&before, &after, &report)?;
        for instance in instances {
            let (was, is) = (was.is_valid(&instance), is.is_valid(&instance));
            prop_assert!(narrows || !was || is, "{instance} is rejected now");
            prop_assert!(widens || was || !is, "{instance} is accepted now");
        }
    }

    #[test]
    fn what_is_lost_breaks_unless_a_name_is_new(
        (before, after) in pair(),
        instances in prop::collection::vec(instance(), 60),
    ) {
        let (Ok(was), Ok(is)) =
            (jsonschema::validator_for(&before), jsonschema::validator_for(&after))
        else {
            return Ok(());
        };
        let breaks = |open: &str| {
            let report = compare_with(&before, &after, open);
            let is_new = |change: &Change| change.code == "diff/json-schema/property_added";
            let breaking = |change: &Change| change.class == Class::Breaking;
            let lenient = open == "lenient" && report.changes.iter().any(is_new);
            lenient || report.changes.iter().any(breaking)
        };
        if let Some(lost) = instances.iter().find(|value| was.is_valid(value) && !is.is_valid(value)) {
            prop_assert!(breaks("strict"), "{lost} is rejected now");
            prop_assert!(breaks("lenient"), "{lost} is rejected now");
        }
    }

    #[test]
    fn counted_items_are_left_over_in_2019_09_alone(
        (before, after) in counting_pair(),
        instances in prop::collection::vec(prop::collection::vec(instance(), 0..4), 60),
    ) {
        let (Ok(was), Ok(is)) = (
            jsonschema::validator_for(&as_stated(&before)),
            jsonschema::validator_for(&as_stated(&after)),
        ) else {
            return Ok(());
        };
        let report = compare(&before, &after);
        check_effects((&was, &is), &report, instances.into_iter().map(Value::Array))?;
        check_whole((&was, &is), &report)?;
    }

    #[test]
    fn objects_in_parts_are_one(
        (before, after) in parts_pair(),
        instances in prop::collection::vec(instance(), 20),
    ) {
        let values = [json!(true), json!(null), json!(0), json!(1), json!(3), json!("b")];
        let member = |name: &'static str| values.clone().map(|value| json!({name: value}));
        let members = ["a", "b", "ab"].into_iter().flat_map(member);
        let validator = |schema| jsonschema::validator_for(schema).unwrap();
        let (was, is) = (validator(&before), validator(&after));
        let report = compare(&before, &after);
        check_effects((&was, &is), &report, instances.into_iter().chain(members))?;
        check_whole((&was, &is), &report)?;
    }

    #[test]
    fn tuples_need_no_dialect(
        (before, after) in old_pair(),
        instances in prop::collection::vec(instance(), 60),
    ) {
        let validator = |schema| jsonschema::draft7::new(schema).unwrap();
        let (was, is) = (validator(&before), validator(&after));
        let report = compare(&before, &after);
        check_effects((&was, &is), &report, instances.into_iter())?;
    }

    #[test]
    fn nothing_changed(before in schema()) {
        prop_assert_eq!(compare(&before, &before).changes, vec![]);
    }

    #[test]
    fn the_other_way_round_is_the_reverse((before, after) in pair()) {
        // What several schemas ask together may be met in more places one way than the other, so effects count once.
        // What does both may be two changes the other way: a member that a closed object required and does not know
        // any more comes back as one that is new, and one that is required.
        let effects = |report: DiffReport, way: fn(Effect) -> Effect| -> BTreeSet<Effect> {
            let told = report.changes.into_iter().filter_map(|change| change.effect).map(way);
            told.flat_map(|effect| match effect {
                Effect::Both => vec![Effect::Narrowed, Effect::Widened],
                one => vec![one],
            })
            .collect()
        };
        let forth = effects(compare(&before, &after), Effect::reversed);
        let back = effects(compare(&after, &before), |effect| effect);
        prop_assert_eq!(forth, back);
    }
}
