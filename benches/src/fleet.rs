//! The services and the policy that engines of policies are compared with.
//!
//! Four rules: critical vulnerabilities on a stable service, coverage below 0.75, external technology outside of a
//! list of 200 names, and dependencies on higher layers. About three findings for four services.

use serde_json::{Value, json};

use crate::random::Random;

/// Domains by layer, lowest first.
const DOMAINS: [&str; 4] = ["infrastructure", "shared", "access", "ingestion"];
const MATURITIES: [&str; 3] = ["stable", "beta", "experimental"];
/// External technology that is allowed, of `NAMES`.
const ALLOWED: usize = 200;
const NAMES: usize = 204;

/// Returns the names of the allow-list.
pub fn allowed() -> Vec<String> {
    (0..ALLOWED).map(|index| format!("tech-{index:03}")).collect()
}

/// Returns a service index of so many services.
pub fn index(services: usize) -> Value {
    let mut random = Random::new(7);
    let layers: Vec<usize> = (0..services).map(|_| random.below(DOMAINS.len())).collect();
    let service = |number: usize| service(number, &layers, &mut random);
    json!({"services": (0..services).map(service).collect::<Vec<Value>>()})
}

fn service(number: usize, layers: &[usize], random: &mut Random) -> Value {
    let layer = layers.get(number).copied().unwrap_or_default();
    let internal = (0..4).filter_map(|_| {
        let target = random.below(layers.len());
        // A dependency upwards is a mistake that is made now and then.
        let is_wrong = random.below(64) == 0;
        let leads_up = layers.get(target).is_some_and(|target| *target > layer);
        (target != number && (!leads_up || is_wrong)).then(|| name(target))
    });
    let internal: Vec<String> = internal.collect();
    let external: Vec<String> =
        (0..4).map(|_| format!("tech-{:03}", random.below(NAMES))).collect();
    let coverage = f64::from(u32::try_from(68 + random.below(32)).unwrap_or_default()) / 100.0;
    let mut internal = internal;
    let mut external = external;
    internal.sort();
    internal.dedup();
    external.sort();
    external.dedup();
    json!({
        "name": name(number),
        "repo": format!("https://git.example/platform/{}", name(number)),
        "domain": DOMAINS.get(layer),
        "version": format!("1.{}.{}", number % 40, number % 7),
        "maturity": MATURITIES.get(random.below(MATURITIES.len())),
        "owner": format!("team-{:02}", number % 50),
        "tier": 1 + number % 4,
        "tags": ["public", "audited"],
        "dependencies": {"internal": internal, "external": external},
        "quality": {
            "coverage": coverage,
            "lint_pass": true,
            "open_critical_vulns": if random.below(3) == 0 { 1 + random.below(3) } else { 0 },
            "integration_tests_pass": true,
        },
        "security": {"signed_images": true, "sbom_present": true, "policy_pass": true},
        "last_update": "2025-10-01T00:00:00Z",
    })
}

fn name(number: usize) -> String {
    format!("service-{number:06}")
}

/// Returns the policy with loops in the script, or with helpers in their place.
pub fn policy(with_helpers: bool) -> String {
    let allow = serde_json::to_string(&allowed()).unwrap_or_default();
    let loops = if with_helpers { HELPERS } else { LOOPS };
    format!(
        "/*---\nid: fleet/four_rules\ntitle: a rule of the fleet is broken\nwhy: it is measured\nfix: mend it\n\
         parameters:\n  allow: {{ type: list, default: {allow}, doc: external technology that is allowed }}\n---*/\n\
         fn check(service, ctx) {{\n{FACTS}{loops}}}\n"
    )
}

const FACTS: &str = r#"
    if service.maturity == "stable" && service.quality.open_critical_vulns > 0 {
        deny("a stable service has critical vulnerabilities");
    }
    if service.quality.coverage < 0.75 { warn("too little is tested"); }
"#;

const LOOPS: &str = r"
    for name in service.dependencies.external_names {
        if !ctx.params.allow.contains(name) { deny(`${name} is not allowed`).about(name); }
    }
    let layer = service.layer;
    for edge in service.edges() {
        if edge.to.layer > layer { deny(`${edge.target} is in a higher layer`).about(edge.target); }
    }
";

const HELPERS: &str = r"
    for name in service.external_not_in(ctx.params.allow) { deny(`${name} is not allowed`).about(name); }
    for edge in service.layer_violations() { deny(`${edge.target} is in a higher layer`).about(edge.target); }
";

/// Counts the findings of the four rules in plain Rust.
pub fn oracle(index: &Value) -> usize {
    let services: Vec<&Value> = list(index, "/services").collect();
    let layer = |service: &Value| {
        DOMAINS.iter().position(|domain| service.get("domain").is_some_and(|of| of == domain))
    };
    let allowed = allowed();
    let mut found = 0;
    for service in &services {
        let number = |pointer: &str| service.pointer(pointer).and_then(Value::as_f64);
        let is_stable = service.get("maturity").is_some_and(|maturity| maturity == "stable");
        let vulnerable = number("/quality/open_critical_vulns") > Some(0.0);
        found += usize::from(is_stable && vulnerable);
        found += usize::from(number("/quality/coverage") < Some(0.75));
        let external = list(service, "/dependencies/external");
        found += external.filter(|name| !allowed.iter().any(|known| **name == **known)).count();
        let number = |name: &Value| name.as_str()?.rsplit('-').next()?.parse::<usize>().ok();
        let target = |name: &Value| services.get(number(name)?).copied().and_then(layer);
        let internal = list(service, "/dependencies/internal");
        found += internal.filter(|name| target(name) > layer(service)).count();
    }
    found
}

fn list<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}
