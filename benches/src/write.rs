//! Made-up services written as the documents a workspace keeps.

use serde_json::{Map, Value, json};

use crate::model::{Fault, Service};

/// The members of a manifest, in the order people write them.
pub(crate) type Members = Vec<(&'static str, Value)>;

/// Returns what the manifest of `service` says.
pub(crate) fn members(service: &Service, services: &[Service]) -> Members {
    let name = |index: &usize| services.get(*index).map(|other| other.name.as_str());
    let mut internal: Vec<&str> = service.internal.iter().filter_map(name).collect();
    let missing = format!("no-{}", service.name);
    if service.fault == Fault::Dependency {
        internal.push(&missing);
    }
    let mut external = service.external.clone();
    if service.fault == Fault::External {
        external.push("fax-machine");
    }
    let mut members = identity(service);
    members.extend(contracts(service, services));
    members.push(("dependencies", json!({"internal": internal, "external": external})));
    members.push(("libraries", libraries(service)));
    members.extend(signals(service));
    members
}

fn identity(service: &Service) -> Members {
    let version = match service.fault {
        Fault::Version => json!("1.x"),
        Fault::WrongType => json!(1.5),
        _ => json!(dotted(service.version)),
    };
    let domain = if service.fault == Fault::Domain { "marketing" } else { service.domain };
    let mut members = vec![("name", json!(service.name))];
    if service.fault != Fault::MissingKey {
        members.push(("repo", json!("https://git.example.org/flow")));
    }
    members.extend([
        ("domain", json!(domain)),
        ("version", version),
        ("maturity", json!(service.maturity)),
    ]);
    let runtime = if service.fault == Fault::UnknownKey { "runtme" } else { "runtime" };
    members.extend([(runtime, json!(service.runtime)), ("owner", json!("team-flow"))]);
    members
}

fn contracts(service: &Service, services: &[Service]) -> Members {
    let mut members = Members::new();
    if let Some(version) = service.contract {
        let own = format!("{}-api@{}", service.name, dotted(version));
        members.push(("api_contracts", json!([own])));
    }
    if !service.pins.is_empty() {
        members.push(("api_dependencies", pins(service, services).collect()));
    }
    if !service.reads.is_empty() {
        let events = service.reads.iter().filter_map(|index| services.get(*index));
        members.push(("events_in", events.map(|other| json!(event(other) + ".v1")).collect()));
    }
    if service.publishes {
        members.push(("events_out", json!([event(service) + ".v1"])));
    }
    members
}

fn pins<'a>(service: &'a Service, services: &'a [Service]) -> impl Iterator<Item = String> + 'a {
    service.pins.iter().filter_map(|(index, version)| {
        Some(format!("{}-api@{}", services.get(*index)?.name, dotted(*version)))
    })
}

fn signals(service: &Service) -> Members {
    let day = 30 - service.age % 30;
    let month = 9 - service.age / 30;
    vec![
        (
            "quality",
            json!({
                "coverage": number(service.coverage),
                "open_critical_vulns": u8::from(service.fault == Fault::Vulnerability),
            }),
        ),
        ("security", json!({"signed_images": true, "policy_pass": true})),
        ("last_update", json!(format!("2025-{month:02}-{day:02}T08:30:00Z"))),
    ]
}

/// Returns what the lock file of `service` says.
pub(crate) fn lock(service: &Service, services: &[Service]) -> Value {
    let mut specs = Map::new();
    let own = service.contract.map(|version| format!("{}-api@{}", service.name, dotted(version)));
    for pin in own.into_iter().chain(pins(service, services)) {
        if let Some((name, version)) = pin.split_once('@') {
            let differs = service.fault == Fault::LockDiffers;
            specs.insert(name.to_owned(), json!(if differs { "0.1.0" } else { version }));
        }
    }
    json!({
        "schema_version": "1",
        "service": service.name,
        "specs": specs,
        "libraries": libraries(service),
    })
}

fn libraries(service: &Service) -> Value {
    let library =
        |(index, minor): &(usize, u64)| (format!("lib-{index}"), json!(format!("2.{minor}.0")));
    service.libraries.iter().map(library).collect::<Map<_, _>>().into()
}

/// Returns the name of the event that `service` publishes, without version.
pub(crate) fn event(service: &Service) -> String {
    format!("{}.changed", service.name)
}

pub(crate) fn dotted([major, minor, patch]: [u64; 3]) -> String {
    format!("{major}.{minor}.{patch}")
}

/// Returns percent as a share.
fn number(percent: usize) -> f64 {
    f64::from(u32::try_from(percent).unwrap_or(100)) / 100.0
}

/// Writes `members` as a YAML mapping: mappings of mappings in blocks, lists of texts in brackets.
/// The first line is indented by what the caller wrote already.
pub(crate) fn yaml(text: &mut String, members: &[(&str, Value)], indent: usize) {
    for (at, (key, value)) in members.iter().enumerate() {
        if at > 0 {
            text.extend(std::iter::repeat_n(' ', indent));
        }
        text.push_str(key);
        text.push(':');
        match value {
            Value::Object(inner) => {
                for (key, value) in inner {
                    text.push('\n');
                    text.extend(std::iter::repeat_n(' ', indent + 2));
                    text.push_str(key);
                    text.push_str(": ");
                    plain(text, value);
                }
            }
            value => {
                text.push(' ');
                plain(text, value);
            }
        }
        text.push('\n');
    }
}

/// Writes texts without quotes: none of those made here needs any.
fn plain(text: &mut String, value: &Value) {
    match value {
        Value::String(string) => text.push_str(string),
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push_str(", ");
                }
                plain(text, item);
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}
