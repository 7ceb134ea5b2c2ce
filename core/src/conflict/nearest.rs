//! What an unknown dependency was probably meant to name.

use super::artifact::Artifact;
use super::dependencies::{named, targets};
use super::facts::DependencyFault;
use super::reference::ArtifactReference;
use super::register::{Key, Register};
use super::suggestion::{SuggestedAction, Suggestion};
use crate::suggest::Budget;

/// The names that are there.
pub(super) struct Nearest<'r, 'a> {
    register: &'r Register<'a>,
    budget: Budget,
}

impl<'r, 'a> Nearest<'r, 'a> {
    pub(super) fn new(register: &'r Register<'a>) -> Self {
        Self { register, budget: Budget::new() }
    }

    /// Lists what would mend a dependency that leads nowhere.
    pub(super) fn suggestions(
        &self,
        artifact: &Artifact,
        reference: &ArtifactReference,
        fault: DependencyFault,
    ) -> Vec<Suggestion> {
        let id = artifact.id();
        let mut list = Vec::new();
        let key = named(artifact, reference);
        let other = match fault {
            DependencyFault::UnknownArtifact => self.other(artifact, reference),
            _ => self.newest(reference, key),
        };
        if let Some(other) = other {
            let works = targets(self.register, artifact, &other).is_ok();
            let text = format!("depend on `{other}` instead of `{reference}`");
            let one = Suggestion::new(SuggestedAction::RenameDependency, text).of(&*id);
            let one = one.from(reference.to_string()).to(other.to_string());
            list.push(if works { one.verified() } else { one });
        }
        let declared = self.to_declare(reference, key);
        let text = format!("declare `{declared}`");
        list.push(Suggestion::new(SuggestedAction::DeclareArtifact, text).to(declared));
        let text = format!("remove the dependency on `{reference}`");
        let drop = Suggestion::new(SuggestedAction::RemoveDependency, text);
        list.push(drop.of(id).from(reference.to_string()).verified());
        list
    }

    /// Returns the same dependency with the newest current version, when there is one.
    fn newest(&self, reference: &ArtifactReference, key: Key<'_>) -> Option<ArtifactReference> {
        let versions = self.register.versions(self.register.keys.get(&key)?);
        let newest = versions.iter().rev().find(|one| one.is_open())?;
        Some(ArtifactReference { version: Some(newest.version), ..reference.clone() })
    }

    /// Returns what it takes to have the dependency there.
    fn to_declare(&self, reference: &ArtifactReference, key: Key<'_>) -> String {
        let (_, project, kind, name) = key;
        let versions = self.register.keys.get(&key).map(|range| self.register.versions(range));
        let next = versions.and_then(<[_]>::last).map_or(1, |last| last.version + 1);
        let version = reference.version.filter(|version| *version >= next).unwrap_or(next);
        format!("{project}/{kind}/{name}@{version}")
    }

    /// Returns the artifact that was probably meant: of the same name in another project, or of nearly the same name
    /// in the project.
    fn other(
        &self,
        artifact: &Artifact,
        reference: &ArtifactReference,
    ) -> Option<ArtifactReference> {
        let (tenant, project, kind, name) = named(artifact, reference);
        let own = (artifact.kind.as_str(), artifact.name.as_str());
        let of_project = self
            .register
            .keys
            .range((tenant, project, "", "")..)
            .take_while(|((t, p, _, _), _)| (*t, *p) == (tenant, project))
            .map(|((_, _, kind, name), _)| (*kind, *name))
            .filter(|key| project != artifact.project || *key != own);
        let texts: Vec<String> = of_project.map(|(kind, name)| format!("{kind}/{name}")).collect();
        let wanted = format!("{kind}/{name}");
        if let Some(near) = self.budget.nearest(&wanted, texts.iter().map(String::as_str)) {
            let (kind, name) = near.split_once('/')?;
            let (kind, name) = (kind.to_owned(), name.to_owned());
            return Some(ArtifactReference { kind, name, version: None, ..reference.clone() });
        }
        let elsewhere = self
            .register
            .keys
            .range((tenant, "", "", "")..)
            .take_while(|((t, _, _, _), _)| *t == tenant)
            .find(|((_, _, k, n), _)| (*k, *n) == (kind, name));
        let ((_, project, _, _), _) = elsewhere?;
        Some(ArtifactReference { project: Some((*project).to_owned()), ..reference.clone() })
    }
}
