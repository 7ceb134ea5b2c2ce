//! regorus: input and data are values beforehand; its interpreter, and its machine for bytecode.

use std::sync::Arc;

use meta_benches::clock::Clock;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};
use serde_json::json;

use crate::Outcome;
use crate::answer::Counts;
use crate::facts::Facts;

const EACH: &str = include_str!("../../policies/four_rules.rego");
const BATCH: &str = include_str!("../../policies/four_rules_batch.rego");
const RULE: &str = "data.fleet.findings";

pub fn each(facts: &[Facts], allow: &[String]) -> Outcome<()> {
    by_interpreter(EACH, &values(facts)?, allow)
}

pub fn batch(facts: &[Facts], allow: &[String]) -> Outcome<()> {
    by_interpreter(BATCH, &[value(&facts)?], allow)
}

pub fn each_by_machine(facts: &[Facts], allow: &[String]) -> Outcome<()> {
    by_machine(EACH, &values(facts)?, allow)
}

pub fn batch_by_machine(facts: &[Facts], allow: &[String]) -> Outcome<()> {
    by_machine(BATCH, &[value(&facts)?], allow)
}

fn by_interpreter(policy: &str, inputs: &[Value], allow: &[String]) -> Outcome<()> {
    let mut clock = Clock::start();
    let mut engine = engine(policy, allow)?;
    // The first question prepares the policy.
    engine.set_input(Value::new_object());
    engine.eval_rule(RULE.to_owned())?;
    let answers = clock.least("evaluate", || {
        let ask = |input: &Value| {
            engine.set_input(input.clone());
            engine.eval_rule(RULE.to_owned())
        };
        inputs.iter().map(ask).collect::<Result<Vec<Value>, _>>()
    });
    report(clock, &answers?)
}

fn by_machine(policy: &str, inputs: &[Value], allow: &[String]) -> Outcome<()> {
    let mut clock = Clock::start();
    let compiled = engine(policy, allow)?.compile_with_entrypoint(&RULE.into())?;
    let program =
        Compiler::compile_from_policy(&compiled, &[RULE]).map_err(|error| error.to_string())?;
    let mut machine = RegoVM::new_with_policy(compiled);
    machine.load_program(Arc::clone(&program));
    machine.set_data(data(allow)?)?;
    // A batch takes more than the 25,000 that it allows otherwise.
    machine.set_max_instructions(usize::MAX);
    let answers = clock.least("evaluate", || {
        let ask = |input: &Value| {
            machine.set_input(input.clone());
            machine.execute()
        };
        inputs.iter().map(ask).collect::<Result<Vec<Value>, _>>()
    });
    report(clock, &answers?)
}

fn engine(policy: &str, allow: &[String]) -> Outcome<Engine> {
    let mut engine = Engine::new();
    engine.add_policy("four_rules.rego".to_owned(), policy.to_owned())?;
    engine.add_data(data(allow)?)?;
    Ok(engine)
}

/// Returns the allow-list as an object, in which a name is found at once.
fn data(allow: &[String]) -> Outcome<Value> {
    let names: serde_json::Map<_, _> =
        allow.iter().map(|name| (name.clone(), json!(true))).collect();
    value(&json!({"allow": names}))
}

fn values(facts: &[Facts]) -> Outcome<Vec<Value>> {
    facts.iter().map(value).collect()
}

fn value(data: &impl serde::Serialize) -> Outcome<Value> {
    Ok(Value::from_json_str(&serde_json::to_string(data)?)?)
}

fn report(clock: Clock, answers: &[Value]) -> Outcome<()> {
    let mut counts = Counts::default();
    for answer in answers {
        for finding in answer.as_set()? {
            counts.add(finding["rule"].as_string()?, 1);
        }
    }
    clock.report(&counts.findings())
}
