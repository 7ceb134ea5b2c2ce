//! Engines of policies for Rust, and the inputs of all: `engine-peers prepare WORK`, or
//! `engine-peers CONTESTANT WORK SIZE`, which prints the time of a pass over all services and what was counted.

mod answer;
mod cedar;
mod cel_programs;
mod facts;
mod floor;
mod meta_core_policies;
mod oracle;
mod rego;

use std::path::Path;

use facts::Facts;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["prepare", work, sizes @ ..] => oracle::prepare(Path::new(work), sizes),
        [contestant, work, size] => contend(contestant, Path::new(work), size),
        _ => Err("prepare WORK SIZE…, or CONTESTANT WORK SIZE".into()),
    }
}

fn contend(contestant: &str, work: &Path, size: &str) -> Outcome<()> {
    let facts = || -> Outcome<Vec<Facts>> {
        Ok(serde_json::from_str(&text(work, &format!("facts-{size}.json"))?)?)
    };
    let allow: Vec<String> = serde_json::from_str(&text(work, "allow.json")?)?;
    match contestant {
        "meta-core-loops" | "meta-core-helpers" => {
            let policy = text(work, &format!("{contestant}.rhai"))?;
            meta_core_policies::run(policy, text(work, &format!("index-{size}.json"))?)
        }
        "regorus" => rego::each(&facts()?, &allow),
        "regorus-batch" => rego::batch(&facts()?, &allow),
        "regorus-vm" => rego::each_by_machine(&facts()?, &allow),
        "regorus-vm-batch" => rego::batch_by_machine(&facts()?, &allow),
        "cedar" => cedar::run(&text(work, &format!("entities-{size}.json"))?, &facts()?),
        "cel" => cel_programs::run(&facts()?, &allow),
        "floor" => floor::run(&facts()?, &allow),
        _ => Err(format!("no contestant {contestant}").into()),
    }
}

fn text(work: &Path, name: &str) -> Outcome<String> {
    Ok(std::fs::read_to_string(work.join(name))?)
}
