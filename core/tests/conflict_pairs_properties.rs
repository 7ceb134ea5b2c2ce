//! Circles and clashing files are those that trying every pair finds.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use meta_core::conflict::{
    Artifact, ArtifactReference, ConflictFacts, ConflictKind, ConflictsReport, FindConflictsInput,
    find_conflicts,
};
use proptest::prelude::*;
use serde_json::json;

fn artifact(name: &str, version: u64) -> Artifact {
    let text = json!({
        "project": "shop", "kind": "service", "name": name, "version": version, "actor": "ann",
    });
    serde_json::from_value(text).unwrap()
}

fn find(artifacts: &[Artifact]) -> ConflictsReport {
    let artifacts = artifacts.to_vec();
    let (config, overrides) = Default::default();
    find_conflicts(&FindConflictsInput { artifacts, config, overrides, now: None }).unwrap()
}

proptest! {
    #[test]
    fn cycles_are_what_reaches_itself(edges in prop::collection::vec((0..6_usize, 0..6_usize), 0..12)) {
        let makers: Vec<Artifact> = (0..6)
            .map(|node| {
                let ends = edges.iter().filter(|(from, _)| *from == node);
                let links = ends.map(|(_, to)| ArtifactReference::parse(&format!("service/s{to}")).unwrap());
                Artifact { depends_on: links.collect(), ..artifact(&format!("s{node}"), 1) }
            })
            .collect();
        let report = find(&makers);
        let mut reach = [[false; 6]; 6];
        for (from, to) in &edges {
            reach[*from][*to] = true;
        }
        for via in 0..6 {
            for from in 0..6 {
                for to in 0..6 {
                    reach[from][to] |= reach[from][via] && reach[via][to];
                }
            }
        }
        let groups: BTreeSet<Vec<String>> = (0..6)
            .filter(|node| reach[*node][*node])
            .map(|node| {
                let mates = (0..6).filter(|other| reach[node][*other] && reach[*other][node]);
                mates.map(|other| format!("shop/service/s{other}@1")).collect()
            })
            .collect();
        let cycles: Vec<_> =
            report.conflicts.iter().filter(|one| one.kind == ConflictKind::Cycle).collect();
        let found: BTreeSet<Vec<String>> = cycles.iter().map(|one| one.members.clone()).collect();
        prop_assert_eq!(cycles.len(), found.len());
        prop_assert_eq!(found, groups);
        for conflict in cycles {
            let ConflictFacts::Cycle(facts) = &conflict.facts else { unreachable!() };
            let number = |id: &String| -> usize { id["shop/service/s".len()..][..1].parse().unwrap() };
            prop_assert!(facts.cycle.windows(2).all(|pair| edges.contains(&(number(&pair[0]), number(&pair[1])))));
            prop_assert_eq!(facts.cycle.first(), facts.cycle.iter().min());
        }
    }

    /// Against every pair of paths of different artifacts.
    #[test]
    fn clashes_are_those_of_all_pairs(
        paths in prop::collection::vec((0..3_usize, 1..3_u64, "[aA](/[bB.]{1,2}){0,2}"), 0..10),
    ) {
        let mut makers: BTreeMap<(usize, u64), Artifact> = BTreeMap::new();
        for (name, version, path) in &paths {
            let one = makers.entry((*name, *version));
            one.or_insert_with(|| artifact(&format!("s{name}"), *version)).paths.push(path.into());
        }
        let makers: Vec<Artifact> = makers.into_values().collect();
        let report = find(&makers);
        let plain = |path: &str| path.split('/').all(|part| part != "." && part != "..");
        let (mut same, mut inside, mut cases) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (name, _, path) in paths.iter().filter(|(_, _, path)| plain(path)) {
            for (other, _, second) in paths.iter().filter(|(_, _, path)| plain(path)) {
                if name == other {
                    continue;
                }
                if path == second {
                    same.insert(path.clone());
                } else if second.starts_with(&format!("{path}/")) {
                    inside.insert((path.clone(), second.clone()));
                }
                if path != second && path.to_lowercase() == second.to_lowercase() {
                    cases.insert(path.to_lowercase());
                }
            }
        }
        let (mut found_same, mut found_inside, mut found_cases) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for conflict in &report.conflicts {
            match &conflict.facts {
                ConflictFacts::PathSame(facts) => drop(found_same.insert(facts.written.clone())),
                ConflictFacts::PathCase(facts) => drop(found_cases.insert(facts.spellings[0].to_lowercase())),
                ConflictFacts::PathPrefix(facts) => found_inside
                    .extend(facts.inside.iter().map(|path| (facts.file.clone(), path.clone()))),
                _ => {}
            }
        }
        prop_assert_eq!(found_same, same);
        prop_assert_eq!(found_inside, inside);
        prop_assert_eq!(found_cases, cases);
    }
}
