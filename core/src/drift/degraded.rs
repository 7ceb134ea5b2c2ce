//! What could not be decided: silence about drift must mean that there is none.

use super::classify::Documents;
use super::spec_index::{IndexStatus, SPEC_INDEX_PATH};
use super::types::DegradedInput;
use crate::catalog::{Catalog, Service};
use crate::config::Rules;
use crate::finding::{Finding, Location, codes};
use crate::time::Timestamp;

/// Names the inputs that were missing or old, as findings too.
pub(super) fn check(
    catalog: &Catalog,
    documents: &Documents,
    rules: &Rules,
    now: Timestamp,
    findings: &mut Vec<Finding>,
) -> Vec<DegradedInput> {
    let Some(index) = &documents.index else {
        return missing(catalog, findings).into_iter().collect();
    };
    let age = index.value.fetched_at.map(|fetched| fetched.whole_days_until(now));
    let old =
        rules.drift.index_max_age_days.zip(age).is_some_and(|(most, age)| age > i64::from(most));
    if index.value.status == IndexStatus::Ok && !old {
        return Vec::new();
    }
    let shown = age.map_or("of unknown age".to_owned(), |days| format!("{days} days old"));
    let reason = match index.value.status {
        IndexStatus::Unreachable => {
            format!("the spec index was not reachable; the cached one is {shown}")
        }
        IndexStatus::Ok => format!("the spec index is {shown}"),
    };
    let finding = Finding::new(codes::drift::SPEC_INDEX_DEGRADED, &index.path, &[], &reason)
        .at(Location::new(&index.path, "/status"));
    findings.push(match age {
        Some(days) => finding.evidence("age_days", days),
        None => finding,
    });
    vec![DegradedInput { input: index.path.clone(), reason, age_days: age }]
}

fn missing(catalog: &Catalog, findings: &mut Vec<Finding>) -> Option<DegradedInput> {
    let declares = |service: &&Service| {
        let lists = [
            &service.api_contracts,
            &service.api_dependencies,
            &service.events_in,
            &service.events_out,
        ];
        lists.iter().any(|list| !list.is_empty())
    };
    let count = catalog.services.iter().filter(declares).count();
    if count == 0 {
        return None;
    }
    let reason =
        format!("there is no spec index; pins and events of {count} services are undecided");
    findings.push(Finding::new(codes::drift::SPEC_INDEX_MISSING, SPEC_INDEX_PATH, &[], &reason));
    Some(DegradedInput { input: SPEC_INDEX_PATH.to_owned(), reason, age_days: None })
}
