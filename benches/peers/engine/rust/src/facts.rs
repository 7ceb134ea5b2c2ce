//! What every engine is told: of each service the facts that the four rules need, with the layers of its dependencies
//! joined in. meta-core is given the service index instead, and joins by itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Outcome;

/// The rules, by the names under which contestants count.
pub const VULNERABLE: &str = "vulnerable";
pub const COVERAGE: &str = "coverage";
pub const EXTERNAL: &str = "external";
pub const LAYER: &str = "layer";

/// The layer of each domain, as the defaults of meta-core have them.
const DOMAINS: [&str; 4] = ["infrastructure", "shared", "access", "ingestion"];

#[derive(Serialize, Deserialize)]
pub struct Facts {
    pub name: String,
    pub maturity: String,
    pub coverage: f64,
    pub open_critical_vulns: u64,
    pub layer: u64,
    pub external: Vec<String>,
    pub internal: Vec<Target>,
}

#[derive(Serialize, Deserialize)]
pub struct Target {
    pub name: String,
    pub layer: u64,
}

/// Returns the facts of a service index.
pub fn facts(index: &Value) -> Outcome<Vec<Facts>> {
    let services = index["services"].as_array().ok_or("an index has services")?;
    let mut layers = BTreeMap::new();
    for service in services {
        layers.insert(text(&service["name"])?, layer(text(&service["domain"])?)?);
    }
    services.iter().map(|service| of(service, &layers)).collect()
}

fn of(service: &Value, layers: &BTreeMap<&str, u64>) -> Outcome<Facts> {
    let layer = |name: &str| layers.get(name).copied().ok_or("dependencies are services");
    let dependencies = &service["dependencies"];
    let target = |name: String| Ok(Target { layer: layer(&name)?, name });
    Ok(Facts {
        layer: layer(text(&service["name"])?)?,
        name: text(&service["name"])?.to_owned(),
        maturity: text(&service["maturity"])?.to_owned(),
        coverage: service["quality"]["coverage"].as_f64().ok_or("a number")?,
        open_critical_vulns: service["quality"]["open_critical_vulns"]
            .as_u64()
            .ok_or("a number")?,
        external: texts(&dependencies["external"])?,
        internal: texts(&dependencies["internal"])?
            .into_iter()
            .map(target)
            .collect::<Outcome<_>>()?,
    })
}

fn layer(domain: &str) -> Outcome<u64> {
    let place = DOMAINS.iter().position(|known| *known == domain).ok_or("a domain has a layer")?;
    Ok(u64::try_from(place)?)
}

fn text(value: &Value) -> Outcome<&str> {
    Ok(value.as_str().ok_or("a text")?)
}

fn texts(value: &Value) -> Outcome<Vec<String>> {
    Ok(serde_json::from_value(value.clone())?)
}
