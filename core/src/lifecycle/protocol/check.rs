//! What holds where, when policies are put together.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::{LifecycleConfig, LifecyclePolicy};
use super::policy::{EffectivePolicy, join, loosened};
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
    for (name, tenant) in &config.tenants {
        let at = push("/tenants", name);
        let above = [("the organisation", &config.policy)];
        report(&mut findings, &above, &tenant.policy, &push(&at, "policy"), name);
        let mut projects = BTreeMap::new();
        for (project, own) in &tenant.projects {
            let place = push(&push(&at, "projects"), project);
            let above = [("the organisation", &config.policy), ("the tenant", &tenant.policy)];
            report(&mut findings, &above, own, &place, &format!("{name}/{project}"));
            projects.insert(project.clone(), join(&[&config.policy, &tenant.policy, own]));
        }
        let policy = join(&[&config.policy, &tenant.policy]);
        let config_digest = rules.digest(name).to_owned();
        tenants.insert(name.clone(), EffectiveTenant { policy, projects, config_digest });
    }
    sort(&mut findings);
    let summary = summarize(&findings);
    Ok(LifecycleRulesReport { organisation: join(&[&config.policy]), tenants, summary, findings })
}

/// Reports what is looser than above, once for each setting.
fn report(
    findings: &mut Vec<Finding>,
    above: &[(&str, &LifecyclePolicy)],
    below: &LifecyclePolicy,
    at: &str,
    subject: &str,
) {
    let mut told = Vec::new();
    for (who, policy) in above {
        for one in loosened(policy, below) {
            if told.contains(&one.setting) {
                continue;
            }
            let message =
                format!("`{}` is {}, and {who} has {}", one.setting, one.stated, one.above);
            let finding =
                Finding::new(codes::LOOSENED_POLICY, subject, &[one.setting.as_str()], message);
            let location = Location::new(PATH, format!("{at}/{}", one.setting));
            findings.push(finding.at(location));
            told.push(one.setting);
        }
    }
}
