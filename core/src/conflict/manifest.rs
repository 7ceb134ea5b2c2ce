//! One manifest of packages for a project, or why there is none.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::artifact::Artifact;
use super::config::ConflictConfig;
use super::facts::{Asker, CoreRequirement};
use super::merged::merged;
use super::packages::{Library, Problem, core_requirements, judge, message, scopes, suggestions};
use super::register::Register;
use super::suggestion::Suggestion;
use crate::error::{Error, Result};
use crate::version::{Dialect, Range};

/// What `build_manifest` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuildManifestInput {
    /// Artifacts of one project, with what they require. Of each, the newest version that is a draft, active or blocked
    /// counts.
    pub artifacts: Vec<Artifact>,
    /// The versions that exist; of the rest of the configuration nothing has a part. Absent: ranges alone are merged.
    #[serde(default)]
    pub config: ConflictConfig,
}

/// The packages of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestReport {
    /// Whether the requirements of every scope can be met.
    pub is_complete: bool,
    /// The packages of each scope that can be met, by dialect and name: every requirement is met by every version
    /// chosen.
    pub scopes: BTreeMap<String, BTreeMap<Dialect, BTreeMap<String, ManifestPackage>>>,
    /// Why there are no packages for the other scopes, one for each core.
    pub conflicts: Vec<ManifestConflict>,
    /// Packages without listed versions, by scope: whether a version exists that meets their ranges is not known.
    pub undecided: BTreeMap<String, Vec<String>>,
}

/// A package of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestPackage {
    /// Version to take: the newest that goes with all others. Absent where no versions are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// One range that says the same as all that is asked together. Absent where the dialect cannot write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// Who asks for it, and for what.
    pub asked_by: Vec<PackageAsker>,
}

/// Who asks for a package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageAsker {
    /// The range, as written.
    pub range: String,
    /// The artifact; absent when it is another package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact: Option<Asker>,
    /// The other package, with its version: `pandas@2.2.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
}

/// Why a scope has no packages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestConflict {
    /// Scope.
    pub scope: String,
    /// The core: these cannot be met together, and whichever is left out, the others can.
    pub core: Vec<CoreRequirement>,
    /// The same in a sentence.
    pub message: String,
    /// What would mend it, the best first.
    pub suggestions: Vec<Suggestion>,
}

/// Builds one manifest of all packages that the artifacts of a project require: by scope, the newest versions that meet
/// every requirement, or the least requirements that cannot be met together.
///
/// # Errors
/// `input_invalid` when an artifact, a range or a version cannot be read, or the artifacts are of several projects.
pub fn build_manifest(input: &BuildManifestInput) -> Result<ManifestReport> {
    input.config.check().map_err(|error| error.within("/config"))?;
    let artifacts: Vec<&Artifact> = input.artifacts.iter().collect();
    let register = Register::new(&artifacts)?;
    one_project(&register)?;
    let registry = input.config.registry().map_err(|error| error.within("/config"))?;
    let library = Library::new(&artifacts, &registry)?;
    let newest = register.keys.values().filter_map(|range| {
        register.versions(range).iter().rev().find(|one| one.is_open()).copied()
    });
    let newest: Vec<&Artifact> = newest.collect();
    let (mut packages, mut conflicts, mut undecided) =
        (BTreeMap::new(), Vec::new(), BTreeMap::new());
    for (scope, constraints) in scopes(&newest, &library) {
        let problem = Problem::new(&library, constraints);
        let judged = judge(&problem);
        if !judged.undecided.is_empty() {
            let names: BTreeSet<String> = judged.undecided.iter().map(|(n, _)| n.clone()).collect();
            undecided.insert(scope.to_owned(), names.into_iter().collect());
        }
        if judged.cores.is_empty() && !judged.is_cut_short {
            packages.insert(scope.to_owned(), lines(&problem, &judged.chosen));
        }
        for (core, others) in
            judged.cores.iter().flat_map(|part| part.iter().map(move |one| (one, part)))
        {
            conflicts.push(ManifestConflict {
                scope: scope.to_owned(),
                core: core_requirements(&problem, &core.constraints),
                message: message(&problem, scope, &core.constraints),
                suggestions: suggestions(&problem, core, others),
            });
        }
    }
    let is_complete = conflicts.is_empty() && undecided.is_empty();
    Ok(ManifestReport { is_complete, scopes: packages, conflicts, undecided })
}

/// Who asks for a package, each with the range.
type Askers<'a> = BTreeMap<(Dialect, PackageAsker), &'a Range>;

/// Returns the packages of one scope.
fn lines(
    problem: &Problem<'_>,
    chosen: &[(u32, u32)],
) -> BTreeMap<Dialect, BTreeMap<String, ManifestPackage>> {
    let mut askers = askers(problem, chosen);
    let mut lines: BTreeMap<Dialect, BTreeMap<String, ManifestPackage>> = BTreeMap::new();
    for (number, version) in chosen {
        let Some(name) = problem.name(*number) else { continue };
        let asked_by = askers.remove(number).unwrap_or_default();
        let line = ManifestPackage {
            version: problem.is_listed(*number).then(|| problem.version(*number, *version)),
            range: merged(&asked_by.values().copied().collect::<Vec<_>>()),
            asked_by: asked_by.into_keys().map(|(_, one)| one).collect(),
        };
        lines.entry(name.family).or_default().insert(name.name.clone(), line);
    }
    lines
}

/// Returns who asks for each package: artifacts, and the versions that were chosen.
fn askers<'a>(problem: &Problem<'a>, chosen: &[(u32, u32)]) -> BTreeMap<u32, Askers<'a>> {
    let mut askers: BTreeMap<u32, Askers<'a>> = BTreeMap::new();
    for asked in &problem.constraints {
        let one = askers.entry(asked.asked.package).or_default();
        one.extend(asked.asked_by.iter().map(|(artifact, required)| {
            let artifact = Some(Asker {
                artifact: artifact.id(),
                actor: artifact.actor.to_string(),
                purpose: required.purpose.clone(),
            });
            let range = asked.range.to_owned();
            let asker = PackageAsker { range, artifact, package: None };
            ((asked.dialect, asker), &asked.asked.range)
        }));
    }
    for (number, version) in chosen {
        let Some(name) = problem.name(*number) else { continue };
        let own = format!("{name}@{}", problem.version(*number, *version));
        for (needed, text, range) in problem.written_needs(*number, *version) {
            let package = Some(own.clone());
            let asker = PackageAsker { range: text.to_owned(), artifact: None, package };
            askers.entry(needed).or_default().insert((name.family, asker), range);
        }
    }
    askers
}

/// Checks that the artifacts are of one project.
fn one_project(register: &Register<'_>) -> Result<()> {
    let projects = register.all.chunk_by(|a, b| a.tenant == b.tenant && a.project == b.project);
    if projects.count() > 1 {
        let error = Error::invalid("/artifacts", "the artifacts are of several projects");
        return Err(error.help("a manifest is of one project of one tenant"));
    }
    Ok(())
}
