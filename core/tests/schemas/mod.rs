//! Schemas and values that are made at random.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

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
pub(crate) fn schema() -> BoxedStrategy<Value> {
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
        DRAFT_2019_09,
        "https://json-schema.org/draft/2020-12/schema",
    ]);
    prop_oneof![
        3 => Just([None, None]),
        1 => (stated.clone(), stated).prop_map(|(was, is)| [Some(was), Some(is)]),
    ]
}

/// Two schemas, each in a dialect.
pub(crate) fn stated_pair() -> impl Strategy<Value = (Value, Value)> {
    (pair(), dialects()).prop_map(|((mut before, mut after), dialects)| {
        for (schema, dialect) in [&mut before, &mut after].into_iter().zip(dialects) {
            if let (Value::Object(members), Some(dialect)) = (schema, dialect) {
                members.insert("$schema".to_owned(), json!(dialect));
            }
        }
        (before, after)
    })
}

const DRAFT_2019_09: &str = "https://json-schema.org/draft/2019-09/schema";
const DRAFT_2020_12: &str = "https://json-schema.org/draft/2020-12/schema";

/// The first items, under the name that they have in neither.
const FIRST: &str = "first";

/// A schema as the library has to see it. In 2019-09, items that satisfy `contains` are left to `unevaluatedItems`
/// (JSON Schema 2019-09 section 9.3.1.3), but the library counts them as evaluated, as 2020-12 does. Beneath `not`
/// nothing is evaluated, and twice not asks the same.
pub(crate) fn as_stated(schema: &Value) -> Value {
    let mut stated = schema.clone();
    if schema["$schema"] == DRAFT_2019_09 {
        leave_contained(&mut stated);
    }
    stated
}

fn leave_contained(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            keywords.values_mut().for_each(leave_contained);
            if !keywords.contains_key("contains") {
                return;
            }
            let counts = ["contains", "minContains", "maxContains"];
            let counts: Map<String, Value> =
                counts.into_iter().filter_map(|keyword| keywords.remove_entry(keyword)).collect();
            let all = keywords.entry("allOf").or_insert_with(|| json!([]));
            all.as_array_mut().unwrap().push(json!({"not": {"not": counts}}));
        }
        Value::Array(schemas) => schemas.iter_mut().for_each(leave_contained),
        _ => {}
    }
}

/// Two lists of 2019-09 or 2020-12 with items that are counted and items that are left over.
pub(crate) fn counting_pair() -> impl Strategy<Value = (Value, Value)> {
    let kind = || {
        prop::sample::select(vec![
            json!(true),
            json!(false),
            json!({"type": "string"}),
            json!({"type": ["string", "integer"]}),
            json!({"enum": ["a", 1]}),
        ])
    };
    let keyword = || {
        prop_oneof![
            3 => kind().prop_map(|schema| ("contains", schema)),
            3 => kind().prop_map(|schema| ("unevaluatedItems", schema)),
            2 => (0..3_u8).prop_map(|least| ("minContains", json!(least))),
            1 => (0..3_u8).prop_map(|most| ("maxItems", json!(most))),
            1 => prop::collection::vec(kind(), 1..3).prop_map(|items| (FIRST, json!(items))),
            1 => kind().prop_map(|schema| ("allOf", json!([{"contains": schema, "minContains": 0}]))),
            1 => kind().prop_map(|schema| {
                ("anyOf", json!([{"contains": schema, "minContains": 0}, {"maxItems": 1}]))
            }),
            1 => Just(("type", json!("array"))),
        ]
    };
    let shared = prop::collection::vec(keyword(), 1..4);
    let own = || prop::collection::vec(keyword(), 0..3);
    (shared, own(), own(), any::<bool>()).prop_map(|(shared, one, other, is_old)| {
        let side = |own: Vec<(&'static str, Value)>| {
            let mut schema = object(shared.clone());
            schema.extend(object(own));
            let (draft, first) =
                if is_old { (DRAFT_2019_09, "items") } else { (DRAFT_2020_12, "prefixItems") };
            if let Some(items) = schema.remove(FIRST) {
                schema.insert(first.to_owned(), items);
            }
            schema.insert("$schema".to_owned(), json!(draft));
            Value::Object(schema)
        };
        (side(one), side(other))
    })
}

/// Two objects that several schemas describe together: names, patterns of names, and what is asked of all others.
pub(crate) fn parts_pair() -> impl Strategy<Value = (Value, Value)> {
    let asked = || {
        prop::sample::select(vec![
            json!(true),
            json!(false),
            json!({"type": "boolean"}),
            json!({"type": ["boolean", "null"]}),
            json!({"minimum": 1}),
            json!({"maximum": 2, "type": "number"}),
        ])
    };
    let names = || prop::sample::select(vec!["a", "b", "ab"]);
    let patterns = || prop::sample::select(vec!["^a", "b$", "^.$", "^(?!a)"]);
    let keyword = move || {
        prop_oneof![
            3 => (names(), asked()).prop_map(|(name, schema)| ("properties", json!({name: schema}))),
            2 => (patterns(), asked())
                .prop_map(|(pattern, schema)| ("patternProperties", json!({pattern: schema}))),
            2 => asked().prop_map(|schema| ("additionalProperties", schema)),
            1 => names().prop_map(|name| ("required", json!([name]))),
        ]
    };
    let open = move || prop::collection::vec(keyword(), 1..3).prop_map(object);
    let rest = prop_oneof![3 => Just(json!(false)), 1 => asked()];
    let closed = (patterns(), asked(), rest).prop_map(|(pattern, matched, rest)| {
        json!({"patternProperties": {pattern: matched}, "additionalProperties": rest})
    });
    let shared = (closed, any::<bool>());
    (shared, open(), prop::option::of(open())).prop_map(|((closed, first), one, other)| {
        let side = |own: Option<Map<String, Value>>| {
            let own = own.map(Value::Object);
            let (before, behind) = if first { (own, None) } else { (None, own) };
            let all: Vec<Value> =
                before.into_iter().chain([closed.clone()]).chain(behind).collect();
            json!({"allOf": all})
        };
        (side(Some(one)), side(other))
    })
}

/// Two schemas with keywords that went with 2020-12, which nothing but these tell.
pub(crate) fn old_pair() -> impl Strategy<Value = (Value, Value)> {
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
pub(crate) fn pair() -> impl Strategy<Value = (Value, Value)> {
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

pub(crate) fn instance() -> impl Strategy<Value = Value> {
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
