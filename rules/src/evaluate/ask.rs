//! Asking one policy about its subjects.
//!
//! Subjects are asked in waves that double, so that a policy that always fails is stopped early; the waves do not
//! depend on the number of threads, and answers stand in the order of the subjects.

use meta_core::parallel;
use rhai::{Dynamic, Position};

use super::set::Installed;
use super::subjects::{Subject, Subjects};
use super::worker::Worker;
use super::{Catalog, EvaluateInput, PolicySet, Skipped};
use crate::decision::Decision;
use crate::engine::fault::Fault;
use crate::engine::{Deadline, deadline};
use crate::facts::{Context, ContextFacts, Time};
use crate::pack::Mode;
use crate::policy::{Hook, HookBody, MissingFact};

/// Subjects of the first wave.
const FIRST_WAVE: usize = 128;
/// Subjects of the largest wave.
const LARGEST_WAVE: usize = 32 * CHUNK;
/// Subjects that one thread is given at a time.
const CHUNK: usize = 512;
/// How often all that may be said of one subject may be said of those that one thread is given.
const SAID_BY_CHUNK: usize = 16;
/// How often it may be said of all subjects, and by all policies.
pub(super) const SAID_BY_ALL: usize = 256;

/// A policy, as one of its hooks speaks for it.
#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub(super) installed: &'a Installed,
    pub(super) hook: Hook,
    body: &'a HookBody,
}

impl<'a> Voice<'a> {
    /// Lists the hooks of a policy: none when it is off, or for other versions of the engine.
    pub(super) fn all_of(installed: &'a Installed) -> Vec<Self> {
        if installed.mode == Mode::Off || !installed.policy.header.is_for_this_version() {
            return Vec::new();
        }
        let hooks = installed.policy.hooks.iter();
        hooks.map(|(hook, body)| Self { installed, hook: *hook, body }).collect()
    }

    /// Returns where it stands among others, wherever its policy stands in the pack.
    pub(super) fn place(&self) -> (&'a str, Hook) {
        (self.installed.policy.header.id.as_str(), self.hook)
    }
}

/// How often a policy was asked, besides its answers.
pub(super) struct Asked<'a> {
    pub(super) voice: Voice<'a>,
    /// Subjects it was asked about.
    pub(super) count: usize,
    /// Subjects that it said something of.
    pub(super) decided: usize,
    /// Subjects that were left because it failed, or said, so much, or because the time was over.
    pub(super) stopped: Vec<Subject<'a>>,
    /// Whether the time was over.
    pub(super) is_over: bool,
    /// Whether as much was said as may be.
    pub(super) is_full: bool,
    pub(super) skipped: Vec<Skipped>,
}

/// What a policy said of one subject.
pub(super) struct Answer<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) decisions: Box<[Decision]>,
    /// Bytes of what was said.
    pub(super) bytes: usize,
    /// What stopped it, and where.
    pub(super) fault: Option<(Fault, Position)>,
}

/// What takes the answers of a policy. There may be millions: each thread makes what is kept of its answers while they
/// are at hand, and gives their memory back at once.
pub(super) trait Take<'a>: Sync {
    /// What one thread makes.
    type Part: Send;

    /// Makes what is kept of some answers. Subjects of which nothing was said are not among them.
    fn part(&self, voice: Voice<'a>, answers: Vec<Answer<'a>>) -> Self::Part;

    /// Adds a part; they come in the order of the subjects.
    fn add(&mut self, voice: Voice<'a>, part: Self::Part);

    /// Tells whether as much was said as may be kept.
    fn is_full(&self) -> bool;
}

/// Every answer as it is.
impl<'a> Take<'a> for Vec<Answer<'a>> {
    type Part = Self;

    fn part(&self, _: Voice<'a>, answers: Self) -> Self {
        answers
    }

    fn add(&mut self, _: Voice<'a>, mut answers: Self) {
        self.append(&mut answers);
    }

    fn is_full(&self) -> bool {
        // Gates have few subjects, of each of which no more is said than the limit of one allows.
        false
    }
}

/// What policies are asked with.
pub(super) struct Asking<'a> {
    pub(super) set: &'a PolicySet,
    pub(super) catalog: &'a Catalog,
    pub(super) input: &'a EvaluateInput,
    pub(super) subjects: &'a Subjects<'a>,
    pub(super) deadline: Option<&'a Deadline>,
}

impl<'a> Asking<'a> {
    /// Asks a policy, and returns its answers.
    pub(super) fn answers(&self, voice: Voice<'a>) -> (Asked<'a>, Vec<Answer<'a>>) {
        let mut answers = Vec::new();
        (self.ask(voice, &mut answers), answers)
    }

    /// Asks a policy, and hands its answers to `taker`.
    pub(super) fn ask<T: Take<'a>>(&self, voice: Voice<'a>, taker: &mut T) -> Asked<'a> {
        let context = Context::new(ContextFacts {
            now: Time(self.input.now),
            environment: self.input.environment.as_deref().map(Into::into),
            parameters: voice.installed.parameters.clone(),
            data: self.subjects.input_data().clone(),
            world: self.catalog.world().clone(),
        });
        let all = self.subjects.of(voice.hook);
        let question = Question { asking: self, voice, context: Dynamic::from(context) };
        question.ask(all, taker)
    }
}

/// How many answers there are of a sort.
#[derive(Default)]
struct Counts {
    answers: usize,
    decisions: usize,
    bytes: usize,
    failures: usize,
    missing: usize,
}

impl Counts {
    fn of(answers: &[Answer<'_>]) -> Self {
        let stopped = |is_missing: bool| {
            let faults = answers.iter().filter_map(|answer| answer.fault.as_ref());
            faults.filter(|fault| matches!(fault.0, Fault::Missing { .. }) == is_missing).count()
        };
        Self {
            answers: answers.len(),
            decisions: answers.iter().map(|answer| answer.decisions.len()).sum(),
            bytes: answers.iter().map(|answer| answer.bytes).sum(),
            failures: stopped(false),
            missing: stopped(true),
        }
    }

    fn add(&mut self, other: &Self) {
        self.answers += other.answers;
        self.decisions += other.decisions;
        self.bytes += other.bytes;
        self.failures += other.failures;
        self.missing += other.missing;
    }
}

/// What one thread made of its subjects.
struct Chunk<'a, P> {
    part: P,
    counts: Counts,
    left: Left<'a>,
}

/// Subjects that one thread was not asked about in the end: for want of time, or because so much was said.
#[derive(Default)]
struct Left<'a> {
    subjects: Vec<Subject<'a>>,
    is_over: bool,
    is_full: bool,
}

struct Question<'a, 'q> {
    asking: &'q Asking<'a>,
    voice: Voice<'a>,
    context: Dynamic,
}

impl<'a> Question<'a, '_> {
    fn ask<T: Take<'a>>(&self, all: Vec<Subject<'a>>, taker: &mut T) -> Asked<'a> {
        let count = all.len();
        let mut subjects: Vec<Subject<'a>> = all.into_iter().filter(|s| self.means(s)).collect();
        let outside = count - subjects.len();
        let count = subjects.len();
        let limits = self.asking.set.limits();
        let mut wave = FIRST_WAVE.min(limits.failures.max(1));
        let (mut counts, mut left) = (Counts::default(), Left::default());
        let is_full = |counts: &Counts, taker: &T| {
            counts.bytes > limits.said.saturating_mul(SAID_BY_ALL) || taker.is_full()
        };
        // What it says beyond the limit of findings would be left out.
        while !subjects.is_empty()
            && left.subjects.is_empty()
            && counts.failures < limits.failures
            && counts.decisions <= limits.findings
            && !is_full(&counts, taker)
        {
            let rest = subjects.split_off(wave.min(subjects.len()));
            let chunks = self.wave(std::mem::replace(&mut subjects, rest), taker);
            for chunk in chunks {
                counts.add(&chunk.counts);
                taker.add(self.voice, chunk.part);
                left.subjects.extend(chunk.left.subjects);
                left.is_over |= chunk.left.is_over;
                left.is_full |= chunk.left.is_full;
            }
            wave = LARGEST_WAVE.min(wave * 2);
        }
        left.is_full |= is_full(&counts, taker);
        left.subjects.append(&mut subjects);
        Asked {
            voice: self.voice,
            count: count - left.subjects.len(),
            decided: counts.answers,
            stopped: left.subjects,
            is_over: left.is_over,
            is_full: left.is_full,
            skipped: self.skipped(outside, counts.missing),
        }
    }

    /// Tells which subjects were left out: those that `applies_to` does not mean, and those that do not state a fact.
    fn skipped(&self, outside: usize, missing: usize) -> Vec<Skipped> {
        let Voice { installed, hook, .. } = self.voice;
        let is_skipped = installed.policy.header.missing == MissingFact::Skip && !hook.is_gate();
        let reason = "a fact is not stated, and the header skips these";
        let missing = Skipped::some(installed, hook, missing, reason);
        let reason = "`applies_to` does not mean them";
        let outside = Skipped::some(installed, hook, outside, reason);
        outside.into_iter().chain(missing.filter(|_| is_skipped)).collect()
    }

    /// Tells whether the policy is about a subject.
    fn means(&self, subject: &Subject<'_>) -> bool {
        let selector = self.voice.installed.policy.selector.as_ref();
        let Some((selector, service)) = selector.zip(subject.service()) else { return true };
        let layer = service.0.layer.and_then(|layer| u32::try_from(layer).ok());
        let entry = self.asking.catalog.world().catalog.services.get(service.0.index);
        entry.is_some_and(|entry| selector.selects(entry, layer))
    }

    /// Asks about some subjects.
    fn wave<T: Take<'a>>(&self, subjects: Vec<Subject<'a>>, taker: &T) -> Vec<Chunk<'a, T::Part>> {
        let mut chunks = Vec::with_capacity(subjects.len() / CHUNK + 1);
        let mut subjects = subjects.into_iter();
        loop {
            let chunk: Vec<Subject<'a>> = subjects.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            chunks.push(chunk);
        }
        parallel::map(chunks, |chunk| {
            let (answers, left) = deadline::under(self.asking.deadline, || self.chunk(chunk));
            let counts = Counts::of(&answers);
            Chunk { part: taker.part(self.voice, answers), counts, left }
        })
    }

    /// Asks about some subjects in one thread.
    fn chunk(&self, subjects: Vec<Subject<'a>>) -> (Vec<Answer<'a>>, Left<'a>) {
        let (policy, body) = (&self.voice.installed.policy, self.voice.body);
        let (set, world) = (self.asking.set, self.asking.catalog.world());
        let most = set.limits().said.saturating_mul(SAID_BY_CHUNK);
        let mut worker = Worker::new(set, (policy, body), world, &self.context);
        let (mut answers, mut bytes) = (Vec::new(), 0);
        let mut subjects = subjects.into_iter();
        while !subjects.as_slice().is_empty() {
            // Most questions end before the engine looks at the time.
            let (is_over, is_full) = (deadline::is_over(), bytes > most);
            if is_over || is_full {
                return (answers, Left { subjects: subjects.collect(), is_over, is_full });
            }
            let answer = subjects.next().and_then(|subject| worker.ask(subject));
            bytes += answer.as_ref().map_or(0, |answer| answer.bytes);
            answers.extend(answer);
        }
        (answers, Left::default())
    }
}
