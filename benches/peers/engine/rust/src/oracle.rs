//! What every count is compared with, and the inputs of all contestants.

use std::path::Path;

use meta_benches::fleet;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::Outcome;
use crate::answer::Counts;
use crate::cedar::entities;
use crate::facts::{COVERAGE, EXTERNAL, Facts, LAYER, VULNERABLE, facts};

/// Writes the inputs for each size, and what has to be counted.
pub fn prepare(work: &Path, sizes: &[&str]) -> Outcome<()> {
    std::fs::create_dir_all(work)?;
    let allow = fleet::allowed();
    write(work, "allow.json", &allow)?;
    std::fs::write(work.join("meta-core-loops.rhai"), fleet::policy(false))?;
    std::fs::write(work.join("meta-core-helpers.rhai"), fleet::policy(true))?;
    let mut expected = Map::new();
    for size in sizes {
        let index = fleet::index(size.parse()?);
        let facts = facts(&index)?;
        write(work, &format!("index-{size}.json"), &index)?;
        write(work, &format!("facts-{size}.json"), &facts)?;
        write(work, &format!("entities-{size}.json"), &entities(&facts, &allow))?;
        expected.insert((*size).to_owned(), expect(&index, &facts, &allow)?);
    }
    write(work, "expected.json", &expected)
}

/// Counts findings, rules that fire and services that any rule denies. The findings have to be those that the benches
/// of the project count from the index itself.
fn expect(index: &Value, facts: &[Facts], allow: &[String]) -> Outcome<Value> {
    let (mut findings, mut fired, mut denied) = (Counts::default(), Counts::default(), 0);
    for service in facts {
        let is_vulnerable = service.maturity == "stable" && service.open_critical_vulns > 0;
        let counts = [
            (VULNERABLE, usize::from(is_vulnerable)),
            (COVERAGE, usize::from(service.coverage < 0.75)),
            (EXTERNAL, service.external.iter().filter(|name| !allow.contains(name)).count()),
            (LAYER, service.internal.iter().filter(|target| target.layer > service.layer).count()),
        ];
        for (rule, count) in counts {
            findings.add(rule, count);
            fired.add(rule, usize::from(count > 0));
        }
        denied += usize::from(counts.iter().any(|(_, count)| *count > 0));
    }
    if findings.total() != fleet::oracle(index) {
        return Err("the facts are not those of the index".into());
    }
    let (findings, fired) = (findings.findings(), fired.fired(denied));
    Ok(json!({"findings": findings["findings"], "fired": fired["fired"], "denied": denied}))
}

fn write(work: &Path, name: &str, content: &impl Serialize) -> Outcome<()> {
    Ok(std::fs::write(work.join(name), serde_json::to_string(content)?)?)
}
