//! What policies are asked about.

use meta_core::error::{Error, Result};
use rhai::Dynamic;
use serde_json::Value;
use smol_str::SmolStr;

use super::{Catalog, EvaluateInput};
use crate::facts::{CatalogFacts, Data, Edge, Service};
use crate::policy::Hook;

/// One subject.
#[derive(Clone, Debug)]
pub(crate) enum Subject<'a> {
    Service(&'a Service),
    Edge(&'a Edge),
    Catalog(CatalogFacts),
    Data(&'a str, &'a Data),
}

impl Subject<'_> {
    /// Returns the name findings give it.
    pub(crate) fn name(&self) -> SmolStr {
        match self {
            Self::Service(service) => SmolStr::new(service.0.name.as_str()),
            Self::Edge(edge) => edge.subject().into(),
            Self::Catalog(_) => SmolStr::new_static("catalog"),
            Self::Data(name, _) => SmolStr::new(name),
        }
    }

    /// Tells whether it is called `name`, or is a dependency of the service of this name.
    fn is_about(&self, name: &str) -> bool {
        let service = self.service();
        service.is_some_and(|service| service.0.name == name) || self.name() == name
    }

    /// Returns it as scripts see it.
    pub(super) fn facts(&self) -> Dynamic {
        match self {
            Self::Service(service) => Dynamic::from((*service).clone()),
            Self::Edge(edge) => Dynamic::from((*edge).clone()),
            Self::Catalog(catalog) => Dynamic::from(catalog.clone()),
            Self::Data(_, data) => Dynamic::from((*data).clone()),
        }
    }

    /// Returns the service that a selector must mean for a policy to be asked.
    pub(super) fn service(&self) -> Option<&Service> {
        match self {
            Self::Service(service) => Some(service),
            Self::Edge(edge) => Some(edge.from()),
            Self::Catalog(_) | Self::Data(..) => None,
        }
    }
}

/// The subjects of every hook.
pub(crate) struct Subjects<'a> {
    catalog: &'a Catalog,
    /// What policies are told besides.
    input_data: Data,
    data: Vec<(Hook, String, Data)>,
    hooks: Vec<Hook>,
    named: Option<String>,
    /// The one subject that is asked about; none for all.
    only: Option<(Hook, String)>,
}

impl<'a> Subjects<'a> {
    pub(super) fn new(catalog: &'a Catalog, input: &EvaluateInput) -> Result<Self> {
        let mut data = Vec::new();
        for (hook, values) in &input.subjects {
            for (index, value) in values.iter().enumerate() {
                let at = format!("/subjects/{}/{index}", hook.as_str());
                data.push((
                    *hook,
                    name_of(*hook, value).ok_or_else(|| unnamed(at))?,
                    Data::new(value),
                ));
            }
        }
        let (input_data, hooks) = (Data::new(&input.data), Hook::ALL.to_vec());
        Ok(Self { catalog, input_data, data, hooks, named: None, only: None })
    }

    pub(super) fn input_data(&self) -> &Data {
        &self.input_data
    }

    /// Leaves the subjects of some hooks only.
    pub(super) fn keep(&mut self, hooks: &[Hook]) {
        self.hooks = hooks.to_vec();
    }

    /// Leaves the subjects that have a name, or depend on something under it; all without one.
    pub(super) fn keep_named(&mut self, name: Option<&str>) {
        self.named = name.map(str::to_owned);
    }

    /// Lists the names that subjects have.
    pub(super) fn names(&self) -> Vec<String> {
        Hook::ALL
            .into_iter()
            .flat_map(|hook| self.all(hook))
            .map(|subject| subject.name().to_string())
            .collect()
    }

    /// Leaves one subject of one hook.
    pub(super) fn only(self, hook: Hook, name: &str) -> Self {
        Self { only: Some((hook, name.to_owned())), ..self }
    }

    /// Returns the subjects of `hook`.
    pub(super) fn of(&self, hook: Hook) -> Vec<Subject<'_>> {
        if !self.hooks.contains(&hook) {
            return Vec::new();
        }
        let mut subjects = self.those_of(hook);
        if let Some(name) = &self.named {
            subjects.retain(|subject| subject.is_about(name));
        }
        subjects
    }

    fn those_of(&self, hook: Hook) -> Vec<Subject<'_>> {
        match &self.only {
            None => self.all(hook),
            Some((only, _)) if *only != hook => Vec::new(),
            // The others would have to be made first.
            Some((Hook::Check, name)) => {
                self.catalog.world().find(name).map(Subject::Service).into_iter().collect()
            }
            Some((_, name)) => {
                let mut subjects = self.all(hook);
                subjects.retain(|subject| subject.name() == *name);
                subjects.truncate(1);
                subjects
            }
        }
    }

    fn all(&self, hook: Hook) -> Vec<Subject<'_>> {
        match hook {
            Hook::Check => self.catalog.world().services.iter().map(Subject::Service).collect(),
            Hook::CheckEdge => {
                let world = self.catalog.world();
                let edges = world.services.iter().flat_map(|service| world.edges(service).iter());
                edges.map(Subject::Edge).collect()
            }
            Hook::CheckCatalog => {
                vec![Subject::Catalog(CatalogFacts(self.catalog.world().clone()))]
            }
            _ => {
                let of = self.data.iter().filter(|(of, ..)| *of == hook);
                of.map(|(_, name, data)| Subject::Data(name, data)).collect()
            }
        }
    }
}

/// Returns the name of a subject that the host gives.
fn name_of(hook: Hook, value: &Value) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    match hook {
        Hook::Adjust | Hook::Weigh => text("name").or_else(|| text("service")),
        Hook::Classify => text("name").or_else(|| text("fingerprint")),
        _ => text("name"),
    }
}

fn unnamed(at: String) -> Error {
    Error::invalid(at, "the subject has no name")
        .help("give it a text `name`, by which findings call it")
}
