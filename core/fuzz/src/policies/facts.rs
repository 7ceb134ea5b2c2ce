//! Facts that bytes choose.

use serde_json::{Map, Value, json};

use super::choices::Choices;

const NAMES: [&str; 5] = ["gateway", "pricing", "curves", "x", "a-b.c"];
const TEXTS: [&str; 8] =
    ["stable", "beta", "1.2.3", "redis@7", "pricing@^1", "", "a.b.v1", "2025-12-01T00:00:00Z"];
const NUMBERS: [i64; 8] = [0, 1, -1, 3, 100, i64::MAX, i64::MIN, 1 << 53];

/// Returns a service index; much of it may be missing or wrong.
pub fn catalog(choices: &mut Choices<'_>) -> Value {
    let count = choices.below(4);
    let services: Vec<Value> = (0..count).map(|_| service(choices)).collect();
    json!({ "services": services })
}

fn service(choices: &mut Choices<'_>) -> Value {
    let mut service = json!({
        "name": choices.of(&NAMES), "repo": "https://git.example/x", "domain": choices.of(&["access", "analytics"]),
        "version": "1.0.0", "maturity": choices.of(&TEXTS[..2]),
        "dependencies": { "internal": texts(choices, &NAMES), "external": texts(choices, &TEXTS) },
    });
    let members = service.as_object_mut().unwrap();
    let parts = choices.byte();
    let mut add = |bit: u8, key: &str, value: Value| {
        if parts & (1 << bit) != 0 {
            members.insert(key.to_owned(), value);
        }
    };
    add(0, "owner", json!("team"));
    add(1, "tier", json!(choices.below(5)));
    add(
        2,
        "quality",
        json!({ "coverage": choices.byte() as f64 / 255.0, "open_critical_vulns": choices.byte() }),
    );
    add(3, "security", json!({ "signed_images": true }));
    add(4, "tags", texts(choices, &TEXTS));
    add(5, "events_in", texts(choices, &TEXTS));
    add(6, "last_update", json!("2025-12-01T00:00:00Z"));
    add(7, "anything", value(choices, 3));
    service
}

fn texts(choices: &mut Choices<'_>, of: &[&str]) -> Value {
    let count = choices.below(4);
    (0..count).map(|_| json!(choices.of(of))).collect()
}

/// Returns any value.
pub fn value(choices: &mut Choices<'_>, depth: usize) -> Value {
    match choices.below(if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(choices.byte() % 2 == 0),
        2 => json!(choices.of(&NUMBERS)),
        3 => json!(u64::MAX),
        4 => json!(f64::from(choices.byte()) / 3.0),
        5 => json!(choices.of(&TEXTS)),
        6 => (0..choices.below(4)).map(|_| value(choices, depth - 1)).collect(),
        _ => {
            let count = choices.below(4);
            let members = (0..count).map(|_| {
                let key = choices.of(&["a", "b", "name", "", "a/b~c"]).to_string();
                (key, value(choices, depth - 1))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}
