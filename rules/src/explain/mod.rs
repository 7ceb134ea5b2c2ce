//! Why a policy says what it says: the conditions with the values they compared, the branch that decided, and the
//! smallest change of a fact after which something else follows.
//!
//! 1. the policy is asked as always, and asked again while it is watched (`steps`);
//! 2. `candidates` are changes of the facts that were read, made from what they were compared with;
//! 3. `flip` asks again after each, the smallest first, and stops at the first that matters.

mod candidates;
mod document;
mod flip;
mod steps;
mod types;

use meta_core::error::Error;
use meta_core::{Result, suggest};

pub use types::{
    ComparedValue, ExplainDecisionInput, ExplainInput, ExplainedCondition, ExplainedDecision,
    ExplainedFact, Explanation, Flip, Search, Standing,
};

use crate::evaluate::{Answers, Installed, ask_about};
use crate::observe::{Recorder, Watched};
use crate::policy::Hook;
use crate::{Catalog, EvaluateInput, Mode, Outcome, PolicySet, Statement, Stop, Told};

/// Compiles policies, reads a catalog, and explains one decision.
///
/// # Errors
/// As [`PolicySet::explain`], and `policy_invalid` when a policy cannot be used.
pub fn explain_decision(input: &ExplainDecisionInput) -> Result<Explanation> {
    let set = PolicySet::compile(&input.policies)?;
    let catalog = Catalog::open(&input.catalog).map_err(|error| error.within("/catalog"))?;
    set.explain(&catalog, &input.question).map_err(|error| error.within("/question"))
}

/// One policy and one subject.
struct Question<'a> {
    set: &'a PolicySet,
    installed: &'a Installed,
    hook: Hook,
    subject: &'a str,
}

impl PolicySet {
    /// Explains what a policy says of a subject.
    ///
    /// # Errors
    /// `input_invalid` when no policy or no subject has the name.
    pub fn explain(&self, catalog: &Catalog, input: &ExplainInput) -> Result<Explanation> {
        let mut installed = self.installed().iter();
        let Some(installed) = installed.find(|i| i.policy.header.id == input.policy) else {
            let known = self.headers().map(|header| header.id.as_str());
            return Err(unknown("/policy", "policy", &input.policy, known));
        };
        let told = EvaluateInput {
            environment: input.environment.clone(),
            data: input.data.clone(),
            subjects: input.subjects.clone(),
            ..EvaluateInput::at(input.now)
        };
        let mut hooks: Vec<Hook> = installed.policy.hooks.keys().copied().collect();
        if let Some(asked) = input.hook {
            known_hook(asked, &hooks)?;
            hooks = vec![asked];
        }
        for hook in hooks {
            let question = Question { set: self, installed, hook, subject: &input.subject };
            if let Some(answers) = question.ask(catalog, &told)? {
                return Ok(question.explained(catalog, &told, &answers));
            }
        }
        let known = catalog.world().services.iter().map(|service| service.0.name.as_str());
        Err(unknown("/subject", "subject of the policy", &input.subject, known))
    }
}

fn known_hook(asked: Hook, hooks: &[Hook]) -> Result<()> {
    if hooks.contains(&asked) {
        return Ok(());
    }
    let names: Vec<&str> = hooks.iter().map(|hook| hook.as_str()).collect();
    let message = format!("the policy has no hook `{}`", asked.as_str());
    Err(Error::invalid("/hook", message).help(format!("it has {}", names.join(", "))))
}

fn unknown<'a>(at: &str, what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let error = Error::invalid(at, format!("no {what} is called `{name}`"));
    match suggest::nearest(name, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    }
}

impl Question<'_> {
    /// Asks the policy; none when the hook has no such subject.
    fn ask(&self, catalog: &Catalog, told: &EvaluateInput) -> Result<Option<Answers>> {
        ask_about(self.set, self.installed, catalog, told, (self.hook, self.subject))
    }

    fn explained(&self, catalog: &Catalog, told: &EvaluateInput, answers: &Answers) -> Explanation {
        let said = answers.statements();
        let stands = standing(&said);
        let mut explanation = Explanation {
            schema_version: "1".to_owned(),
            policy: self.installed.policy.header.id.clone(),
            hook: self.hook,
            subject: self.subject.to_owned(),
            stands,
            not_asked: self.not_asked(answers),
            unwatched: None,
            decisions: Vec::new(),
            conditions: Vec::new(),
            facts: Vec::new(),
            parameters: std::collections::BTreeMap::new(),
            flip: None,
            search: Search::default(),
        };
        if explanation.not_asked.is_some() {
            "the policy is not asked".clone_into(&mut explanation.search.note);
            return explanation;
        }
        let policies = std::iter::once(self.installed);
        let watched = Watched::new(self.set.limits(), policies, Recorder::default());
        explanation.unwatched = watched.unwatched.values().next().cloned();
        let seen = steps::seen(self, &watched, catalog, told, &said);
        seen.tell(&mut explanation);
        flip::search(self, catalog, told, &seen, &mut explanation);
        explanation
    }

    fn not_asked(&self, answers: &Answers) -> Option<String> {
        let header = &self.installed.policy.header;
        if self.installed.mode == Mode::Off {
            return Some("the pack switches it off".to_owned());
        }
        if !header.is_for_this_version() {
            return Some("it needs another version of meta-core".to_owned());
        }
        (answers.asked == 0).then(|| {
            let selector = header.applies_to.as_deref().unwrap_or_default();
            format!("`applies_to` does not mean it: `{selector}`")
        })
    }
}

/// Returns what follows from statements: the worst of them.
fn standing(said: &[Statement]) -> Standing {
    let of = |statement: &Statement| match statement.told {
        Told::Said(Outcome::Allow) => Standing::Passes,
        Told::Said(Outcome::Raise | Outcome::Lower | Outcome::Adjust | Outcome::Tag) => {
            Standing::Changed
        }
        Told::Said(Outcome::Info) => Standing::Informed,
        Told::Said(Outcome::Warn) => Standing::Warned,
        Told::Said(Outcome::Require) => Standing::Conditional,
        Told::Said(Outcome::Deny) => Standing::Denied,
        Told::Stopped(Stop::Missing) => Standing::Undecided,
        Told::Stopped(Stop::Limit | Stop::Error) => Standing::Failed,
    };
    said.iter().map(of).max().unwrap_or(Standing::Passes)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Explanation, Question, Standing, standing};
    use crate::evaluate::ask;
    use crate::{Catalog, EvaluateInput};

    /// What a case shows of explanations.
    fn explained(question: &Question<'_>, catalog: &Catalog, input: &EvaluateInput) -> Explanation {
        let answers = question.ask(catalog, input).unwrap().unwrap();
        let said = answers.statements();
        let explanation = question.explained(catalog, input, &answers);
        assert_eq!(explanation.stands, standing(&said));
        let told: Vec<_> = explanation.decisions.iter().map(|one| one.said.clone()).collect();
        assert_eq!(told, said);
        for decision in &explanation.decisions {
            assert!(decision.because.iter().all(|at| *at < explanation.conditions.len()));
        }
        explanation
    }

    #[test]
    fn every_decision_of_the_shipped_policies_is_explained() {
        let (mut subjects, mut without) = (0, 0);
        let mut flips: BTreeMap<bool, usize> = BTreeMap::new();
        crate::testing::shipped::each_case(|set, installed, catalog, input| {
            let (said, _) = ask(set, &[installed], catalog, input).unwrap();
            for said in &said {
                let subject = said.subject.as_str();
                let question = Question { set, installed, hook: said.hook, subject };
                let explanation = explained(&question, catalog, input);
                subjects += 1;
                without += usize::from(explanation.conditions.is_empty());
                *flips.entry(explanation.flip.is_some()).or_default() += 1;
                if let Some(flip) = &explanation.flip {
                    assert_ne!(flip.stands, explanation.stands);
                    assert!(!matches!(flip.stands, Standing::Undecided | Standing::Failed));
                    assert_eq!(flip.stands, standing(&flip.says));
                }
            }
        });
        // A fact that is missing may stop a policy before its first condition.
        assert!(subjects > 100 && without * 4 < subjects, "{subjects} {without}");
        assert!(flips[&true] > flips[&false] * 5, "{flips:?}");
    }
}
