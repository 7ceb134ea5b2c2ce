//! What artifacts depend on: whether it is there, and whether it leads back.

use std::ops::Range;

use super::artifact::{Artifact, ArtifactState};
use super::facts::{ConflictFacts, CycleFacts, DependencyFault, MissingDependencyFacts};
use super::found::Found;
use super::kind::ConflictKind;
use super::nearest::Nearest;
use super::reference::ArtifactReference;
use super::register::{Key, Register};
use super::suggestion::{SuggestedAction, Suggestion};
use crate::graph::{Circle, circles};

/// Most current versions of one artifact that a dependency without a version leads to, the newest: actors who make
/// drafts without end shall not make every dependency cost as much.
const MOST_TARGETS: usize = 16;

/// Returns the key that a dependency of `artifact` names.
pub(super) fn named<'a>(artifact: &'a Artifact, reference: &'a ArtifactReference) -> Key<'a> {
    let project = reference.project.as_ref().unwrap_or(&artifact.project);
    (&artifact.tenant, project, &reference.kind, &reference.name)
}

/// Returns the artifacts a dependency leads to, or why it leads nowhere.
pub(super) fn targets(
    register: &Register<'_>,
    artifact: &Artifact,
    reference: &ArtifactReference,
) -> Result<Vec<usize>, DependencyFault> {
    let range = register.keys.get(&named(artifact, reference));
    let range = range.ok_or(DependencyFault::UnknownArtifact)?;
    let Some(version) = reference.version else { return current(register, range) };
    let versions = register.versions(range);
    let place = versions.binary_search_by_key(&version, |one| one.version);
    let place = place.map_err(|_| DependencyFault::UnknownVersion)?;
    match versions.get(place) {
        Some(one) if one.state != ArtifactState::Archived => Ok(vec![range.start + place]),
        _ => Err(DependencyFault::NotCurrent),
    }
}

fn current(register: &Register<'_>, range: &Range<usize>) -> Result<Vec<usize>, DependencyFault> {
    let versions = register.versions(range).iter().enumerate().rev();
    let open = versions.filter(|(_, one)| one.is_open()).map(|(place, _)| range.start + place);
    let open: Vec<usize> = open.take(MOST_TARGETS).collect();
    if open.is_empty() { Err(DependencyFault::NotCurrent) } else { Ok(open) }
}

/// Finds the dependencies on nothing.
pub(super) fn absent<'a>(register: &Register<'a>, found: &mut Vec<Found<'a>>) {
    let nearest = Nearest::new(register);
    for (_, artifact) in register.open() {
        let mut told: Vec<&ArtifactReference> = Vec::new();
        for reference in &artifact.depends_on {
            if let Err(fault) = targets(register, artifact, reference)
                && !told.contains(&reference)
            {
                told.push(reference);
                found.push(missing(&nearest, artifact, reference, fault));
            }
        }
    }
}

/// Finds the circles.
pub(super) fn cycles<'a>(register: &Register<'a>, found: &mut Vec<Found<'a>>) {
    let mut edges = Vec::new();
    for (index, artifact) in register.open() {
        for reference in &artifact.depends_on {
            let ends = targets(register, artifact, reference).unwrap_or_default();
            edges.extend(ends.into_iter().map(|end| (index, end)));
        }
    }
    // What is not current leads nowhere: its own dependencies were not followed.
    let circles = circles(register.all.len(), &edges);
    found.extend(circles.iter().map(|circle| cycle(register, circle)));
}

fn missing<'a>(
    nearest: &Nearest<'_, 'a>,
    artifact: &'a Artifact,
    reference: &'a ArtifactReference,
    fault: DependencyFault,
) -> Found<'a> {
    let (_, project, kind, name) = named(artifact, reference);
    let key = format!("{project}/{kind}/{name}");
    let pin = reference.version.map(|version| format!("@{version}")).unwrap_or_default();
    let (id, dependency) = (artifact.id(), format!("{key}{pin}"));
    let message = match fault {
        DependencyFault::UnknownArtifact => {
            format!("`{id}` depends on `{key}`, which is not there")
        }
        DependencyFault::UnknownVersion => {
            format!("`{id}` depends on `{dependency}`, a version that is not there")
        }
        DependencyFault::NotCurrent => {
            format!("`{id}` depends on `{dependency}`, which is not current any more")
        }
    };
    let suggestions = nearest.suggestions(artifact, reference, fault);
    let facts = ConflictFacts::MissingDependency(MissingDependencyFacts { dependency, fault });
    let members = vec![artifact];
    Found { kind: ConflictKind::MissingDependency, members, facts, message, suggestions }
}

fn cycle<'a>(register: &Register<'a>, circle: &Circle) -> Found<'a> {
    let members = register.members(circle.members.iter().copied());
    let mut path: Vec<String> =
        register.members(circle.path.iter().copied()).iter().map(|one| one.id()).collect();
    // By text, version 10 comes before 2.
    let least = path.iter().enumerate().min_by_key(|(_, id)| id.as_str()).map_or(0, |(at, _)| at);
    path.rotate_left(least);
    path.extend(path.first().cloned());
    let message = match members.len() {
        1 => format!("`{}` depends on itself", path.first().cloned().unwrap_or_default()),
        2 => format!("2 artifacts depend on each other: {}", path.join(" -> ")),
        many => format!("{many} artifacts depend on each other in a circle: {}", path.join(" -> ")),
    };
    let suggestions = circle.cut.iter().filter_map(|edge| removal(register, *edge, circle));
    let suggestions = suggestions.collect();
    let facts = ConflictFacts::Cycle(CycleFacts { cycle: path, shortest: circle.shortest });
    Found { kind: ConflictKind::Cycle, members, facts, message, suggestions }
}

/// Suggests to cut one edge.
fn removal(
    register: &Register<'_>,
    (from, to): (usize, usize),
    circle: &Circle,
) -> Option<Suggestion> {
    let (artifact, end) = (register.get(from)?, register.get(to)?);
    let leads = |reference: &&ArtifactReference| {
        targets(register, artifact, reference).is_ok_and(|ends| ends.contains(&to))
    };
    let reference = artifact.depends_on.iter().find(leads)?.to_string();
    let (id, others) = (artifact.id(), circle.cut.len() - 1);
    let rest = match others {
        0 => String::new(),
        1 => ", and one more dependency".to_owned(),
        many => format!(", and {many} more dependencies"),
    };
    let text = format!("remove the dependency of `{id}` on `{}`{rest}", end.key());
    let one = Suggestion::new(SuggestedAction::RemoveDependency, text).of(id).from(reference);
    Some(if others == 0 { one.verified() } else { one })
}
