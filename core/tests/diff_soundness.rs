//! What a comparison of schemas says of sets, held against values: generated schemas, changed at
//! random, and generated values.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use meta_core::diff::{Change, Class, DiffArtifactsInput, DiffReport, Effect, diff_artifacts};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

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

#[expect(clippy::too_many_lines, reason = "a list of keywords")]
/// A keyword with a value; schemas are made of few, so that two of them often share one.
fn keyword(inner: BoxedStrategy<Value>) -> BoxedStrategy<(&'static str, Value)> {
    let small = 0..4_u8;
    let schemas = prop::collection::vec(inner.clone(), 1..3);
    let members = prop::collection::btree_map("[ab]", inner.clone(), 0..3);
    let by_pattern = prop::collection::btree_map(
        prop::sample::select(vec!["^a", "^[ab]", "b$", ""]),
        inner.clone(),
        1..3,
    );
    let types = prop::sample::subsequence(
        vec!["null", "boolean", "object", "array", "number", "string", "integer"],
        1..4,
    );
    prop_oneof![
        types.prop_map(|types| ("type", json!(types))),
        prop::sample::subsequence(
            vec![json!(1), json!(1.5), json!("a"), json!(null), json!([])],
            1..4
        )
        .prop_map(|values| ("enum", json!(values))),
        small.clone().prop_map(|n| ("minimum", json!(n))),
        small.clone().prop_map(|n| ("exclusiveMaximum", json!(n))),
        (1..4_u8).prop_map(|n| ("multipleOf", json!(f64::from(n) / 2.0))),
        small.clone().prop_map(|n| ("minLength", json!(n))),
        small.clone().prop_map(|n| ("maxLength", json!(n))),
        small.clone().prop_map(|n| ("maxItems", json!(n))),
        small.clone().prop_map(|n| ("minProperties", json!(n))),
        prop::sample::select(vec!["a", "^a", "b$", "^.*$", "^[ab]+$", "^(a|b)", "^.{0,2}$"])
            .prop_map(|pattern| ("pattern", json!(pattern))),
        any::<bool>().prop_map(|unique| ("uniqueItems", json!(unique))),
        prop::sample::subsequence(vec!["a", "b"], 0..3)
            .prop_map(|names| ("required", json!(names))),
        members.prop_map(|members| ("properties", json!(members))),
        inner.clone().prop_map(|schema| ("additionalProperties", schema)),
        by_pattern.prop_map(|schemas| ("patternProperties", json!(schemas))),
        inner.clone().prop_map(|schema| ("propertyNames", schema)),
        prop::sample::subsequence(vec!["a", "b"], 1..3)
            .prop_map(|names| ("dependentRequired", json!({"a": names}))),
        inner.clone().prop_map(|schema| ("dependentSchemas", json!({"a": schema}))),
        inner.clone().prop_map(|schema| ("items", schema)),
        schemas.clone().prop_map(|schemas| ("prefixItems", json!(schemas))),
        inner.clone().prop_map(|schema| ("contains", schema)),
        small.clone().prop_map(|n| ("minContains", json!(n))),
        (1..3_u8).prop_map(|n| ("minContains", json!(f64::from(n)))),
        small.clone().prop_map(|n| ("maxContains", json!(n))),
        (1..3_u8, small).prop_map(|(least, most)| {
            let kind = json!({"type": "string"});
            let counts = json!([
                {"contains": kind, "minContains": least}, {"contains": kind, "maxContains": most},
            ]);
            ("allOf", counts)
        }),
        schemas.clone().prop_map(|schemas| ("allOf", json!(schemas))),
        schemas.clone().prop_map(|schemas| ("anyOf", json!(schemas))),
        schemas.prop_map(|schemas| ("oneOf", json!(schemas))),
        inner.clone().prop_map(|schema| ("not", schema)),
        inner.clone().prop_map(|schema| ("if", schema)),
        inner.clone().prop_map(|schema| ("then", schema)),
        inner.clone().prop_map(|schema| ("else", schema)),
        inner.clone().prop_map(|schema| ("unevaluatedProperties", schema)),
        inner.prop_map(|schema| ("unevaluatedItems", schema)),
    ]
    .boxed()
}

/// A schema that refers to nothing.
fn schema() -> BoxedStrategy<Value> {
    nested(vec![])
}

/// A schema that may refer to the definition `x`.
fn referring() -> BoxedStrategy<Value> {
    nested(vec![json!({"$ref": "#/$defs/x"})])
}

/// A definition `x`; it may contain itself in a member.
fn definition() -> BoxedStrategy<Value> {
    let recursive = (prop::collection::vec(keyword(schema()), 0..2), any::<bool>());
    recursive
        .prop_map(|(keywords, recursive)| {
            let mut definition = object(keywords);
            if recursive {
                definition.insert("properties".to_owned(), json!({"b": {"$ref": "#/$defs/x"}}));
            }
            Value::Object(definition)
        })
        .boxed()
}

fn nested(more: Vec<Value>) -> BoxedStrategy<Value> {
    let mut leaves = vec![
        json!(true),
        json!(false),
        json!({"type": "string"}),
        json!({"type": "integer", "maximum": 2}),
        json!({
            "anyOf": [{"properties": {"a": true}}, {"properties": {"b": true}}],
            "unevaluatedProperties": false,
        }),
    ];
    leaves.extend(more);
    let leaf = prop::sample::select(leaves);
    leaf.prop_recursive(2, 12, 3, |inner| {
        prop::collection::vec(keyword(inner.boxed()), 0..4)
            .prop_map(|keywords| Value::Object(object(keywords)))
    })
    .boxed()
}

fn object(keywords: Vec<(&'static str, Value)>) -> Map<String, Value> {
    keywords.into_iter().map(|(keyword, value)| (keyword.to_owned(), value)).collect()
}

/// What `$schema` says on both sides; mostly nothing.
fn dialects() -> impl Strategy<Value = [Option<&'static str>; 2]> {
    let stated = prop::sample::select(vec![
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
    ]);
    prop_oneof![
        3 => Just([None, None]),
        1 => (stated.clone(), stated).prop_map(|(was, is)| [Some(was), Some(is)]),
    ]
}

/// Two schemas, each in a dialect.
fn stated_pair() -> impl Strategy<Value = (Value, Value)> {
    (pair(), dialects()).prop_map(|((mut before, mut after), dialects)| {
        for (schema, dialect) in [&mut before, &mut after].into_iter().zip(dialects) {
            if let (Value::Object(members), Some(dialect)) = (schema, dialect) {
                members.insert("$schema".to_owned(), json!(dialect));
            }
        }
        (before, after)
    })
}

/// In 2019-09, items that satisfy `contains` are left to `unevaluatedItems` (JSON Schema 2019-09 section 9.3.1.3), but
/// the library counts them as evaluated, as 2020-12 does.
fn counts_contained(schema: &Value) -> bool {
    let text = schema.to_string();
    ["2019-09", "contains", "unevaluatedItems"].iter().all(|part| text.contains(part))
}

/// Two schemas with keywords that went with 2020-12, which nothing but these tell.
fn old_pair() -> impl Strategy<Value = (Value, Value)> {
    let keyword = prop_oneof![
        prop::collection::vec(schema_of_old(), 1..3).prop_map(|list| ("items", json!(list))),
        schema_of_old().prop_map(|schema| ("additionalItems", schema)),
        schema_of_old().prop_map(|schema| ("dependencies", json!({"a": schema}))),
        Just(("dependencies", json!({"a": ["b"]}))),
        Just(("type", json!(["array", "object"]))),
        prop::collection::btree_map("[ab]", schema_of_old(), 1..3)
            .prop_map(|members| ("properties", json!(members))),
    ];
    let some = prop::collection::vec(keyword, 1..3);
    (some.clone(), some).prop_map(|(one, other)| {
        let tuple = json!([{"type": ["integer", "string", "null"]}]);
        let mut sides = [object(one), object(other)];
        for side in &mut sides {
            side.entry("items").or_insert_with(|| tuple.clone());
        }
        let [before, after] = sides;
        (Value::Object(before), Value::Object(after))
    })
}

fn schema_of_old() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(true),
        json!(false),
        json!({"type": "string"}),
        json!({"type": "integer"}),
        json!({"enum": ["a", 1, null]}),
        json!({"items": [{"type": "string"}], "additionalItems": false}),
    ])
}

/// Two schemas that share most keywords.
fn pair() -> impl Strategy<Value = (Value, Value)> {
    let keywords = prop::collection::vec(keyword(referring()), 0..4);
    let few = prop::collection::vec(keyword(referring()), 0..2);
    let definitions = (definition(), definition(), any::<bool>());
    (keywords, few.clone(), few, definitions).prop_map(|(shared, one, other, (x, y, same))| {
        let mut before = object(shared.clone());
        let mut after = object(shared);
        before.extend(object(one));
        after.extend(object(other));
        before.insert("$defs".to_owned(), json!({"x": x}));
        after.insert("$defs".to_owned(), json!({"x": if same { x } else { y }}));
        (Value::Object(before), Value::Object(after))
    })
}

fn instance() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-1..8_i8).prop_map(|n| json!(f64::from(n) / 2.0)),
        (0..4_u8).prop_map(Value::from),
        "[ab\n]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[ab]{1,2}", inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
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
        let (Ok(was), Ok(is)) =
            (jsonschema::validator_for(&before), jsonschema::validator_for(&after))
        else {
            return Ok(());
        };
        if [&before, &after].into_iter().any(counts_contained) {
            return Ok(());
        }
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
    fn tuples_need_no_dialect(
        (before, after) in old_pair(),
        instances in prop::collection::vec(instance(), 60),
    ) {
        let validator = |schema| jsonschema::draft7::new(schema).unwrap();
        let (was, is) = (validator(&before), validator(&after));
        let report = compare(&before, &after);
        let effects = || report.changes.iter().filter_map(|change| change.effect);
        for instance in instances {
            let (was, is) = (was.is_valid(&instance), is.is_valid(&instance));
            prop_assert!(effects().any(Effect::narrows) || !was || is, "{instance} is rejected now");
            prop_assert!(effects().any(Effect::widens) || was || !is, "{instance} is accepted now");
        }
    }

    #[test]
    fn nothing_changed(before in schema()) {
        prop_assert_eq!(compare(&before, &before).changes, vec![]);
    }

    #[test]
    fn the_other_way_round_is_the_reverse((before, after) in pair()) {
        // What several schemas ask together may be met in more places one way than the other, so
        // effects count once.
        let effects = |report: DiffReport| report.changes.into_iter().filter_map(|c| c.effect);
        let forth: BTreeSet<Effect> =
            effects(compare(&before, &after)).map(Effect::reversed).collect();
        let back: BTreeSet<Effect> = effects(compare(&after, &before)).collect();
        prop_assert_eq!(forth, back);
    }
}
