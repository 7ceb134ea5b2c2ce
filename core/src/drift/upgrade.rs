//! Whether policy would allow an upgrade to be made without a person.

use schemars::JsonSchema;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::catalog::Service;
use crate::config::{UpgradeAction, UpgradeClass, UpgradeMatch, UpgradePolicies, UpgradeRules};

/// What policy says about an upgrade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpgradeDecision {
    /// Whether the upgrade may be made automatically.
    pub allowed: bool,
    /// What may happen.
    pub action: UpgradeAction,
    /// The rules that decided, in order; the last one won unless an earlier one holds.
    pub reasons: Vec<String>,
}

/// Returns the class of an upgrade from `pin` to `newest`; none when it is not newer. Below 1.0.0 a
/// minor step counts as a major one when `zero_minor_is_major` (as Cargo's caret ranges do).
pub(super) fn class(
    pin: &Version,
    newest: &Version,
    zero_minor_is_major: bool,
) -> Option<UpgradeClass> {
    if newest <= pin {
        return None;
    }
    if newest.major != pin.major {
        return Some(UpgradeClass::Major);
    }
    if newest.minor != pin.minor {
        let major = pin.major == 0 && zero_minor_is_major;
        return Some(if major { UpgradeClass::Major } else { UpgradeClass::Minor });
    }
    Some(UpgradeClass::Patch)
}

/// Returns what policy says about upgrading `contract` of `service` by a step of `class`.
pub(super) fn decide(
    service: &Service,
    contract: &str,
    class: UpgradeClass,
    rules: &UpgradeRules,
    policies: &UpgradePolicies,
) -> UpgradeDecision {
    let (mut action, reason) = basis(class, rules);
    let mut reasons = vec![reason.to_owned()];
    let mut held = false;
    for rule in policies.rules.iter().filter(|rule| fits(&rule.matches, service, contract, class)) {
        let why = rule.reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        reasons.push(format!("rule `{}`{why}", rule.name));
        held |= rule.action == UpgradeAction::Hold;
        action = if held { UpgradeAction::Hold } else { rule.action };
    }
    UpgradeDecision { allowed: action == UpgradeAction::Auto, action, reasons }
}

fn basis(class: UpgradeClass, rules: &UpgradeRules) -> (UpgradeAction, &'static str) {
    match class {
        UpgradeClass::Major if rules.require_review_for_major => {
            (UpgradeAction::Review, "`upgrades.require_review_for_major`")
        }
        _ if rules.auto_minor_spec => (UpgradeAction::Auto, "`upgrades.auto_minor_spec`"),
        _ => (UpgradeAction::Review, "`upgrades.auto_minor_spec` is off"),
    }
}

fn fits(rule: &UpgradeMatch, service: &Service, contract: &str, class: UpgradeClass) -> bool {
    let glob = |pattern: &Option<String>, text: &str| {
        pattern.as_ref().is_none_or(|pattern| wildmatch::WildMatch::new(pattern).matches(text))
    };
    glob(&rule.service, &service.name)
        && glob(&rule.contract, contract)
        && glob(&rule.domain, service.domain.as_deref().unwrap_or_default())
        && glob(&rule.maturity, service.maturity.as_deref().unwrap_or_default())
        && rule.class.is_none_or(|wanted| wanted == class)
}
