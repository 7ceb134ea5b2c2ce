//! Versions out of turn, and several drafts at a time.

use std::collections::BTreeSet;

use super::artifact::Artifact;
use super::config::ConflictConfig;
use super::facts::{ConflictFacts, OpenDraft, ParallelWriteFacts, VersionGapFacts};
use super::found::Found;
use super::kind::ConflictKind;
use super::register::Register;
use super::suggestion::{SuggestedAction, Suggestion};

/// Finds the open versions that do not follow the version before; the first is 1.
pub(super) fn gaps<'a>(register: &Register<'a>, found: &mut Vec<Found<'a>>) {
    for range in register.keys.values() {
        let versions = register.versions(range);
        let before = std::iter::once(0).chain(versions.iter().map(|one| one.version));
        for (artifact, before) in versions.iter().zip(before) {
            if artifact.is_open() && artifact.version != before + 1 {
                found.push(gap(artifact, before, versions));
            }
        }
    }
}

fn gap<'a>(artifact: &'a Artifact, before: u64, versions: &[&'a Artifact]) -> Found<'a> {
    let (expected, number, key) = (before + 1, artifact.version, artifact.key());
    let message = match before {
        0 => format!("the first version of `{key}` is {number}, not 1"),
        _ => format!("version {number} of `{key}` follows version {before}"),
    };
    let is_last = versions.last().is_some_and(|last| last.version == number);
    let again =
        Suggestion::new(SuggestedAction::SetVersion, format!("declare it as version {expected}"));
    let again = again.of(artifact.id()).from(number.to_string()).to(expected.to_string());
    let missing = format!("{key}@{expected}");
    let fill = Suggestion::new(SuggestedAction::DeclareArtifact, format!("declare `{missing}`"));
    let fill = fill.to(missing);
    let fills = number == expected + 1;
    let suggestions = match (is_last, fills) {
        (true, _) => vec![again.verified()],
        (false, true) => vec![fill.verified(), again],
        (false, false) => vec![again],
    };
    let facts = ConflictFacts::VersionGap(VersionGapFacts { expected, found: number });
    let members = vec![artifact];
    Found { kind: ConflictKind::VersionGap, members, facts, message, suggestions }
}

/// Finds the artifacts of which more actors have open drafts than may.
pub(super) fn parallel<'a>(
    register: &Register<'a>,
    config: &ConflictConfig,
    found: &mut Vec<Found<'a>>,
) {
    for range in register.keys.values() {
        let versions = register.versions(range).iter().copied();
        let drafts: Vec<&Artifact> = versions.filter(|one| one.is_draft()).collect();
        let actors: BTreeSet<&str> = drafts.iter().map(|one| one.actor.as_str()).collect();
        if actors.len() > config.parallel_drafts {
            found.push(crowd(drafts, &actors, config.parallel_drafts));
        }
    }
}

fn crowd<'a>(drafts: Vec<&'a Artifact>, actors: &BTreeSet<&str>, allowed: usize) -> Found<'a> {
    let key = drafts.first().map(|one| one.key()).unwrap_or_default();
    let names: Vec<String> = actors.iter().map(|actor| format!("`{actor}`")).collect();
    let message = format!("{} have open drafts of `{key}`", names.join(", "));
    let merge = Suggestion::new(
        SuggestedAction::MergeDrafts,
        format!("merge the {} drafts to one", drafts.len()),
    );
    // The latest draft may know of the others.
    let keep = drafts.last().map(|last| {
        let id = last.id();
        let text = format!("let `{id}` win, and archive the drafts of others");
        Suggestion::new(SuggestedAction::KeepDraft, text).of(id).verified()
    });
    let open = drafts
        .iter()
        .map(|draft| OpenDraft { version: draft.version, actor: draft.actor.to_string() })
        .collect();
    let facts =
        ConflictFacts::ParallelWrite(ParallelWriteFacts { artifact: key, drafts: open, allowed });
    let suggestions = std::iter::once(merge).chain(keep).collect();
    Found { kind: ConflictKind::ParallelWrite, members: drafts, facts, message, suggestions }
}
