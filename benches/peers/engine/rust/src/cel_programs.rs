//! cel: four programs, compiled once; services are its own values beforehand, and are lent to it.

use std::sync::Arc;

use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, Env, Program, Value};
use meta_benches::clock::Clock;

use crate::Outcome;
use crate::answer::Counts;
use crate::facts::{COVERAGE, EXTERNAL, Facts, LAYER, VULNERABLE};

/// The allow-list is a map, in which a name is found at once.
const PROGRAMS: [(&str, &str); 4] = [
    (VULNERABLE, r#"service.maturity == "stable" && service.open_critical_vulns > 0"#),
    (COVERAGE, "service.coverage < 0.75"),
    (EXTERNAL, "service.external.filter(name, !(name in allow))"),
    (
        LAYER,
        "service.internal.filter(target, target.layer > service.layer).map(target, target.name)",
    ),
];

/// Lends the allow-list and a service to the programs.
struct Lent<'a> {
    allow: &'a dyn Val,
    service: &'a dyn Val,
}

impl VariableResolver for Lent<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        match name {
            "service" => Some(CowVal::Borrowed(self.service)),
            "allow" => Some(CowVal::Borrowed(self.allow)),
            _ => None,
        }
    }
}

pub fn run(facts: &[Facts], allow: &[String]) -> Outcome<()> {
    let mut clock = Clock::start();
    let env = Arc::new(Env::stdlib());
    let mut programs = Vec::new();
    for (rule, source) in PROGRAMS {
        programs.push((rule, env.compile(source).map_err(|error| error.to_string())?));
    }
    let names: std::collections::HashMap<&String, bool> =
        allow.iter().map(|name| (name, true)).collect();
    let allow = value(&names)?;
    let services = facts.iter().map(value).collect::<Outcome<Vec<Box<dyn Val>>>>()?;
    let answers = clock.least("evaluate", || ask(&programs, &*allow, &services, &env));
    report(clock, &answers?)
}

fn ask(
    programs: &[(&'static str, Program)],
    allow: &dyn Val,
    services: &[Box<dyn Val>],
    env: &Arc<Env>,
) -> Outcome<Vec<(&'static str, Value)>> {
    let mut answers = Vec::with_capacity(services.len() * programs.len());
    for service in services {
        let lent = Lent { allow, service: &**service };
        let mut context = Context::with_env(Arc::clone(env));
        context.set_variable_resolver(&lent);
        for (rule, program) in programs {
            answers.push((*rule, program.execute(&context)?));
        }
    }
    Ok(answers)
}

fn value(data: &impl serde::Serialize) -> Outcome<Box<dyn Val>> {
    let value = cel::to_value(data).map_err(|error| error.to_string())?;
    Ok(value.try_into().map_err(|_| "a value of CEL")?)
}

fn report(clock: Clock, answers: &[(&str, Value)]) -> Outcome<()> {
    let mut counts = Counts::default();
    for (rule, answer) in answers {
        let count = match answer {
            Value::Bool(is_broken) => usize::from(*is_broken),
            Value::List(names) => names.len(),
            _ => return Err("neither a boolean nor a list".into()),
        };
        counts.add(rule, count);
    }
    clock.report(&counts.findings())
}
