//! Watching policies decide: which statements run, what conditions come to, and which facts are read.
//!
//! A policy is written anew with calls around what is watched, and runs on an engine of its own. Policies that nobody
//! watches have no such calls, so that watching costs nothing where it is not asked for.

mod recorder;
mod rewrite;
mod shown;

use std::collections::BTreeMap;
use std::ops::Range;

use meta_core::error::Error;

use crate::PolicySet;
use crate::engine::{Host, Limits};
use crate::evaluate::Installed;
use crate::policy::{Written, declare_parameters};

pub(crate) use recorder::{Event, FactRead, Recorder};
pub(crate) use rewrite::{Probe, ProbeKind};
pub(crate) use shown::shown;

/// Policies that are watched.
pub(crate) struct Watched {
    /// The policies, in the order of the set they were made from; those that cannot be watched are left out.
    pub(crate) set: PolicySet,
    /// What is watched; its number is what the recorder calls it.
    pub(crate) probes: Vec<Probe>,
    /// The numbers of the probes of each policy, by its identifier.
    pub(crate) of: BTreeMap<String, Range<usize>>,
    /// Why policies cannot be watched, by their identifiers.
    pub(crate) unwatched: BTreeMap<String, String>,
    pub(crate) recorder: Recorder,
}

impl Watched {
    /// Writes policies anew so that they can be watched.
    pub(crate) fn new<'a>(
        limits: &Limits,
        policies: impl Iterator<Item = &'a Installed> + Clone,
        recorder: Recorder,
    ) -> Self {
        let mut host = Host::watched(limits, &recorder);
        declare_parameters(&mut host, policies.clone().map(|installed| &installed.policy.header));
        let (mut probes, mut of) = (Vec::new(), BTreeMap::new());
        let (mut unwatched, mut installed) = (BTreeMap::new(), Vec::new());
        for watched in policies {
            let id = watched.policy.header.id.clone();
            let (text, found) = rewrite::rewrite(&watched.policy.text, probes.len());
            match compile(watched, &text, &host) {
                Ok(made) => {
                    of.insert(id, probes.len()..probes.len() + found.len());
                    probes.extend(found);
                    installed.push(made);
                }
                Err(why) => drop(unwatched.insert(id, why)),
            }
        }
        let set = PolicySet::watched(host, installed, limits.clone());
        Self { set, probes, of, unwatched, recorder }
    }

    /// Returns a policy as it is watched.
    pub(crate) fn find(&self, id: &str) -> Option<&Installed> {
        self.set.installed().iter().find(|installed| installed.policy.header.id == id)
    }
}

fn compile(watched: &Installed, text: &str, host: &Host) -> Result<Installed, String> {
    let policy = &watched.policy;
    let written = Written { path: &policy.path, text, header: policy.header.clone() };
    let policy = written.compile(host).map_err(|faults| {
        faults.first().map(Error::message).unwrap_or("it cannot be compiled").to_owned()
    })?;
    Ok(Installed { policy, mode: watched.mode, parameters: watched.parameters.clone() })
}
