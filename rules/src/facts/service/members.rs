//! What scripts can read of a service, and ask of it.

use std::sync::Arc;

use meta_core::document::pointer;
use rhai::{Dynamic, EvalAltResult, FLOAT, INT, ImmutableString, NativeCallContext};

use super::{Dependencies, Quality, Security, Service};
use crate::decision::{charge, world};
use crate::engine::api::{Api, Gives};
use crate::engine::readers::Readers;
use crate::facts::{Data, Edge, Edges};
use crate::observe::{FactRead, Recorder};

/// Declares services and their parts.
pub(in crate::facts) fn declare(api: &mut Api<'_>) {
    service(api);
    lists(api);
    dependencies(api);
    quality(api);
    security(api);
    manifest(api);
    edges(api);
    reach(api);
}

/// Tells which properties of a service have properties of their own.
pub(in crate::facts) fn parts(readers: &mut Readers) {
    readers.part("dependencies", |s: &Service| Some(Dependencies(Arc::clone(&s.0))));
    readers.part("quality", |s: &Service| Some(Quality(Arc::clone(&s.0))));
    readers.part("security", |s: &Service| Some(Security(Arc::clone(&s.0))));
}

fn service(api: &mut Api<'_>) {
    use Gives::{Facts, Integer, Text, Time};
    api.facts::<Service>("a service of the catalog, with the names of its manifest")
        .field("name", Text, "unique name", |s| s.0.name.clone())
        .optional("repo", Text, "repository it is built from", |s| s.0.texts.repo.clone())
        .optional("domain", Text, "domain it belongs to", |s| s.0.texts.domain.clone())
        .optional("version", Text, "its version (SemVer 2.0.0)", |s| s.0.texts.version.clone())
        .optional(
            "maturity",
            Text,
            "such as `experimental`, `beta`, `stable` or `deprecated`",
            |s| s.0.texts.maturity.clone(),
        )
        .optional("runtime", Text, "language or platform it runs on", |s| s.0.texts.runtime.clone())
        .optional("description", Text, "what it is for", |s| s.0.texts.description.clone())
        .optional("owner", Text, "team or person that answers for it", |s| s.0.texts.owner.clone())
        .optional("tier", Integer, "1 is the most critical tier, 4 the least", |s| s.0.tier)
        .optional(
            "layer",
            Integer,
            "layer of its domain, by `dependency.domain_layers` of the rules file",
            |s| s.0.layer,
        )
        .optional("last_update", Time, "when its manifest was last updated", |s| s.0.last_update)
        .field("dependencies", Facts("Dependencies"), "what it needs to run", |s| {
            Dependencies(Arc::clone(&s.0))
        })
        .field("quality", Facts("Quality"), "measured quality", |s| Quality(Arc::clone(&s.0)))
        .field("security", Facts("Security"), "security signals", |s| Security(Arc::clone(&s.0)))
        .shown(|s| s.0.name.clone());
}

fn lists(api: &mut Api<'_>) {
    use Gives::{List, Table};
    api.more::<Service>()
        .field("tags", List, "free tags", |s| s.0.tags.clone())
        .field("api_contracts", List, "contracts it implements, as `name@x.y.z`", |s| {
            s.0.api_contracts.clone()
        })
        .field("api_dependencies", List, "contracts it calls, as `name@x.y.z`", |s| {
            s.0.api_dependencies.clone()
        })
        .field("events_in", List, "events it consumes", |s| s.0.events_in.clone())
        .field("events_out", List, "events it produces", |s| s.0.events_out.clone())
        .field("libraries", Table, "shared libraries it is built with: version by name", |s| {
            s.0.libraries.clone()
        });
}

fn dependencies(api: &mut Api<'_>) {
    use Gives::List;
    api.facts::<Dependencies>("what a service needs to run")
        .field(
            "internal",
            List,
            "services of the catalog, as written: `name` or `name@range`",
            |d| d.0.internal_written.clone(),
        )
        .field("internal_names", List, "services of the catalog, without their ranges", |d| {
            d.0.internal.clone()
        })
        .field(
            "external",
            List,
            "technology from elsewhere, as written: `name` or `name@version`",
            |d| d.0.external_written.clone(),
        )
        .field("external_names", List, "technology from elsewhere, without versions", |d| {
            d.0.external.clone()
        });
}

fn quality(api: &mut Api<'_>) {
    use Gives::{Boolean, Integer, Number};
    api.facts::<Quality>("measured quality of a service")
        .optional("coverage", Number, "share of code that tests run, from 0 to 1", |q| {
            q.0.quality.coverage as Option<FLOAT>
        })
        .optional("lint_pass", Boolean, "whether the linters pass", |q| q.0.quality.lint_pass)
        .optional(
            "open_critical_vulns",
            Integer,
            "open vulnerabilities of critical severity",
            |q| q.0.quality.open_critical_vulns.map(INT::from),
        )
        .optional("open_high_vulns", Integer, "open vulnerabilities of high severity", |q| {
            q.0.quality.open_high_vulns.map(INT::from)
        })
        .optional("integration_tests_pass", Boolean, "whether the integration tests pass", |q| {
            q.0.quality.integration_tests_pass
        })
        .optional("contract_tests_pass", Boolean, "whether the contract tests pass", |q| {
            q.0.quality.contract_tests_pass
        })
        .optional("performance_tests_pass", Boolean, "whether the performance tests pass", |q| {
            q.0.quality.performance_tests_pass
        });
}

fn security(api: &mut Api<'_>) {
    use Gives::{Boolean, Integer};
    api.facts::<Security>("security signals of a service")
        .optional("signed_images", Boolean, "whether its images are signed", |s| {
            s.0.security.signed_images
        })
        .optional(
            "sbom_present",
            Boolean,
            "whether a bill of materials is published with each image",
            |s| s.0.security.sbom_present,
        )
        .optional("policy_pass", Boolean, "whether every security policy passes", |s| {
            s.0.security.policy_pass
        })
        .optional(
            "policy_failures_blocking",
            Integer,
            "failed policies that block a release",
            |s| s.0.security.policy_failures_blocking.map(INT::from),
        )
        .optional("policy_failures_advisory", Integer, "failed policies that only advise", |s| {
            s.0.security.policy_failures_advisory.map(INT::from)
        });
}

/// Declares what is asked of a manifest beside its fields.
fn manifest(api: &mut Api<'_>) {
    use Gives::{Any, Boolean, Facts};
    let (asked, got) = (api.recorder.clone(), api.recorder.clone());
    api.more::<Service>()
        .method(
            "has",
            &["path"],
            Boolean,
            "whether the manifest states a value, such as `quality.coverage`",
            move |context: NativeCallContext, service: &mut Service, path: ImmutableString| {
                let value = raw(&context, service)?.stated(&path)?;
                record(asked.as_ref(), service, &path, &value);
                Ok::<bool, Box<EvalAltResult>>(!value.is_unit())
            },
        )
        .method(
            "get",
            &["path"],
            Any,
            "what the manifest states at a path such as `quality.coverage`, or `()`",
            move |context: NativeCallContext, service: &mut Service, path: ImmutableString| {
                let value = raw(&context, service)?.stated(&path)?;
                record(got.as_ref(), service, &path, &value);
                Ok::<Dynamic, Box<EvalAltResult>>(value)
            },
        )
        .computed(
            "raw",
            Facts("Data"),
            "the whole manifest, with keys that no rule reads",
            |context: NativeCallContext, service: &mut Service| raw(&context, service),
        );
}

/// Declares what stands in for loops over dependencies.
fn edges(api: &mut Api<'_>) {
    use Gives::{List, Many};
    api.more::<Service>()
        .method(
            "external_not_in",
            &["list"],
            List,
            "external technology that a list does not have",
            |context: NativeCallContext, service: &mut Service, known: crate::facts::List| {
                charge(&context, service.0.external.len())?;
                let unknown =
                    service.0.external.iter().filter(|name| !known.contains(name)).cloned();
                Ok::<crate::facts::List, Box<EvalAltResult>>(unknown.collect())
            },
        )
        .method(
            "edges",
            &[],
            Many("Edge"),
            "its internal dependencies",
            |context: NativeCallContext, service: &mut Service| Edges::of(&context, service),
        )
        .method(
            "layer_violations",
            &[],
            Many("Edge"),
            "its dependencies on services of higher layers",
            |context: NativeCallContext, service: &mut Service| {
                let world = world(&context)?;
                charge(&context, service.0.internal.len())?;
                let edges = world.edges(service).filter(Edge::leads_up);
                Ok::<Edges, Box<EvalAltResult>>(edges)
            },
        );
}

/// Declares questions to the graph.
fn reach(api: &mut Api<'_>) {
    use crate::facts::graph::{Way, neighbours, path};
    use Gives::{Boolean, List};
    api.more::<Service>()
        .method(
            "dependents",
            &[],
            List,
            "services that depend on it directly, sorted",
            |context: NativeCallContext, service: &mut Service| {
                neighbours(&context, &service.0.name, Way::Back)
            },
        )
        .method(
            "all_dependents",
            &[],
            List,
            "services that depend on it, directly or not, nearest first",
            |context: NativeCallContext, service: &mut Service| {
                neighbours(&context, &service.0.name, Way::AllBack)
            },
        )
        .method(
            "all_dependencies",
            &[],
            List,
            "services it depends on, directly or not, nearest first",
            |context: NativeCallContext, service: &mut Service| {
                neighbours(&context, &service.0.name, Way::AllOut)
            },
        )
        .method(
            "depends_on",
            &["name"],
            Boolean,
            "whether it depends on a service, directly or not",
            |context: NativeCallContext, service: &mut Service, name: ImmutableString| {
                let path = path(&context, &service.0.name, &name)?;
                Ok::<bool, Box<EvalAltResult>>(path.is_some_and(|path| path.len() > 1))
            },
        );
}

fn raw(context: &NativeCallContext<'_>, service: &Service) -> Result<Data, Box<EvalAltResult>> {
    world(context)?.raw(service.0.index)
}

/// Keeps that what stands at a path of a manifest was read, where policies are watched.
fn record(recorder: Option<&Recorder>, service: &Service, path: &str, value: &Dynamic) {
    let Some(recorder) = recorder else { return };
    let pointer = if path.starts_with('/') {
        path.to_owned()
    } else {
        path.split('.').fold(String::new(), |way, key| pointer::push(&way, key))
    };
    let of = Some(service.0.name.to_string());
    recorder.read(FactRead { of, pointer, value: value.clone() });
}
