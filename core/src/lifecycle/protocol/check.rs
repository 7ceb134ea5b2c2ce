//! What holds where, when policies are put together.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::LifecycleConfig;
use super::policy::{EffectivePolicy, Layers};
use super::rules::Rules;
use crate::document::pointer::push;
use crate::error::Result;
use crate::finding::codes::lifecycle as codes;
use crate::finding::{Finding, Location, SeverityCounts, sort, summarize};

/// What the rules are called in findings.
const PATH: &str = "lifecycle.yaml";

/// What `check_lifecycle` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckLifecycleInput {
    /// The rules.
    pub config: LifecycleConfig,
}

/// What `check_lifecycle` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifecycleRulesReport {
    /// What holds for tenants without rules of their own.
    pub organisation: EffectivePolicy,
    /// What holds for tenants with rules of their own, by name.
    pub tenants: BTreeMap<String, EffectiveTenant>,
    /// Number of findings by severity.
    pub summary: SeverityCounts,
    /// Settings without effect, as they are looser than ones above them.
    pub findings: Vec<Finding>,
}

/// What holds for a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectiveTenant {
    /// In projects without rules of their own.
    pub policy: EffectivePolicy,
    /// In projects with rules of their own, by name.
    pub projects: BTreeMap<String, EffectivePolicy>,
    /// SHA-256 of the rules, in hexadecimal, as decisions carry it.
    pub config_digest: String,
}

/// Checks the rules of a lifecycle, and tells what holds where: of organisation, tenant and project, the tightest
/// statement counts.
///
/// # Errors
/// `policy_invalid` at `/config/…` when the rules cannot be used.
pub fn check_lifecycle(input: &CheckLifecycleInput) -> Result<LifecycleRulesReport> {
    let config = &input.config;
    let rules = Rules::new(config).map_err(|error| error.within("/config"))?;
    let (mut tenants, mut findings) = (BTreeMap::new(), Vec::new());
    let organisation = ("the organisation", &config.policy);
    let top = Layers { above: &[], own: &config.policy };
    report(&mut findings, &top, "/policy", "organisation");
    for (name, tenant) in &config.tenants {
        let at = push("/tenants", name);
        let layers = Layers { above: &[organisation], own: &tenant.policy };
        report(&mut findings, &layers, &push(&at, "policy"), name);
        let mut projects = BTreeMap::new();
        for (project, own) in &tenant.projects {
            let place = push(&push(&at, "projects"), project);
            let above = [organisation, ("the tenant", &tenant.policy)];
            let layers = Layers { above: &above, own };
            report(&mut findings, &layers, &place, &format!("{name}/{project}"));
            projects.insert(project.clone(), layers.join());
        }
        let config_digest = rules.digest(name).to_string();
        let policy = layers.join();
        tenants.insert(name.clone(), EffectiveTenant { policy, projects, config_digest });
    }
    sort(&mut findings);
    let summary = summarize(&findings);
    Ok(LifecycleRulesReport { organisation: top.join(), tenants, summary, findings })
}

/// Reports the settings of a policy that have no effect.
fn report(findings: &mut Vec<Finding>, layers: &Layers<'_>, at: &str, subject: &str) {
    for one in layers.loosened() {
        let message =
            format!("`{}` is {}, and {} has {}", one.setting, one.stated, one.by, one.held);
        let finding =
            Finding::new(codes::LOOSENED_POLICY, subject, &[one.setting.as_str()], message);
        let location = Location::new(PATH, format!("{at}/{}", one.setting));
        findings.push(finding.at(location));
    }
}
