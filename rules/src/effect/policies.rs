//! Which policies came, went or changed.

use std::collections::{BTreeMap, BTreeSet};

use super::types::{PolicyChange, PolicyChangeKind, PolicyState};
use crate::PolicySet;

/// Lists the policies that differ between two sets, sorted.
pub(super) fn changes(before: &PolicySet, after: &PolicySet) -> Vec<PolicyChange> {
    let (mut before, mut after) = (states(before), states(after));
    let ids: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    let change = |id: String| change(before.remove(&id), after.remove(&id), id);
    ids.into_iter().filter_map(change).collect()
}

fn states(set: &PolicySet) -> BTreeMap<String, PolicyState> {
    let state = |installed: &crate::evaluate::Installed| {
        let header = &installed.policy.header;
        let state = PolicyState {
            version: header.version.clone(),
            severity: header.severity,
            mode: installed.mode,
            parameters: set.parameters_of(header),
            digest: installed.policy.digest.clone(),
        };
        (header.id.clone(), state)
    };
    set.installed().iter().map(state).collect()
}

fn change(
    before: Option<PolicyState>,
    after: Option<PolicyState>,
    id: String,
) -> Option<PolicyChange> {
    let (kind, what) = match (&before, &after) {
        (Some(before), Some(after)) => (PolicyChangeKind::Changed, differing(before, after)),
        (None, _) => (PolicyChangeKind::Added, Vec::new()),
        (_, None) => (PolicyChangeKind::Removed, Vec::new()),
    };
    let is_same = kind == PolicyChangeKind::Changed && what.is_empty();
    (!is_same).then_some(PolicyChange { id, kind, what, before, after })
}

fn differing(before: &PolicyState, after: &PolicyState) -> Vec<String> {
    let members = [
        ("text", before.digest != after.digest),
        ("version", before.version != after.version),
        ("severity", before.severity != after.severity),
        ("mode", before.mode != after.mode),
        ("parameters", before.parameters != after.parameters),
    ];
    let differing = members.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(name, _)| name.to_owned()).collect()
}
