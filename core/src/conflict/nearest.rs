//! What an unknown dependency was probably meant to name.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::artifact::Artifact;
use super::dependencies::{named, targets};
use super::facts::DependencyFault;
use super::reference::ArtifactReference;
use super::register::{Key, Register};
use super::suggestion::{SuggestedAction, Suggestion};
use crate::suggest::Budget;

/// Names of each project, by tenant and project.
type OfProjects<'a> = HashMap<(&'a str, &'a str), Rc<[String]>>;

/// The names that are there. Those of projects are listed when somebody misses something in them.
pub(super) struct Nearest<'r, 'a> {
    register: &'r Register<'a>,
    budget: Budget,
    /// Kinds and names, by tenant and project.
    of_projects: RefCell<OfProjects<'a>>,
    /// The first project that has something, by tenant, kind and name.
    projects: OnceCell<HashMap<(&'a str, &'a str, &'a str), &'a str>>,
}

impl<'r, 'a> Nearest<'r, 'a> {
    pub(super) fn new(register: &'r Register<'a>) -> Self {
        let (of_projects, projects) = (RefCell::default(), OnceCell::new());
        Self { register, budget: Budget::new(), of_projects, projects }
    }

    /// Lists what would mend a dependency that leads nowhere.
    pub(super) fn suggestions(
        &self,
        artifact: &'a Artifact,
        reference: &'a ArtifactReference,
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
        artifact: &'a Artifact,
        reference: &'a ArtifactReference,
    ) -> Option<ArtifactReference> {
        let (tenant, project, kind, name) = named(artifact, reference);
        let own = format!("{}/{}", artifact.kind, artifact.name);
        let names = self.of_project(tenant, project);
        let others = names.iter().map(String::as_str);
        let others = others.filter(|one| project != artifact.project || *one != own);
        if let Some(near) = self.budget.nearest(&format!("{kind}/{name}"), others) {
            let (kind, name) = near.split_once('/')?;
            let (kind, name) = (kind.into(), name.into());
            return Some(ArtifactReference { kind, name, version: None, ..reference.clone() });
        }
        let project = *self.projects().get(&(tenant, kind, name))?;
        Some(ArtifactReference { project: Some(project.into()), ..reference.clone() })
    }

    /// Lists the kinds and names of a project.
    fn of_project(&self, tenant: &'a str, project: &'a str) -> Rc<[String]> {
        if let Some(known) = self.of_projects.borrow().get(&(tenant, project)) {
            return known.clone();
        }
        let keys = self.register.keys.range((tenant, project, "", "")..);
        let keys = keys.take_while(|((t, p, _, _), _)| (*t, *p) == (tenant, project));
        let keys: Vec<&Key<'a>> = keys.map(|(key, _)| key).collect();
        let names: Rc<[String]> =
            keys.iter().map(|(_, _, kind, name)| format!("{kind}/{name}")).collect();
        if let Some((tenant, project, _, _)) = keys.first() {
            self.of_projects.borrow_mut().insert((tenant, project), names.clone());
        }
        names
    }

    /// Returns which project has something of a kind and a name first.
    fn projects(&self) -> &HashMap<(&'a str, &'a str, &'a str), &'a str> {
        self.projects.get_or_init(|| {
            let mut projects = HashMap::with_capacity(self.register.keys.len());
            for (tenant, project, kind, name) in self.register.keys.keys() {
                projects.entry((*tenant, *kind, *name)).or_insert(*project);
            }
            projects
        })
    }
}
