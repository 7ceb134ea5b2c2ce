//! What holds of conflicts whatever the artifacts are.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeMap;

use meta_core::conflict::{
    Artifact, ArtifactReference, ArtifactState, BuildManifestInput, Conflict, ConflictConfig,
    ConflictFacts, ConflictKind, ConflictsReport, FindConflictsInput, PackageVersions, Requirement,
    build_manifest, find_conflicts,
};
use meta_core::version::{Dialect, Range, Version};
use proptest::prelude::*;

fn artifact(name: &str, version: u64, actor: &str) -> Artifact {
    Artifact {
        tenant: "default".into(),
        project: "shop".into(),
        kind: "service".into(),
        name: name.into(),
        version,
        actor: actor.into(),
        state: ArtifactState::Draft,
        blocked_from: None,
        depends_on: Vec::new(),
        paths: Vec::new(),
        requires: Vec::new(),
        provides: Vec::new(),
        consumes: Vec::new(),
    }
}

fn find(artifacts: &[Artifact], config: &ConflictConfig) -> ConflictsReport {
    let (artifacts, config) = (artifacts.to_vec(), config.clone());
    find_conflicts(&FindConflictsInput { artifacts, config, overrides: Vec::new(), now: None })
        .unwrap()
}

fn of_kind(report: &ConflictsReport, kind: ConflictKind) -> Vec<&Conflict> {
    report.conflicts.iter().filter(|conflict| conflict.kind == kind).collect()
}

fn requirement(package: &str, range: &str) -> Requirement {
    Requirement {
        package: package.to_owned(),
        range: range.to_owned(),
        dialect: Dialect::Npm,
        scope: "runtime".to_owned(),
        purpose: None,
    }
}

const RANGES: [&str; 9] =
    ["*", "^1", "^2", ">=2", "<3", "^1 || ^3", ">=3.0.0-a", "1.0.0", "<2 || >=4"];
const VERSIONS: [&str; 5] = ["1.0.0", "2.0.0", "3.0.0-b", "3.0.0", "4.0.0"];
const PACKAGES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

fn range() -> impl Strategy<Value = &'static str> {
    prop::sample::select(RANGES.to_vec())
}

/// Packages with up to four versions each, which depend on others.
fn packages() -> impl Strategy<Value = BTreeMap<String, PackageVersions>> {
    let needs = prop::collection::btree_map(
        prop::sample::select(PACKAGES.to_vec()).prop_map(str::to_owned),
        range().prop_map(str::to_owned),
        0..3,
    );
    let version = prop::sample::select(VERSIONS.to_vec()).prop_map(str::to_owned);
    let versions = prop::collection::btree_map(version, needs, 0..=4);
    let name = prop::sample::select(PACKAGES.to_vec()).prop_map(str::to_owned);
    prop::collection::btree_map(name, versions, 1..=6)
}

fn requirements() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let package = prop::sample::select(PACKAGES.to_vec());
    prop::collection::vec((package, range()), 1..6)
}

/// State, maker, dependencies (pinned or not), paths and requirements.
type Body = (
    ArtifactState,
    &'static str,
    Vec<(&'static str, bool)>,
    Vec<String>,
    Vec<(&'static str, &'static str)>,
);

fn body() -> impl Strategy<Value = Body> {
    let states = vec![
        ArtifactState::Draft,
        ArtifactState::Active,
        ArtifactState::Superseded,
        ArtifactState::Archived,
        ArtifactState::Blocked,
    ];
    let link = (prop::sample::select(vec!["x", "y", "z", "w"]), any::<bool>());
    (
        prop::sample::select(states),
        prop::sample::select(vec!["ann", "bob"]),
        prop::collection::vec(link, 0..3),
        prop::collection::vec("[aA]/?[b/.]{0,3}", 0..3),
        requirements(),
    )
}

fn small_artifacts() -> impl Strategy<Value = Vec<Artifact>> {
    let tenant = prop::sample::select(vec!["default", "other"]);
    let key = (prop::sample::select(vec!["x", "y", "z"]), 1_u64..4, tenant);
    let made = |((name, version, tenant), (state, actor, links, paths, asks)): (
        (&str, u64, &str),
        Body,
    )| {
        let links = links.iter().map(|(to, pinned)| ArtifactReference {
            project: None,
            kind: "service".into(),
            name: (*to).into(),
            version: pinned.then_some(1),
        });
        Artifact {
            tenant: tenant.into(),
            state,
            depends_on: links.collect(),
            paths: paths.into_iter().map(Into::into).collect(),
            requires: asks.iter().map(|(package, range)| requirement(package, range)).collect(),
            ..artifact(name, version, actor)
        }
    };
    prop::collection::btree_map(key, body(), 0..8)
        .prop_map(move |all| all.into_iter().map(made).collect())
}

fn config(packages: &BTreeMap<String, PackageVersions>) -> ConflictConfig {
    let packages = BTreeMap::from([(Dialect::Npm, packages.clone())]);
    ConflictConfig { packages, ..ConflictConfig::default() }
}

fn admits(range: &str, version: &str) -> bool {
    let version = Version::parse(Dialect::Npm, version).unwrap();
    Range::parse(Dialect::Npm, range).unwrap().admits(&version)
}

/// Tells whether some choice of at most one version of each package meets all of `asks`, by trying every one. Packages
/// without listed versions are left out of the game.
fn can_be_met(packages: &BTreeMap<String, PackageVersions>, asks: &[(String, String)]) -> bool {
    let names: Vec<&String> = packages.keys().collect();
    let mut choice: Vec<usize> = vec![0; names.len()];
    loop {
        let chosen: BTreeMap<&str, &str> = names
            .iter()
            .zip(&choice)
            .filter(|(_, number)| **number > 0)
            .map(|(name, number)| {
                (name.as_str(), packages[*name].keys().nth(number - 1).unwrap().as_str())
            })
            .collect();
        let met = |package: &str, range: &str| {
            chosen.get(package).is_some_and(|version| admits(range, version))
        };
        let needs = chosen.iter().flat_map(|(name, version)| &packages[*name][*version]);
        if asks.iter().all(|(package, range)| met(package, range))
            && needs.into_iter().all(|(package, range)| met(package, range))
        {
            return true;
        }
        let Some(next) = (0..choice.len()).find(|at| choice[*at] < packages[names[*at]].len())
        else {
            return false;
        };
        choice[next] += 1;
        choice[..next].fill(0);
    }
}

/// Adds what is named and not listed as packages without versions, so that nothing is unknown.
fn closed(mut packages: BTreeMap<String, PackageVersions>) -> BTreeMap<String, PackageVersions> {
    for name in PACKAGES {
        packages.entry(name.to_owned()).or_default();
    }
    packages
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_order_of_the_input_has_no_part(
        artifacts in small_artifacts(),
        packages in packages(),
        seed in any::<u64>(),
    ) {
        let mut shuffled = artifacts.clone();
        shuffled.sort_by_key(|one| (one.version * 7 + one.name.len() as u64 * 3) ^ (seed % 11));
        let turn = usize::try_from(seed % 7).unwrap() % shuffled.len().max(1);
        shuffled.rotate_left(turn);
        let config = config(&packages);
        prop_assert_eq!(find(&artifacts, &config), find(&shuffled, &config));
    }

    #[test]
    fn other_tenants_have_no_part(artifacts in small_artifacts(), packages in packages()) {
        let config = config(&packages);
        let all = find(&artifacts, &config);
        for tenant in ["default", "other"] {
            let own: Vec<Artifact> =
                artifacts.iter().filter(|one| one.tenant == tenant).cloned().collect();
            let alone = find(&own, &config);
            let part: Vec<&Conflict> =
                all.conflicts.iter().filter(|one| one.tenant == tenant).collect();
            prop_assert_eq!(alone.conflicts.iter().collect::<Vec<_>>(), part);
        }
    }

    #[test]
    fn ids_are_of_kind_members_and_facts(artifacts in small_artifacts()) {
        for conflict in find(&artifacts, &ConflictConfig::default()).conflicts {
            let identity = serde_json::json!({
                "kind": conflict.kind, "members": conflict.members, "facts": conflict.facts,
            });
            let digest = meta_core::canonical::digest_hex(&identity).unwrap();
            prop_assert_eq!(&digest[..16], conflict.id.as_str());
            prop_assert!(conflict.members.windows(2).all(|pair| pair[0] < pair[1]));
            // What was read back is the same, facts included.
            let text = serde_json::to_string(&conflict).unwrap();
            prop_assert_eq!(serde_json::from_str::<Conflict>(&text).unwrap(), conflict);
        }
    }

    #[test]
    fn a_solution_is_found_where_there_is_one(packages in packages(), asks in requirements()) {
        let packages = closed(packages);
        let config = config(&packages);
        let makers: Vec<Artifact> = asks
            .iter()
            .enumerate()
            .map(|(index, (package, range))| Artifact {
                requires: vec![requirement(package, range)],
                ..artifact(&format!("s{index}"), 1, "ann")
            })
            .collect();
        let owned: Vec<(String, String)> =
            asks.iter().map(|(package, range)| ((*package).to_owned(), (*range).to_owned())).collect();
        let report = find(&makers, &config);
        let cores = of_kind(&report, ConflictKind::Unsatisfiable);
        prop_assert_eq!(cores.is_empty(), can_be_met(&packages, &owned));
        for conflict in &cores {
            let ConflictFacts::Unsatisfiable(facts) = &conflict.facts else { unreachable!() };
            let core: Vec<(String, String)> =
                facts.core.iter().map(|one| (one.package.clone(), one.range.clone())).collect();
            prop_assert!(!can_be_met(&packages, &core));
            for left_out in 0..core.len() {
                let mut rest = core.clone();
                rest.remove(left_out);
                prop_assert!(can_be_met(&packages, &rest), "{:?} without {}", core, left_out);
            }
        }
        let manifest = build_manifest(&BuildManifestInput { artifacts: makers, config }).unwrap();
        prop_assert_eq!(manifest.is_complete, cores.is_empty());
        if let Some(lines) = manifest.scopes.get("runtime").and_then(|scope| scope.get(&Dialect::Npm)) {
            let chosen = |package: &str| lines.get(package).and_then(|line| line.version.clone());
            for (package, range) in &owned {
                prop_assert!(admits(range, &chosen(package).unwrap()));
            }
            for (name, line) in lines {
                for (package, range) in &packages[name][line.version.as_ref().unwrap()] {
                    prop_assert!(admits(range, &chosen(package).unwrap()));
                }
                let Some(range) = &line.range else { continue };
                for version in VERSIONS {
                    let all = line.asked_by.iter().all(|asker| admits(&asker.range, version));
                    prop_assert_eq!(admits(range, version), all, "{} {}", range, version);
                }
            }
        }
    }

    /// Without listed versions, ranges are told apart by every version there could be.
    #[test]
    fn ranges_alone_are_decided_exactly(ranges in prop::collection::vec(range(), 1..5)) {
        let makers: Vec<Artifact> = ranges
            .iter()
            .enumerate()
            .map(|(index, range)| Artifact {
                requires: vec![requirement("p", range)],
                ..artifact(&format!("s{index}"), 1, "ann")
            })
            .collect();
        let report = find(&makers, &ConflictConfig::default());
        let tried = ["0.5.0", "1.0.0", "1.5.0", "2.5.0", "3.0.0-b", "3.0.0", "3.5.0", "4.0.0", "5.0.0"];
        let possible =
            tried.iter().any(|version| ranges.iter().all(|range| admits(range, version)));
        prop_assert_eq!(report.conflicts.is_empty(), possible, "{:?}", ranges);
        prop_assert_eq!(!report.undecided.is_empty(), possible);
    }

    #[test]
    fn suggested_versions_do_mend(packages in packages(), asks in requirements()) {
        let packages = closed(packages);
        let config = config(&packages);
        let makers: Vec<Artifact> = asks
            .iter()
            .enumerate()
            .map(|(index, (package, range))| Artifact {
                requires: vec![requirement(package, range)],
                ..artifact(&format!("s{index}"), 1, "ann")
            })
            .collect();
        for conflict in find(&makers, &config).conflicts {
            for one in conflict.suggestions.iter().filter(|one| one.verified) {
                let (Some(id), Some(to)) = (&one.artifact, &one.to) else { continue };
                let (package, range) = to.split_once(' ').unwrap();
                let mut mended = makers.clone();
                let maker = mended.iter_mut().find(|maker| maker.id() == *id).unwrap();
                maker.requires = vec![requirement(package, range)];
                let left = find(&mended, &config);
                prop_assert!(left.conflicts.iter().all(|left| left.id != conflict.id));
            }
        }
    }
}
