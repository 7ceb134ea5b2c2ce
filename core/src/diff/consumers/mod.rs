//! Whom each change concerns, from a list of who uses what.
//!
//! 1. `Registry` reads the consumers and keeps those that use this artifact, in this environment.
//! 2. `uses` finds the parts that a change touches: at, above or below what is used.
//! 3. A change that concerns nobody may be one class less, when the rules file asks for it.

mod reach;
mod types;
mod uses;

use std::collections::BTreeSet;

use super::graphql::Schemas;
use super::policy::{AdjustedBy, Adjustment};
use super::{Change, Class, Polarity};
use crate::config::{self, Loaded};
use crate::document::{Limits, Source, pointer};
use crate::error::{Error, Result};
use crate::finding::{Finding, Location, codes, matches};

use super::kind::Versions;
use reach::Reach;
pub use types::{Affected, CONSUMERS_PATH, Consumer, Consumers};
use uses::{Uses, pointers_of};

/// How many entries all changes may have together: each change lists its consumers.
const MOST: usize = 1_000_000;

/// The consumers of one artifact.
pub(super) struct Registry<'a> {
    loaded: &'a Loaded<Consumers>,
    /// Positions of those that use this artifact.
    meant: Vec<usize>,
    uses: Uses,
}

/// Reads the consumers; none when nobody was registered.
///
/// # Errors
/// As [`config::load`].
pub(super) fn load(
    consumers: Option<&Source>,
    limits: &Limits,
) -> Result<Option<Loaded<Consumers>>> {
    let load = |source| config::load::<Consumers>(Some(source), CONSUMERS_PATH, limits);
    consumers.map(load).transpose().map_err(|error| error.within("/consumers"))
}

impl<'a> Registry<'a> {
    /// Keeps the consumers that use this artifact.
    pub(super) fn of(
        loaded: &'a Loaded<Consumers>,
        versions: &Versions,
        environment: Option<&str>,
    ) -> Self {
        let mut registry = Self { loaded, meant: Vec::new(), uses: Uses::default() };
        let mut reaches = reaches(versions);
        for (index, consumer) in loaded.value.consumers.iter().enumerate() {
            // One without a name is reported, and left out.
            let named = !consumer.name.is_empty();
            if !named || !consumer.is_of(versions) || !consumer.runs_in(environment) {
                continue;
            }
            registry.meant.push(index);
            for part in &consumer.uses {
                let mut places: BTreeSet<String> =
                    pointers_of(part, versions.kind).into_iter().collect();
                for reach in &mut reaches {
                    places.extend(reach.operations(part));
                    let led: Vec<String> = places.iter().flat_map(|at| reach.from(at)).collect();
                    places.extend(led);
                }
                registry.uses.add(places, index);
            }
        }
        registry
    }

    /// Tells each change whom it concerns.
    pub(super) fn apply(&self, changes: &mut [Change], consider_usage: bool) -> Result<()> {
        let all = &self.loaded.value.consumers;
        let of_everything =
            |index: &&usize| all.get(**index).is_some_and(|one| one.uses.is_empty());
        let everything: Vec<usize> = self.meant.iter().filter(of_everything).copied().collect();
        let mut entries = 0_usize;
        for change in changes {
            let mut touched: BTreeSet<usize> = everything.iter().copied().collect();
            self.uses.touched(change, &mut touched);
            let concerned = touched.iter().filter_map(|index| all.get(*index));
            let mut concerned: Vec<Affected> =
                concerned.filter_map(|consumer| consumer.affected(change)).collect();
            concerned.sort_by(|a, b| (&a.name, &a.environment).cmp(&(&b.name, &b.environment)));
            entries += concerned.len();
            if entries > MOST {
                let message = format!("changes and consumers meet more than {MOST} times");
                return Err(Error::limit(message)
                    .at("/consumers")
                    .help("state what each consumer uses"));
            }
            if consider_usage && concerned.is_empty() {
                lower(change);
            }
            change.consumers = Some(concerned);
        }
        Ok(())
    }

    /// Reports what is wrong with the file, and uses of parts that neither version has.
    pub(super) fn findings(&self, versions: &Versions, schemas: Option<&Schemas>) -> Vec<Finding> {
        let mut findings = self.loaded.findings.clone();
        for index in &self.meant {
            let Some(consumer) = self.loaded.value.consumers.get(*index) else { continue };
            let list = format!("/consumers/{index}/uses");
            for (number, part) in consumer.uses.iter().enumerate() {
                if is_nowhere(part, versions, schemas) {
                    let message = format!("neither version has `{part}`");
                    let at = pointer::push(&list, &number.to_string());
                    let code = codes::diff::policy::USE_UNKNOWN;
                    findings.push(
                        Finding::new(code, &consumer.name, &[part], message)
                            .at(Location::new(&self.loaded.path, at)),
                    );
                }
            }
        }
        findings
    }
}

impl Consumer {
    fn is_of(&self, versions: &Versions) -> bool {
        let names = [&versions.before.path, &versions.after.path];
        self.artifact.as_ref().is_none_or(|glob| names.iter().any(|name| matches(glob, name)))
    }

    fn runs_in(&self, environment: Option<&str>) -> bool {
        match (&self.environment, environment) {
            (Some(own), Some(asked)) => own == asked,
            _ => true,
        }
    }

    /// Returns the entry of a change that touches what it uses; none when it neither writes nor reads
    /// the values that changed.
    fn affected(&self, change: &Change) -> Option<Affected> {
        let other = |own: Polarity, of: Polarity| {
            own != of && own != Polarity::Both && of != Polarity::Both
        };
        if self.polarity.zip(change.polarity).is_some_and(|(own, of)| other(own, of)) {
            return None;
        }
        let sure = if self.uses.is_empty() { 0.5 } else { 1.0 };
        Some(Affected {
            name: self.name.clone(),
            owner: self.owner.clone(),
            environment: self.environment.clone(),
            confidence: change.confidence * sure,
        })
    }
}

fn reaches(versions: &Versions) -> [Reach<'_>; 2] {
    [&versions.before, &versions.after].map(|version| Reach::new(&version.value, versions.kind))
}

/// Tells whether a use leads nowhere in either version.
fn is_nowhere(part: &str, versions: &Versions, schemas: Option<&Schemas>) -> bool {
    let has = |place: &String| match schemas {
        Some(schemas) => schemas.have(place),
        None => [&versions.before, &versions.after]
            .iter()
            .any(|version| version.value.pointer(place).is_some()),
    };
    let is_operation = || reaches(versions).iter().any(|reach| !reach.operations(part).is_empty());
    !pointers_of(part, versions.kind).iter().any(has) && !is_operation()
}

/// Lowers the class of a change that concerns nobody; what an override states, stays.
fn lower(change: &mut Change) {
    if change.adjustments.iter().any(|one| one.by == AdjustedBy::Override) {
        return;
    }
    let class = match change.class {
        Class::Breaking => Class::Behavioral,
        Class::Behavioral => Class::Additive,
        // Nobody uses what is new.
        Class::Additive | Class::Cosmetic => return,
    };
    change.adjustments.push(Adjustment {
        by: AdjustedBy::Usage,
        policy: None,
        from_class: change.class,
        from_severity: change.severity,
        reason: "no registered consumer uses what changed".to_owned(),
    });
    change.become_class(class);
}
