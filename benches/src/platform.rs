//! Whole made-up workspaces.

use std::collections::BTreeMap;
use std::fmt::Write;

use meta_core::document::Source;
use serde_json::{Map, Value, json};

use crate::model::{self, Fault, Service};
use crate::write::{self, dotted, event, members};

/// The time every benchmark runs at.
pub const NOW: &str = "2025-10-06T00:00:00Z";

/// A made-up workspace.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Its services.
    pub services: Vec<Service>,
}

/// Returns a workspace of `services` services; the same `seed` gives the same bytes.
pub fn platform(services: usize, seed: u64) -> Platform {
    Platform { services: model::services(services, seed) }
}

impl Platform {
    /// Returns every file by its path.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files = self.manifests();
        for service in self.services.iter().filter(|service| service.fault != Fault::Lock) {
            let lock = write::lock(service, &self.services);
            let text = serde_json::to_string_pretty(&lock).unwrap_or_default() + "\n";
            files.insert(format!("manifests/{}/specs.lock.json", service.name), text);
        }
        let single = [
            ("catalog/service-index.yaml", self.index_yaml()),
            ("catalog/dependency-graph.yaml", self.graph()),
            ("catalog/spec-index.yaml", self.spec_index()),
            ("config/rules.yaml", RULES.to_owned()),
            ("config/thresholds.yaml", "coverage:\n  target: 0.75\n  weight: 0.25\n".to_owned()),
        ];
        files.extend(single.map(|(path, text)| (path.to_owned(), text)));
        files
    }

    /// Returns the manifests by their path.
    pub fn manifests(&self) -> BTreeMap<String, String> {
        let manifest = |service: &Service| {
            let mut text = String::new();
            write::yaml(&mut text, &members(service, &self.services), 0);
            if service.fault == Fault::Unreadable {
                text.push_str("tags: [late, \n");
            }
            (format!("manifests/{}/service-manifest.yaml", service.name), text)
        };
        self.services.iter().map(manifest).collect()
    }

    /// Returns the service index as YAML.
    pub fn index_yaml(&self) -> String {
        let mut text = String::from("schema_version: \"1\"\nservices:\n");
        for service in &self.services {
            text.push_str("- ");
            write::yaml(&mut text, &members(service, &self.services), 2);
        }
        text
    }

    /// Returns the service index as JSON.
    pub fn index_json(&self) -> String {
        let entry = |service: &Service| -> Map<String, Value> {
            let members = members(service, &self.services).into_iter();
            members.map(|(key, value)| (key.to_owned(), value)).collect()
        };
        let services: Vec<_> = self.services.iter().map(entry).collect();
        json!({"schema_version": "1", "services": services}).to_string()
    }

    /// Returns the graph file.
    pub fn graph(&self) -> String {
        let mut text = String::from("nodes:\n");
        for service in &self.services {
            let _ = writeln!(text, "  - {}", service.name);
        }
        text.push_str("edges:\n");
        for service in &self.services {
            for target in service.internal.iter().filter_map(|index| self.services.get(*index)) {
                let _ = writeln!(text, "  - {{from: {}, to: {}}}", service.name, target.name);
            }
        }
        text
    }

    /// Returns the spec index.
    pub fn spec_index(&self) -> String {
        let mut text = String::from("fetched_at: 2025-10-05T22:00:00Z\nstatus: ok\nspecs:\n");
        for service in &self.services {
            let Some(version @ [major, minor, patch]) = service.contract else { continue };
            let older = dotted([major, minor.saturating_sub(1), patch]);
            let _ = write!(
                text,
                "  {}-api:\n    versions:\n      \
                 - {{version: {older}, published: 2025-03-01T09:00:00Z}}\n      \
                 - {{version: {}, published: 2025-08-01T09:00:00Z}}\n",
                service.name,
                dotted(version),
            );
        }
        text.push_str("events:\n");
        for service in self.services.iter().filter(|service| service.publishes) {
            let _ = writeln!(text, "  {}: {{versions: [v1]}}", event(service));
        }
        text
    }

    /// Returns the lock files by the name of their service.
    pub fn locks(&self) -> BTreeMap<String, Source> {
        let locked = self.services.iter().filter(|service| service.fault != Fault::Lock);
        let lock = |service: &Service| {
            (service.name.clone(), Source::text(write::lock(service, &self.services).to_string()))
        };
        locked.map(lock).collect()
    }
}

const RULES: &str = "catalog:
  recommended: [owner]
dependency:
  enforce_directionality: true
  enforce_indirect: true
  forbid_cycles: true
  required:
    - name: feeds-stand-on-infrastructure
      from: ingestion
      to: infrastructure
      transitive: true
quality:
  min_score: 60
  fail_under: 50
";
