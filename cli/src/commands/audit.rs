//! Audit trails in files: added to, verified, proved, written in other forms.
#![expect(clippy::indexing_slicing, reason = "a JSON value without a member has null there")]

use clap::ColorChoice;
use meta_core::{Error, ErrorCode, Result};
use serde_json::{Value, json};

use super::check::current;
use crate::arguments::{
    AppendArguments, ExportArguments, ExportFormat, ProveArguments, VerifyArguments,
};
use crate::asked::{ask, document, input, list};
use crate::journal::{self, Journal};
use crate::text::protocol as text;
use crate::{Status, answer, output};

/// Adds events to a trail. What is there is verified first: nothing is added to a trail that is wrong.
pub(crate) fn append(arguments: &AppendArguments, color: ColorChoice) -> Result<Status> {
    let mut journal = Journal::read(&arguments.trail)?;
    let mut told = String::new();
    if arguments.repair
        && let Some(kept) = journal.repair()?
    {
        told = format!("moved the last line, which is cut off, to {}\n", kept.display());
    }
    let records = journal.whole()?;
    let known = match &arguments.head {
        Some(path) if path.exists() => Some(document(path)?),
        _ => None,
    };
    let verdict = verdict(records, Some(&arguments.tenant), known)?;
    if verdict["ok"] != json!(true) {
        let message = text::verdict(&verdict).lines().collect::<Vec<_>>().join(" ");
        let error = Error::new(ErrorCode::InputInvalid, format!("nothing was added: {message}"));
        return Err(error.in_file(arguments.trail.display().to_string()));
    }
    let is_empty = verdict["entries"] == json!(0);
    let asked = input([
        ("tenant", Some(json!(arguments.tenant))),
        ("head", (!is_empty).then(|| verdict["head"].clone())),
        ("events", Some(prepared(list(&arguments.events)?)?)),
        ("recent", Some(json!(records))),
    ]);
    let batch = ask("build_audit", &asked)?;
    let lines: Vec<String> =
        batch["records"].as_array().into_iter().flatten().map(canonical).collect::<Result<_>>()?;
    journal.append(&lines)?;
    if let Some(path) = &arguments.head {
        journal::replace(path, &(batch["head"].to_string() + "\n"))?;
    }
    let shown = json!({
        "added": lines.len(), "duplicates": batch["duplicates"], "head": batch["head"],
    });
    answer::plain(&shown, told + &*text::added(&shown), &arguments.answer, color)
}

/// Returns a record as it is stored: its canonical JSON.
fn canonical(record: &Value) -> Result<String> {
    meta_core::canonical::to_string(record)
}

/// Adds what events may leave out on the command line: the time, and the salt.
fn prepared(mut events: Value) -> Result<Value> {
    for event in events.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        if !event.contains_key("at") {
            event.insert("at".to_owned(), json!(current()?));
        }
        if !event.contains_key("salt") {
            event.insert("salt".to_owned(), json!(salt()?));
        }
    }
    Ok(events)
}

fn salt() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(ErrorCode::InputInvalid, format!("no random numbers can be had: {error}"))
            .help("state a `salt` in every event")
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Verifies a trail.
pub(crate) fn verify(arguments: &VerifyArguments, color: ColorChoice) -> Result<Status> {
    let records = super::input(&arguments.trail)?;
    let head = arguments.head.as_deref().map(document).transpose()?;
    let verdict = verdict(&records, arguments.tenant.as_deref(), head)?;
    answer::plain(&verdict, text::verdict(&verdict), &arguments.answer, color)?;
    Ok(if verdict["ok"] == json!(true) { Status::Clean } else { Status::Findings })
}

fn verdict(records: &str, tenant: Option<&str>, head: Option<Value>) -> Result<Value> {
    let tenant = tenant.map(|name| json!(name));
    ask(
        "verify_audit",
        &input([("records", Some(json!(records))), ("tenant", tenant), ("head", head)]),
    )
}

/// Proves something about a trail.
pub(crate) fn prove(arguments: &ProveArguments, color: ColorChoice) -> Result<Status> {
    let size = arguments.size;
    let inclusion = arguments.seq.map(|seq| json!({ "seq": seq, "size": size }));
    let consistency = arguments.from.map(|from| json!({ "from_size": from, "to_size": size }));
    let asked = input([
        ("records", Some(json!(super::input(&arguments.trail)?))),
        ("inclusion", inclusion),
        ("consistency", consistency),
    ]);
    let proof = ask("build_audit_proof", &asked)?;
    output::write(&answer::json(&proof)?, arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}

/// Writes entries of a trail in another form.
pub(crate) fn export(arguments: &ExportArguments, color: ColorChoice) -> Result<Status> {
    let name = |name: &Option<String>| name.as_ref().map(|name| json!(name));
    let filter = input([
        ("actor", name(&arguments.actor)),
        ("type", name(&arguments.kind)),
        ("project", name(&arguments.project)),
        ("subject", name(&arguments.subject)),
        ("from", arguments.from.map(|at| json!(at))),
        ("until", arguments.until.map(|at| json!(at))),
    ]);
    let is_csv = arguments.format == ExportFormat::Csv;
    let asked = input([
        ("records", Some(json!(super::input(&arguments.trail)?))),
        ("format", Some(json!(if is_csv { "csv" } else { "json_lines" }))),
        ("filter", Some(filter)),
        ("erase", arguments.erase_subject.as_ref().map(|name| json!({ "subject": name }))),
        ("guard_formulas", is_csv.then_some(json!(true))),
    ]);
    let written = ask("render_audit", &asked)?;
    let text = written["text"].as_str().unwrap_or_default();
    output::write(text, arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}
