//! What makes a manifest invalid: weights that do not add up, and names of what there is not.

mod cycles;
mod operators;

use std::collections::BTreeMap;

use super::compare::all_settings;
use super::conditions::segments_of;
use super::model::{Flag, Manifest, Notation, Outcome, Rollout, Serve, Setting};
use super::show;
use crate::diff::Class;
use crate::diff::draft::{Draft, Found};
use crate::diff::fields::Spot;
use crate::finding::codes::diff::flags as codes;
use crate::finding::{Code, Finding, Location};

/// Something that makes a manifest invalid.
struct Problem<'a> {
    code: &'static Code,
    at: Spot<'a>,
    message: String,
    confidence: f64,
    why: Option<&'static str>,
}

/// Problems by what they are about: the same problem has the same name in both manifests.
type Problems<'a> = BTreeMap<(&'static str, String), Problem<'a>>;

/// Adds what is newly invalid, which takes the place of the change that made it so; what was invalid
/// before is a finding about the manifest itself.
pub(super) fn compare(before: &Manifest<'_>, after: &Manifest<'_>, found: &mut Found) {
    let was = problems(before, None);
    let mut causes = Causes::of(std::mem::take(&mut found.changes));
    for (name, problem) in problems(after, Some(before)) {
        if was.contains_key(&name) {
            let location = Location::new("", problem.at.pointer.as_str());
            let finding = Finding::new(problem.code, name.1.as_str(), &[], problem.message);
            found.findings.push(finding.at(location).remedy(problem.code.fix));
        } else {
            let cause = causes.take(&problem.at.pointer);
            causes.push(introduced(problem, cause));
        }
    }
    found.changes = causes.rest();
}

/// Changes, of which some made the manifest invalid.
struct Causes {
    changes: Vec<Option<Draft>>,
    /// Positions of changes by their place after, last ones first.
    places: BTreeMap<String, Vec<usize>>,
}

impl Causes {
    fn of(changes: Vec<Draft>) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, change) in changes.iter().enumerate().rev() {
            if let Some(part) = &change.after {
                places.entry(part.pointer.clone()).or_default().push(index);
            }
        }
        let changes = changes.into_iter().map(Some).collect();
        Self { changes, places }
    }

    /// Takes the first change at a place.
    fn take(&mut self, pointer: &str) -> Option<Draft> {
        let index = self.places.get_mut(pointer)?.pop()?;
        self.changes.get_mut(index)?.take()
    }

    fn push(&mut self, draft: Draft) {
        if let Some(part) = &draft.after {
            self.places.entry(part.pointer.clone()).or_default().insert(0, self.changes.len());
        }
        self.changes.push(Some(draft));
    }

    fn rest(self) -> Vec<Draft> {
        self.changes.into_iter().flatten().collect()
    }
}

fn introduced(problem: Problem<'_>, cause: Option<Draft>) -> Draft {
    let mut draft = Draft::new(problem.code, Class::Breaking, problem.message)
        .sure(problem.confidence)
        .after(problem.at.part());
    if let Some(why) = problem.why {
        draft = draft.because(why);
    }
    if let Some(cause) = cause {
        draft.details = cause.details;
        draft = draft.detail("change", cause.code.id);
        draft.before = cause.before;
    }
    draft
}

fn problems<'a>(manifest: &'a Manifest<'a>, before: Option<&Manifest<'_>>) -> Problems<'a> {
    let mut found = Problems::new();
    for flag in manifest.flags.values() {
        for (environment, setting) in all_settings(flag) {
            let mut check = Check { manifest, flag, environment, found: &mut found };
            check.setting(setting);
        }
    }
    for (key, segment) in &manifest.segments {
        let mut used = Vec::new();
        segments_of(&segment.logic, &mut used);
        for name in used.into_iter().filter(|name| !manifest.segments.contains_key(*name)) {
            let message = format!("segment `{key}` uses segment `{name}`, which there is not");
            let id = (codes::UNKNOWN_SEGMENT.id, format!("{key} {name}"));
            found.insert(id, problem(codes::UNKNOWN_SEGMENT, &segment.at, message, 1.0));
        }
    }
    cycles::add(manifest, before, &mut found);
    found
}

fn problem<'a>(
    code: &'static Code,
    at: &Spot<'a>,
    message: String,
    confidence: f64,
) -> Problem<'a> {
    Problem { code, at: at.clone(), message, confidence, why: None }
}

struct Check<'a, 'f> {
    manifest: &'a Manifest<'a>,
    flag: &'a Flag<'a>,
    environment: Option<&'a str>,
    found: &'f mut Problems<'a>,
}

impl<'a> Check<'a, '_> {
    fn whose(&self) -> String {
        format!("flag `{}`{}", self.flag.key, show::place(self.environment))
    }

    fn add(&mut self, what: &str, problem: Problem<'a>) {
        let name = format!("{}{} {what}", self.flag.key, show::place(self.environment));
        self.found.entry((problem.code.id, name)).or_insert(problem);
    }

    fn setting(&mut self, setting: &'a Setting<'a>) {
        for (index, rule) in setting.rules.iter().flatten().enumerate() {
            let name = rule.id.clone().unwrap_or_else(|| index.to_string());
            self.serve(&format!("rule {name}"), &rule.serve);
            self.segments(&rule.logic, &rule.condition);
            if let Some(operator) = operators::unknown(self.flag.notation, rule.condition.value) {
                let message =
                    format!("{} uses the operator `{operator}`, which there is not", self.whose());
                let problem = problem(codes::UNKNOWN_OPERATOR, &rule.condition, message, 0.9);
                self.add(&operator, problem);
            }
        }
        if let Some(serve) = &setting.otherwise {
            self.serve("otherwise", serve);
        }
        for (what, named) in [("default", &setting.default), ("off variant", &setting.off)] {
            if let Some(named) = named {
                self.variant(what, &named.variant, &named.at);
            }
        }
        self.prerequisites(setting);
    }

    fn serve(&mut self, what: &str, serve: &'a Serve<'a>) {
        if let Outcome::Rollout(rollout) = &serve.outcome {
            self.weights(what, rollout, &serve.at);
        }
        for name in serve.outcome.named() {
            self.variant(what, name, &serve.at);
        }
    }

    fn variant(&mut self, what: &str, name: &str, at: &Spot<'a>) {
        let known = !self.flag.closed || self.flag.variants.contains_key(name);
        if known {
            return;
        }
        let message = format!("{} names variant `{name}`, which there is not", self.whose());
        self.add(&format!("{what} {name}"), problem(codes::UNKNOWN_VARIANT, at, message, 1.0));
    }

    fn weights(&mut self, what: &str, rollout: &Rollout, at: &Spot<'a>) {
        let total = rollout.total();
        let negative = rollout.buckets.iter().any(|bucket| bucket.weight < 0.0);
        if (total - rollout.whole).abs() < 1e-6 && !negative {
            return;
        }
        let sum = show::number(total);
        let whole = show::number(rollout.whole);
        let whose = match what {
            "otherwise" => self.whose(),
            rule => format!("{rule} of {}", self.whose()),
        };
        let message = format!("the weights of {whose} add up to {sum} instead of {whole}");
        let mut problem = problem(codes::WEIGHTS_INVALID, at, message, 1.0);
        if self.flag.notation == Notation::Flagd && !negative {
            problem.confidence = 0.7;
            problem.why =
                Some("older versions of flagd refuse such weights; newer ones take them as ratios");
        }
        self.add(what, problem);
    }

    fn segments(&mut self, logic: &'a serde_json::Value, at: &Spot<'a>) {
        let mut used = Vec::new();
        segments_of(logic, &mut used);
        for name in used {
            if !self.manifest.segments.contains_key(name) {
                let message = format!("{} uses segment `{name}`, which there is not", self.whose());
                // An export of flags may come without the segments, which live in the service.
                let alone = self.manifest.segments.is_empty();
                let confidence = if alone { 0.5 } else { 1.0 };
                self.add(name, problem(codes::UNKNOWN_SEGMENT, at, message, confidence));
            }
        }
    }

    fn prerequisites(&mut self, setting: &'a Setting<'a>) {
        for (key, asked) in setting.prerequisites.iter().flatten() {
            let Some(other) = self.manifest.flags.get(key) else {
                let message =
                    format!("{} depends on flag `{key}`, which there is not", self.whose());
                self.add(key, problem(codes::PREREQUISITE_MISSING, &asked.at, message, 1.0));
                continue;
            };
            let Some(variant) = &asked.variant else { continue };
            let by_position = variant.strip_prefix('#').and_then(|n| n.parse::<usize>().ok());
            let known = by_position.is_some_and(|index| index < other.variants.len())
                || other.variants.contains_key(variant)
                || !other.closed;
            if !known {
                let message = format!(
                    "{} asks flag `{key}` for variant `{variant}`, which there is not",
                    self.whose()
                );
                self.add(
                    &format!("{key} {variant}"),
                    problem(codes::UNKNOWN_VARIANT, &asked.at, message, 1.0),
                );
            }
        }
    }
}
