//! cedar-policy: one set of entities, with the allow-list on the fleet, and requests, all prepared.

use std::collections::BTreeSet;
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, Response,
};
use meta_benches::clock::Clock;
use serde_json::{Value, json};

use crate::Outcome;
use crate::answer::Counts;
use crate::facts::Facts;

const POLICIES: &str = include_str!("../../policies/four_rules.cedar");
/// So many layers there are.
const LAYERS: u64 = 4;

pub fn run(entities: &str, facts: &[Facts]) -> Outcome<()> {
    let mut clock = Clock::start();
    let policies = PolicySet::from_str(POLICIES)?;
    let entities = Entities::from_json_str(entities, None)?;
    let requests: Vec<Request> = facts.iter().map(request).collect::<Outcome<_>>()?;
    let authorizer = Authorizer::new();
    let responses = clock.least("evaluate", || {
        let ask = |request| authorizer.is_authorized(request, &policies, &entities);
        requests.iter().map(ask).collect::<Vec<Response>>()
    });
    let mut counts = Counts::default();
    for response in &responses {
        if let Some(error) = response.diagnostics().errors().next() {
            return Err(error.to_string().into());
        }
        for policy in response.diagnostics().reason() {
            let rule = policies.annotation(policy, "id").ok_or("a policy has an id")?;
            counts.add(rule, usize::from(rule != "any"));
        }
    }
    let denied = responses.iter().filter(|response| response.decision() == Decision::Deny).count();
    clock.report(&counts.fired(denied))
}

fn request(service: &Facts) -> Outcome<Request> {
    let fleet = EntityUid::from_str(r#"Fleet::"fleet""#)?;
    let action = EntityUid::from_str(r#"Action::"run""#)?;
    let service = EntityUid::from_str(&format!(r#"Service::"{}""#, service.name))?;
    Ok(Request::new(fleet, action, service, Context::empty(), None)?)
}

/// Returns the facts as entities in the JSON of Cedar.
pub fn entities(facts: &[Facts], allow: &[String]) -> Value {
    let fleet = entity("Fleet", "fleet", &json!({"allowed": allow}));
    let layer = |layer: u64| {
        let above: Vec<u64> = (layer + 1..LAYERS).collect();
        entity("Layer", &layer.to_string(), &json!({"above": above}))
    };
    let service = |service: &Facts| {
        let targets: BTreeSet<u64> = service.internal.iter().map(|target| target.layer).collect();
        let attributes = json!({
            "maturity": service.maturity,
            "open_critical_vulns": service.open_critical_vulns,
            "coverage": (service.coverage * 100.0).round() as i64,
            "external": service.external,
            "layer": {"__entity": {"type": "Layer", "id": service.layer.to_string()}},
            "layers_of_targets": targets,
        });
        entity("Service", &service.name, &attributes)
    };
    let layers = (0..LAYERS).map(layer);
    std::iter::once(fleet).chain(layers).chain(facts.iter().map(service)).collect()
}

fn entity(kind: &str, id: &str, attributes: &Value) -> Value {
    json!({"uid": {"type": kind, "id": id}, "attrs": attributes, "parents": []})
}
