//! What policies say of one transition.

use meta_core::error::{Error, ErrorCode};
use meta_core::lifecycle::{Said, Transition, TransitionGuard};
use meta_core::{Result, canonical};
use serde::Serialize;
use serde_json::{Value, json};

use super::GuardInput;
use crate::evaluate::Collected;
use crate::policy::Hook;
use crate::{Catalog, EvaluateInput, GateReport, GateVerdict, PolicySet};

/// Policies with a `guard`, compiled once, that are asked about transitions.
///
/// What they allow, and what none of them has an opinion of, may happen. What they deny may not, nor what they require
/// something for first. A policy that fails, or misses a fact, lets nothing pass.
#[derive(Debug)]
pub struct PolicyGuard {
    set: PolicySet,
    catalog: Catalog,
    environment: Option<String>,
    data: Value,
    digest: String,
}

/// What the digest of the policies of a lifecycle is made of: everything but the transition.
#[derive(Serialize)]
struct Identity<'a> {
    policies: &'a str,
    limits: String,
    catalog: &'a str,
    environment: Option<&'a str>,
    data: &'a Value,
}

impl PolicyGuard {
    /// Compiles the policies, and reads what they are told; none when there are no policies.
    ///
    /// # Errors
    /// `policy_invalid` when a policy cannot be used, or none has a `guard`; `input_invalid` when the catalog cannot be
    /// read, or something is told that no policy reads.
    pub fn open(input: &GuardInput) -> Result<Option<Self>> {
        let Some(policies) = &input.policies else {
            return match input.told() {
                None => Ok(None),
                Some(name) => {
                    let error =
                        Error::invalid(format!("/{name}"), "there are no policies to read it");
                    Err(error.help("state `policies`"))
                }
            };
        };
        let set = PolicySet::compile(policies).map_err(|error| error.within("/policies"))?;
        if !set.has(Hook::Guard) {
            let error = Error::new(ErrorCode::PolicyInvalid, "none of the policies has a `guard`");
            let error = error.at("/policies");
            return Err(error.help("write `fn guard(transition, ctx)`, or leave the policies out"));
        }
        let catalog = match &input.catalog {
            Some(catalog) => Catalog::open(catalog).map_err(|error| error.within("/catalog"))?,
            None => Catalog::empty()?,
        };
        let identity = Identity {
            policies: set.digest(),
            limits: canonical::digest_hex(set.limits())?,
            catalog: catalog.digest(),
            environment: input.environment.as_deref(),
            data: &input.data,
        };
        let digest = canonical::digest_hex(&identity)?;
        let (environment, data) = (input.environment.clone(), input.data.clone());
        Ok(Some(Self { set, catalog, environment, data, digest }))
    }

    fn ask(&self, transition: &Transition) -> Result<Collected> {
        let mut input = EvaluateInput::at(transition.at);
        input.environment.clone_from(&self.environment);
        input.data.clone_from(&self.data);
        input.subjects.insert(Hook::Guard, vec![transition.document()?]);
        let about = (&self.catalog, &input);
        self.set.ask_by(about, &[Hook::Guard], "name", None).map(|(said, _)| said)
    }
}

impl TransitionGuard for PolicyGuard {
    fn digest(&self) -> &str {
        &self.digest
    }

    fn judge(&self, transition: &Transition) -> Said {
        match self.ask(transition) {
            Ok(said) => judged(&said),
            Err(error) => unknown(error.message().to_owned()),
        }
    }
}

fn unknown(needs: String) -> Said {
    Said { holds: None, value: None, needs: Some(needs) }
}

/// Returns what comes of everything that policies said of one transition.
fn judged(said: &Collected) -> Said {
    let Some(gate) = said.gates.iter().find(|gate| gate.hook == Hook::Guard) else {
        return unknown("a verdict of the policies, which there is not".to_owned());
    };
    let holds = match gate.verdict {
        GateVerdict::Allowed | GateVerdict::NoOpinion => Some(true),
        // What a policy could not say is not known, and its opposite is not known either.
        GateVerdict::Denied if said.is_undecided => None,
        GateVerdict::Denied | GateVerdict::Conditional => Some(false),
    };
    let value = json!({ "verdict": gate.verdict, "decided_by": gate.decided_by });
    Said { holds, value: Some(value), needs: Some(needs(gate)) }
}

fn needs(gate: &GateReport) -> String {
    let by = gate.decided_by.join(", ");
    let reasons = gate.reasons.join("; ");
    match gate.verdict {
        GateVerdict::Conditional => format!("what `{by}` requires: {reasons}"),
        _ => format!("that `{by}` does not deny it: {reasons}"),
    }
}
