//! Watching policies decide: which statements run, what conditions come to, and which facts are read.
//!
//! A policy is written anew with calls around what is watched, and runs on an engine of its own. Policies that nobody
//! watches have no such calls, so that watching costs nothing where it is not asked for.

mod recorder;
mod rewrite;
mod shown;

use std::collections::BTreeMap;
use std::ops::Range;

use meta_core::error::Error;

use crate::PolicySet;
use crate::engine::{Host, Limits};
use crate::evaluate::Installed;
use crate::policy::{Written, declare_parameters};

pub(crate) use recorder::{Event, FactRead, Recorder};
pub(crate) use rewrite::{Probe, ProbeKind};
pub(crate) use shown::shown;

/// Policies that are watched.
pub(crate) struct Watched {
    /// The policies, in the order of the set they were made from; those that cannot be watched are left out.
    pub(crate) set: PolicySet,
    /// What is watched; its number is what the recorder calls it.
    pub(crate) probes: Vec<Probe>,
    /// The numbers of the probes of each policy, by its identifier.
    pub(crate) of: BTreeMap<String, Range<usize>>,
    /// Why policies cannot be watched, by their identifiers.
    pub(crate) unwatched: BTreeMap<String, String>,
    pub(crate) recorder: Recorder,
}

impl Watched {
    /// Writes policies anew so that they can be watched.
    pub(crate) fn new<'a>(
        limits: &Limits,
        policies: impl Iterator<Item = &'a Installed> + Clone,
        recorder: Recorder,
    ) -> Self {
        let mut host = Host::watched(limits, &recorder);
        declare_parameters(&mut host, policies.clone().map(|installed| &installed.policy.header));
        let (mut probes, mut of) = (Vec::new(), BTreeMap::new());
        let (mut unwatched, mut installed) = (BTreeMap::new(), Vec::new());
        for watched in policies {
            let id = watched.policy.header.id.clone();
            let (text, found) = rewrite::rewrite(&watched.policy.text, probes.len());
            match compile(watched, &text, &host) {
                Ok(made) => {
                    of.insert(id, probes.len()..probes.len() + found.len());
                    probes.extend(found);
                    installed.push(made);
                }
                Err(why) => drop(unwatched.insert(id, why)),
            }
        }
        let set = PolicySet::watched(host, installed, limits.clone());
        Self { set, probes, of, unwatched, recorder }
    }

    /// Returns a policy as it is watched.
    pub(crate) fn find(&self, id: &str) -> Option<&Installed> {
        self.set.installed().iter().find(|installed| installed.policy.header.id == id)
    }
}

fn compile(watched: &Installed, text: &str, host: &Host) -> Result<Installed, String> {
    let policy = &watched.policy;
    let (path, header, is_shipped) = (&*policy.path, policy.header.clone(), policy.is_shipped);
    let written = Written { path, text, header, is_shipped };
    let policy = written.compile(host).map_err(|faults| {
        faults.first().map_or("it cannot be compiled", Error::message).to_owned()
    })?;
    Ok(Installed { policy, mode: watched.mode, parameters: watched.parameters.clone() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use meta_core::document::Source;
    use serde_json::{Value, json};

    use super::{Recorder, Watched};
    use crate::evaluate::{Installed, Said, ask};
    use crate::{Catalog, CompileInput, EvaluateInput, PolicySet};

    fn said(set: &PolicySet, installed: &[&Installed], value: &Value) -> Vec<String> {
        let catalog = serde_json::from_value(value["catalog"].clone()).unwrap();
        let input: EvaluateInput = serde_json::from_value(value["context"].clone()).unwrap();
        let catalog = Catalog::open(&catalog).unwrap();
        let Ok((said, _)) = ask(set, installed, &catalog, &input) else { return Vec::new() };
        said.iter().map(line).collect()
    }

    /// Columns are others where something was put in before.
    fn line(said: &Said) -> String {
        let told = said.decisions.iter().map(|decision| {
            let (line, details) = (decision.position.line(), &decision.details);
            format!("{:?} {} {details:?} {line:?}", decision.outcome, decision.message)
        });
        let decisions: Vec<String> = told.collect();
        let fault = said.fault.as_ref().map(|(fault, at)| (fault.clone(), at.line()));
        format!("{} {} {decisions:?} {fault:?}", said.policy, said.subject)
    }

    fn is_same_when_watched(files: BTreeMap<String, Source>, value: &Value) -> usize {
        let input = CompileInput { files, ..CompileInput::default() };
        let Ok(set) = PolicySet::compile(&input) else { return 0 };
        let watched = Watched::new(set.limits(), set.installed().iter(), Recorder::default());
        assert_eq!(watched.unwatched, BTreeMap::new());
        let plain: Vec<&Installed> = set.installed().iter().collect();
        let own: Vec<&Installed> = watched.set.installed().iter().collect();
        let told = said(&set, &plain, value);
        assert_eq!(said(&watched.set, &own, value), told);
        told.len()
    }

    /// Policies that fail by a limit are stopped elsewhere when they are watched.
    #[test]
    fn policies_say_the_same_when_they_are_watched() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/check_policies");
        #[expect(clippy::disallowed_methods, reason = "fixtures are files")]
        let texts = std::fs::read_dir(folder).unwrap().map(|entry| {
            let path = entry.unwrap().path();
            (path.display().to_string(), std::fs::read_to_string(path).unwrap())
        });
        let mut answers = 0;
        for (path, text) in texts {
            let fixture: Value = serde_json::from_str(&text).unwrap();
            let input = &fixture["input"];
            if fixture.get("error").is_some() || path.contains("without_end") {
                continue;
            }
            let files = serde_json::from_value(input["policies"]["files"].clone()).unwrap();
            answers += is_same_when_watched(files, input);
        }
        assert!(answers > 20, "{answers}");
    }

    #[test]
    fn shipped_policies_say_the_same_when_they_are_watched() {
        let mut cases = 0;
        crate::testing::shipped::each_case(|set, installed, catalog, input| {
            let watched =
                Watched::new(set.limits(), std::iter::once(installed), Recorder::default());
            assert_eq!(watched.unwatched, BTreeMap::new());
            let own = watched.set.installed().first().unwrap();
            let (told, _) = ask(set, &[installed], catalog, input).unwrap();
            let (seen, _) = ask(&watched.set, &[own], catalog, input).unwrap();
            let lines = |said: &[Said]| said.iter().map(line).collect::<Vec<_>>();
            assert_eq!(lines(&seen), lines(&told));
            cases += 1;
        });
        assert!(cases > 100, "{cases}");
    }

    #[test]
    fn shapes_of_scripts_that_are_rare_are_watched_like_others() {
        let bodies = [
            "let x = if service.tier == 1 { 1 } else { 2 }; if x == 1 { deny(`${x}`) }",
            "let f = switch service.tier { 1 => 5, _ => 6 }; warn(`${f}`);",
            "let n = 0; loop { n += 1; if n > 3 { break; } } info(`${n}`)",
            "let n = 0; do { n += 1 } until n > 2; info(`${n}`)",
            "for (name, at) in service.tags { if at == 0 && (name == \"a\" || name == \"b\") { tag(name); } }",
            "let m = #{a: service.tier == 1 && true, b: [1, 2 < 3]}; if m.a && m.b[1] { deny(\"m\").at(\"/tier\") }",
            "if (service.tier == 1) { return; } deny(\"t\")",
            "if !(service.tags.contains(\"a\") && !(service.tier > 1)) { warn(\"w\") } else if true { info(\"i\") }",
            "{ let inner = service.tier; if inner in [1, 2] { allow() } }",
            "if service.get(\"owner\") ?? \"\" == \"\" { deny(\"o\") }",
            "let a = 1; let b = (a + 1) * 2 == 4 && a < 2; if b { deny(\"b\") }",
            "while service.tier == 2 { break; } helper(service, 1 == 1)",
            "if \"a\" in service.tags { warn(if service.tier == 1 { \"x\" } else { \"y\" }) }",
        ];
        let catalog = json!({"catalog": {"services": [
            {"name": "a", "tier": 1, "tags": ["a", "b"]}, {"name": "b", "tier": 2, "tags": []},
        ]}});
        let value = json!({"catalog": catalog, "context": {"now": "2026-01-01T00:00:00Z"}});
        let mut answers = 0;
        for body in bodies {
            let text = format!(
                "/*---\nid: own/one\ntitle: t\nwhy: w\nfix: f\n---*/\nfn check(service, ctx) {{ {body} }}\n\
                 fn helper(s, yes) {{ if yes && s.tier == 1 {{ deny(\"h\"); }} }}\n"
            );
            let files = BTreeMap::from([("one.rhai".to_owned(), Source::text(text))]);
            let found = is_same_when_watched(files, &value);
            assert!(found > 0, "{body}");
            answers += found;
        }
        assert!(answers >= bodies.len(), "{answers}");
    }
}
